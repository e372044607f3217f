// What the state records after a write and after a read, and which inputs a refresh gives back.
import type { LiveTransferConfig } from "../../provider/api/client";
import {
  liveInputs,
  normalizeInputs,
  outputsOf,
  partialOutputs,
  recordedConfig,
  refreshedOutputs,
  reownedOutputs,
  shownValues,
  unconfirmedOutputs,
} from "../../provider/model/state";
import { WITHHELD } from "../../provider/model/values";

const live: LiveTransferConfig = {
  id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  clientId: "c",
  createdAt: null,
  updatedAt: "t",
  name: "Sales",
  routingConfigId: null,
  sipHeaders: "canary",
  warmTransfer: false,
  dynamicOptions: { pingUrl: "p", method: "GET", headers: { a: "1" } },
  routingConfig: {},
  agentScreen: "inbox",
};

test("outputs hold live fields, the account and times, and sorted managedFields", () => {
  const inputs = {
    warmTransfer: false,
    name: "Sales",
    routingConfigId: null,
    deletionPolicy: "delete",
    onMissing: "fail",
  };
  expect(outputsOf(live, inputs)).toEqual({
    name: "Sales",
    routingConfigId: null,
    warmTransfer: false,
    dynamicOptions: { pingUrl: "p", method: "GET", headers: { a: WITHHELD } },
    clientId: "c",
    createdAt: null,
    updatedAt: "t",
    deletionPolicy: "delete",
    onMissing: "fail",
    managedFields: ["name", "routingConfigId", "warmTransfer"],
  });
});

test("managedOptions name the declared members of dynamicOptions, where an object is declared", () => {
  const declared = { headers: { a: "1" }, pingUrl: "p", successConditions: [{ value: "v", field: "f" }] };
  expect(outputsOf(live, { dynamicOptions: declared }).managedOptions).toEqual([
    "headers",
    "pingUrl",
    "successConditions",
    "successConditions[0]",
    "successConditions[0].field",
    "successConditions[0].value",
  ]);
  expect(outputsOf(live, { dynamicOptions: null })).not.toHaveProperty("managedOptions");
});

test("additional fields are recorded as they are live, or as declared where the API does not echo them", () => {
  const { additionalFields } = outputsOf(live, {
    additionalFields: { agentScreen: "none", callFormId: "f" },
  });
  expect(additionalFields).toEqual({ agentScreen: "inbox", callFormId: "f" });
});

test("a read keeps the ownership, and gives back live values of managed fields only", () => {
  const record = outputsOf(live, {
    name: "Old",
    dynamicOptions: { headers: { a: "0" } },
    onConflict: "fail",
  });
  const moved = {
    ...live,
    name: "New",
    warmTransfer: true,
    dynamicOptions: { pingUrl: "q", headers: { a: "2", b: "canary" } },
  };
  const props = refreshedOutputs(moved, record);
  expect(props).toMatchObject({ warmTransfer: true, managedFields: ["dynamicOptions", "name"] });
  expect(liveInputs(props)).toEqual({
    name: "New",
    onConflict: "fail",
    dynamicOptions: { headers: { a: "2", b: WITHHELD } },
  });
  expect(JSON.stringify(props)).not.toContain("canary");
});

test("declared-null sipHeaders that somebody set are a marked drift", () => {
  const props = refreshedOutputs(live, outputsOf({ ...live, sipHeaders: null }, { sipHeaders: null }));
  expect(props.sipHeaders).toBe(WITHHELD);
  expect(liveInputs(props)).toEqual({ sipHeaders: WITHHELD });
});

test("a field that is cleared outside is shown as null", () => {
  const record = outputsOf(live, { dynamicOptions: { pingUrl: "p" }, sipHeaders: "x" });
  const props = refreshedOutputs({ ...live, dynamicOptions: null, sipHeaders: null }, record);
  expect(liveInputs(props)).toEqual({ dynamicOptions: null, sipHeaders: null });
});

