// Pure: the leaves of one config that are not as the code says, each with its three columns and its class.

import { fieldNames, optionMembers } from "../../model/fieldTable";
import { controlNames } from "../../model/internalNames";
import { desiredValues, ownedDifferences, releasedFields } from "../../model/ownership";
import { changesDestination, destinationRule } from "../../model/rules";
import { recordedConfig } from "../../model/state";
import type { DynamicOptions } from "../../model/types";
import {
  equal,
  isObject,
  type LeafDifference,
  leafDifferences,
  type Path,
  pathText,
  SECRET,
  type Values,
} from "../../model/values";
import { absent, cellOf, notRead } from "./cells";
import { opaquePrefix, overlap, parsePath, valueAt } from "./propertyPaths";
import type { LeafClass, ReportLeaf } from "./types";

/** What a document knows of one config. */
export interface ThreeWay {
  /** Outputs as last recorded. */
  readonly applied: Values;
  /** Outputs as live, or as recorded where the document did not read them. */
  readonly live: Values;
  /** Inputs of the last update, over which the engine compares. */
  readonly inputs: Values;
  /** Inputs as the code declares them. */
  readonly code: Values;
  /** Whether live values were read. */
  readonly read: boolean;
  /** Paths that the engine found to differ, or null where it did not say. */
  readonly diff: readonly string[] | null;
}

/** Differences of an update: leaves, the fields that a PATCH carries, and what a reader should know besides. */
export interface Update {
  readonly leaves: ReportLeaf[];
  /** Paths as {@link ownedDifferences} gives them. */
  readonly writes: readonly Path[];
  /** Inputs, with null for what is cleared because the code no longer declares it. */
  readonly wanted: Values;
  readonly notes: string[];
}

/** The leaves of a config that an update (or, with `as`, a replacement) would write. */
export function updateOf(threeWay: ThreeWay, as?: LeafClass): Update {
  const { left } = releasedFields(threeWay.live, threeWay.code);
  const wanted = desiredValues(threeWay.code, threeWay.live);
  const writes = changedPaths(threeWay, wanted);
  const secretClass = classOfSecrets(threeWay, writes);
  const leaves = writes.map((path) => leafAt(threeWay, wanted, path, secretClass, as));
  const controls = controlNames
    .filter((name) => !equal(threeWay.inputs[name] ?? null, threeWay.code[name] ?? null))
    .map((name): ReportLeaf => {
      const before = cellOf(threeWay.inputs[name], [name], threeWay.code[name]);
      const note = name === "transferConfigId" ? null : "recorded in the state, not sent";
      const live = threeWay.read ? before : notRead;
      return {
        path: name,
        applied: before,
        live,
        code: cellOf(threeWay.code[name], [name], threeWay.code[name]),
        class: as ?? "change",
        severity: null,
        firstSeen: null,
        note,
      };
    });
  // The keys inside a secret cannot be named.
  if (threeWay.live.additionalFields === SECRET && threeWay.code.additionalFields === undefined) {
    left.push("additionalFields");
  }
  const notes = left.length > 0 ? [`no longer declared and left as it is: ${left.join(", ")}`] : [];
  return { leaves: [...leaves, ...controls], writes, wanted, notes };
}

// Inputs that are sent; the others steer this package.
const bodyNames: readonly string[] = [...fieldNames, "additionalFields"];

/** Every leaf of the fields in `values`, all of one class. */
export function wholeLeaves(
  values: Values,
  as: LeafClass,
  columns: (value: unknown, path: Path) => Pick<ReportLeaf, "applied" | "live" | "code">,
): ReportLeaf[] {
  return bodyNames
    .flatMap((name) => leafDifferences(values[name], isObject(values[name]) ? {} : undefined, [name]))
    .map(({ path, want }) => ({
      path: pathText(path),
      ...columns(want, path),
      class: as,
      severity: null,
      firstSeen: null,
      note: null,
    }));
}

/** Live leaves that changed and that the code doesn't declare. */
export function observedLeaves(threeWay: ThreeWay): ReportLeaf[] {
  const { code } = threeWay;
  const owned = ({ path, want, have }: LeafDifference): boolean => {
    const [head, member] = path;
    const declared = code[head as string];
    if (declared === undefined) return false;
    if (head !== "dynamicOptions" || !isObject(declared)) return true;
    if (declared[member as string] === undefined) return false;
    // Of a condition, the declared members are owned; that one is null or left out makes no difference to the API.
    return !isUndeclaredInCondition(code, path) || (want ?? null) === (have ?? null);
  };
  const given = releasedFields(threeWay.live, code).cleared as string[];
  return fieldNames
    .filter((name) => !given.includes(name))
    .flatMap((name) => leafDifferences(threeWay.live[name] ?? null, threeWay.applied[name] ?? null, [name]))
    .filter((difference) => !owned(difference))
    .map(({ path, want, have }) => ({
      path: pathText(path),
      applied: cellOf(have, path, undefined),
      live: cellOf(want, path, undefined),
      code: absent,
      class: "observed",
      severity: severityOf(path, have, want),
      firstSeen: null,
      note: null,
    }));
}

