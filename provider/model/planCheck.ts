// Pure: holds a write that is about to be sent against a reviewed one, leaf by leaf.
import { fields, isSameUuid } from "./fieldTable";
import { type BodyLeaf, isUnder, type LiveLeaf, type PlannedWrite, planLeaves } from "./plan";
import { at, equal, type Path, pathText, type Values } from "./values";

/** Hash of a value at a path, under the salt of a write. */
export type LeafHash = (salt: string, path: Path, value: unknown) => string;

/** A leaf that isn't as reviewed: of what is sent, or of what is live. */
export interface Deviation {
  readonly of: "body" | "live";
  readonly path: Path;
  /** The reviewed value; undefined where there was none, or where the plan doesn't show it (`isHidden`). */
  readonly planned: unknown;
  readonly isHidden: boolean;
  readonly now: unknown;
}

/** A write that is about to be sent. */
export interface Attempt {
  readonly body: Values;
  /** What is live. */
  readonly live: Values;
  /** What this process's own writes to the config returned last, if there were any. */
  readonly own?: Values | undefined;
  /** Whether the config was created by this very planned write, which rests on nothing live. */
  readonly createdByIt?: boolean;
  readonly hash: LeafHash;
}

/** Where a body that is about to be sent is not the planned one. Fields that it lacks are live already, as planned. */
export function bodyDeviations(write: PlannedWrite, attempt: Attempt): Deviation[] {
  const { body, live, own, createdByIt } = attempt;
  const target = targetOf(write);
  const now = planLeaves(body);
  const found: Deviation[] = [];
  for (const { path, value } of now) {
    const leaf = target(path);
    // What this process itself has just left there goes along with a further write.
    const carried =
      !isNothing(value) &&
      (createdByIt ? [live] : [live, own]).every((side) => same(path, at(side, path), value));
    const passes =
      leaf === undefined
        ? removesPlanned(write, path, value, createdByIt) || carried
        : leaf.kind === "live"
          ? same(path, at(live, path), value)
          : leaf.kind !== "value" || equal(leaf.value, value);
    if (!passes) found.push(deviation("body", path, leaf, value));
  }
  const missing = write.body.filter((leaf) => {
    if (leaf.kind === "later" || now.some(({ path }) => isUnder(leaf.path, path))) return false;
    // A field that the body leaves out must be as planned already: half a reviewed change is another one.
    return Object.hasOwn(body, String(leaf.path[0])) || !isDone(leaf, attempt, write.method);
  });
  return [...found, ...missing.map((leaf) => deviation("body", leaf.path, leaf, undefined))];
}

/** Whether a planned leaf whose field is not sent is live, as far as that can be told. A POST is held to its fields elsewhere. */
function isDone(leaf: BodyLeaf, { live, own }: Attempt, method: PlannedWrite["method"]): boolean {
  if (method === "POST") return true;
  // One request sends all of a plan's fields: what the API does not return was sent if this process has sent anything.
  return isReturned(leaf, live)
    ? isLive(leaf, live)
    : own !== undefined || leaf.path[0] === "additionalFields";
}

/** Whether a config that a planned POST created lacks what that POST was to set: an earlier run was interrupted. */
export function isUnfinished({ body }: PlannedWrite, live: Values): boolean {
  return body.some((leaf) => leaf.kind !== "later" && isReturned(leaf, live) && !isLive(leaf, live));
}

/** Whether the API returns the field of a leaf: one that it does not know yet, it may accept without that. */
function isReturned({ path: [field] }: BodyLeaf, live: Values): boolean {
  return Object.hasOwn(fields, String(field)) || live[String(field)] !== undefined;
}

function isLive(leaf: BodyLeaf, live: Values): boolean {
  const value = at(live, leaf.path);
  if (leaf.kind === "value") return same(leaf.path, leaf.value, value);
  return leaf.kind === "live" || !isNothing(value);
}

/** Fields that a planned body has and another one lacks: a POST, other than a PATCH, is sent whole. */
export function missingFields(write: PlannedWrite, body: Values): Deviation[] {
  return write.body
    .filter(
      ({ kind, path: [field] }) =>
        // What was not known yet may turn out to be nothing.
        kind !== "later" && !Object.hasOwn(body, String(field)) && field !== "additionalFields",
    )
    .map((leaf) => deviation("body", leaf.path, leaf, undefined));
}

/** How many leaves of a planned body may take any value. */
export function hiddenLeaves({ body }: PlannedWrite): number {
  return body.filter(({ kind }) => kind !== "value").length;
}