test("inputs hold UUIDs in lower case, as declared and as read", () => {
  const id = "497F6ECA-6276-4993-BFEB-53CBBBBA6F08";
  const inputs = normalizeInputs({
    transferConfigId: id,
    routingConfigId: id,
    appointmentConfigId: null,
    name: "ABC",
  });
  expect(inputs).toEqual({
    transferConfigId: live.id,
    routingConfigId: live.id,
    appointmentConfigId: null,
    name: "ABC",
  });
  const props = outputsOf({ ...live, routingConfigId: id }, { routingConfigId: live.id });
  expect(props.routingConfigId).toBe(id);
  expect(liveInputs(props)).toEqual({ routingConfigId: live.id });
});

test("under new inputs, values that are declared no more are no longer kept", () => {
  const record = outputsOf(live, { dynamicOptions: { headers: { a: "1" } }, sipHeaders: "x" });
  expect(record).toMatchObject({ sipHeaders: "canary", dynamicOptions: { headers: { a: "1" } } });
  const outs = reownedOutputs(record, { name: "Sales", dynamicOptions: { pingUrl: "p" } });
  expect(outs).toMatchObject({
    dynamicOptions: { headers: { a: WITHHELD } },
    managedFields: ["dynamicOptions", "name"],
    clientId: "c",
  });
  expect(outs).not.toHaveProperty("sipHeaders");
});

test("what could not be given back stays managed", () => {
  const record = outputsOf(live, {
    warmTransfer: false,
    sipHeaders: "x",
    warmSummaryPrompt: null,
    dynamicOptions: live.dynamicOptions,
  });
  const outs = partialOutputs(live, { name: "Sales" }, record);
  // warmSummaryPrompt is null already: there is nothing of it to give back.
  expect(outs.managedFields).toEqual(["dynamicOptions", "name", "sipHeaders", "warmTransfer"]);
  expect(outs.managedOptions).toEqual(record.managedOptions);
  expect(JSON.stringify(outs)).not.toContain("canary");
});

test("sipHeaders that are not recorded equal nothing that could be declared", () => {
  expect(recordedConfig({ name: "a", clientId: "c", additionalFields: { x: 1 } })).toEqual({
    name: "a",
    sipHeaders: WITHHELD,
    x: 1,
  });
  expect(recordedConfig({ sipHeaders: null })).toEqual({ sipHeaders: null });
});

test("before an adoption, values are shown as nothing encrypts them", () => {
  const inputs = {
    sipHeaders: "x",
    dynamicOptions: { headers: { a: "1" } },
    additionalFields: { agentScreen: "inbox", form: "f" },
  };
  expect(shownValues(live, inputs)).toEqual({
    name: "Sales",
    routingConfigId: null,
    sipHeaders: WITHHELD,
    warmTransfer: false,
    dynamicOptions: { pingUrl: "p", method: "GET", headers: { a: WITHHELD } },
    clientId: "c",
    createdAt: null,
    updatedAt: "t",
    additionalFields: { agentScreen: WITHHELD },
  });
  expect(shownValues(live, { name: "a" })).not.toHaveProperty("additionalFields");
});

