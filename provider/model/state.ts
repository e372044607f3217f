// What the state records of a config: its outputs, and the inputs that a refresh returns.

import { emptiesNotKept, notKept, withEmpties } from "./emptyValues";
import { accountNames, fieldNames, fields, isSensitive } from "./fieldTable";
import { controlNames, formerPathsName, notKeptName, nullPathsName, secretPathsName } from "./internalNames";
import {
  additionalFields,
  apiShape,
  declaredFields,
  declaredOptions,
  managedFields,
  pick,
  projectOptions,
} from "./ownership";
import { type RedactionRule, redact, redactAdditional } from "./redactState";
import {
  formerPaths,
  holdsLeaf,
  madeSecretBy,
  partialFormerPaths,
  programSecret,
  sensitivity,
} from "./secretPaths";
import type { LiveTransferConfig } from "./types";
import { isObject, textsIn, type Values, WITHHELD } from "./values";

const recordedNames = [...controlNames, secretPathsName, nullPathsName] as const;

/** Outputs of a config: live values of its fields, and what the inputs declare of them. `record` is the old outputs; a new resource has none. */
export function outputsOf(live: LiveTransferConfig, inputs: Values, record: Values = {}): Values {
  const rule = ruleAfterWrite(inputs, record);
  return {
    ...redact(live, rule, declaredFields(inputs)),
    ...pick(live, accountNames),
    ...ownership(inputs),
    ...formerPaths(inputs, record),
    ...additional(live, inputs, rule),
    ...notKept(live, inputs),
  };
}

/** Values of a config that is about to be adopted, for the document of a preview: the engine encrypts none of them. */
export function shownValues(live: LiveTransferConfig, inputs: Values): Values {
  const rule = { sensitive: sensitivity(inputs), encrypted: () => false };
  const returned = pick(live, Object.keys(additionalFields(inputs)));
  const additional = Object.keys(returned).length > 0;
  return {
    ...redact(live, rule, fieldNames),
    ...pick(live, accountNames),
    ...(additional && { additionalFields: redactAdditional(returned, rule) }),
  };
}

/** Outputs after a read: live values, and the ownership that `record` (the old outputs) holds. */
export function refreshedOutputs(live: LiveTransferConfig, record: Values): Values {
  return {
    ...redact(live, ruleAfterRead(record), managedFields(record)),
    ...pick(live, accountNames),
    ...pick(record, ["managedFields", "managedOptions", ...recordedNames, formerPathsName, notKeptName]),
    ...additional(live, record, ruleAfterRead(record)),
  };
}

/**
 * Outputs after an update that failed half-way. The engine keeps the old inputs, so what they made secret stays
 * noted. Old and new names are managed, except those already cleared: the next program, whichever it is, releases
 * what it does not declare.
 */
export function partialOutputs(live: LiveTransferConfig, inputs: Values, record: Values): Values {
  const rule = ruleAfterFailure(inputs, record);
  const still = managedFields(record).filter((name) => (live[name as keyof typeof live] ?? null) !== null);
  const managed = union(declaredFields(inputs), still);
  const options = managed.includes("dynamicOptions")
    ? union(declaredOptions(inputs) ?? [], textsIn(record.managedOptions))
    : [];
  return {
    ...redact(live, rule, managed),
    ...pick(live, accountNames),
    ...pick(inputs, controlNames),
    // It is not known whether the API accepted what a failed write did not reach.
    ...pick(record, [secretPathsName, nullPathsName, notKeptName]),
    managedFields: managed,
    ...(options.length > 0 && { managedOptions: options }),
    ...partialFormerPaths(inputs, record),
    ...additional(live, withBothAdditional(record, inputs), rule),
  };
}

function withBothAdditional(record: Values, inputs: Values): Values {
  if (!isObject(record.additionalFields) && !isObject(inputs.additionalFields)) return {};
  return { additionalFields: { ...additionalFields(record), ...additionalFields(inputs) } };
}

/** Outputs after an update of which nothing is known but that it failed: `record`, and what it must not show from now on. */
export function unconfirmedOutputs(inputs: Values, record: Values): Values {
  const outputs = partialOutputs(recordedConfig(record) as LiveTransferConfig, inputs, record);
  return { ...outputs, ...pick(record, accountNames) };
}

