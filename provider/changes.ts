// Pure: what the code owns, where it differs from what is live, and the smallest body that mends it.
import { type Comparison, fieldNames, fields, optionMembers } from "./fields";
import type { DynamicOptions, FieldName } from "./types";
import {
  at,
  equal,
  isObject,
  type LeafDifference,
  leafDifferences,
  own,
  type Path,
  type Values,
  WITHHELD,
} from "./values";

/** Names of the fields that the inputs declare, sorted. A declared null is declared. */
export function declaredFields(inputs: Values): FieldName[] {
  return fieldNames.filter((name) => inputs[name] !== undefined).sort();
}

/**
 * Leaves that the inputs own and that are not as declared, with paths as in the inputs.
 * `live` has the API's shape; a member that it lacks counts as null. A declared {@link WITHHELD} (which
 * `ignoreChanges` brings back from the state) stands for the live value, whichever it is.
 */
export function ownedDifferences(inputs: Values, live: Values): LeafDifference[] {
  const known = fieldNames
    .filter((name) => inputs[name] !== undefined)
    .flatMap((name) => compare(fields[name].comparison, inputs[name], live[name] ?? null, [name]));
  const additional = Object.entries(additionalFields(inputs)).flatMap(([name, want]) =>
    leafDifferences(want, own(live, name), ["additionalFields", name]),
  );
  return [...known, ...additional].filter(({ want }) => want !== WITHHELD);
}

/** The fields that the inputs declare without this package knowing them. */
export function additionalFields(inputs: Values): Values {
  return isObject(inputs.additionalFields) ? inputs.additionalFields : {};
}

/** Whether a difference is one of a key that the API did not answer at all: its live value is not known. */
export function unverifiable({ path, have }: LeafDifference): boolean {
  return path[0] === "additionalFields" && path.length === 2 && have === undefined;
}

/** Top-level names (as in the body) of the leaves in `differences`, each once. */
export function fieldsOf(differences: readonly LeafDifference[]): string[] {
  return [
    ...new Set(differences.map(({ path }) => String(path[0] === "additionalFields" ? path[1] : path[0]))),
  ];
}

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

function compare(comparison: Comparison, want: unknown, have: unknown, path: Path): LeafDifference[] {
  switch (comparison) {
    case "uuid":
      return lower(want) === lower(have) ? [] : [{ path, want, have }];
    case "members":
      return compareOptions(want, have, path);
    case "conditions":
      return compareConditions(want, have, path);
    case "exact":
      return leafDifferences(want, have, path);
  }
}

const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);

function compareOptions(want: unknown, have: unknown, path: Path): LeafDifference[] {
  if (!isObject(want) || (!isObject(have) && Object.keys(want).length === 0)) {
    return leafDifferences(want, have, path);
  }
  const live = isObject(have) ? have : {};
  return Object.keys(want).flatMap((member) =>
    compare(
      optionMembers[member as keyof DynamicOptions]?.comparison ?? "exact",
      want[member],
      live[member],
      [...path, member],
    ),
  );
}

// The list is owned whole, its elements by what they declare: a server that fills in an operator is no drift.
function compareConditions(want: unknown, have: unknown, path: Path): LeafDifference[] {
  if (!Array.isArray(want) || !Array.isArray(have) || want.length !== have.length) {
    return leafDifferences(want, have, path);
  }
  return want.flatMap((element, i) => {
    const live = have[i];
    const declared = isObject(element) && isObject(live) ? pick(live, Object.keys(element)) : live;
    return leafDifferences(element, declared, [...path, i]);
  });
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

/**
 * What the inputs stop declaring and what becomes of it: `cleared` fields can be null; `left` names
 * paths that cannot, or that would take undeclared live members along, and stay as they are.
 * `record` is the old outputs, in which undeclared members stand beside the declared ones.
 */
export function givenBack(record: Values, inputs: Values): { cleared: FieldName[]; left: string[] } {
  const managed = Array.isArray(record.managedFields) ? record.managedFields : [];
  const gone = fieldNames.filter((name) => managed.includes(name) && inputs[name] === undefined);
  const cleared = gone.filter(
    (name) => fields[name].nullable && !(name === "dynamicOptions" && sharesOptions(record)),
  );
  const left: string[] = gone.filter((name) => !cleared.includes(name));
  if (isObject(inputs.dynamicOptions)) {
    const { dynamicOptions } = inputs;
    left.push(
      ...ownedMembers(record)
        .filter((m) => dynamicOptions[m] === undefined)
        .map((m) => `dynamicOptions.${m}`),
    );
  }
  const additional = additionalFields(inputs);
  left.push(...Object.keys(additionalFields(record)).filter((k) => own(additional, k) === undefined));
  return { cleared, left };
}

/** Members of `dynamicOptions` that the old inputs declared. */
function ownedMembers(record: Values): string[] {
  return Array.isArray(record.managedOptions)
    ? record.managedOptions.map(String).filter((m) => Object.hasOwn(optionMembers, m))
    : [];
}

/** Whether live `dynamicOptions` hold members that the program never declared: null would take them along. */
function sharesOptions(record: Values): boolean {
  const options = record.dynamicOptions;
  const owned = ownedMembers(record);
  return isObject(options) && Object.keys(options).some((m) => options[m] !== null && !owned.includes(m));
}

/** A leaf about to be written that is no longer as the preview saw it. */
export interface Conflict {
  readonly path: Path;
  readonly expected: unknown;
  readonly found: unknown;
}

/** Of the leaves about to be written, those whose live value is not the one that the state recorded. */
export function conflicts(writes: readonly LeafDifference[], record: Values, live: Values): Conflict[] {
  return writes.flatMap(({ path }) => {
    const apiPath = path[0] === "additionalFields" ? path.slice(1) : path;
    const [expected, found] = [at(record, apiPath), at(live, apiPath)];
    return equal(expected ?? null, found ?? null) ? [] : [{ path, expected, found }];
  });
}

/** The members `names` of an object, where it has them. */
export function pick(object: Values, names: readonly string[]): Values {
  return Object.fromEntries(
    names.filter((name) => own(object, name) !== undefined).map((name) => [name, object[name]]),
  );
}

/**
 * What of `dynamicOptions` the inputs declare: member names, sorted, with `successConditions[I]` for each
 * element and `successConditions[I].NAME` for its members. Undefined where the inputs declare no object.
 */
export function declaredOptions(inputs: Values): string[] | undefined {
  const options = inputs.dynamicOptions;
  if (!isObject(options)) return undefined;
  const conditions = Array.isArray(options.successConditions) ? options.successConditions : [];
  const inner = conditions.flatMap((condition, i) => {
    const element = `successConditions[${i}]`;
    return [element, ...Object.keys(Object(condition)).map((name) => `${element}.${name}`)];
  });
  const outer = Object.keys(options).filter((name) => options[name] !== undefined);
  return [...outer, ...inner].sort();
}

/** The part of live `dynamicOptions` that {@link declaredOptions} named. */
export function projectOptions(options: unknown, declared: readonly string[]): unknown {
  if (!isObject(options)) return options;
  const shown = pick(options, declared);
  if (Array.isArray(shown.successConditions)) {
    shown.successConditions = shown.successConditions.map((condition, i) => {
      const element = `successConditions[${i}]`;
      // One that the program does not have is shown whole.
      if (!isObject(condition) || !declared.includes(element)) return condition;
      return pick(
        condition,
        Object.keys(condition).filter((name) => declared.includes(`${element}.${name}`)),
      );
    });
  }
  return shown;
}
