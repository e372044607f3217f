// Pure: what the code owns, and where it differs from what is live.
import { type Comparison, fieldNames, fields, optionMembers } from "./fieldTable";
import type { DynamicOptions, FieldName } from "./types";
import {
  isObject,
  type LeafDifference,
  leafDifferences,
  own,
  type Path,
  textsIn,
  UNKNOWN,
  type Values,
  WITHHELD,
} from "./values";

/** Names of the fields that the inputs declare, sorted. A declared null is declared. */
export function declaredFields(inputs: Values): FieldName[] {
  return fieldNames.filter((name) => inputs[name] !== undefined).sort();
}

/**
 * Leaves that the inputs own and that are not live as declared, with paths as in the inputs.
 * `live` has the API's shape; a member that it lacks counts as null. A declared {@link WITHHELD} (which
 * `ignoreChanges` brings back from the state) stands for the live value, whatever it is.
 */
export function ownedDifferences(inputs: Values, live: Values): LeafDifference[] {
  const known = fieldNames
    .filter((name) => inputs[name] !== undefined)
    .flatMap((name) => compare(fields[name].comparison, inputs[name], live[name] ?? null, [name]));
  const additional = Object.entries(additionalFields(inputs)).flatMap(([name, want]) =>
    leafDifferences(want, own(live, name), ["additionalFields", name]),
  );
  // In a preview it is not known yet which fields there are.
  if (inputs.additionalFields === UNKNOWN) {
    additional.push({ path: ["additionalFields"], want: UNKNOWN, have: undefined });
  }
  return [...known, ...additional].filter(({ want }) => want !== WITHHELD);
}

/** The fields that the inputs declare without this package knowing them. */
export function additionalFields(inputs: Values): Values {
  return isObject(inputs.additionalFields) ? inputs.additionalFields : {};
}

/** Inputs in the API's shape, in which additional fields are beside the others. */
export function apiShape(inputs: Values): Values {
  return { ...pick(inputs, fieldNames), ...additionalFields(inputs) };
}

/** Whether a difference is one of a key that the response does not include: its live value is not known. */
export function unverifiable({ path, have }: LeafDifference): boolean {
  return path[0] === "additionalFields" && path.length === 2 && have === undefined;
}

/** Where a path of the inputs stands in a body or a response, in which additional fields are beside the others. */
export function apiPath(path: Path): Path {
  return path[0] === "additionalFields" && path.length > 1 ? path.slice(1) : path;
}

/** Names of the fields that the last write declared. */
export function managedFields(record: Values): string[] {
  return textsIn(record.managedFields);
}

/** Top-level names (as in the body) of the leaves in `differences`, each once. */
export function fieldsOf(differences: readonly LeafDifference[]): string[] {
  return [...new Set(differences.map(({ path }) => String(apiPath(path)[0])))];
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

/** Differences of the members of `dynamicOptions` that `want` declares. */
export function compareOptions(want: unknown, have: unknown, path: Path): LeafDifference[] {
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

/** Differences of two lists of conditions. The list is owned whole, its elements by what they declare: an operator that the server fills in isn't drift. */
export function compareConditions(want: unknown, have: unknown, path: Path): LeafDifference[] {
  if (!Array.isArray(want) || !Array.isArray(have)) return leafDifferences(want, have, path);
  const length = Math.max(want.length, have.length);
  return Array.from({ length }, (_, i) => {
    const [element, live] = [want[i], have[i]];
    const declared = isObject(element) && isObject(live) ? pick(live, Object.keys(element)) : live;
    return leafDifferences(element, declared, [...path, i]);
  }).flat();
}

/**
 * The fields that the inputs no longer declare: `cleared` ones are set to null; `left` are paths that cannot be
 * null, or whose null would remove undeclared live members too, and stay as they are.
 * `record` is the old outputs, in which undeclared members stand beside the declared ones.
 */
export function releasedFields(record: Values, inputs: Values): { cleared: FieldName[]; left: string[] } {
  const managed = managedFields(record);
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
  const { additionalFields: declared } = inputs;
  // One secret or unknown value does not say which fields there are.
  if (declared === undefined || isObject(declared)) {
    const additional = additionalFields(inputs);
    left.push(...Object.keys(additionalFields(record)).filter((k) => own(additional, k) === undefined));
  }
  return { cleared, left };
}

/** The values that must hold after an update: declared inputs, and null for the {@link releasedFields} that it clears. */
export function desiredValues(inputs: Values, record: Values): Values {
  const { cleared } = releasedFields(record, inputs);
  return { ...inputs, ...Object.fromEntries(cleared.map((name) => [name, null])) };
}

/** Members of `dynamicOptions` that the old inputs declared. */
function ownedMembers(record: Values): string[] {
  return textsIn(record.managedOptions).filter((m) => Object.hasOwn(optionMembers, m));
}

/** Whether live `dynamicOptions` hold members that the program never declared: null would take them along. */
function sharesOptions(record: Values): boolean {
  const options = record.dynamicOptions;
  const owned = ownedMembers(record);
  return isObject(options) && Object.keys(options).some((m) => options[m] !== null && !owned.includes(m));
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
