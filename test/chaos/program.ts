// The program of a story: which resources it declares, how edits change them, and its text.
import { isObject, type Json } from "../emulator/objects";
import type { Resources } from "../support/stackFixture";
import type { Declaration, ProgramEdit } from "./story";

/** A place for a config in the program. */
export interface Slot {
  /** Logical name; undefined while the program has no such resource. */
  name: string | undefined;
  /** A former logical name, which the resource gives as its alias. */
  alias: string | undefined;
  /** What is declared, as the API would have it; `additionalFields`, `transferConfigId` and the controls among it. */
  inputs: Json;
  /** Names of the fields that are wrapped in pulumi.secret. */
  secrets: string[];
  /** Id of the config, as the state had it when the stack last converged. */
  id: string | undefined;
  /** Whether a text of this slot was ever a program's secret: nobody but the same resource keeps that. */
  tainted: boolean;
}

/** The tag by which the name of a created config tells its slot. */
export const tagOf = (slot: number) => `S${String(slot).padStart(2, "0")}`;

const anAppointment = "3b241101-e2bb-4255-8caf-4136c566a962";
const controls = ["deletionPolicy", "onConflict", "onMissing"];

export class Program {
  readonly slots: Slot[];
  #renamed = 0;
  /** Ids that no resource may adopt: deleted ones, and those that hold what another resource made secret. */
  readonly #unfit = new Set<string>();

  constructor(
    count: number,
    /** Ids of the configs that no program has at first. */
    private readonly spares: readonly string[],
  ) {
    this.slots = Array.from({ length: count }, () => ({
      name: undefined,
      alias: undefined,
      inputs: {},
      secrets: [],
      id: undefined,
      tainted: false,
    }));
  }

  /** Applies an edit, where it makes sense. */
  apply(edit: ProgramEdit): void {
    this.#apply(edit);
    const { inputs } = this.slots[edit.slot] ?? { inputs: {} as Json };
    // The one rule between two fields that a new config has to keep.
    if (inputs.softphoneFallbackType === "appointment_booking") inputs.appointmentConfigId ??= anAppointment;
  }