function isUndeclaredInCondition(code: Values, path: Path): boolean {
  const condition = valueAt(code, path.slice(0, 3));
  const { comparison } = optionMembers[path[1] as keyof DynamicOptions] ?? {};
  return comparison === "conditions" && isObject(condition) && valueAt(code, path) === undefined;
}

/** Recorded outputs in the shape of the inputs: a path of one leads to the same value in the other. */
export function recordedInputs(record: Values): Values {
  return { ...recordedConfig(record), additionalFields: record.additionalFields };
}

// The engine knows the values behind "[secret]": where there is one, its diff decides.
function changedPaths(threeWay: ThreeWay, wanted: Values): Path[] {
  const live = recordedInputs(threeWay.live);
  const found = threeWay.diff?.map(parsePath).filter(([head]) => bodyNames.includes(String(head)));
  const named = (path: Path) => found?.some((other) => overlap(path, other)) ?? true;
  // The engine hides what it encrypted before, null included: null over null is no difference to it.
  const clears = (path: Path) => found?.some((other) => overlap(path, other)) ?? false;
  const written = ownedDifferences(wanted, recordedConfig(threeWay.live, wanted))
    .map(({ path }) => path)
    .filter((path) => {
      const [want, have] = [valueAt(wanted, path), valueAt(live, path)];
      if (have === SECRET && isEmpty(want) && valueAt(threeWay.inputs, path) === SECRET) return clears(path);
      return !hidden(want, have) || named(path);
    });
  for (const path of found ?? []) {
    const hiddenAt = shownPart(wanted, live, path);
    // What the code no longer declares is released, not written.
    if (hiddenAt === undefined || valueAt(wanted, path) === undefined) continue;
    if (!written.some((other) => overlap(hiddenAt, other))) written.push(hiddenAt);
  }
  return written;
}

/** The longest part of the engine's path that a side shows, where one of them does not show all of it. */
function shownPart(wanted: Values, live: Values, path: Path): Path | undefined {
  const lengths = [wanted, live].flatMap((side) => opaquePrefix(side, path)?.length ?? []);
  if (lengths.length === 0) return undefined;
  // Additional fields are written one by one, and the engine names them.
  return path.slice(0, Math.max(...lengths, path[0] === "additionalFields" ? 2 : 0));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}

function hidden(want: unknown, have: unknown): boolean {
  return (want === SECRET || have === SECRET) && !isEmpty(want) && !isEmpty(have);
}

/** The class of a secret's change, as far as it can be known: the live config's updatedAt says whether anything live changed. */
function classOfSecrets(threeWay: ThreeWay, writes: readonly Path[]): LeafClass {
  const [before, now] = [threeWay.applied.updatedAt, threeWay.live.updatedAt];
  if (!threeWay.read || (typeof now === "string" && before === now)) return "change";
  const applied = recordedInputs(threeWay.applied);
  const live = recordedInputs(threeWay.live);
  const others =
    observedLeaves(threeWay).length > 0 ||
    writes.some((path) => !equal(valueAt(applied, path) ?? null, valueAt(live, path) ?? null));
  return typeof now === "string" && typeof before === "string" && !others ? "drift" : "both";
}

function leafAt(
  threeWay: ThreeWay,
  wanted: Values,
  path: Path,
  secretClass: LeafClass,
  as?: LeafClass,
): ReportLeaf {
  const applied = valueAt(recordedInputs(threeWay.applied), path);
  const live = valueAt(recordedInputs(threeWay.live), path);
  const want = valueAt(wanted, path);
  const code = valueAt(threeWay.code, path);
  const secret = live === SECRET && !isEmpty(want);
  const found = secret ? secretClass : classOf(applied, live, want);
  const unsure = secret && found === "both";
  return {
    path: pathText(path),
    applied: cellOf(applied, path, code),
    live: threeWay.read ? cellOf(live, path, code) : notRead,
    code: cellOf(code, path, code),
    class: as ?? found,
    severity: severityOf(path, live, want),
    firstSeen: null,
    note: unsure ? "a secret, so it isn't known whether the live value or the code changed" : null,
  };
}

export function severityOf(path: Path, before: unknown, after: unknown): ReportLeaf["severity"] {
  return changesDestination(path, before, after) ? destinationRule.severity : null;
}

function classOf(applied: unknown, live: unknown, want: unknown): LeafClass {
  const [a, l, w] = [applied ?? null, live ?? null, want ?? null];
  if (equal(a, l)) return w === null ? "clear" : "change";
  return equal(a, w) ? "drift" : "both";
}
