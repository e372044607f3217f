// What is known of the values that a config has, or will have: what the code declares, over what is live. The rules
// across fields (rules.ts) rest on it, and say nothing where it knows nothing.
import { fieldNames, fields } from "./fieldTable";
import type { PathTest } from "./secretPaths";
import type { FieldName } from "./types";
import { isObject, own, SECRET, UNKNOWN, type Values, WITHHELD } from "./values";

/** The value at a path such as `type` or `dynamicOptions.pingUrl`: null where there is none, {@link UNKNOWN} where it isn't known. */
export type Facts = (path: string) => unknown;

/** What is live of a config that is yet to be created. */
export const nothingLive: Values = Object.fromEntries(fieldNames.map((name) => [name, null]));

/** What the facts of a config rest on. */
export interface Sources {
  /** What the code declares. */
  readonly declared: Values;
  /** What is live, in the API's shape; undefined where it isn't known. */
  readonly live: Values | undefined;
  /** Paths at which nothing must be said, because the program made the value secret. */
  readonly hides?: PathTest;
}

/** The facts of a config. */
export function factsOf({ declared, live, hides }: Sources): Facts {
  return (text) => {
    const path = text.split(".");
    const [head, member] = path as [string, string?];
    if (hides?.(path)) return UNKNOWN;
    const [ours, theirs] = [own(declared, head), live === undefined ? UNKNOWN : liveField(live, head)];
    if (member === undefined) return fact(ours === undefined ? theirs : ours);
    // Members of an object are owned one by one.
    const declaredMember = ours === undefined ? undefined : memberOf(ours, member);
    return fact(declaredMember === undefined ? (memberOf(theirs, member) ?? null) : declaredMember);
  };
}

/** Whether there is known to be no value that anything could be sent to. */
export function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

// An API may leave out a field that is null, and one that only newer pages document, whatever that is.
function liveField(live: Values, name: string): unknown {
  const value = own(live, name);
  if (value !== undefined) return value;
  return Object.hasOwn(fields, name) && fields[name as FieldName].newer ? UNKNOWN : null;
}

/** A member of an object: null where there is no object, undefined where the object lacks it. */
function memberOf(value: unknown, name: string): unknown {
  if (isObject(value)) return own(value, name);
  return fact(value) === UNKNOWN ? UNKNOWN : null;
}

function fact(value: unknown): unknown {
  return value === SECRET || value === WITHHELD ? UNKNOWN : value;
}