/** Where what is live of the fields in `body` is neither what the write rests on nor already what it sets. */
export function liveDeviations(write: PlannedWrite, attempt: Attempt): Deviation[] {
  const { body, live, own, createdByIt } = attempt;
  if (createdByIt) return [];
  const target = targetOf(write);
  const found: Deviation[] = [];
  for (const field of Object.keys(body)) {
    // Nothing can be told of a field that the API accepts without returning it.
    if (!Object.hasOwn(fields, field) && live[field] === undefined) continue;
    const basis = write.live.filter(({ path }) => path[0] === field);
    const paths = [...basis.map(({ path }) => path), ...planLeaves(live[field], [field]).map((l) => l.path)];
    for (const path of distinct(paths)) {
      const value = at(live, path);
      const leaf = basis.find((other) => isBasisOf(other, path));
      const planned = target(path);
      const asWanted = planned?.kind !== "live" && same(path, value, at(body, path));
      // Where the preview hid which additional fields there are, one hidden leaf of the body stands for all that was live.
      const isHiddenField =
        leaf === undefined && planned?.path.length === 1 && planned.path[0] === "additionalFields";
      if (isHiddenField && write.updatedAt !== null && live.updatedAt === write.updatedAt) continue;
      const isOwn = own !== undefined && value !== undefined && same(path, value, at(own, path));
      // Where there was an object or a list, nothing is not what was reviewed.
      const isEmptied = leaf === undefined && basis.some((other) => isUnder(path, other.path));
      if ((!isEmptied && isAsReviewed(leaf, path, value, write, attempt)) || isOwn) continue;
      if (asWanted && (planned !== undefined || isNothing(value))) continue;
      if (found.some((outer) => isUnder(outer.path, path))) continue;
      found.push(deviation("live", path, leaf, value));
    }
  }
  return found;
}

/** Where the values that a DELETE rests on are no longer live. */
export function deletedDeviations(write: PlannedWrite, attempt: Attempt): Deviation[] {
  const { live } = attempt;
  const grown = write.live
    .map(({ path }) => path.slice(0, path.findLastIndex((part) => typeof part === "number") + 1))
    .filter((path) => path.length > 0)
    .map((path) => [...path.slice(0, -1), Number(path.at(-1)) + 1])
    .filter((next) => at(live, next) !== undefined && !write.live.some(({ path }) => isUnder(next, path)))
    .map((next) => deviation("live", next, undefined, at(live, next)));
  const changed = write.live
    .filter((leaf) => !isAsReviewed(leaf, leaf.path, at(live, leaf.path), write, attempt))
    .map((leaf) => deviation("live", leaf.path, leaf, at(live, leaf.path)));
  return [...changed, ...grown];
}

/** Where a config that an earlier run created is not as this PATCH sets it, though somebody may have edited it since. */
export function createdDeviations(write: PlannedWrite, { body, live }: Attempt): Deviation[] {
  const target = targetOf(write);
  return Object.keys(body).flatMap((field) =>
    distinct(
      [...planLeaves(live[field], [field]), ...planLeaves(body[field], [field])].map(({ path }) => path),
    )
      .filter((path) => !same(path, at(live, path), at(body, path)))
      .map((path) => deviation("live", path, target(path), at(live, path))),
  );
}

function isAsReviewed(
  leaf: LiveLeaf | undefined,
  path: Path,
  value: unknown,
  { salt, updatedAt }: PlannedWrite,
  { live, hash }: Attempt,
): boolean {
  if (leaf === undefined) return isNothing(value);
  if (leaf.kind === "value") return same(leaf.path, leaf.value, value);
  if (leaf.kind === "hidden") return updatedAt !== null && live.updatedAt === updatedAt;
  return salt !== null && hash(salt, path, value ?? null) === leaf.hash;
}

// A hidden leaf stands for all that is under it, any other one for itself.
function isBasisOf(leaf: LiveLeaf, path: Path): boolean {
  return leaf.kind === "hidden" ? isUnder(leaf.path, path) : equal(leaf.path, path);
}

/** Finds the planned leaf of a path: its own, or a hidden one above it. */
function targetOf(write: PlannedWrite): (path: Path) => BodyLeaf | undefined {
  return (path) =>
    write.body.find((leaf) => (leaf.kind === "value" ? equal(leaf.path, path) : isUnder(leaf.path, path))) ??
    // Where the preview hid which additional fields there are, one leaf stands for all of them.
    (Object.hasOwn(fields, String(path[0]))
      ? undefined
      : write.body.find((leaf) => leaf.kind !== "value" && equal(leaf.path, ["additionalFields"])));
}

/**
 * Whether the null at a path removes a key that the planned body leaves out of an object that it sends: a server that
 * merges keeps the key otherwise. The key was live when the plan was made, or the config is the plan's own.
 */
function removesPlanned(write: PlannedWrite, path: Path, value: unknown, createdByIt = false): boolean {
  if (value !== null || path.length < 3) return false;
  const sends = write.body.some((leaf) => isUnder(path.slice(0, 1), leaf.path));
  const wasLive = write.live.some((leaf) => isUnder(path, leaf.path) || isBasisOf(leaf, path));
  return sends && (wasLive || createdByIt);
}

function deviation(
  of: Deviation["of"],
  path: Path,
  leaf: BodyLeaf | LiveLeaf | undefined,
  now: unknown,
): Deviation {
  const isShown = leaf?.kind === "value";
  return {
    of,
    path,
    planned: isShown ? leaf.value : undefined,
    isHidden: leaf !== undefined && !isShown,
    now,
  };
}

// To the API, null and nothing are the same; an empty object or list is a value.
function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function same(path: Path, a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  return isSameUuid(path, a, b) || equal(a, b);
}

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [pathText(path), path])).values()].sort(
    (a, b) => a.length - b.length,
  );
}
