// Pure: the smallest body that brings a live config to what the code declares.

import { fieldNames, fields } from "./fieldTable";
import { additionalFields, compareConditions } from "./ownership";
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
 * Declared members over the live ones. A live null is a member that is not set: the API documents none of them as nullable, so
 * sent along it could be refused.
 */
function composeOptions(want: unknown, live: unknown): unknown {
  if (!isObject(want) || !isObject(live)) return want;
  const body: Values = Object.fromEntries(Object.entries(live).filter(([, value]) => value !== null));
  for (const [member, value] of Object.entries(want)) body[member] = composeConditions(value, live[member]);
  return body;
}

/**
 * Conditions (the only list among the members) as declared, each with what its live one has besides: an operator that the server filled in, or
 * members that this package does not know. A list is replaced whole, and would lose them.
 */
function composeConditions(want: unknown, live: unknown): unknown {
  if (!Array.isArray(want) || !Array.isArray(live)) return want;
  const counterparts = pairConditions(want, live);
  return want.map((element, i) => {
    const counterpart = live[counterparts[i] ?? -1];
    if (!isObject(element) || !isObject(counterpart)) return element;
    const set = Object.entries(counterpart).filter(([, value]) => value !== null);
    return { ...Object.fromEntries(set), ...element };
  });
}

/**
 * Index of the live condition that each declared one stands for, if any; no live one stands for two. A list
 * whose conditions all agree with live ones was reordered at most, and each is found where it is. Otherwise
 * the order is kept, and the pairing is taken that has most in common: where nothing was inserted or removed,
 * that is by position, unless a condition agrees with one elsewhere and with nothing of the one in its place.
 */
function pairConditions(want: readonly unknown[], live: readonly unknown[]): (number | undefined)[] {
  const pairs: (number | undefined)[] = want.map((element, i) => (agrees(element, live[i]) ? i : undefined));
  pairAgreeing(pairs, want, live);
  if (want.length === live.length && !pairs.includes(undefined)) return pairs;
  const inOrder = pairInOrder(want, live);
  pairAgreeing(inOrder, want, live);
  return inOrder;
}

/** Completes `pairs` by conditions that agree with a live one wherever it stands. */
function pairAgreeing(
  pairs: (number | undefined)[],
  want: readonly unknown[],
  live: readonly unknown[],
): void {
  for (const [i, element] of want.entries()) {
    if (pairs[i] !== undefined) continue;
    const found = live.findIndex((other, j) => !pairs.includes(j) && agrees(element, other));
    if (found >= 0) pairs[i] = found;
  }
}

/** The pairing in order that has most in common. `best[i][j]`: what is to be had from `want[i]` and `live[j]` on. */
function pairInOrder(want: readonly unknown[], live: readonly unknown[]): (number | undefined)[] {
  const best = want.map((): number[] => []);
  const from = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = want.length - 1; i >= 0; i--) {
    for (let j = live.length - 1; j >= 0; j--) {
      const paired = likeness(want[i], live[j]) + from(i + 1, j + 1);
      (best[i] as number[])[j] = Math.max(paired, from(i + 1, j), from(i, j + 1));
    }
  }
  const pairs: (number | undefined)[] = want.map(() => undefined);
  for (let i = 0, j = 0; i < want.length && j < live.length; ) {
    if (from(i, j) === likeness(want[i], live[j]) + from(i + 1, j + 1)) pairs[i++] = j++;
    else if (from(i, j) === from(i, j + 1)) j++;
    else i++;
  }
  return pairs;
}

// Two that agree count more than one of the same field, and less than two of them: values that were edited
// side by side are not taken for conditions that moved.
function likeness(want: unknown, live: unknown): number {
  if (agrees(want, live)) return 3;
  return isObject(want) && isObject(live) && want.field !== undefined && want.field === live.field ? 2 : 1;
}

function agrees(want: unknown, live: unknown): boolean {
  return compareConditions([want], [live], []).length === 0;
}
