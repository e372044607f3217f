// What must hold once a stack has converged: told from the program, from what others wrote last, and from the live configs,
// without knowing how the provider got there.
//
// What is legitimately uncertain, and nothing else is left open:
// - a POST whose response was lost, or whose run was killed, may leave a second config (orphans.ts);
// - an edit in the round trip between a GET and its PATCH may be lost where the PATCH carries that very member along;
// - a field that only a program declared that was rolled back may have been written by it, or not, and released, or not;
// - a field that is released while somebody else sets it ends as whichever came last;
// - a secret that a killed run had no time to record would be shown by a refresh: play.ts has the next update go without one;
//   where that fails elsewhere, the text of the one after it may show it.
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import type { FieldName } from "../../provider/model/types";
import type { LiveConfig } from "../emulator";
import { isObject, type Json } from "../emulator/objects";
import { holds, same } from "../support/holds";

import type { Slot } from "./program";
import { isNullable } from "./values";

/** What the state records of a slot's resource. */
export interface Was {
  readonly name: string;
  readonly inputs: Json;
  readonly secrets: readonly string[];
  readonly id: string;
}

/** What is uncertain about a config in this round. */
export interface Doubts {
  /** Fields as they were before an edit that landed in the middle of a run, by config. */
  readonly before: ReadonlyMap<string, Json>;
  /** Values that the server put in place of one that it was sent, by path. */
  readonly normal: ReadonlyMap<string, unknown>;
  /** Slots that a run was to replace in any case. */
  readonly replaced: ReadonlySet<Slot>;
  /** What a program declared that was rolled back. */
  rolledBack: ReadonlyMap<Slot, Json>;
  readonly serverDefaults: boolean;
}

/** What a POST makes of a field that it does not name. */
const created: Json = {
  type: "direct",
  warmTransfer: false,
  appointmentBookingEnabled: false,
  softphoneHandoffStrategy: "wait-for-operator",
};
const defaults: Json = { method: "GET", timeout: 5000 };
const notCompared = new Set(["id", "clientId", "createdAt", "updatedAt"]);

/** Whether a resource goes on with the config that it had, so that it knows what it declared before. */
export function continues(slot: Slot, was: Was | undefined, id: string): boolean {
  return was !== undefined && was.id === id && (slot.name === was.name || slot.alias === was.name);
}

