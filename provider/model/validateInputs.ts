// Validates the inputs of a resource: every failure names the path and the rule. It stands in model because the program
// (before it registers a resource) and the provider (in check) apply the same rules.

import { factsOf, nothingLive } from "./facts";
import { mayHoldSecrets } from "./fieldTable";
import type * as InputSchemas from "./inputSchemas";
import { nullPathsName, secretPathsName } from "./internalNames";
import { appointmentRule } from "./rules";
import { at, pathText, type Values, WITHHELD, withheldPaths } from "./values";

// Loaded at the first validation: with zod, it takes longer to load than the rest of the package, and a program that
// declares no config has no use for it. Not by `import()`, because a resource's constructor cannot wait.
function inputSchemas(): typeof InputSchemas {
  return require("./inputSchemas");
}

/** How the failure of an unknown property begins; the name that was meant follows, or the list of those that are known. */
export const unknownText = "is not a known property";

/** What is wrong with a `name` that is missing. */
export const nameRequired =
  "is required to create a transfer config (or set transferConfigId to adopt a live one)";

const appointmentRequired = 'is required when softphoneFallbackType is "appointment_booking"';

/** A failure as the engine takes it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** What is wrong with an input: where, as the engine writes paths, and the rule. Never the value. */
export interface InputFailure {
  readonly path: string;
  readonly message: string;
}

/**
 * Failures of the inputs. `olds` are the inputs of the last update; a new resource has none, and must declare what
 * creating needs. Unknown values of a preview pass.
 */
export function checkInputs(
  { [secretPathsName]: _, [nullPathsName]: __, ...inputs }: Values,
  olds: Values = {},
): CheckFailure[] {
  const isNew = Object.keys(olds).length === 0;
  return [...valueFailures(inputs, olds), ...(isNew ? nameFailures(inputs) : [])].map(withoutValue);
}

/** Failures of the values that are declared. Unknown values pass. */
export function valueFailures(inputs: Values, olds: Values = {}): InputFailure[] {
  // With ignoreChanges, the engine itself brings the placeholder back from the state; anywhere else it is a mistake.
  const marked = withheldPaths(inputs).filter((path) => at(olds, path) !== WITHHELD);
  return [
    ...inputSchemas().schemaFailures(inputs),
    ...marked.map((path) => ({
      path: pathText(path),
      message: "contains the placeholder of a withheld value: declare the value itself, or leave it out",
    })),
  ];
}

/** The failure of a new resource that says neither what to create nor what to adopt. */
export function nameFailures(inputs: Values): InputFailure[] {
  if (inputs.name !== undefined || inputs.transferConfigId !== undefined) return [];
  return [{ path: "name", message: nameRequired }];
}

/**
 * The failure of a config to be created that breaks the one rule across fields that the API documents. Where an
 * adoption or an update would break it, it is a warning: what is live counts there.
 */
export function newConfigFailures(inputs: Values): InputFailure[] {
  if (inputs.transferConfigId !== undefined) return [];
  const broken = appointmentRule.broken(factsOf({ declared: inputs, live: nothingLive }));
  return broken.map((path) => ({ path, message: appointmentRequired }));
}

// The CLI prints the whole value of a top-level property that fails, with the secrets in it: one that may hold secrets
// is named in the reason only.
function withoutValue({ path, message }: InputFailure): CheckFailure {
  return mayHoldSecrets([path])
    ? { property: "", reason: `${path}: ${message}` }
    : { property: path, reason: message };
}

/** Failures that are shown together: a list of known properties stands in the last of those that have it. */
export function withListsOnce<T extends { readonly message: string }>(failures: readonly T[]): T[] {
  const last = new Map(failures.map(({ message }, i) => [message, i]));
  return failures.map((failure, i) => {
    const isRepeated = failure.message.startsWith(`${unknownText}; `) && last.get(failure.message) !== i;
    return isRepeated ? { ...failure, message: unknownText } : failure;
  });
}
