// Whether a live config is as a program declares it, told apart from the provider's own comparison.
import { isObject, type Json } from "../emulator/objects";

const text = (value: unknown) => String(value).toLowerCase();

const sorted = (_: string, value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
/** Whether two values are the same JSON, whatever the order of members. */
export const same = (a: unknown, b: unknown) => JSON.stringify(a, sorted) === JSON.stringify(b, sorted);

/** Whether a live value is what the declared one asks for. Written apart from the provider's own comparison. */
export function holds(name: string, want: unknown, have: unknown): boolean {
  if (name.endsWith("Id")) return text(want) === text(have);
  if (name !== "dynamicOptions" || !isObject(want)) return same(want, have);
  return (
    isObject(have) && Object.keys(want).every((member) => holdsMember(member, want[member], have[member]))
  );
}

/** As {@link holds}, for a member of dynamicOptions. */
export function holdsMember(member: string, want: unknown, have: unknown): boolean {
  if (member !== "successConditions") return same(want, have);
  const wanted = want as Json[];
  const found = (have ?? []) as Json[];
  return (
    Array.isArray(have) &&
    wanted.length === found.length &&
    wanted.every((c, i) => Object.keys(c).every((k) => same(c[k], found[i]?.[k])))
  );
}