  #apply(edit: ProgramEdit): void {
    const slot = this.slots[edit.slot];
    if (slot === undefined || (edit.do === "add") === (slot.name !== undefined)) return;
    const tag = tagOf(edit.slot);
    switch (edit.do) {
      case "add": {
        const id = edit.spare === null ? undefined : this.#free(edit.spare);
        if (edit.spare !== null && id === undefined) return;
        Object.assign(slot, {
          name: this.#name(edit.slot),
          alias: undefined,
          id: undefined,
          secrets: [],
          tainted: false,
        });
        slot.inputs = { ...edit.controls, ...(id === undefined ? { name: tag } : { transferConfigId: id }) };
        this.#declare(slot, edit.declare, tag);
        return;
      }
      case "declare":
        this.#declare(slot, edit.declare, tag);
        return;
      case "options": {
        const { dynamicOptions } = slot.inputs;
        slot.inputs.dynamicOptions = { ...(isObject(dynamicOptions) && dynamicOptions), ...edit.members };
        return;
      }
      case "additional":
        slot.inputs.additionalFields = edit.fields;
        return;
      case "drop":
        for (const path of edit.paths) this.#drop(slot, path);
        return;
      case "controls":
        for (const name of controls) delete slot.inputs[name];
        Object.assign(slot.inputs, edit.controls);
        return;
      case "remove":
        slot.name = undefined;
        return;
      case "rename":
        this.#rename(slot, edit.slot, edit.how);
        return;
      case "retarget": {
        const id = this.#free(edit.spare);
        if (id !== undefined && !slot.tainted) slot.inputs.transferConfigId = id;
        return;
      }
      case "swap":
        this.#swap(slot, this.slots[edit.other]);
        return;
      case "id":
        if (!edit.declared && slot.inputs.name !== undefined) delete slot.inputs.transferConfigId;
        else if (edit.declared && slot.id !== undefined && slot.inputs.transferConfigId === undefined)
          slot.inputs.transferConfigId = slot.id.toUpperCase();
        return;
    }
  }

  /** The resources as {@link StackFixture.program} takes them, behind {@link head}. */
  resources(): Resources {
    const resources: Resources = {};
    for (const { name, alias, inputs, secrets } of this.slots) {
      if (name === undefined) continue;
      const marked = Object.entries(inputs).map(([field, value]) => [
        field,
        secrets.includes(field) ? { $secret: value } : value,
      ]);
      const options = alias === undefined ? "" : `, { aliases: [{ name: ${JSON.stringify(alias)} }] }`;
      resources[name] = `revive(${JSON.stringify(Object.fromEntries(marked))})${options}`;
    }
    return resources;
  }

  /** Notes that the stack converged to this program: the ids by logical name, and which of all configs are live. */
  settle(ids: ReadonlyMap<string, string>, live: ReadonlySet<string>): void {
    for (const slot of this.slots) {
      slot.alias = undefined;
      slot.id = slot.name === undefined ? undefined : ids.get(slot.name);
      if (slot.tainted && slot.id !== undefined) this.#unfit.add(slot.id);
    }
    for (const id of this.spares) if (!live.has(id)) this.#unfit.add(id);
  }

  #declare(slot: Slot, { fields, secrets }: Declaration, tag: string): void {
    for (const [name, value] of Object.entries({ ...fields, ...secrets })) {
      slot.inputs[name] = name === "name" ? `${tag} ${value}` : value;
      slot.secrets = slot.secrets.filter((other) => other !== name);
      if (Object.hasOwn(secrets, name)) slot.secrets.push(name);
    }
    slot.tainted ||= slot.secrets.length > 0;
  }

  #drop(slot: Slot, path: string): void {
    const [field = "", member] = path.split(".");
    // A created config that has to be created once more needs its name.
    if (field === "name" && slot.inputs.transferConfigId === undefined) return;
    slot.secrets = slot.secrets.filter((name) => name !== field);
    if (member === undefined) {
      delete slot.inputs[field];
      return;
    }
    const { [member]: _, ...rest } = isObject(slot.inputs.dynamicOptions) ? slot.inputs.dynamicOptions : {};
    if (isObject(slot.inputs.dynamicOptions)) slot.inputs.dynamicOptions = rest;
  }

  #rename(slot: Slot, number: number, how: "alias" | "plain" | "adopting"): void {
    if (how !== "alias" && slot.tainted) return;
    // One alias is enough: a second rename of the same round drops the first name.
    if (how === "alias") slot.alias ??= slot.name;
    else slot.alias = undefined;
    slot.name = this.#name(number);
    if (how === "adopting" && slot.id !== undefined && slot.inputs.transferConfigId === undefined)
      slot.inputs.transferConfigId = slot.id;
  }

  #swap(slot: Slot, other: Slot | undefined): void {
    if (other === undefined || other === slot || other.name === undefined) return;
    const [mine, theirs] = [slot.inputs.transferConfigId, other.inputs.transferConfigId];
    if (mine === undefined || theirs === undefined || slot.tainted || other.tainted) return;
    slot.inputs.transferConfigId = theirs;
    other.inputs.transferConfigId = mine;
  }

  #name(slot: number): string {
    this.#renamed += 1;
    return `c${slot}-${this.#renamed}`;
  }

  /** The id of a spare config, unless a resource has it: one that gives it up in the same round does not count. */
  #free(spare: number): string | undefined {
    const id = this.spares[spare];
    const taken = this.slots.some(({ name, id: held, inputs }) => {
      const declared = inputs.transferConfigId;
      const has = declared === undefined ? held : String(declared).toLowerCase();
      return name !== undefined && has === id;
    });
    return taken || id === undefined || this.#unfit.has(id) ? undefined : id;
  }
}

/** JavaScript that makes secrets of what {@link Program.resources} marked. */
export const head = `const revive = (args) => Object.fromEntries(Object.entries(args).map(([name, value]) =>
  [name, value !== null && typeof value === "object" && "$secret" in value ? pulumi.secret(value.$secret) : value]));`;
