// Pure: empty objects and lists that the program declares. An API may keep them, drop them, or return null for them.

import { fieldNames } from "./fieldTable";
import { notKeptName } from "./internalNames";
import { additionalFields, apiShape, pick } from "./ownership";
import { at, isObject, leaves, own, type Values } from "./values";

/** {@link notKeptName} after a write of `inputs` that returned `live`. */
export function notKept(live: Values, inputs: Values): Values {
  const empties = emptiesOf(pick(inputs, [...fieldNames, "additionalFields"]), {
    ...live,
    additionalFields: pick(live, Object.keys(additionalFields(inputs))),
  });
  return empties === undefined ? {} : { [notKeptName]: empties };
}

/** What `record` holds of {@link notKeptName} and `wanted` still declares, in the API's shape. */
export function emptiesNotKept(record: Values, wanted: Values): Values {
  const empties = record[notKeptName];
  return isObject(empties) ? (commonEmpties(apiShape(empties), apiShape(wanted)) as Values) : {};
}

/**
 * The empty objects and lists that `declared` has where `live` has null or nothing, in their places: an API may
 * drop them or return null for them, and has accepted them all the same. Undefined where there are none. Objects
 * of nothing but empty ones count as empty.
 */
export function emptiesOf(declared: unknown, live: unknown): unknown {
  if ((live ?? null) === null) return isEmpty(declared) ? declared : undefined;
  if (Array.isArray(declared) && Array.isArray(live)) {
    const elements = declared.map((element, i) => emptiesOf(element, live[i]) ?? null);
    return elements.some((element) => element !== null) ? elements : undefined;
  }
  if (!isObject(declared) || !isObject(live)) return undefined;
  const members = Object.entries(declared)
    .map(([name, value]) => [name, emptiesOf(value, own(live, name))] as const)
    .filter(([, value]) => value !== undefined);
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}

/** `live` with `empties` (of {@link emptiesOf}) where it has null or nothing. */
export function withEmpties(live: unknown, empties: unknown): unknown {
  if ((live ?? null) === null) return isEmpty(empties) ? empties : live;
  if (Array.isArray(live)) return live.map((element, i) => withEmpties(element, at(empties, [i])));
  if (!isObject(live) || !isObject(empties)) return live;
  const filled = Object.entries(empties)
    .map(([name, value]) => [name, withEmpties(own(live, name), value)] as const)
    .filter(([, value]) => value !== undefined);
  return { ...live, ...Object.fromEntries(filled) };
}

/** Of `empties`, those in whose place `declared` has an empty object or list too, as `declared` has them. */
function commonEmpties(empties: unknown, declared: unknown): unknown {
  if (isEmpty(empties) && isEmpty(declared)) return declared;
  if (Array.isArray(empties) && Array.isArray(declared)) {
    return declared.map((element, i) => commonEmpties(empties[i], element) ?? null);
  }
  if (!isObject(empties) || !isObject(declared)) return undefined;
  const members = Object.entries(empties).map(
    ([name, value]) => [name, commonEmpties(value, own(declared, name))] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function isEmpty(value: unknown): boolean {
  return leaves(value).length === 0;
}
