// The table of fields: what the API documents of a transfer config, in one place. Schemas (inputSchemas.ts), diff,
// patch, masking and the tables of the documentation all come from here. Plain data, because every program loads it. Source: the API page of PATCH
// /v2/campaigns/transfer-configs/{id}, and newer pages for the two fields marked so.
import type { DynamicOptions, FieldName, SuccessCondition } from "./types";

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

/** Type and limits of a value that is neither null nor unknown: inputSchemas.ts checks it. */
export type Shape =
  /** `maxLength` in UTF-16 code units. */
  | { readonly kind: "string"; readonly nonEmpty?: boolean; readonly maxLength?: number }
  | { readonly kind: "uuid" | "boolean" | "number" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly element: Shape }
  /** An object of exactly these members, each optional. */
  | { readonly kind: "object"; readonly members: Readonly<Record<string, Spec>> }
  /** An object whose members the program names. */
  | { readonly kind: "map"; readonly member: Shape }
  /** Any JSON value. */
  | { readonly kind: "json" };

/** What the API documents of one value, and how this package treats it. */
export interface Spec {
  readonly shape: Shape;
  /** Type and limits in words, for the documentation. */
  readonly type: string;
  /** A value as a program may declare it, for the documentation. */
  readonly example: unknown;
  /** Whether null is allowed, and clears the field. */
  readonly nullable: boolean;
  readonly comparison: Comparison;
  /** Whether the value, or every leaf of it, may carry credentials. */
  readonly sensitive: boolean;
  /** Whether only newer pages document it: an API may not return it, whatever it is. */
  readonly newer: boolean;
}

/** RFC 9562 UUID, nil and max included: the pattern of the API page. */
export const uuidPattern =
  /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;

const string: Shape = { kind: "string" };
const spec = (type: string, shape: Shape, example: unknown, more: Partial<Spec> = {}): Spec => ({
  type,
  shape,
  example,
  nullable: false,
  comparison: "exact",
  sensitive: false,
  newer: false,
  ...more,
});
const text = (example: string, more?: Partial<Spec>) => spec("string", string, example, more);
const phone = (example: string) =>
  spec("string, at most 20 characters", { kind: "string", maxLength: 20 }, example, { nullable: true });
const flag = (example: boolean) => spec("boolean", { kind: "boolean" }, example);
const uuid = (example: string) =>
  spec("uuid", { kind: "uuid" }, example, { nullable: true, comparison: "uuid" });
const choice = (values: string[], more?: Partial<Spec>) =>
  spec(values.join(", "), { kind: "choice", values }, values[0], more);

/** Members of an element of `successConditions`. */
export const conditionMembers: Record<keyof SuccessCondition, Spec> = {
  field: text("status"),
  operator: text("equals"),
  value: text("available"),
};

/** Members of `dynamicOptions`. */
export const optionMembers: Record<keyof DynamicOptions, Spec> = {
  pingUrl: text("https://agents.example.com/v1/available"),
  method: text("GET"),
  timeout: spec("number", { kind: "number" }, 3000),
  headers: spec(
    "map of strings",
    { kind: "map", member: string },
    { "x-team": "sales" },
    { sensitive: true },
  ),
  body: spec(
    "map of any",
    { kind: "map", member: { kind: "json" } },
    { skill: "sales", priority: 2 },
    { sensitive: true },
  ),
  transferNumberField: text("agent.phone"),
  transferNumber: text("+15550177"),
  successConditions: spec(
    "list of conditions",
    { kind: "list", element: { kind: "object", members: conditionMembers } },
    [{ field: "status", operator: "equals", value: "available" }],
    { comparison: "conditions" },
  ),
};

/** The fields that the code can own, in the order of the API page. */
export const fields: Record<FieldName, Spec> = {
  name: spec("string, at least 1 character", { kind: "string", nonEmpty: true }, "Sales floor"),
  routingConfigId: uuid("b6e138dd-eba1-4cd6-85c1-31882f4d70e7"),
  type: choice(["direct", "dynamic", "sip", "softphone"]),
  warmTransfer: flag(true),
  directPhoneNumber: phone("+15550100"),
  dynamicOptions: spec(
    "object",
    { kind: "object", members: optionMembers },
    { pingUrl: "https://agents.example.com/v1/available" },
    { nullable: true, comparison: "members" },
  ),
  sipUri: text("sip:desk@example.com", { nullable: true }),
  sipHeaders: text("X-Team: sales", { nullable: true, sensitive: true }),
  warmSummaryPrompt: text("Say who calls, and why.", { nullable: true }),
  warmMode: choice(["wait-for-operator", "immediate-summary"], { nullable: true }),
  softphoneFallbackType: choice(["appointment_booking", "phone_number"], { nullable: true }),
  softphoneFallbackPhoneNumber: phone("+15550142"),
  appointmentBookingEnabled: flag(false),
  transferWaitingMessages: spec(
    "list of strings",
    { kind: "list", element: string },
    ["One moment, I am connecting you."],
    { nullable: true },
  ),
  appointmentConfigId: { ...uuid("0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4"), newer: true },
  softphoneHandoffStrategy: choice(["wait-for-operator", "immediate-transfer"], { newer: true }),
};

/** Names of {@link fields}, in their order. */
export const fieldNames = Object.keys(fields) as FieldName[];

/** Members of a response that say whose the config is and when it changed; outputs of the resource. */
export const accountNames = ["clientId", "createdAt", "updatedAt"] as const;

/** Members of a response that cannot be written. */
export const readOnlyNames = ["id", ...accountNames, "routingConfig"] as const;

/** Whether the value at `path` is a UUID field of the API: the same one in other letters is no other value. */
export function isUuidField(path: readonly (string | number)[]): boolean {
  const [name] = path;
  return (
    path.length === 1 &&
    Object.hasOwn(fields, String(name)) &&
    fields[name as FieldName].comparison === "uuid"
  );
}

/** Whether the two values of a UUID field at `path` are the same UUID. */
export function isSameUuid(path: readonly (string | number)[], a: unknown, b: unknown): boolean {
  return isUuidField(path) && String(a).toLowerCase() === String(b).toLowerCase();
}

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
