// What the API accepts as a body and as an id, and the `errors` of its response to anything else.
import { z } from "zod";
import { isObject, type Json } from "./objects";
import type { LiveConfig, Settings } from "./options";

/** One entry of `errors` in a VALIDATION_ERROR. */
export interface FieldError {
  path: string[];
  message: string;
  expected: string;
  received: string;
  code: string;
}

export type Validated = { ok: true; body: Json } | { ok: false; errors: FieldError[] };

export const UUID =
  /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;

type Shape = Record<string, z.ZodType>;
type Rules = Pick<
  Settings,
  "unknownFields" | "newerFields" | "requireAppointment" | "dynamicOptions" | "emptyContainers"
>;

/** Checks a parsed body; `live` is the config that a PATCH changes, absent for POST. */
export function validateBody(input: unknown, rules: Rules, live?: LiveConfig): Validated {
  const result = bodySchema(rules, live !== undefined).safeParse(input, { reportInput: true });
  const errors = (result.error?.issues ?? []).flatMap(fieldErrors);
  if (rules.newerFields && rules.requireAppointment) errors.push(...missingAppointment(input, live));
  return errors.length === 0 ? { ok: true, body: result.data as Json } : { ok: false, errors };
}

/** Checks the id of a path. */
export function validateId(id: string): FieldError[] {
  return (z.object({ id: uuid() }).safeParse({ id }, { reportInput: true }).error?.issues ?? []).flatMap(
    fieldErrors,
  );
}

const schemas = new Map<string, z.ZodType>();

/** The schema of bodies under these rules, built once: zod compiles a schema at its first use. */
function bodySchema(rules: Rules, patch: boolean): z.ZodType {
  const { unknownFields, newerFields, dynamicOptions, emptyContainers } = rules;
  const key = [unknownFields, newerFields, dynamicOptions, emptyContainers, patch].join();
  const schema = schemas.get(key) ?? buildSchema(rules, patch);
  schemas.set(key, schema);
  return schema;
}

function buildSchema(
  { unknownFields, newerFields, dynamicOptions, emptyContainers }: Rules,
  patch: boolean,
): z.ZodType {
  const object = (shape: Shape): z.ZodType => {
    if (unknownFields === "reject") return z.strictObject(shape);
    return unknownFields === "keep" ? z.looseObject(shape) : z.object(shape);
  };
  const optional = (shape: Shape): Shape => mapValues(shape, (type) => type.optional());
  // Null says "remove this member" where objects are merged; elsewhere no member is documented as nullable.
  const removable = patch && dynamicOptions === "merge";
  // A server that answers null for what is empty takes that null back.
  const emptied = emptyContainers === "null";
  const member = (type: z.ZodType): z.ZodType => (removable || emptied ? type.nullable() : type);
  const condition = object(optional({ field: z.string(), operator: z.string(), value: z.string() }));
  const members: Shape = {
    pingUrl: z.string(),
    method: z.string(),
    timeout: z.number(),
    headers: z.record(z.string(), member(z.string())),
    body: z.record(z.string(), z.unknown()),
    transferNumberField: z.string(),
    transferNumber: z.string(),
    successConditions: z.array(emptied ? condition.nullable() : condition),
  };
  const newer: Shape = {
    appointmentConfigId: uuid().nullable(),
    softphoneHandoffStrategy: z.enum(["wait-for-operator", "immediate-transfer"]),
  };
  const name = z.string().min(1);
  return object({
    name: patch ? name.optional() : name,
    ...optional({
      routingConfigId: uuid().nullable(),
      type: z.enum(["direct", "dynamic", "sip", "softphone"]),
      warmTransfer: z.boolean(),
      directPhoneNumber: z.string().max(20).nullable(),
      dynamicOptions: object(optional(mapValues(members, member))).nullable(),
      sipUri: z.string().nullable(),
      sipHeaders: z.string().nullable(),
      warmSummaryPrompt: z.string().nullable(),
      warmMode: z.enum(["wait-for-operator", "immediate-summary"]).nullable(),
      softphoneFallbackType: z.enum(["appointment_booking", "phone_number"]).nullable(),
      softphoneFallbackPhoneNumber: z.string().max(20).nullable(),
      appointmentBookingEnabled: z.boolean(),
      transferWaitingMessages: z.array(z.string()).nullable(),
      ...(newerFields ? newer : {}),
    }),
  });
}

function uuid(): z.ZodType {
  return z.string().regex(UUID, "Invalid UUID");
}

function mapValues(shape: Shape, change: (type: z.ZodType) => z.ZodType): Shape {
  return Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, change(type)]));
}

/** The rule between two fields; applied only to a body that touches one, so that an old config stays editable. */
function missingAppointment(input: unknown, live: LiveConfig | undefined): FieldError[] {
  if (!isObject(input)) return [];
  if (!("softphoneFallbackType" in input) && !("appointmentConfigId" in input)) return [];
  const next: Json = { ...live, ...input };
  const id = next.appointmentConfigId;
  if (next.softphoneFallbackType !== "appointment_booking" || (id !== null && id !== undefined)) return [];
  const message = "appointmentConfigId is required when softphoneFallbackType is appointment_booking";
  return [
    { path: ["appointmentConfigId"], message, expected: "string", received: kindOf(id), code: "custom" },
  ];
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  const { message, code, input } = issue;
  const received = kindOf(input);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const value = isObject(input) ? kindOf(input[key]) : received;
        return {
          path: [...path, key],
          message: "Unrecognized key",
          expected: "undefined",
          received: value,
          code,
        };
      });
    case "invalid_type":
      return [{ path, message, expected: issue.expected, received, code }];
    case "invalid_value": {
      const expected = issue.values.map(String).join(" | ");
      return [{ path, message, expected, received: typeof input === "string" ? input : received, code }];
    }
    case "too_small":
      return [{ path, message, expected: `length >= ${issue.minimum}`, received: lengthOf(input), code }];
    case "too_big":
      return [{ path, message, expected: `length <= ${issue.maximum}`, received: lengthOf(input), code }];
    case "invalid_format":
      return [{ path, message, expected: "uuid", received, code }];
    default:
      return [{ path, message, expected: "valid input", received, code }];
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function lengthOf(value: unknown): string {
  return typeof value === "string" ? `length ${value.length}` : kindOf(value);
}
