// What differs, what is given back, and the body that mends it.

import {
  apiPath,
  apiShape,
  declaredFields,
  declaredOptions,
  desiredValues,
  fieldsOf,
  managedFields,
  ownedDifferences,
  projectOptions,
  releasedFields,
  unverifiable,
} from "../../provider/model/ownership";
import { bodyOf, wholeBody } from "../../provider/model/patchBody";
import {
  equal,
  leafDifferences,
  pathText,
  UNKNOWN,
  type Values,
  WITHHELD,
} from "../../provider/model/values";

const changed = (inputs: Values, live: Values) => ownedDifferences(inputs, live).map((d) => pathText(d.path));
const inOptions = (want: Values, have: Values | null) =>
  changed({ dynamicOptions: want }, { dynamicOptions: have });

describe("the five empties", () => {
  const empties = [undefined, null, 0, false, ""];

  test("are five different values inside an object", () => {
    for (const a of empties) for (const b of empties) expect(equal({ x: a }, { x: b })).toBe(a === b);
  });

  test("of a field: absent is not declared, and of a live one counts as null", () => {
    expect(changed({ sipUri: undefined }, { sipUri: "a" })).toEqual([]);
    expect(changed({ sipUri: null }, {})).toEqual([]);
    expect(changed({ sipUri: "" }, { sipUri: null })).toEqual(["sipUri"]);
    expect(changed({ sipUri: null }, { sipUri: "" })).toEqual(["sipUri"]);
    expect(changed({ warmTransfer: false }, {})).toEqual(["warmTransfer"]);
  });

  test("go into a body as they are, absent ones not at all", () => {
    const inputs = {
      sipUri: null,
      warmTransfer: false,
      warmSummaryPrompt: "",
      dynamicOptions: { timeout: 0 },
      name: undefined,
    };
    expect(wholeBody(inputs)).toStrictEqual({
      sipUri: null,
      warmTransfer: false,
      warmSummaryPrompt: "",
      dynamicOptions: { timeout: 0 },
    });
  });
});

test("UUIDs compare without regard to case, other strings do not", () => {
  expect(
    changed(
      { routingConfigId: "AbC", appointmentConfigId: "x" },
      { routingConfigId: "aBc", appointmentConfigId: "X" },
    ),
  ).toEqual([]);
  expect(changed({ routingConfigId: "abc" }, { routingConfigId: null })).toEqual(["routingConfigId"]);
  expect(changed({ name: "Sales" }, { name: "SALES" })).toEqual(["name"]);
});

test("the order of keys is no change, at any depth", () => {
  const want = { headers: { a: "1", b: "2" }, body: { x: { p: 1, q: [{ r: 1, s: 2 }] } } };
  const have = { body: { x: { q: [{ s: 2, r: 1 }], p: 1 } }, headers: { b: "2", a: "1" } };
  expect(inOptions(want, have)).toEqual([]);
});

test("the order of a list is a change", () => {
  expect(changed({ transferWaitingMessages: ["a", "b"] }, { transferWaitingMessages: ["b", "a"] })).toEqual([
    "transferWaitingMessages[0]",
    "transferWaitingMessages[1]",
  ]);
  expect(changed({ transferWaitingMessages: ["a"] }, { transferWaitingMessages: ["a", "b"] })).toEqual([
    "transferWaitingMessages[1]",
  ]);
});

