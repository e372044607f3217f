// A stack in a story: its program, the live configs as others wrote them last, and what the state records.
import type { Emulator, LiveConfig } from "../emulator";
import type { Json } from "../emulator/objects";
import { same } from "../support/holds";
import type { StackFixture } from "../support/stackFixture";
import type { Was } from "./oracle";
import { Program, type Slot } from "./program";
import type { DashboardEdit, Round, Story } from "./story";

/** Configs by id in lower case. */
export type Configs = ReadonlyMap<string, LiveConfig>;

export class World {
  readonly emulator: Emulator;
  readonly program: Program;
  /** What others wrote last, by config; what the program wrote counts once the stack has converged. */
  readonly theirs: Map<string, LiveConfig>;
  /** {@link theirs} as the round began. */
  start: Configs = new Map();
  /** What the state records of each slot, as the stack converged last. */
  was: (Was | undefined)[];

  constructor(
    readonly story: Story,
    readonly fixture: StackFixture,
  ) {
    this.emulator = fixture.emulator;
    this.theirs = this.live();
    const spares = [...this.theirs.keys()].filter(isSpare);
    this.program = new Program(story.slots, spares);
    this.was = this.program.slots.map(() => undefined);
  }

  live(): Map<string, LiveConfig> {
    return new Map(this.emulator.list().map((config) => [config.id.toLowerCase(), config]));
  }

  /** Applies the edits of a round, and arms its faults. What it returns tells, after the run, what was edited in its middle. */
  begin(round: Round): () => Map<string, Json> {
    this.start = new Map(this.theirs);
    for (const edit of round.program) this.program.apply(edit);
    for (const edit of round.dashboard) this.#edit(edit);
    for (const { method, nth, fault } of round.troubles)
      this.emulator.faults.add({ method, nth, fault } as never);
    return this.#armMidEdits(round);
  }

  /**
   * Goes back to the fields of the former program, where the resource stays the same. Returns what was declared instead.
   * What that made secret stays: a killed run leaves no record of it, and then nobody could know.
   */
  rollBack(): Map<Slot, Json> {
    const former = new Map<Slot, Json>();
    for (const [i, slot] of this.program.slots.entries()) {
      const was = this.was[i];
      if (was === undefined || !this.goesOn(slot, was)) continue;
      const isSame = same(slot.inputs.transferConfigId, was.inputs.transferConfigId);
      if (!isSame || !same(slot.secrets, was.secrets)) continue;
      former.set(slot, slot.inputs);
      slot.inputs = structuredClone(was.inputs);
    }
    return former;
  }

  /** Notes that the stack has converged: what is live now is the base of the next round. */
  async settle(): Promise<void> {
    const ids = await this.ids();
    this.theirs.clear();
    for (const [id, config] of this.live()) this.theirs.set(id, config);
    this.program.settle(ids, new Set(this.theirs.keys()));
    this.was = this.program.slots.map(({ name, inputs, secrets, id }) =>
      name === undefined || id === undefined
        ? undefined
        : { name, id, inputs: structuredClone(inputs), secrets: [...secrets] },
    );
  }

  /** A slot whose resource is in the program and in the state. */
  standing(number: number): Slot | undefined {
    const slot = this.program.slots[number];
    return slot?.name !== undefined && slot.id !== undefined ? slot : undefined;
  }

  /** Whether a slot's resource is the one that the state has. */
  goesOn(slot: Slot, was: Was): boolean {
    return slot.name !== undefined && (slot.name === was.name || slot.alias === was.name);
  }

  /** The live values that the program has made secret since the stack converged last. */
  unrecordedSecrets(): unknown[] {
    const live = this.live();
    return this.program.slots.flatMap((slot, i) => {
      const was = this.was[i];
      if (!was || !this.goesOn(slot, was)) return [];
      const now = live.get(was.id);
      return slot.secrets
        .filter((name) => !was.secrets.includes(name) && slot.inputs[name] === now?.[name])
        .map((name) => slot.inputs[name]);
    });
  }