/** What is wrong with the live config of a resource. `theirs` is what others wrote last, undefined for a new config. */
export function problemsOf(
  slot: Slot,
  was: Was | undefined,
  live: LiveConfig,
  theirs: Json | undefined,
  start: Json | undefined,
  doubts: Doubts,
): string[] {
  const { inputs } = slot;
  const base = theirs ?? created;
  const before = continues(slot, was, live.id) ? was : undefined;
  const problems: string[] = [];
  const rolledBack = doubts.rolledBack.get(slot) ?? {};
  const expect = (path: string, fine: boolean, wanted: unknown, found: unknown) => {
    if (!fine) problems.push(`${path}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
  };
  for (const name of fieldNames) {
    const [want, have] = [inputs[name], live[name] ?? null];
    if (want !== undefined) expect(name, holds(name, want, have), want, have);
    else if (name !== "dynamicOptions" && rolledBack[name] === undefined) {
      const allowed = allowedAfterRelease(name, base, before, live.id, doubts, slot);
      expect(
        `${name} (not declared)`,
        allowed.some((one) => same(one, have)),
        allowed,
        have,
      );
    }
  }
  const { dynamicOptions: want } = inputs;
  const { dynamicOptions: open, additionalFields: more } = rolledBack;
  // A null that was rolled back may have taken every member along.
  if (open === null || (want === undefined && open !== undefined)) return problems;
  if (want === undefined) problems.push(...releasedOptions(slot, before, live, base, start, doubts));
  else if (isObject(want)) {
    const names = [...Object.keys(want), ...(isObject(open) ? Object.keys(open) : [])];
    problems.push(...members(live, base, names, doubts));
  }
  const declared = isObject(inputs.additionalFields) ? inputs.additionalFields : {};
  for (const name of new Set([...Object.keys(declared), ...unknownNames(live), ...unknownNames(base)])) {
    if (isObject(more) && Object.hasOwn(more, name) && !Object.hasOwn(declared, name)) continue;
    const wanted = (Object.hasOwn(declared, name) ? declared[name] : base[name]) ?? null;
    expect(`additional ${name}`, same(wanted, live[name] ?? null), wanted, live[name]);
  }
  return problems;
}

/** What a field that is not declared may hold: what others wrote last, or null where it was released. */
function allowedAfterRelease(
  name: FieldName,
  base: Json,
  before: Was | undefined,
  id: string,
  { before: edited, replaced }: Doubts,
  slot: Slot,
): unknown[] {
  const theirs = base[name] ?? null;
  const released = before?.inputs[name];
  if (released === undefined || !isNullable(name)) return [theirs];
  const isOpen = released === null || replaced.has(slot) || edited.get(id)?.[name] !== undefined;
  return isOpen ? [null, theirs] : [null];
}

/** dynamicOptions that are not declared: as others left them, or null where they held nothing else when they were released. */
function releasedOptions(
  slot: Slot,
  before: Was | undefined,
  live: LiveConfig,
  base: Json,
  start: Json | undefined,
  doubts: Doubts,
): string[] {
  const have = live.dynamicOptions ?? null;
  const left = members(live, base, [], doubts);
  const released = before?.inputs.dynamicOptions;
  if (released === undefined) return left;
  const owned = isObject(released) ? Object.keys(released) : [];
  const sharing = [start?.dynamicOptions, base.dynamicOptions].map(
    (all) => isObject(all) && Object.keys(all).some((m) => (all[m] ?? null) !== null && !owned.includes(m)),
  );
  const isOpen =
    released === null ||
    doubts.replaced.has(slot) ||
    doubts.before.get(live.id)?.dynamicOptions !== undefined;
  const mayBeNull = isOpen || sharing.includes(false);
  const mayBeLeft = isOpen || sharing.includes(true);
  if ((have === null && mayBeNull) || (left.length === 0 && mayBeLeft)) return [];
  return [
    `dynamicOptions (released, ${JSON.stringify({ mayBeNull, mayBeLeft })}): ${JSON.stringify(have)}`,
    ...left,
  ];
}

/** Members of dynamicOptions that nobody declares: as others wrote them last, wherever a PATCH carried them along. */
function members(live: LiveConfig, base: Json, declared: readonly string[], doubts: Doubts): string[] {
  const [have, theirs, earlier] = [live, base, doubts.before.get(live.id) ?? {}].map(({ dynamicOptions }) =>
    isObject(dynamicOptions) ? dynamicOptions : {},
  ) as [Json, Json, Json];
  const names = new Set([...Object.keys(optionMembers), ...Object.keys(have), ...Object.keys(theirs)]);
  return [...names]
    .filter((name) => !declared.includes(name))
    .flatMap((name) => {
      const found = have[name] ?? null;
      const allowed = [theirs[name] ?? null, doubts.normal.get(`dynamicOptions.${name}`)];
      if (doubts.before.get(live.id)?.dynamicOptions !== undefined) allowed.push(earlier[name] ?? null);
      if (doubts.serverDefaults && (theirs[name] ?? null) === null) allowed.push(defaults[name]);
      if (allowed.some((one) => one !== undefined && same(one, found))) return [];
      return [
        `dynamicOptions.${name} (not declared): expected ${JSON.stringify(allowed)}, found ${JSON.stringify(found)}`,
      ];
    });
}

/** What differs in a config that no resource has: nothing may. */
export function changedUnmanaged(live: LiveConfig, theirs: Json): string[] {
  const names = new Set([...Object.keys(live), ...Object.keys(theirs)]);
  return [...names]
    .filter((name) => !notCompared.has(name) && !same(live[name] ?? null, theirs[name] ?? null))
    .map(
      (name) =>
        `${name} (unmanaged): expected ${JSON.stringify(theirs[name])}, found ${JSON.stringify(live[name])}`,
    );
}

function unknownNames(config: Json): string[] {
  const known: readonly string[] = fieldNames;
  return Object.keys(config).filter((name) => !known.includes(name) && !notCompared.has(name));
}
