// The schema of a resource's inputs, and its failures in words. inputFailures.ts loads it at the first validation.
// fastest-levenshtein, a pure function without dependencies, finds the known name that a misspelt one is closest to.
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { conditionMembers, fieldNames, fields, optionMembers, readOnlyNames } from "./fields";
import { type InputFailure, unknownText } from "./inputFailures";
import { controlNames } from "./names";
import { anyJson, fieldSchema, memberName, oneOf, orUnknown, uuidSchema } from "./schemas";
import { pathText, type Values } from "./values";

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

/** Failures of inputs by their schema. Unknown values pass. */
export function schemaFailures(inputs: Values): InputFailure[] {
  return (schema.safeParse(inputs).error?.issues ?? []).flatMap(failuresOf);
}

function failuresOf(issue: z.core.$ZodIssue): InputFailure[] {
  const path = issue.path as (string | number)[];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...path, key]), message: unknownProperty(path, key) }));
  }
  const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ path: pathText(path), message }];
}

function unknownProperty(path: readonly (string | number)[], key: string): string {
  if (path.length === 0 && (readOnlyNames as readonly string[]).includes(key)) {
    return "is set by the API and cannot be declared";
  }
  const names = knownNames(path);
  const near = closest(key, names);
  const isNear = distance(key.toLowerCase(), near.toLowerCase()) <= Math.max(2, key.length / 3);
  if (isNear) return `${unknownText}: did you mean ${near}?`;
  const otherwise =
    path.length === 0 ? "; a field that this package does not know yet can be set in additionalFields" : "";
  return `${unknownText}; known properties are ${names.join(", ")}${otherwise}`;
}

function knownNames(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return declarable;
  if (path.length === 1) return Object.keys(optionMembers);
  return Object.keys(conditionMembers);
}
