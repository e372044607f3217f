// What the state records of a config: its outputs, and the inputs that a refresh reads back.
import type { LiveTransferConfig } from "./api/client";
import {
  additionalFields,
  declaredFields,
  declaredOptions,
  givenBack,
  managedFields,
  managedPart,
  pick,
  projectOptions,
  withDeclaredEmpties,
} from "./changes";
import { fieldNames, fields } from "./fields";
import { isObject, type Values } from "./values";
import { WITHHELD, withhold, withholdAdditional } from "./withheld";

/** Inputs that steer this package and are no fields of the API. */
export const controlNames = ["transferConfigId", "deletionPolicy", "onConflict", "onMissing"] as const;

/** Internal input: paths that the program itself made secret, so that no text shows their values. */
export const secretPathsName = "__secretPaths";

const recordedNames = [...controlNames, secretPathsName] as const;

const accountNames = ["clientId", "createdAt", "updatedAt"] as const;

/** Outputs of a config: live values of its fields, and what the inputs declare of them. */
export function outputsOf(live: LiveTransferConfig, inputs: Values): Values {
  // As declared, so that the next refresh shows no difference that no update could mend.
  const taken = withDeclaredEmpties(live, inputs);
  return {
    ...withhold(taken, inputs, declaredFields(inputs)),
    ...pick(live, accountNames),
    ...ownership(inputs),
    ...additional(taken, inputs),
  };
}

/** Outputs after a read: live values, and the ownership that `record` (the old outputs) holds. */
export function refreshedOutputs(live: LiveTransferConfig, record: Values): Values {
  const taken = withDeclaredEmpties(live, managedPart(record));
  return {
    ...withhold(taken, record, managedFields(record)),
    ...pick(live, accountNames),
    ...pick(record, ["managedFields", "managedOptions", ...recordedNames]),
    ...additional(taken, record),
  };
}

/**
 * Outputs after an update that failed half-way: what was to be given back and is not yet stays managed,
 * so that the next update tries again.
 */
export function partialOutputs(live: LiveTransferConfig, inputs: Values, record: Values): Values {
  const outputs = outputsOf(live, inputs);
  const still = givenBack(record, inputs).cleared.filter((name) => (live[name] ?? null) !== null);
  return {
    ...outputs,
    managedFields: [...managedFields(outputs), ...still].sort(),
    ...(still.includes("dynamicOptions") ? pick(record, ["managedOptions"]) : {}),
  };
}

/** `record` under the ownership of new inputs, where nothing had to be asked of the API. */
export function reownedOutputs(record: Values, inputs: Values): Values {
  return {
    // What the program no longer declares is no longer encrypted at its path.
    ...withhold(record, inputs, declaredFields(inputs)),
    ...pick(record, accountNames),
    ...ownership(inputs),
    ...pick(inputs, ["additionalFields"]),
  };
}

/**
 * Inputs as the live config would have them: managed fields only, because an input that the program
 * does not declare shows up as a deletion in every preview.
 */
export function liveInputs(outputs: Values): Values {
  const inputs = pick(outputs, [...recordedNames, "additionalFields"]);
  for (const name of managedFields(outputs)) inputs[name] = outputs[name] ?? null;
  if (Array.isArray(outputs.managedOptions)) {
    inputs.dynamicOptions = projectOptions(inputs.dynamicOptions, outputs.managedOptions);
  }
  return normalizeInputs(inputs);
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

/** `record` in the API's shape, to compare inputs with; a value that may not be recorded equals nothing. */
export function recordedConfig(record: Values): Values {
  const recorded = pick(record, fieldNames);
  return {
    ...recorded,
    sipHeaders: recorded.sipHeaders === undefined ? WITHHELD : recorded.sipHeaders,
    ...additionalFields(record),
  };
}

function ownership(inputs: Values): Values {
  const options = declaredOptions(inputs);
  return {
    ...pick(inputs, recordedNames),
    managedFields: declaredFields(inputs),
    ...(options ? { managedOptions: options } : {}),
  };
}

// A key that the answer does not echo stays as it was declared: nothing is known of its live value.
function additional(live: LiveTransferConfig, inputs: Values): Values {
  if (!isObject(inputs.additionalFields)) return {};
  const declared = additionalFields(inputs);
  const echoed = withholdAdditional(pick(live, Object.keys(declared)), declared);
  return { additionalFields: { ...declared, ...echoed } };
}
