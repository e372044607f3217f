// Plain JSON objects: dotted paths into them, and the merge of RFC 7386.

export type Json = Record<string, unknown>;

/** Whether `value` is an object in JSON's sense: neither null nor an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether anything, null included, stands at the dotted `path`. */
export function hasPath(root: unknown, path: string): boolean {
  let at = root;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Json)[key];
  }
  return true;
}

/** What stands at the dotted `path`; undefined if nothing does. */
export function getPath(root: unknown, path: string): unknown {
  return hasPath(root, path) ? path.split(".").reduce((at, key) => (at as Json)[key], root) : undefined;
}

/** Puts `value` at the dotted `path`, making objects on the way; undefined removes what is there. */
export function setPath(root: Json, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() as string;
  let at = root;
  for (const key of keys) {
    if (typeof at[key] !== "object" || at[key] === null) {
      if (value === undefined) return;
      at[key] = {};
    }
    at = at[key] as Json;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
}

/** RFC 7386: members of `patch` replace those of `target`, objects merge, null removes. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/**
 * `value` with the empty objects and lists that are members of it dropped or set to null. Elements of lists
 * are never dropped: the others would change their places.
 */
export function withoutEmpties(value: unknown, how: "drop" | "null"): unknown {
  if (Array.isArray(value)) return value.map((element) => emptied(element, how, "null"));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, emptied(member, how, how)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** A member after its own members; dropping them may leave it empty in turn. */
function emptied(value: unknown, how: "drop" | "null", here: "drop" | "null"): unknown {
  const inner = withoutEmpties(value, how);
  const isEmpty = typeof inner === "object" && inner !== null && Object.keys(inner).length === 0;
  if (!isEmpty) return inner;
  if (how === "null") return null;
  return here === "drop" ? undefined : inner;
}
