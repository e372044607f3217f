// Pure: what a write is about to write over that is not as it was recorded.
import { apiPath } from "./ownership";
import {
  at,
  type LeafDifference,
  leafDifferences,
  type Path,
  pathText,
  type Values,
  WITHHELD,
} from "./values";

/** A leaf about to be written that is no longer as it was recorded. */
export interface Conflict {
  readonly path: Path;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * What of the leaves about to be written is not as `recorded`: `moved` since, or `unrecorded`, a value of
 * which the state keeps nothing (it may be a credential), so that nobody can tell whether it moved.
 */
export function overwritten(
  writes: readonly LeafDifference[],
  recorded: Values,
  live: Values,
): { moved: Conflict[]; unrecorded: string[] } {
  const moved: Conflict[] = [];
  const unrecorded: string[] = [];
  for (const path of uniquePaths(writes.map((d) => comparable(d.path, recorded, live)))) {
    const place = apiPath(path);
    const [expected, found] = [at(recorded, place), at(live, place)];
    const known = at(recorded, place.slice(0, 1)) !== undefined;
    // The API takes absent and null for one in its own fields and members; inside a map they are two.
    const inMap = place.length > 2;
    const differences = !known
      ? []
      : inMap
        ? leafDifferences(expected, found)
        : leafDifferences(expected ?? null, found ?? null);
    const untold = (d: LeafDifference) => d.want === WITHHELD && d.have !== null && d.have !== undefined;
    // What the API does not answer can neither have moved nor be told.
    if (found === undefined && at(live, place.slice(0, 1)) === undefined) continue;
    if (differences.some((d) => !untold(d))) moved.push({ path, expected, found });
    else if (differences.length > 0 || (!known && found !== null)) unrecorded.push(pathText(path));
  }
  return { moved, unrecorded };
}

/**
 * The path at which a write is compared: its leaf, or the list around it where one side has no such element. An
 * empty list has no leaf to differ in, and is still a value that somebody set.
 */
function comparable(path: Path, recorded: Values, live: Values): Path {
  const index = path.findIndex((part) => typeof part === "number");
  if (index < 0 || at(live, apiPath(path.slice(0, index + 1))) !== undefined) return path;
  const list = path.slice(0, index);
  return Array.isArray(at(recorded, apiPath(list))) ? path : list;
}

function uniquePaths(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [pathText(path), path])).values()];
}