describe("dynamicOptions", () => {
  test("its members are owned one by one", () => {
    const live = { pingUrl: "a", method: "GET", timeout: 5000, headers: { k: "v" } };
    expect(inOptions({ pingUrl: "a" }, live)).toEqual([]);
    expect(inOptions({ pingUrl: "b", timeout: 1 }, live)).toEqual([
      "dynamicOptions.pingUrl",
      "dynamicOptions.timeout",
    ]);
  });

  test("its headers and its body are owned whole, named by the leaf", () => {
    const live = { headers: { a: "1", b: "2" }, body: { x: { y: 1, z: 2 } } };
    expect(inOptions({ headers: { a: "1" } }, live)).toEqual(["dynamicOptions.headers.b"]);
    expect(inOptions({ body: { x: { y: 3 } } }, live)).toEqual([
      "dynamicOptions.body.x.y",
      "dynamicOptions.body.x.z",
    ]);
    expect(inOptions({ headers: {} }, { headers: {} })).toEqual([]);
    expect(inOptions({ headers: {} }, {})).toEqual(["dynamicOptions.headers"]);
  });

  test("conditions are an ordered list whose elements count by what they declare", () => {
    const live = {
      successConditions: [
        { field: "a", operator: "equals" },
        { field: "b", operator: "equals" },
      ],
    };
    expect(
      inOptions({ successConditions: [{ field: "a" }, { field: "b", operator: "equals" }] }, live),
    ).toEqual([]);
    expect(inOptions({ successConditions: [{ field: "b" }, { field: "a" }] }, live)).toEqual([
      "dynamicOptions.successConditions[0].field",
      "dynamicOptions.successConditions[1].field",
    ]);
    expect(inOptions({ successConditions: [{ field: "a" }] }, live)).not.toEqual([]);
    expect(inOptions({ successConditions: [{ field: "a", value: "" }, {}] }, live)).toEqual([
      "dynamicOptions.successConditions[0].value",
    ]);
  });

  test("an empty object is something else than null", () => {
    expect(inOptions({}, null)).toEqual(["dynamicOptions"]);
    expect(inOptions({}, { method: "GET" })).toEqual([]);
    expect(changed({ dynamicOptions: null }, { dynamicOptions: {} })).toEqual(["dynamicOptions"]);
  });

  test("a body carries undeclared members along, and of unchanged ones what is live", () => {
    const live = {
      method: "GET",
      headers: { a: "1", b: "2" },
      successConditions: [{ field: "a", operator: "equals" }],
    };
    const inputs = {
      dynamicOptions: { pingUrl: "x", headers: { a: "1" }, successConditions: [{ field: "a" }] },
    };
    expect(bodyOf(["dynamicOptions"], inputs, { dynamicOptions: live })).toStrictEqual({
      dynamicOptions: { ...live, pingUrl: "x", headers: { a: "1" } },
    });
  });

  test("keys that every object inherits are ordinary keys", () => {
    expect(inOptions({ headers: {} }, { headers: { constructor: "x" } })).toEqual([
      "dynamicOptions.headers.constructor",
    ]);
    const [difference] = ownedDifferences(
      { dynamicOptions: { headers: {} } },
      { dynamicOptions: { headers: { toString: "x" } } },
    );
    expect(difference).toMatchObject({ want: undefined, have: "x" });
    expect(wholeBody({ additionalFields: { constructor: "x" } })).toStrictEqual({ constructor: "x" });
  });
});

test("additionalFields are compared by key, and sent beside the known fields", () => {
  const inputs = { name: "a", additionalFields: { agentScreen: "inbox", form: { x: 1 } } };
  const found = ownedDifferences(inputs, { name: "a", agentScreen: "none", form: { x: 2 } });
  expect(found.map((d) => pathText(d.path))).toEqual([
    "additionalFields.agentScreen",
    "additionalFields.form.x",
  ]);
  expect(fieldsOf(found)).toEqual(["agentScreen", "form"]);
  expect(bodyOf(fieldsOf(found), inputs, {})).toStrictEqual({ agentScreen: "inbox", form: { x: 1 } });
});

test("declared fields are sorted, with declared nulls", () => {
  expect(
    declaredFields({ type: "sip", name: undefined, sipUri: null, additionalFields: {}, onConflict: "fail" }),
  ).toEqual(["sipUri", "type"]);
});