/** `record` under the ownership of new inputs, where no request was needed. */
export function reownedOutputs(record: Values, inputs: Values): Values {
  return {
    // What the program no longer declares is no longer encrypted at its path.
    ...redact(record, ruleAfterWrite(inputs, record), declaredFields(inputs)),
    ...pick(record, accountNames),
    ...ownership(inputs),
    ...formerPaths(inputs, record),
    ...pick(inputs, ["additionalFields"]),
    ...notKept(apiShape(record), inputs),
  };
}

/**
 * Inputs as the live config would have them: managed fields only, because an input that the program
 * does not declare shows up as a deletion in every preview.
 */
export function liveInputs(outputs: Values): Values {
  const inputs = pick(outputs, [...recordedNames, "additionalFields"]);
  for (const name of managedFields(outputs)) inputs[name] = outputs[name] ?? null;
  if (Array.isArray(outputs.managedOptions) && inputs.dynamicOptions !== undefined) {
    inputs.dynamicOptions = projectOptions(inputs.dynamicOptions, outputs.managedOptions);
  }
  return normalizeInputs(withEmpties(inputs, outputs[notKeptName]) as Values);
}

/** The inputs with UUIDs in lower case, so that the engine, too, compares them without regard to case. */
export function normalizeInputs(inputs: Values): Values {
  const normal = { ...inputs };
  for (const name of ["transferConfigId", ...fieldNames.filter((n) => fields[n].comparison === "uuid")]) {
    const value = normal[name];
    if (typeof value === "string") normal[name] = value.toLowerCase();
  }
  return normal;
}

/**
 * `record` in the API's shape, to compare `wanted` with; a value that may not be recorded equals nothing, and an empty
 * object or list that is wanted and that the API does not keep equals itself.
 */
export function recordedConfig(record: Values, wanted: Values = {}): Values {
  const recorded = pick(record, fieldNames);
  const sensitive = sensitivity(record);
  const leftOut = fieldNames.filter((name) => recorded[name] === undefined && sensitive([name]));
  const config = {
    ...recorded,
    ...Object.fromEntries(leftOut.map((name) => [name, WITHHELD])),
    ...additionalFields(record),
  };
  return withEmpties(config, emptiesNotKept(record, wanted)) as Values;
}

// The engine encrypts what a write returns by the new inputs.
function ruleAfterWrite(inputs: Values, record: Values): RedactionRule {
  return { sensitive: sensitivity(inputs, record), encrypted: holdsLeaf(inputs) };
}

// A read's outputs are encrypted by the old outputs, its inputs by the old inputs. Old outputs hold a sensitive leaf
// only where the old inputs have a secret, so the outputs are enough to tell: read is not given the inputs.
function ruleAfterRead(record: Values): RedactionRule {
  return { sensitive: sensitivity(record), encrypted: holdsLeaf(record) };
}

// Outputs are encrypted by the new inputs now, and later by what is recorded here; the inputs stay the old ones.
// So both must have a secret at the path: a value that is plain in one of them would come out plain.
function ruleAfterFailure(inputs: Values, record: Values): RedactionRule {
  const sides = [inputs, record].map((side) => ({ leaf: holdsLeaf(side), secret: madeSecretBy(side) }));
  const secret = programSecret(inputs, record);
  return {
    sensitive: sensitivity(inputs, record),
    encrypted: (path) => {
      // The constructor makes these secret whatever the program says.
      const always = isSensitive(path) || !secret(path);
      return sides.every((side) => side.leaf(path) && (always || side.secret(path)));
    },
  };
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

function ownership(inputs: Values): Values {
  const options = declaredOptions(inputs);
  return {
    // The null paths too: they tell what the inputs beside these outputs hold of them.
    ...pick(inputs, recordedNames),
    managedFields: declaredFields(inputs),
    ...(options ? { managedOptions: options } : {}),
  };
}

// A key that the response does not include stays as it was declared: nothing is known of its live value.
function additional(live: LiveTransferConfig, values: Values, rule: RedactionRule): Values {
  if (!isObject(values.additionalFields)) return {};
  const declared = additionalFields(values);
  const returned = pick(live, Object.keys(declared));
  return { additionalFields: redactAdditional({ ...declared, ...returned }, rule) };
}
