// The table of fields covers the API's fields, and marks exactly what may carry credentials.
import {
  conditionMembers,
  fieldNames,
  fields,
  isSensitive,
  isUuidField,
  mayHoldSecrets,
  mayHoldSensitive,
  optionMembers,
  readOnlyNames,
  uuidPattern,
} from "../../provider/model/fieldTable";
import { fieldSchema } from "../../provider/model/inputSchemas";
import { sensitiveTexts } from "../../provider/model/maskText";
import type { DynamicOptions, FieldName, SuccessCondition } from "../../provider/model/types";

// The compiler keeps these lists whole: a name that is missing or that is none does not compile.
const names: Record<FieldName, true> = {
  name: true,
  routingConfigId: true,
  type: true,
  warmTransfer: true,
  directPhoneNumber: true,
  dynamicOptions: true,
  sipUri: true,
  sipHeaders: true,
  warmSummaryPrompt: true,
  warmMode: true,
  softphoneFallbackType: true,
  softphoneFallbackPhoneNumber: true,
  appointmentBookingEnabled: true,
  transferWaitingMessages: true,
  appointmentConfigId: true,
  softphoneHandoffStrategy: true,
};
const members: Record<keyof DynamicOptions, true> = {
  pingUrl: true,
  method: true,
  timeout: true,
  headers: true,
  body: true,
  transferNumberField: true,
  transferNumber: true,
  successConditions: true,
};
const inner: Record<keyof SuccessCondition, true> = { field: true, operator: true, value: true };

test("the table has every field of the type, and no other", () => {
  expect(Object.keys(fields).sort()).toEqual(Object.keys(names).sort());
  expect(fieldNames).toEqual(Object.keys(fields));
  expect(Object.keys(optionMembers).sort()).toEqual(Object.keys(members).sort());
  expect(Object.keys(conditionMembers).sort()).toEqual(Object.keys(inner).sort());
});

test("sensitive are sipHeaders, and every leaf of headers and body", () => {
  expect(fieldNames.filter((name) => isSensitive([name]))).toEqual(["sipHeaders"]);
  const options = Object.keys(members).filter((name) => isSensitive(["dynamicOptions", name, "x", 0]));
  expect(options).toEqual(["headers", "body"]);
  expect(isSensitive(["dynamicOptions"])).toBe(false);
  expect(isSensitive(["constructor"])).toBe(false);
  expect(isSensitive(["dynamicOptions", "constructor"])).toBe(true);
});

test("the texts of a body that no message may hold", () => {
  const body = {
    name: "shown",
    sipHeaders: "sip-secret",
    dynamicOptions: {
      pingUrl: "shown",
      headers: { a: "header-secret", b: "abc" },
      body: { a: [12345, null], b: { c: "body-secret" } },
    },
  };
  expect(sensitiveTexts(body)).toEqual(["sip-secret", "header-secret", "abc", "12345", "body-secret"]);
});

test("types, nulls and comparisons are those that the API's pages document", () => {
  const row = ({ type, nullable, comparison, newer }: (typeof fields)[FieldName]) =>
    [type, nullable && "null", comparison !== "exact" && comparison, newer && "newer"]
      .filter(Boolean)
      .join("; ");
  expect(Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, row(spec)]))).toEqual({
    name: "string, at least 1 character",
    routingConfigId: "uuid; null; uuid",
    type: "direct, dynamic, sip, softphone",
    warmTransfer: "boolean",
    directPhoneNumber: "string, at most 20 characters; null",
    dynamicOptions: "object; null; members",
    sipUri: "string; null",
    sipHeaders: "string; null",
    warmSummaryPrompt: "string; null",
    warmMode: "wait-for-operator, immediate-summary; null",
    softphoneFallbackType: "appointment_booking, phone_number; null",
    softphoneFallbackPhoneNumber: "string, at most 20 characters; null",
    appointmentBookingEnabled: "boolean",
    transferWaitingMessages: "list of strings; null",
    appointmentConfigId: "uuid; null; uuid; newer",
    softphoneHandoffStrategy: "wait-for-operator, immediate-transfer; newer",
  });
  const members = { ...optionMembers, ...conditionMembers };
  expect(Object.fromEntries(Object.entries(members).map(([name, spec]) => [name, row(spec)]))).toEqual({
    pingUrl: "string",
    method: "string",
    timeout: "number",
    headers: "map of strings",
    body: "map of any",
    transferNumberField: "string",
    transferNumber: "string",
    successConditions: "list of conditions; conditions",
    field: "string",
    operator: "string",
    value: "string",
  });
  expect(readOnlyNames).toEqual(["id", "clientId", "createdAt", "updatedAt", "routingConfig"]);
});

