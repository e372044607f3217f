// Pure: the smallest body that brings a live config to what the code declares.
import { additionalFields, compareConditions, compareOptions } from "./changes";
import { fieldNames, fields } from "./fields";
import { at, isObject, own, type Values, WITHHELD } from "./values";

/**
 * The body that brings the fields `names` to what the inputs declare. An object is written whole where
 * the API may replace it: members that are live and not declared are carried along, so that they
 * survive whether the server replaces or merges.
 */
export function bodyOf(names: readonly string[], inputs: Values, live: Values): Values {
  const body: Values = {};
  for (const name of names) {
    const want = Object.hasOwn(fields, name) ? inputs[name] : additionalFields(inputs)[name];
    body[name] = reveal(name === "dynamicOptions" ? composeOptions(want, live[name]) : want, own(live, name));
  }
  return body;
}

/** `want` with the live value wherever {@link WITHHELD} stands for it. */
function reveal(want: unknown, live: unknown): unknown {
  const known = (value: unknown) => value !== undefined;
  if (want === WITHHELD) return live;
  if (Array.isArray(want)) return want.map((element, i) => reveal(element, at(live, [i]))).filter(known);
  if (!isObject(want)) return want;
  const members = Object.entries(want).map(
    ([name, value]) => [name, reveal(value, at(live, [name]))] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => known(value)));
}

/** The whole body of declared fields, for POST. */
export function wholeBody(inputs: Values): Values {
  return bodyOf(
    [...fieldNames.filter((n) => inputs[n] !== undefined), ...Object.keys(additionalFields(inputs))],
    inputs,
    {},
  );
}

/**
 * Declared members over the live ones; a declared member that is live already keeps what the server
 * added to it. A live null is a member that is not set: the API documents none of them as nullable, so
 * sent along it could be refused.
 */
function composeOptions(want: unknown, live: unknown): unknown {
  if (!isObject(want) || !isObject(live)) return want;
  const body: Values = Object.fromEntries(Object.entries(live).filter(([, value]) => value !== null));
  for (const [member, value] of Object.entries(want)) {
    const differs = compareOptions({ [member]: value }, live, []).length > 0;
    if (differs)
      body[member] = member === "successConditions" ? composeConditions(value, live[member]) : value;
  }
  return body;
}

/** Conditions as declared, each with what the live one that it agrees with has besides: a list is replaced whole. */
function composeConditions(want: unknown, live: unknown): unknown {
  if (!Array.isArray(want) || !Array.isArray(live)) return want;
  return want.map(
    (element) => live.find((other) => compareConditions([element], [other], []).length === 0) ?? element,
  );
}
