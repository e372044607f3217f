// What validateTransferConfig takes a value of a program for: what the SDK would send of it, or nothing known yet.

import { validateTransferConfig } from "../../provider/program/validateArgs";
import * as pulumi from "../support/sdk";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const paths = (args: object) => validateTransferConfig(args).map(({ path }) => path);

test("an element that is undefined is sent as null, and a member that is undefined is not sent", () => {
  expect(paths({ transferWaitingMessages: ["a", undefined] })).toEqual(["transferWaitingMessages[1]"]);
  expect(paths({ transferWaitingMessages: undefined, dynamicOptions: { headers: undefined } })).toEqual([]);
  expect(paths({ dynamicOptions: { headers: { a: undefined }, body: { a: undefined } } })).toEqual([]);
  expect(paths({ nmae: undefined, additionalFields: { "": undefined } })).toEqual([]);
});

test("a resource is not known yet, and what stands in it is not looked at", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "i", state: inputs }),
    call: () => ({}),
  });
  const site = new pulumi.ComponentResource("test:index:Site", "site");
  expect(paths({ name: site, dynamicOptions: { timeout: site, body: { site } } })).toEqual([]);
});

test("values in an output or promise are not looked at", () => {
  const args = { name: pulumi.output(""), sipUri: Promise.resolve(5), additionalFields: pulumi.output(null) };
  expect(paths(args)).toEqual([]);
});

test("what contains itself is told with its path, behind the other mistakes", () => {
  const list: unknown[] = [1];
  list.push({ again: list });
  const body: Record<string, unknown> = { "x.y": [] };
  (body["x.y"] as unknown[]).push(body);
  expect(
    validateTransferConfig({ dynamicOptions: { body }, additionalFields: { list }, type: "phone" }),
  ).toEqual([
    { path: "type", message: expect.stringMatching(/^must be one of/) },
    { path: 'dynamicOptions.body["x.y"][0]', message: "must not contain itself" },
    { path: "additionalFields.list[1].again", message: "must not contain itself" },
  ]);
});

test("what are no arguments is one mistake of the whole", () => {
  expect(validateTransferConfig(null)).toEqual([{ path: "", message: "the arguments must be an object" }]);
});

test("a new config with the fallback appointment_booking needs appointmentConfigId; another one may have it", () => {
  const args = { name: "a", softphoneFallbackType: "appointment_booking" };
  expect(validateTransferConfig(args)).toEqual([]);
  expect(validateTransferConfig(args, { isNew: false })).toEqual([]);
  expect(validateTransferConfig(args, { isNew: true })).toEqual([
    {
      path: "appointmentConfigId",
      message: 'is required when softphoneFallbackType is "appointment_booking"',
    },
  ]);
  expect(validateTransferConfig({ ...args, transferConfigId: ID }, { isNew: true })).toEqual([]);
  expect(
    validateTransferConfig({ ...args, appointmentConfigId: pulumi.output(ID) }, { isNew: true }),
  ).toEqual([]);
});
