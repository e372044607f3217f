// The table of fields covers the API's fields, and marks exactly what may carry credentials.
import {
  conditionMembers,
  fieldNames,
  fields,
  isSensitive,
  optionMembers,
} from "../../provider/model/fieldTable";
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