describe("after an update that failed half-way", () => {
  const record = outputsOf(
    { ...live, warmMode: "immediate-summary" },
    {
      warmMode: "immediate-summary",
      sipHeaders: "x",
      dynamicOptions: { pingUrl: "p", headers: { a: "1" } },
      additionalFields: { agentScreen: "inbox" },
      __secretPaths: ["warmMode"],
      deletionPolicy: "delete",
    },
  );

  test("old and new names are managed, and a value stays only where both sides encrypt it", () => {
    const inputs = {
      name: "New",
      sipHeaders: "y",
      dynamicOptions: { method: "GET", headers: { a: "2" } },
      additionalFields: { form: "f" },
      __secretPaths: ["name"],
      onConflict: "fail",
    };
    expect(partialOutputs({ ...live, warmMode: "immediate-summary" }, inputs, record)).toEqual({
      // Secret from now on, but the inputs that the engine keeps say nothing of it.
      name: WITHHELD,
      // Secret so far, but not by the new inputs.
      warmMode: WITHHELD,
      routingConfigId: null,
      warmTransfer: false,
      sipHeaders: "canary",
      dynamicOptions: { pingUrl: "p", method: "GET", headers: { a: "1" } },
      clientId: "c",
      createdAt: null,
      updatedAt: "t",
      onConflict: "fail",
      __secretPaths: ["warmMode"],
      managedFields: ["dynamicOptions", "name", "sipHeaders", "warmMode"],
      managedOptions: ["headers", "method", "pingUrl"],
      __formerSecretPaths: ["name"],
      additionalFields: { agentScreen: WITHHELD, form: WITHHELD },
    });
  });

  test("what is not live any more is no longer managed", () => {
    const outputs = partialOutputs(
      { ...live, sipHeaders: null, dynamicOptions: null },
      { name: "New" },
      record,
    );
    expect(outputs.managedFields).toEqual(["name"]);
    expect(outputs).not.toHaveProperty("managedOptions");
    expect(partialOutputs(live, {}, outputsOf(live, {}))).not.toHaveProperty("additionalFields");
  });

  test("additional fields of either side are recorded, in plain text where both declare them so", () => {
    const { additionalFields } = partialOutputs(live, { name: "New" }, record);
    expect(additionalFields).toEqual({ agentScreen: WITHHELD });
    const both = partialOutputs(live, { additionalFields: { agentScreen: "none" } }, record);
    expect(both.additionalFields).toEqual({ agentScreen: "inbox" });
    const fresh = partialOutputs(live, { additionalFields: { agentScreen: "none" } }, outputsOf(live, {}));
    expect(fresh.additionalFields).toEqual({ agentScreen: WITHHELD });
    expect(reownedOutputs(record, { additionalFields: { form: "f" } }).additionalFields).toEqual({
      form: "f",
    });
  });

  test("of which nothing is known, the record stays, less what it must not show", () => {
    const outputs = unconfirmedOutputs({ name: "New", __secretPaths: ["name"], sipHeaders: "y" }, record);
    expect(outputs).toMatchObject({
      name: WITHHELD,
      warmMode: WITHHELD,
      sipHeaders: "canary",
      clientId: "c",
      createdAt: null,
      updatedAt: "t",
      managedFields: ["dynamicOptions", "name", "sipHeaders", "warmMode"],
      __formerSecretPaths: ["name"],
    });
  });
});

test("what the API does not keep is noted, and equals itself as long as it is wanted", () => {
  const inputs = { name: "Sales", transferWaitingMessages: [], dynamicOptions: { headers: {} } };
  const outputs = outputsOf({ ...live, transferWaitingMessages: null, dynamicOptions: null }, inputs);
  expect(outputs.__notKept).toEqual({ transferWaitingMessages: [], dynamicOptions: { headers: {} } });
  expect(liveInputs(outputs)).toMatchObject(inputs);
  expect(recordedConfig(outputs, inputs)).toMatchObject(inputs);
  expect(recordedConfig(outputs)).toMatchObject({ transferWaitingMessages: null, dynamicOptions: null });
  expect(reownedOutputs(outputs, inputs).__notKept).toEqual(outputs.__notKept);
});

test("inputs that a read gives back are those that the record declares", () => {
  const outputs = {
    name: "a",
    sipUri: "s",
    dynamicOptions: { pingUrl: "p", method: "GET" },
    managedFields: ["name", "dynamicOptions", "type"],
    managedOptions: ["pingUrl"],
    additionalFields: { x: 1 },
    deletionPolicy: "delete",
    __secretPaths: ["name"],
    __nullPaths: ["type"],
    clientId: "c",
  };
  expect(liveInputs(outputs)).toEqual({
    name: "a",
    type: null,
    dynamicOptions: { pingUrl: "p" },
    additionalFields: { x: 1 },
    deletionPolicy: "delete",
    __secretPaths: ["name"],
    __nullPaths: ["type"],
  });
  expect(liveInputs({ managedFields: ["name"], managedOptions: ["pingUrl"] })).toStrictEqual({ name: null });
  const options = { pingUrl: "p", method: "GET" };
  expect(liveInputs({ managedFields: ["dynamicOptions"], dynamicOptions: options })).toEqual({
    dynamicOptions: options,
  });
});

test("normal inputs are a copy, in which texts that are UUIDs alone are changed", () => {
  const inputs = { transferConfigId: 1, name: "A", routingConfigId: "ABC" };
  expect(normalizeInputs(inputs)).toEqual({ transferConfigId: 1, name: "A", routingConfigId: "abc" });
  expect(inputs.routingConfigId).toBe("ABC");
});