  /** Ids of what the program no longer has and asked to delete. `ids` are those of the state. */
  due(ids: ReadonlyMap<string, string>): Set<string> {
    const kept = this.program.slots.flatMap(({ name, inputs }) =>
      name === undefined ? [] : [ids.get(name), String(inputs.transferConfigId).toLowerCase()],
    );
    const due = this.program.slots.flatMap((slot, i) => {
      const was = this.was[i];
      if (was?.inputs.deletionPolicy !== "delete" || this.goesOn(slot, was)) return [];
      return kept.includes(was.id) ? [] : [was.id];
    });
    return new Set(due);
  }

  /** Ids by logical name, as the state has them; a half of a replacement has none. */
  async ids(): Promise<Map<string, string>> {
    const { deployment } = await this.fixture.stack.exportState();
    return new Map(
      deployment.resources
        .filter(({ type, pendingReplacement }) => type.endsWith(":TransferConfig") && !pendingReplacement)
        .map(({ urn, id }) => [urn.split("::").pop() ?? "", (id ?? "").toLowerCase()]),
    );
  }

  /** URNs of the resources of slots. */
  async urns(slots: ReadonlySet<Slot>): Promise<string[]> {
    const { deployment } = await this.fixture.stack.exportState();
    const names = new Set([...slots].map(({ name }) => name));
    return deployment.resources.filter(({ urn }) => names.has(urn.split("::").pop())).map(({ urn }) => urn);
  }

  #edit(edit: DashboardEdit): void {
    if (edit.do === "remove") {
      const slot = this.standing(edit.slot);
      // Without its config, a resource that adopts it can only fail.
      if (slot?.id === undefined || slot.inputs.transferConfigId !== undefined) return;
      // Of a record that still says what it adopted, the program must be edited too.
      if (this.was[edit.slot]?.inputs.transferConfigId !== undefined) return;
      if (this.emulator.remove(slot.id)) this.theirs.delete(slot.id);
      return;
    }
    const change = this.#changeOf(edit);
    if (change === undefined) return;
    this.theirs.set(change.id, this.emulator.set(change.id, change.fields));
  }

  /** The config and the fields that an edit sets; undefined where there is no such config. */
  #changeOf({
    of,
    number,
    fields,
    members,
  }: DashboardEdit & { do: "edit" }): { id: string; fields: Json } | undefined {
    const spares = [...this.theirs.keys()].filter(isSpare);
    const id = of === "slot" ? this.program.slots[number]?.id : spares[number % Math.max(1, spares.length)];
    const live = id === undefined ? undefined : this.emulator.get(id);
    if (id === undefined || live === undefined) return undefined;
    const options = { ...(live.dynamicOptions as Json | null), ...members };
    return { id, fields: { ...fields, ...(Object.keys(members).length > 0 && { dynamicOptions: options }) } };
  }

  #armMidEdits({ midEdits }: Round): () => Map<string, Json> {
    const armed = midEdits.flatMap(({ method, nth, edit }) => {
      const change = this.#changeOf(edit);
      if (change === undefined) return [];
      const fault = { kind: "edit-before", id: change.id, changes: change.fields } as const;
      this.emulator.faults.add({ method, nth, fault });
      return [{ method, nth, change }];
    });
    return () => {
      const before = new Map<string, Json>();
      for (const { method, nth, change } of armed) {
        const arrived = this.emulator.requests.filter((request) => request.method === method);
        if (arrived.length < nth) continue;
        const theirs = this.theirs.get(change.id) as LiveConfig;
        const old = Object.keys(change.fields).map((name) => [name, theirs[name] ?? null]);
        before.set(change.id, Object.fromEntries(old));
        this.theirs.set(change.id, { ...theirs, ...change.fields });
      }
      return before;
    };
  }
}

const isSpare = (id: string) => id.startsWith("0000000");