describe("giving back", () => {
  const record = (managedFields: string[], more: Values = {}) => ({ managedFields, ...more });

  test("clears what can be null and leaves the rest", () => {
    const fields = record(["name", "sipUri", "warmTransfer", "warmMode"]);
    expect(releasedFields(fields, { name: "a" })).toEqual({
      cleared: ["sipUri", "warmMode"],
      left: ["warmTransfer"],
    });
    expect(releasedFields(fields, { name: "a", sipUri: null, warmMode: null, warmTransfer: false })).toEqual({
      cleared: [],
      left: [],
    });
  });

  test("never concerns what was not managed", () => {
    expect(releasedFields({ sipUri: "live", name: "live" }, {})).toEqual({ cleared: [], left: [] });
  });

  test("clears dynamicOptions only where all that is live in them was declared", () => {
    const dynamicOptions = { pingUrl: "a", method: "GET", body: null };
    const own = { managedOptions: ["method", "pingUrl"], dynamicOptions };
    expect(releasedFields(record(["dynamicOptions"], own), {})).toEqual({
      cleared: ["dynamicOptions"],
      left: [],
    });
    const shared = { managedOptions: ["pingUrl"], dynamicOptions };
    expect(releasedFields(record(["dynamicOptions"], shared), {})).toEqual({
      cleared: [],
      left: ["dynamicOptions"],
    });
  });

  test("leaves members of dynamicOptions and additional fields, by their names", () => {
    const old = record(["dynamicOptions"], {
      managedOptions: ["headers", "pingUrl"],
      additionalFields: { agentScreen: "x" },
    });
    expect(releasedFields(old, { dynamicOptions: { pingUrl: "a" } }).left).toEqual([
      "dynamicOptions.headers",
      "agentScreen",
    ]);
  });
});

test("what is declared of dynamicOptions is what a refresh shows of them", () => {
  const dynamicOptions = {
    pingUrl: "a",
    successConditions: [{ field: "f" }, {}, { field: "g", operator: "is" }],
  };
  const declared = declaredOptions({ dynamicOptions });
  const filled = { field: "z", operator: "equals", value: "v" };
  const live = { pingUrl: "b", method: "GET", successConditions: [filled, filled, filled, filled] };
  expect(projectOptions(live, declared as string[])).toEqual({
    pingUrl: "b",
    successConditions: [{ field: "z" }, {}, { field: "z", operator: "equals" }, filled],
  });
  expect(projectOptions(null, declared as string[])).toBeNull();
  expect(declaredOptions({ dynamicOptions: null })).toBeUndefined();
});

describe("values", () => {
  test("paths are written as the engine writes them", () => {
    expect(pathText(["dynamicOptions", "headers", "a"])).toBe("dynamicOptions.headers.a");
    expect(pathText(["transferWaitingMessages", 0])).toBe("transferWaitingMessages[0]");
    expect(pathText(["dynamicOptions", "headers", "x.y", "z[0]"])).toBe(
      'dynamicOptions.headers["x.y"]["z[0]"]',
    );
  });

  test("a change of kind is one difference", () => {
    for (const [a, b] of [
      [[], {}],
      [{}, null],
      ["", {}],
      [["a"], "a"],
    ]) {
      expect(leafDifferences(a, b)).toEqual([{ path: [], want: a, have: b }]);
    }
  });
});

test("a live member of dynamicOptions that is null is not set, and is not sent along", () => {
  const live = { dynamicOptions: { pingUrl: "a", transferNumber: null, timeout: 3, body: { x: null } } };
  expect(bodyOf(["dynamicOptions"], { dynamicOptions: { pingUrl: "b" } }, live)).toEqual({
    dynamicOptions: { pingUrl: "b", timeout: 3, body: { x: null } },
  });
});

test("of an additional field that the response lacks, the live value is not known", () => {
  const [whole, inner] = ownedDifferences(
    { additionalFields: { form: 1, screen: { a: 1 } } },
    { screen: {} },
  );
  expect([whole, inner].map((d) => d !== undefined && unverifiable(d))).toEqual([true, false]);
  const [cleared] = ownedDifferences({ additionalFields: { form: 1 } }, { form: null });
  expect(cleared !== undefined && unverifiable(cleared)).toBe(false);
  const [known] = ownedDifferences({ dynamicOptions: { method: "GET" } }, { dynamicOptions: {} });
  expect(known !== undefined && unverifiable(known)).toBe(false);
});

test("in a preview it may not be known which additional fields there are", () => {
  expect(ownedDifferences({ additionalFields: UNKNOWN }, {})).toEqual([
    { path: ["additionalFields"], want: UNKNOWN, have: undefined },
  ]);
  expect(ownedDifferences({ additionalFields: "x" }, {})).toEqual([]);
  expect(fieldsOf([{ path: ["additionalFields"], want: UNKNOWN, have: undefined }])).toEqual([
    "additionalFields",
  ]);
});

test("a declared placeholder of a withheld value differs from nothing", () => {
  expect(changed({ sipHeaders: WITHHELD, name: "a" }, { sipHeaders: "x", name: "b" })).toEqual(["name"]);
});

