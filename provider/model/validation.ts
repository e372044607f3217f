// Validates the inputs of a resource: every failure names the path and the rule. It stands in model because the program
// (before it registers a resource) and the provider (in check) apply the same rules; fastest-levenshtein, a pure function
// without dependencies, finds the known name that a misspelt one is closest to.
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import {
  anyJson,
  conditionMembers,
  fieldNames,
  fieldSchema,
  fields,
  mayHoldSecrets,
  memberName,
  oneOf,
  optionMembers,
  orUnknown,
  readOnlyNames,
  uuidSchema,
} from "./fields";
import { controlNames, nullPathsName, secretPathsName } from "./names";
import { at, pathText, type Values, WITHHELD, withheldPaths } from "./values";

/** A failure as the engine takes it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

const declarable: readonly string[] = [...fieldNames, ...controlNames, "additionalFields"];
const reserved: readonly string[] = [...declarable, ...readOnlyNames];

const additionalSchema = z.record(
  memberName.refine((name) => !reserved.includes(name), {
    error: (issue) => `${issue.input} is a known field: declare it directly, not in additionalFields`,
  }),
  anyJson,
);

const schema = z.strictObject({
  ...Object.fromEntries(fieldNames.map((name) => [name, fieldSchema(fields[name])])),
  transferConfigId: orUnknown(uuidSchema),
  deletionPolicy: orUnknown(oneOf("retain", "delete")),
  onConflict: orUnknown(oneOf("overwrite", "fail")),
  onMissing: orUnknown(oneOf("recreate", "fail")),
  additionalFields: orUnknown(additionalSchema),
});

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
    ...(schema.safeParse(inputs).error?.issues ?? []).flatMap(failuresOf),
    ...marked.map((path) => ({
      path: pathText(path),
      message: "contains the placeholder of a withheld value: declare the value itself, or leave it out",
    })),
  ];
}

/** The failure of a new resource that says neither what to create nor what to adopt. */
export function nameFailures(inputs: Values): InputFailure[] {
  if (inputs.name !== undefined || inputs.transferConfigId !== undefined) return [];
  const message = "is required to create a transfer config (or set transferConfigId to adopt a live one)";
  return [{ path: "name", message }];
}

function failuresOf(issue: z.core.$ZodIssue): InputFailure[] {
  const path = issue.path as (string | number)[];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...path, key]), message: unknownProperty(path, key) }));
  }
  const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ path: pathText(path), message }];
}

// The CLI prints the whole value of a top-level property that fails, with the secrets in it: one that may hold secrets
// is named in the reason only.
function withoutValue({ path, message }: InputFailure): CheckFailure {
  return mayHoldSecrets([path])
    ? { property: "", reason: `${path}: ${message}` }
    : { property: path, reason: message };
}

function unknownProperty(path: readonly (string | number)[], key: string): string {
  if (path.length === 0 && (readOnlyNames as readonly string[]).includes(key)) {
    return "is set by the API and cannot be declared";
  }
  const names = knownNames(path);
  const near = names.length > 0 ? closest(key, names) : undefined;
  const hint = near && distance(key.toLowerCase(), near.toLowerCase()) <= Math.max(2, key.length / 3);
  const otherwise =
    path.length === 0 ? "; a field that this package does not know yet can be set in additionalFields" : "";
  return `is not a known property${hint ? `: did you mean ${near}?` : `; known properties are ${names.join(", ")}`}${hint ? "" : otherwise}`;
}

function knownNames(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return declarable;
  if (path.length === 1) return Object.keys(optionMembers);
  return Object.keys(conditionMembers);
}
