// Validates the inputs of a resource, naming the path and the rule of every failure.
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import {
  conditionMembers,
  fieldNames,
  fieldSchema,
  fields,
  oneOf,
  optionMembers,
  orUnknown,
  readOnlyNames,
  uuidSchema,
} from "./fields";
import { controlNames, secretPathsName } from "./state";
import { at, pathText, type Values, WITHHELD, withheldPaths } from "./values";

/** A failure as the engine takes it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

const declarable: readonly string[] = [...fieldNames, ...controlNames, "additionalFields"];
const reserved: readonly string[] = [...declarable, ...readOnlyNames];

const additionalSchema = z.record(
  z.string().refine((name) => !reserved.includes(name), {
    error: (issue) =>
      `${issue.input} is a field that this package knows: declare it outside additionalFields`,
  }),
  z.unknown(),
);

const schema = z.strictObject({
  ...Object.fromEntries(fieldNames.map((name) => [name, fieldSchema(fields[name])])),
  transferConfigId: orUnknown(uuidSchema),
  deletionPolicy: orUnknown(oneOf("retain", "delete")),
  onConflict: orUnknown(oneOf("overwrite", "fail")),
  onMissing: orUnknown(oneOf("recreate", "fail")),
  additionalFields: orUnknown(additionalSchema),
});

/**
 * Failures of the inputs; `olds` are the inputs of the last update, none for a new resource, which asks
 * for what creating needs. Unknown values of a preview pass.
 */
export function checkInputs({ [secretPathsName]: _, ...inputs }: Values, olds: Values = {}): CheckFailure[] {
  const isNew = Object.keys(olds).length === 0;
  const failures = (schema.safeParse(inputs).error?.issues ?? []).flatMap(failuresOf);
  // With ignoreChanges the engine itself declares what the state holds; from anywhere else it is a mistake.
  for (const path of withheldPaths(inputs).filter((p) => at(olds, p) !== WITHHELD)) {
    failures.push(
      failure(path, "holds the marker of a withheld value, not a value: declare the value, or leave it out"),
    );
  }
  if (isNew && inputs.name === undefined && inputs.transferConfigId === undefined) {
    failures.push({
      property: "name",
      reason: "is required to create a transfer config (or set transferConfigId to adopt a live one)",
    });
  }
  return failures;
}

function failuresOf(issue: z.core.$ZodIssue): CheckFailure[] {
  const path = issue.path as (string | number)[];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      property: pathText([...path, key]),
      reason: unknownProperty(path, key),
    }));
  }
  const reason = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [failure(path, reason)];
}

// The CLI prints the whole value of a top-level property that fails, secrets in it included: what may
// hold one is named in the reason alone.
function failure(path: readonly (string | number)[], reason: string): CheckFailure {
  const name = pathText(path);
  const mayHoldSecrets = ["sipHeaders", "dynamicOptions", "additionalFields"].includes(name);
  return mayHoldSecrets ? { property: "", reason: `${name}: ${reason}` } : { property: name, reason };
}

function unknownProperty(path: readonly (string | number)[], key: string): string {
  if (path.length === 0 && (readOnlyNames as readonly string[]).includes(key)) {
    return "is set by the API and cannot be declared";
  }
  const names = knownNames(path);
  const near = names.length > 0 ? closest(key, names) : undefined;
  const hint = near && distance(key.toLowerCase(), near.toLowerCase()) <= Math.max(2, key.length / 3);
  const otherwise =
    path.length === 0 ? "; a field that this package does not know yet goes into additionalFields" : "";
  return `is not a known property${hint ? `: did you mean ${near}?` : `; known are ${names.join(", ")}`}${hint ? "" : otherwise}`;
}

function knownNames(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return declarable;
  if (path.length === 1) return Object.keys(optionMembers);
  return Object.keys(conditionMembers);
}