test("an unknown member of dynamicOptions is compared as it is", () => {
  expect(inOptions({ later: { a: 1 } }, { later: { a: 2 } })).toEqual(["dynamicOptions.later.a"]);
  expect(inOptions({ later: 1 }, { later: 1 })).toEqual([]);
});

test("lists of conditions differ where one is longer, and where one is no list or no object", () => {
  const conditions = (want: unknown, have: unknown) =>
    inOptions({ successConditions: want }, { successConditions: have });
  const at = (...places: string[]) => places.map((place) => `dynamicOptions.successConditions${place}`);
  expect(conditions([{ field: "a" }], [{ field: "a" }, { field: "b" }])).toEqual(at("[1]"));
  expect(conditions([{ field: "a" }, { field: "b" }], [{ field: "a" }])).toEqual(at("[1]"));
  expect(conditions([], null)).toEqual(at(""));
  expect(conditions(null, [])).toEqual(at(""));
  expect(conditions(["x"], [{ field: "a" }])).toEqual(at("[0]"));
  expect(conditions([{ field: "a" }], ["x"])).toEqual(at("[0]"));
});

test("in the API's shape, additional fields stand beside the others, and controls are left out", () => {
  expect(
    apiShape({ name: "a", type: undefined, onConflict: "fail", additionalFields: { x: 1 } }),
  ).toStrictEqual({
    name: "a",
    x: 1,
  });
  expect([apiPath(["additionalFields", "x", 0]), apiPath(["additionalFields"]), apiPath(["name"])]).toEqual([
    ["x", 0],
    ["additionalFields"],
    ["name"],
  ]);
  expect(managedFields({ managedFields: ["name", 1] })).toEqual(["name"]);
});

test("an update wants what is declared, and null for what it gives back", () => {
  const record = { managedFields: ["name", "sipUri", "type"], sipUri: "s" };
  expect(desiredValues({ name: "a" }, record)).toEqual({ name: "a", sipUri: null });
});

test("members that the package does not know are given back by nobody; unknown additional fields tell of none", () => {
  const record = {
    managedFields: ["dynamicOptions"],
    managedOptions: ["pingUrl", "constructor", "later", "successConditions[0]"],
    dynamicOptions: { pingUrl: "p" },
    additionalFields: { a: 1, b: 2, constructor: 3 },
  };
  expect(releasedFields(record, { dynamicOptions: {}, additionalFields: { b: null } })).toEqual({
    cleared: [],
    left: ["dynamicOptions.pingUrl", "a", "constructor"],
  });
  expect(
    releasedFields(record, { dynamicOptions: { pingUrl: null }, additionalFields: UNKNOWN }).left,
  ).toEqual([]);
  expect(releasedFields({ ...record, dynamicOptions: null }, {}).cleared).toEqual(["dynamicOptions"]);
});

test("a declared member that is undefined is none, and conditions of any kind are named", () => {
  expect(
    declaredOptions({
      dynamicOptions: { pingUrl: undefined, method: "GET", successConditions: ["x", null] },
    }),
  ).toEqual([
    "method",
    "successConditions",
    "successConditions[0]",
    "successConditions[0].0",
    "successConditions[1]",
  ]);
  expect(declaredOptions({ dynamicOptions: {} })).toEqual([]);
  expect(
    projectOptions({ successConditions: ["x"], method: "GET" }, [
      "successConditions",
      "successConditions[0]",
    ]),
  ).toEqual({
    successConditions: ["x"],
  });
  expect(projectOptions({ successConditions: null, a: 1 }, ["successConditions"])).toEqual({
    successConditions: null,
  });
});

test("where no options are live, each declared member differs by itself", () => {
  expect(inOptions({ pingUrl: "a", method: "GET" }, null)).toEqual([
    "dynamicOptions.pingUrl",
    "dynamicOptions.method",
  ]);
});

test("options that hold others' members keep no other field from being cleared", () => {
  const record = {
    managedFields: ["dynamicOptions", "sipUri"],
    managedOptions: ["pingUrl"],
    dynamicOptions: { pingUrl: "a", method: "GET" },
  };
  expect(releasedFields(record, {})).toEqual({ cleared: ["sipUri"], left: ["dynamicOptions"] });
});
