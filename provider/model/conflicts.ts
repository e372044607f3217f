// Pure: the values that a write would overwrite and that are no longer as they were recorded.
import { isSameUuid } from "./fieldTable";
import { apiPath } from "./ownership";
import {
  at,
  type LeafDifference,
  leafDifferences,
  type Path,
  pathText,
  recordedName,
  type Values,
  WITHHELD,
  withRecordedNames,
} from "./values";

/** A leaf that is about to be written, and whose live value was changed since it was recorded. */
export interface Conflict {
  readonly path: Path;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * Compares the leaves that are about to be written with `recorded`: `conflicts` were changed since; of the
 * `unrecorded` the state keeps nothing (they may be credentials), so nobody can tell whether they were changed.
 */
export function findConflicts(
  writes: readonly LeafDifference[],
  recorded: Values,
  live: Values,
): { conflicts: Conflict[]; unrecorded: string[] } {
  const conflicts: Conflict[] = [];
  const unrecorded: string[] = [];
  for (const path of uniquePaths(writes.map((d) => comparable(d.path, recorded, live)))) {
    const place = apiPath(path);
    // The state records some names otherwise; what an earlier read of this process returned has them as they are.
    const recordedPlace = place.map((part) => (typeof part === "string" ? recordedName(part) : part));
    const expected = at(recorded, place) ?? at(recorded, recordedPlace);
    const found = at(live, place);
    if (isSameUuid(place, expected, found)) continue;
    const known = at(recorded, place.slice(0, 1)) !== undefined;
    // To the API, absent and null are the same in its own fields and members; inside a map they differ.
    const inMap = place.length > 2;
    const differences = !known
      ? []
      : inMap
        ? leafDifferences(withRecordedNames(expected), withRecordedNames(found))
        : leafDifferences(withRecordedNames(expected ?? null), withRecordedNames(found ?? null));
    const isRedacted = (d: LeafDifference) => d.want === WITHHELD && d.have !== null && d.have !== undefined;
    // Of a field that the response does not include, nothing can be told.
    if (at(live, place.slice(0, 1)) === undefined) continue;
    if (differences.some((d) => !isRedacted(d))) conflicts.push({ path, expected, found });
    else if (differences.length > 0 || (!known && found !== null)) unrecorded.push(pathText(path));
  }
  return { conflicts, unrecorded };
}

/**
 * The path at which a write is compared: its leaf, or the list around it where one side has no such element. An
 * empty list, or an element without members, has no leaf to differ in, and is still a value that somebody set.
 */
function comparable(path: Path, recorded: Values, live: Values): Path {
  const index = path.findIndex((part) => typeof part === "number");
  // Without an index, it is asked for what is above all, which both have.
  const has = (side: Values) => at(side, apiPath(path.slice(0, index + 1))) !== undefined;
  const list = path.slice(0, index);
  if (has(live)) return has(recorded) ? path : list;
  return Array.isArray(at(recorded, apiPath(list))) ? path : list;
}

function uniquePaths(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [pathText(path), path])).values()];
}
