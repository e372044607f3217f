// The table of fields: what the API documents of a transfer config, in one place. Schemas, diff,
// patch, masking and the README's table all come from here. Source: the API page of PATCH
// /v2/campaigns/transfer-configs/{id}, and newer pages for the two fields marked so.
import { z } from "zod";
import type { DynamicOptions, FieldName, SuccessCondition } from "./types";
import { isObject, leaves, UNKNOWN } from "./values";

/** How a value is compared, and which part of it the code owns when it declares it. */
export type Comparison =
  /** Equal JSON. */
  | "exact"
  /** Equal without regard to case. */
  | "uuid"
  /** An ordered list of objects; of each element the declared members count. */
  | "conditions"
  /** An object whose declared members count, one by one. */
  | "members";

/** What the API documents of one value, and how this package treats it. */
export interface Spec {
  /** Type and limits of a value that is neither null nor unknown. */
  readonly schema: z.ZodType;
  /** Type and limits in words, for the README. */
  readonly type: string;
  /** Whether null is allowed, and clears the field. */
  readonly nullable: boolean;
  readonly comparison: Comparison;
  /** Whether the value, or every leaf of it, may carry credentials. */
  readonly sensitive: boolean;
}

/** RFC 9562 UUID, nil and max included: the pattern of the API page. */
export const uuidPattern =
  /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;

/** A UUID. */
export const uuidSchema = z
  .string()
  .regex(uuidPattern, "must be a UUID such as 497f6eca-6276-4993-bfeb-53cbbbba6f08");

/** One of `values`. */
export function oneOf(...values: string[]): z.ZodType {
  return z.enum(values, { error: `must be one of ${values.map((v) => JSON.stringify(v)).join(", ")}` });
}

/** `schema`, or the string that stands for an unknown value of a preview, or nothing. */
export function orUnknown(schema: z.ZodType, nullable = false): z.ZodType {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (value === UNKNOWN || value === undefined || (value === null && nullable)) return;
      if (value === null) return context.addIssue({ code: "custom", message: notNull });
      for (const issue of schema.safeParse(value).error?.issues ?? [])
        context.addIssue({ ...issue } as never);
    })
    .optional();
}

const notNull = "cannot be null: the API has no empty value for it; leave it out to stop managing it";

/** An object of exactly these members, each optional and possibly unknown. */
function members(specs: Record<string, Spec>): z.ZodType {
  return z.strictObject(
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, fieldSchema(spec)])),
  );
}

/** Schema of a field as a program may declare it: its value, null where that is allowed, or unknown. */
export function fieldSchema(spec: Spec): z.ZodType {
  return orUnknown(spec.schema, spec.nullable);
}

const anyText = z.string();
const spec = (type: string, schema: z.ZodType, more: Partial<Spec> = {}): Spec => ({
  type,
  schema,
  nullable: false,
  comparison: "exact",
  sensitive: false,
  ...more,
});
const text = (more?: Partial<Spec>) => spec("string", anyText, more);
const phone = spec("string, at most 20 characters", z.string().max(20, "must be at most 20 characters"), {
  nullable: true,
});
const flag = spec("boolean", z.boolean());
const uuid = spec("uuid", uuidSchema, { nullable: true, comparison: "uuid" });
const choice = (values: string[], more?: Partial<Spec>) => spec(values.join(", "), oneOf(...values), more);
const list = (element: z.ZodType) => z.array(orUnknown(element));

/** Name of a member that the program chooses. The engine has no path for an empty one. */
export const memberName = z.string().min(1, "must not have an empty name");

/** Any JSON value. */
export const anyJson = z
  .unknown()
  .refine((value) => !hasEmptyName(value), "must not contain an empty name")
  // JSON writes NaN and infinite numbers as null, and the engine cannot write a state that holds one.
  .refine((value) => leaves(value).every((leaf) => isJsonLeaf(leaf.value)), "must contain JSON values only");

function hasEmptyName(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasEmptyName);
  return isObject(value) && Object.entries(value).some(([name, inner]) => name === "" || hasEmptyName(inner));
}

function isJsonLeaf(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "boolean", "undefined"].includes(typeof value);
}

/** Members of an element of `successConditions`. */
export const conditionMembers: Record<keyof SuccessCondition, Spec> = {
  field: text(),
  operator: text(),
  value: text(),
};

/** Members of `dynamicOptions`. */
export const optionMembers: Record<keyof DynamicOptions, Spec> = {
  pingUrl: text(),
  method: text(),
  timeout: spec("number", z.number()),
  headers: spec("map of strings", z.record(memberName, orUnknown(anyText)), { sensitive: true }),
  body: spec("map of any", z.record(memberName, anyJson), { sensitive: true }),
  transferNumberField: text(),
  transferNumber: text(),
  successConditions: spec("list of conditions", list(members(conditionMembers)), {
    comparison: "conditions",
  }),
};

/** The fields that the code can own, in the order of the API page. */
export const fields: Record<FieldName, Spec> = {
  name: spec("string, at least 1 character", z.string().min(1, "must not be empty")),
  routingConfigId: uuid,
  type: choice(["direct", "dynamic", "sip", "softphone"]),
  warmTransfer: flag,
  directPhoneNumber: phone,
  dynamicOptions: spec("object", members(optionMembers), { nullable: true, comparison: "members" }),
  sipUri: text({ nullable: true }),
  sipHeaders: text({ nullable: true, sensitive: true }),
  warmSummaryPrompt: text({ nullable: true }),
  warmMode: choice(["wait-for-operator", "immediate-summary"], { nullable: true }),
  softphoneFallbackType: choice(["appointment_booking", "phone_number"], { nullable: true }),
  softphoneFallbackPhoneNumber: phone,
  appointmentBookingEnabled: flag,
  transferWaitingMessages: spec("list of strings", list(anyText), { nullable: true }),
  appointmentConfigId: uuid,
  softphoneHandoffStrategy: choice(["wait-for-operator", "immediate-transfer"]),
};

/** Names of {@link fields}, in their order. */
export const fieldNames = Object.keys(fields) as FieldName[];

/** Members of a response that cannot be written. */
export const readOnlyNames = ["id", "clientId", "createdAt", "updatedAt", "routingConfig"] as const;

/** Whether the value at `path` is sensitive, or contains such values: `dynamicOptions` as a whole. */
export function mayHoldSensitive(path: readonly (string | number)[]): boolean {
  return isSensitive(path) || (path.length === 1 && path[0] === "dynamicOptions");
}

/** As {@link mayHoldSensitive}, and additional fields: nothing is known of what they hold, so none of it is printed. */
export function mayHoldSecrets(path: readonly (string | number)[]): boolean {
  return mayHoldSensitive(path) || path[0] === "additionalFields";
}

/**
 * Whether the leaf at `path` (from the config's root) may carry credentials. So may any member of `dynamicOptions`
 * that this package does not know.
 */
export function isSensitive(path: readonly (string | number)[]): boolean {
  const [head, member] = path;
  if (head !== "dynamicOptions" || member === undefined) {
    return Object.hasOwn(fields, String(head)) && fields[head as FieldName].sensitive;
  }
  return Object.hasOwn(optionMembers, member)
    ? optionMembers[member as keyof DynamicOptions].sensitive
    : true;
}
