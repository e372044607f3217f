// Plain JSON values: absent, null, equality, and the texts that stand for a value that isn't there to be shown.

/** An object of JSON values by name. */
export type Values = Record<string, unknown>;

/** What replaces an unknown value in a preview, at any depth (engine: `runtime.unknownValue`). It looks like a UUID. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Stands in the state at the path of a sensitive live value that was set outside the program. */
export const WITHHELD = "[withheld: set outside this program]";

/** What is printed in place of a secret value, by this package and by the engine. */
export const SECRET = "[secret]";

/** True for an object that is neither null nor a list. */
export function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that the object has itself: a key such as "constructor" is not what every object inherits. */
export function own(object: Values, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Where a leaf is: names of objects' members and indexes of lists. */
export type Path = readonly (string | number)[];

/** Path as the engine writes it: `dynamicOptions.headers.a`, `successConditions[0].field`, `headers["x-y"]`. */
export function pathText(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (!/^\w*$/.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}

/** A value that is neither object nor list, and where it stands. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Whether the engine has a path for a member of this name. For an empty one it has none, and one that ends with a backslash
 * it cannot read back (`["a\\"]`, in which the last quote counts as escaped): either ends the whole run with an error.
 */
export function hasPath(name: string): boolean {
  return name !== "" && !name.endsWith("\\");
}

/** A member's name as the state records it: {@link hasPath} holds for it. */
export function recordedName(name: string): string {
  return hasPath(name) ? name : `${name}(name ends here)`;
}

/** A live value with the names that the state records. */
export function withRecordedNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRecordedNames);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    recordedName(name),
    withRecordedNames(member),
  ]);
  return Object.fromEntries(members);
}

/** All leaves of a value, in their order. */
export function leaves(value: unknown, path: Path = []): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((element, i) => leaves(element, [...path, i]));
  if (isObject(value)) return Object.entries(value).flatMap(([k, v]) => leaves(v, [...path, k]));
  return [{ path, value }];
}

/** Paths at which {@link WITHHELD} stands. */
export function withheldPaths(value: unknown): Path[] {
  return leaves(value)
    .filter((leaf) => leaf.value === WITHHELD)
    .map(({ path }) => path);
}

/** Whether the path text `inner` is `outer` or lies under it. */
export function covers(outer: string, inner: string): boolean {
  return inner === outer || (inner.startsWith(outer) && /^[.[]/.test(inner.slice(outer.length)));
}

/** The value at a path, or undefined. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => {
    if (Array.isArray(inner)) return inner[Number(part)];
    return isObject(inner) ? own(inner, String(part)) : undefined;
  }, value);
}

/** A recorded list of texts; empty where there is none. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

/** Levels of objects and lists that a value may have: what compares and prints values calls itself for each. */
export const maxDepth = 200;

/** Whether objects and lists are nested in a value more than `levels` deep. */
export function isDeeper(value: unknown, levels = maxDepth): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    level = level.flatMap((inner) => (typeof inner === "object" && inner !== null ? [inner] : []));
    if (depth === levels && level.length > 0) return true;
    level = level.flatMap((inner) => Object.values(inner as object));
  }
  return false;
}

/** A leaf that differs; `want` or `have` is undefined where that side has nothing at the path. */
export interface LeafDifference {
  readonly path: Path;
  readonly want: unknown;
  readonly have: unknown;
}

/** Leaves in which two JSON values differ. The order of members makes no difference, the order of a list does. */
export function leafDifferences(want: unknown, have: unknown, path: Path = []): LeafDifference[] {
  if (isObject(want) && isObject(have)) {
    const names = [...new Set([...Object.keys(want), ...Object.keys(have)])];
    return names.flatMap((name) => leafDifferences(own(want, name), own(have, name), [...path, name]));
  }
  if (Array.isArray(want) && Array.isArray(have)) {
    const length = Math.max(want.length, have.length);
    return Array.from({ length }, (_, i) => leafDifferences(want[i], have[i], [...path, i])).flat();
  }
  return want === have ? [] : [{ path, want, have }];
}

/** Deep equality of JSON values by {@link leafDifferences}. */
export function equal(a: unknown, b: unknown): boolean {
  return leafDifferences(a, b).length === 0;
}
