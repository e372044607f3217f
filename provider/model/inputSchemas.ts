// The schemas of what a program may declare, built from the table of fields, and their failures in words. zod takes longer
// to load than the rest of the package: what runs before something is validated must not import this file.
// fastest-levenshtein, a pure function without dependencies, finds the known name that a misspelt one is closest to.
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import {
  conditionMembers,
  fieldNames,
  fields,
  optionMembers,
  readOnlyNames,
  type Shape,
  type Spec,
  uuidPattern,
} from "./fieldTable";
import { controlNames } from "./internalNames";
import { type InputFailure, unknownText } from "./validateInputs";
import { hasPath, isObject, leaves, type Path, pathText, UNKNOWN, type Values } from "./values";

/** Schema of a field as a program may declare it: its value, null where that is allowed, or unknown. */
export function fieldSchema({ shape, nullable }: Spec): z.ZodType {
  return orUnknown(shapeSchema(shape), nullable);
}

function shapeSchema(shape: Shape): z.ZodType {
  switch (shape.kind) {
    case "string":
      return stringSchema(shape);
    case "uuid":
      return uuidSchema;
    case "boolean":
      return z.boolean();
    case "number":
      return z.number();
    case "choice":
      return oneOf(...shape.values);
    case "list":
      return z.array(innerSchema(shape.element));
    case "object":
      return z.strictObject(
        Object.fromEntries(Object.entries(shape.members).map(([name, spec]) => [name, fieldSchema(spec)])),
      );
    case "map":
      return z.record(memberName, innerSchema(shape.member));
    case "json":
      return anyJson;
  }
}

/** Schema of an element or a member, which may be unknown by itself. */
function innerSchema(shape: Shape): z.ZodType {
  const schema = shapeSchema(shape);
  // Any JSON value may be null, and the text of an unknown one is JSON too.
  return shape.kind === "json" ? schema : orUnknown(schema);
}

function stringSchema({ nonEmpty, maxLength }: Shape & { kind: "string" }): z.ZodType {
  // Not by min and max: zod asks those of anything that has a length, and an object's may be anything.
  let schema = z.string();
  if (nonEmpty) schema = schema.refine((text) => text.length > 0, "must not be empty");
  if (maxLength !== undefined)
    schema = schema.refine((text) => text.length <= maxLength, `must be at most ${maxLength} characters`);
  return schema;
}

/** A UUID. */
const uuidSchema = z
  .string()
  .regex(uuidPattern, "must be a UUID such as 497f6eca-6276-4993-bfeb-53cbbbba6f08");

/** One of `values`. */
function oneOf(...values: string[]): z.ZodType {
  return z.enum(values, { error: `must be one of ${values.map((v) => JSON.stringify(v)).join(", ")}` });
}

/** `schema`, or the string that stands for an unknown value of a preview, or nothing. */
function orUnknown(schema: z.ZodType, nullable = false): z.ZodType {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (value === UNKNOWN || (value === null && nullable)) return;
      if (value === null) return context.addIssue({ code: "custom", message: notNull });
      for (const issue of schema.safeParse(value).error?.issues ?? [])
        context.addIssue({ ...issue } as never);
    })
    .optional();
}

const notNull = "cannot be null: the API has no empty value for it; leave it out to stop managing it";

const noPath = "a name that ends with a backslash, for which Pulumi has no path";

/** Name of a member that the program chooses: see {@link hasPath}. */
const memberName = z
  .string()
  .min(1, "must not have an empty name")
  .refine(hasPath, `must not have ${noPath}`);

/** Any JSON value. */
const anyJson = z
  .unknown()
  .refine((value) => !hasName(value, (name) => name === ""), "must not contain an empty name")
  .refine((value) => !hasName(value, (name) => name !== "" && !hasPath(name)), `must not contain ${noPath}`)
  // JSON writes NaN and infinite numbers as null, and the engine cannot write a state that holds one.
  .refine((value) => leaves(value).every((leaf) => isJsonLeaf(leaf.value)), "must contain JSON values only");

function hasName(value: unknown, is: (name: string) => boolean): boolean {
  if (Array.isArray(value)) return value.some((element) => hasName(element, is));
  return isObject(value) && Object.entries(value).some(([name, inner]) => is(name) || hasName(inner, is));
}

function isJsonLeaf(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "boolean", "undefined"].includes(typeof value);
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

/** Failures of inputs by their schema. Unknown values pass. */
export function schemaFailures(inputs: Values): InputFailure[] {
  const failures = (schema.safeParse(inputs).error?.issues ?? []).flatMap(failuresOf);
  // zod passes over such a member, and so does all that would carry it to the API.
  const lost = prototypePaths(inputs).map((path) => ({
    path: pathText(path),
    message: "cannot be declared: no request carries a member of this name",
  }));
  return [...failures, ...lost];
}

/** Paths of the members that are called `__proto__`. */
function prototypePaths(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((element, i) => prototypePaths(element, [...path, i]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "__proto__" ? [[...path, name]] : prototypePaths(member, [...path, name]),
  );
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
  // A name that is much longer than any was not misspelt, and would take long to compare.
  // Stryker disable next-line ConditionalExpression, EqualityOperator, StringLiteral: it saves time alone
  const near = key.length > 100 ? "" : closest(key, names);
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