test("each example is one that a program may declare, and says something", () => {
  for (const { example, ...spec } of Object.values({ ...fields, ...optionMembers, ...conditionMembers })) {
    expect(fieldSchema({ example, ...spec }).safeParse(example)).toMatchObject({ success: true });
    const texts = JSON.stringify(example).match(/"[^"]*"/g) ?? [];
    expect(texts).not.toContain('""');
    expect(JSON.stringify(example)).not.toMatch(/\{\}|\[\]/);
  }
  expect([fields.warmTransfer.example, fields.appointmentBookingEnabled.example]).toEqual([true, false]);
});

test("values have the shapes of the API's pages", () => {
  const allows = (spec: (typeof fields)[FieldName], value: unknown) =>
    fieldSchema(spec).safeParse(value).success;
  expect([allows(fields.name, ""), allows(fields.name, "a"), allows(fields.name, null)]).toEqual([
    false,
    true,
    false,
  ]);
  for (const field of [fields.directPhoneNumber, fields.softphoneFallbackPhoneNumber]) {
    expect([allows(field, "1".repeat(20)), allows(field, "1".repeat(21)), allows(field, null)]).toEqual([
      true,
      false,
      true,
    ]);
  }
  expect([allows(fields.warmTransfer, 1), allows(optionMembers.timeout, "1")]).toEqual([false, false]);
  expect([allows(fields.routingConfigId, "a"), allows(fields.transferWaitingMessages, [1])]).toEqual([
    false,
    false,
  ]);
  expect([allows(optionMembers.headers, { a: 1 }), allows(optionMembers.body, { a: [1, null] })]).toEqual([
    false,
    true,
  ]);
  expect(allows(optionMembers.successConditions, [{ other: "a" }])).toBe(false);
  expect([allows(fields.type, "voicemail"), allows(fields.type, "softphone")]).toEqual([false, true]);
});

test("a UUID is one of RFC 9562, in any letters", () => {
  const good = [
    "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    "497F6ECA-6276-8993-8FEB-53CBBBBA6F08",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ];
  const bad = [
    "497f6eca-6276-9993-bfeb-53cbbbba6f08",
    "497f6eca-6276-4993-cfeb-53cbbbba6f08",
    "497f6eca-6276-4993-bfeb-53cbbbba6f08 ",
    " 497f6eca-6276-4993-bfeb-53cbbbba6f08",
    "497f6eca-6276-4993-bfeb-53cbbbba6f0",
    "497f6eca-6276-4993-bfeb-53cbbbba6f088",
    "g97f6eca-6276-4993-bfeb-53cbbbba6f08",
    "a497f6eca-6276-4993-bfeb-53cbbbba6f08",
    "00000000-0000-0000-0000-0000000000000",
    "affffffff-ffff-ffff-ffff-ffffffffffff",
  ];
  expect([...good, ...bad].map((text) => uuidPattern.test(text))).toEqual([
    ...good.map(() => true),
    ...bad.map(() => false),
  ]);
});

test("what a path may hold", () => {
  expect([["routingConfigId"], ["appointmentConfigId"]].map(isUuidField)).toEqual([true, true]);
  const others = [
    ["name"],
    ["constructor"],
    ["dynamicOptions", "routingConfigId"],
    ["routingConfigId", 0],
    [],
  ];
  expect(others.map(isUuidField)).toEqual(others.map(() => false));
  const paths = [
    ["sipHeaders"],
    ["dynamicOptions"],
    ["dynamicOptions", "pingUrl"],
    ["additionalFields"],
    ["name"],
  ];
  expect(paths.map(mayHoldSensitive)).toEqual([true, true, false, false, false]);
  expect(paths.map(mayHoldSecrets)).toEqual([true, true, false, true, false]);
  expect(mayHoldSecrets(["additionalFields", "x"])).toBe(true);
});
