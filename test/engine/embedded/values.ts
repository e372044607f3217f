// Property values as the engine holds them, and their translations to program, provider and back.

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** How an unknown travels: the program's SDK, the provider and `preview --json` all use this string. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that must not be shown nor stored in plain text. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A value that only an update will bring. */
export class Unknown {}
export const UNKNOWN = new Unknown();

export type Value = null | boolean | number | string | Value[] | PropertyMap | Secret | Unknown;
export interface PropertyMap {
  [key: string]: Value;
}

export function isObject(value: unknown): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** A member that the map has itself: a key such as "toString" is not what every object inherits. */
export function own(map: PropertyMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Rebuilds a value with each member passed through `leaf` first; `leaf` answers undefined to descend. */
function rebuild(value: Value, leaf: (value: Value) => Value | undefined): Value {
  const replaced = leaf(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((member) => rebuild(member, leaf));
  if (isObject(value)) return mapMembers(value, (member) => rebuild(member, leaf));
  return value;
}

export function mapMembers(map: PropertyMap, change: (value: Value, key: string) => Value): PropertyMap {
  const result: PropertyMap = {};
  for (const [key, value] of Object.entries(map)) result[key] = change(value, key);
  return result;
}

/** Reads what program or provider sent. */
export function fromWire(raw: unknown): Value {
  if (raw === UNKNOWN_SENTINEL) return UNKNOWN;
  if (raw === null || raw === undefined) return null;
  if (Array.isArray(raw)) return raw.map(fromWire);
  if (typeof raw === "object") {
    const signature = (raw as Record<string, unknown>)[SIGNATURE];
    if (signature === SECRET_SIGNATURE) return new Secret(fromWire((raw as { value?: unknown }).value));
    if (signature !== undefined)
      throw new Error("assets, archives and references are not in the embedded engine");
    return mapFromWire(raw as Record<string, unknown>);
  }
  return raw as boolean | number | string;
}

export function mapFromWire(raw: Record<string, unknown>): PropertyMap {
  const result: PropertyMap = {};
  for (const [key, value] of Object.entries(raw)) result[key] = fromWire(value);
  return result;
}

/** What a program that accepts secrets gets back. */
export function toProgram(map: PropertyMap): Record<string, unknown> {
  const encode = (value: Value): Value =>
    rebuild(value, (v) => {
      if (v instanceof Secret) return { [SIGNATURE]: SECRET_SIGNATURE, value: encode(v.value) };
      return v instanceof Unknown ? UNKNOWN_SENTINEL : undefined;
    });
  return encode(map) as Record<string, unknown>;
}

/** The value without its secret wrappers. */
export function unwrap(value: Value): Value {
  return rebuild(value, (v) => (v instanceof Secret ? unwrap(v.value) : undefined));
}

/** What a provider that does not accept secrets gets. */
export function toProvider(map: PropertyMap): Record<string, unknown> {
  return rebuild(unwrap(map), (v) => (v instanceof Unknown ? UNKNOWN_SENTINEL : undefined)) as Record<
    string,
    unknown
  >;
}

/** What people and `preview --json` are shown. */
export function toDisplay(value: Value): unknown {
  return rebuild(value, (v) => {
    if (v instanceof Secret) return "[secret]";
    return v instanceof Unknown ? UNKNOWN_SENTINEL : undefined;
  });
}

/** A copy that can be changed without touching the original. */
export function copy<T extends Value>(value: T): T {
  return rebuild(value, (v) => (v instanceof Secret || v instanceof Unknown ? v : undefined)) as T;
}

function contains(value: Value, wanted: (value: Value) => boolean): boolean {
  if (wanted(value)) return true;
  if (value instanceof Secret) return contains(value.value, wanted);
  if (Array.isArray(value)) return value.some((member) => contains(member, wanted));
  return isObject(value) && Object.values(value).some((member) => contains(member, wanted));
}

export const containsSecret = (value: Value) => contains(value, (v) => v instanceof Secret);
export const containsUnknown = (value: Value) => contains(value, (v) => v instanceof Unknown);

export function equal(a: Value, b: Value): boolean {
  if (a instanceof Secret || b instanceof Secret) {
    return a instanceof Secret && b instanceof Secret && equal(a.value, b.value);
  }
  if (a instanceof Unknown || b instanceof Unknown) return a instanceof Unknown && b instanceof Unknown;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((v, i) => equal(v, b[i] as Value))
    );
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as Value, b[key] as Value))
    );
  }
  return a === b;
}

/**
 * Makes secret again what the provider returned in plain, going by the values it was given. Objects are
 * followed member by member; anywhere else one secret inside makes the whole value secret.
 */
export function restoreSecrets(returned: PropertyMap, given: PropertyMap): void {
  for (const [key, before] of Object.entries(given)) {
    const now = own(returned, key);
    if (now === undefined) continue;
    if (isObject(now) && isObject(before)) restoreSecrets(now, before);
    else if (!(now instanceof Secret) && containsSecret(before)) returned[key] = new Secret(now);
  }
}
