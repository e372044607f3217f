// Validation of inputs: what passes, and the path and the reason of everything that does not.

import { fieldNames, fields } from "../../provider/model/fieldTable";
import type { FieldName } from "../../provider/model/types";
import { checkInputs, unknownText, valueFailures, withListsOnce } from "../../provider/model/validateInputs";
import { UNKNOWN, type Values, WITHHELD } from "../../provider/model/values";

const UUID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const check = (inputs: Values, isNew = false) => checkInputs(inputs, isNew ? {} : { name: "Desk" });
const whole = {
  pingUrl: "https://example.com/number",
  method: "GET",
  timeout: 0,
  headers: { authorization: "x", "x.y": "" },
  body: { any: [null, { a: 1 }], none: null },
  transferNumberField: "",
  transferNumber: "+15550100",
  successConditions: [{ field: "ok", operator: "equals", value: "true" }, {}],
};

/** For each field: values that pass, values that do not (other than null) and what their reasons say. */
const table: Record<FieldName, { good: unknown[]; bad: [unknown, RegExp][] }> = {
  name: {
    good: ["S", " "],
    bad: [
      ["", /must not be empty/],
      [1, /expected string/],
    ],
  },
  routingConfigId: {
    good: [UUID, UUID.toUpperCase(), "00000000-0000-0000-0000-000000000000"],
    bad: [
      ["sales", /must be a UUID/],
      ["497f6eca-6276-9993-bfeb-53cbbbba6f08", /must be a UUID/],
      [7, /expected string/],
    ],
  },
  type: {
    good: ["direct", "dynamic", "sip", "softphone"],
    bad: [
      ["phone", /must be one of "direct", "dynamic", "sip", "softphone"/],
      ["", /must be one of/],
      [true, /must be one of/],
    ],
  },
  warmTransfer: {
    good: [true, false],
    bad: [
      ["true", /expected boolean/],
      [0, /expected boolean/],
    ],
  },
  directPhoneNumber: {
    good: ["", "+15550100", "x".repeat(20)],
    bad: [
      ["x".repeat(21), /at most 20 characters/],
      [15550100, /expected string/],
    ],
  },
  dynamicOptions: {
    good: [{}, whole],
    bad: [
      ["{}", /expected object/],
      [[], /expected object/],
    ],
  },
  sipUri: { good: ["", "sip:a@b"], bad: [[1, /expected string/]] },
  sipHeaders: { good: ["", "X-A: 1"], bad: [[{ a: "1" }, /expected string/]] },
  warmSummaryPrompt: { good: ["", "Say hello"], bad: [[["a"], /expected string/]] },
  warmMode: {
    good: ["wait-for-operator", "immediate-summary"],
    bad: [["immediate-transfer", /must be one of/]],
  },
  softphoneFallbackType: {
    good: ["appointment_booking", "phone_number"],
    bad: [["phone", /must be one of/]],
  },
  softphoneFallbackPhoneNumber: {
    good: ["", "x".repeat(20)],
    bad: [["x".repeat(21), /at most 20 characters/]],
  },
  appointmentBookingEnabled: { good: [true, false], bad: [[1, /expected boolean/]] },
  transferWaitingMessages: { good: [[], ["", "One moment"]], bad: [["One moment", /expected array/]] },
  appointmentConfigId: { good: [UUID], bad: [["", /must be a UUID/]] },
  softphoneHandoffStrategy: {
    good: ["wait-for-operator", "immediate-transfer"],
    bad: [["immediate-summary", /must be one of/]],
  },
};

// The CLI prints the value of a property that fails: where that may be a secret, the reason alone has the name.
const unprinted = ["sipHeaders", "dynamicOptions", "additionalFields"];
const bad = (name: string, rule: RegExp) => {
  const [property, reason] = unprinted.includes(name)
    ? ["", new RegExp(`^${name}: .*${rule.source}`)]
    : [name, rule];
  return [{ property, reason: expect.stringMatching(reason) }];
};

describe.each(fieldNames)("%s", (name) => {
  test("takes what the API documents", () => {
    for (const value of table[name].good) expect(check({ [name]: value })).toEqual([]);
  });

  test("refuses the rest, with its name and the rule", () => {
    for (const [value, reason] of table[name].bad)
      expect(check({ [name]: value })).toEqual(bad(name, reason));
  });

  test("takes null where null clears it, and else says to leave it out", () => {
    expect(check({ [name]: null })).toEqual(
      fields[name].nullable ? [] : bad(name, /cannot be null.*leave it out/),
    );
  });

  test("takes an unknown value of a preview, and being left out", () => {
    expect(check({ [name]: UNKNOWN })).toEqual([]);
    expect(check({ [name]: undefined })).toEqual([]);
  });
});

test("exactly the fields that the API lets be null take null", () => {
  expect(fieldNames.filter((name) => check({ [name]: null }).length > 0)).toEqual([
    "name",
    "type",
    "warmTransfer",
    "appointmentBookingEnabled",
    "softphoneHandoffStrategy",
  ]);
});

describe("inside dynamicOptions", () => {
  const options = (dynamicOptions: Values) => check({ dynamicOptions });

  test.each([
    ["dynamicOptions.pingUrl", { pingUrl: 1 }, /expected string/],
    ["dynamicOptions.method", { method: null }, /cannot be null/],
    ["dynamicOptions.timeout", { timeout: "5" }, /expected number/],
    ["dynamicOptions.headers", { headers: ["a"] }, /expected record/],
    ["dynamicOptions.headers.a", { headers: { a: 1 } }, /expected string/],
    ["dynamicOptions.headers.a", { headers: { a: null } }, /cannot be null/],
    ['dynamicOptions.headers["x.y"]', { headers: { "x.y": false } }, /expected string/],
    ["dynamicOptions.headers.", { headers: { "": "x" } }, /must not have an empty name/],
    ["dynamicOptions.body.", { body: { "": 1 } }, /must not have an empty name/],
    ["dynamicOptions.body.a", { body: { a: [{ b: { "": 1 } }] } }, /must not contain an empty name/],
    [
      'dynamicOptions.headers["a\\\\"]',
      { headers: { "a\\": "x" } },
      /must not have a name that ends with a backslash/,
    ],
    [
      "dynamicOptions.body.a",
      { body: { a: [{ "b\\": 1 }] } },
      /must not contain a name that ends with a backslash/,
    ],
    ["dynamicOptions.body", { body: "{}" }, /expected record/],
    ["dynamicOptions.successConditions", { successConditions: {} }, /expected array/],
    ["dynamicOptions.successConditions[1]", { successConditions: [{}, "x"] }, /expected object/],
    [
      "dynamicOptions.successConditions[0].value",
      { successConditions: [{ value: true }] },
      /expected string/,
    ],
    ["dynamicOptions.pingURL", { pingURL: "x" }, /did you mean pingUrl\?/],
    ["dynamicOptions.header", { header: {} }, /did you mean headers\?/],
    ["dynamicOptions.zzzzzzzz", { zzzzzzzz: 1 }, /known properties are pingUrl, method/],
    [
      "dynamicOptions.successConditions[1].operater",
      { successConditions: [{}, { operater: "x" }] },
      /did you mean operator\?/,
    ],
  ])("%s is named in its failure", (property, dynamicOptions, reason) => {
    expect(options(dynamicOptions)).toEqual(bad(property, reason));
  });

  test("an unknown value passes at every position", () => {
    for (const member of Object.keys(whole)) expect(options({ ...whole, [member]: UNKNOWN })).toEqual([]);
    const inner = { headers: { a: UNKNOWN }, body: { a: { b: [UNKNOWN] } } };
    expect(
      options({
        ...inner,
        successConditions: [UNKNOWN, { field: UNKNOWN, operator: UNKNOWN, value: UNKNOWN }],
      }),
    ).toEqual([]);
    expect(check({ transferWaitingMessages: ["a", UNKNOWN] })).toEqual([]);
  });
});

test("a message that is no text is named by its index", () => {
  expect(check({ transferWaitingMessages: ["a", 1] })).toEqual(
    bad("transferWaitingMessages[1]", /expected string/),
  );
  expect(check({ transferWaitingMessages: [null] })).toEqual(
    bad("transferWaitingMessages[0]", /cannot be null/),
  );
});

describe("inputs that are no fields", () => {
  test.each([
    ["transferConfigId", "sales", /must be a UUID/],
    ["transferConfigId", null, /cannot be null/],
    ["deletionPolicy", "keep", /must be one of "retain", "delete"/],
    ["onConflict", "ignore", /must be one of "overwrite", "fail"/],
    ["onMissing", "create", /must be one of "recreate", "fail"/],
    ["additionalFields", "x", /expected record/],
  ])("%s of %j is refused", (name, value, reason) => {
    expect(check({ [name]: value })).toEqual(bad(name, reason));
  });

  test("their values and unknowns pass", () => {
    for (const [name, value] of [
      ["transferConfigId", UUID],
      ["deletionPolicy", "delete"],
      ["onConflict", "fail"],
      ["onMissing", "fail"],
      ["additionalFields", { agentScreen: "inbox", callFormId: null, nested: { a: [1] } }],
    ] as const) {
      expect(check({ [name]: value })).toEqual([]);
      expect(check({ [name]: UNKNOWN })).toEqual([]);
    }
    expect(check({ additionalFields: { agentScreen: UNKNOWN } })).toEqual([]);
  });

  test.each(["id", "clientId", "createdAt", "updatedAt", "routingConfig"])(
    "%s is the API's to set",
    (name) => {
      expect(check({ [name]: "x" })).toEqual(bad(name, /set by the API and cannot be declared/));
    },
  );

  test.each([...fieldNames, "id", "transferConfigId", "onConflict", "additionalFields"])(
    "additionalFields does not take %s, which is known",
    (name) => {
      expect(check({ additionalFields: { [name]: "x" } })).toEqual(
        bad(`additionalFields.${name}`, new RegExp(`^${name} is a known field: declare it directly`)),
      );
    },
  );
});

describe("an unknown property", () => {
  test.each([
    ["directPhonenumber", "directPhoneNumber"],
    ["warmtransfer", "warmTransfer"],
    ["nmae", "name"],
    ["deletePolicy", "deletionPolicy"],
    ["additionalField", "additionalFields"],
  ])("%s is answered with %s", (name, near) => {
    expect(check({ [name]: "x" })).toEqual(
      bad(name, new RegExp(`not a known property: did you mean ${near}\\?`)),
    );
  });

  test("with nothing near is answered with the names there are, and additionalFields", () => {
    expect(check({ agentScreen: "x" })).toEqual(
      bad("agentScreen", /known properties are name, .*in additionalFields/),
    );
  });
});

test("several failures are all named, each by its own path", () => {
  const inputs = {
    name: "",
    type: "phone",
    nmae: "x",
    routingConfigId: 1,
    dynamicOptions: { timeout: "1", headers: { a: 1, b: 2 }, zzzzzzzz: 0 },
    additionalFields: { name: "x" },
  };
  expect(
    check(inputs)
      .map(({ property }) => property)
      .sort(),
  ).toEqual([
    "additionalFields.name",
    "dynamicOptions.headers.a",
    "dynamicOptions.headers.b",
    "dynamicOptions.timeout",
    "dynamicOptions.zzzzzzzz",
    "name",
    "nmae",
    "routingConfigId",
    "type",
  ]);
});

test("a failure never quotes the value", () => {
  const secret = "canary-7f3a";
  const inputs = {
    sipHeaders: [secret],
    dynamicOptions: { headers: { a: [secret] }, body: secret },
    type: secret,
    nmae: secret,
  };
  expect(check(inputs)).toHaveLength(5);
  expect(JSON.stringify(check(inputs))).not.toContain(secret);
});

describe("a new resource", () => {
  test("needs a name or a transferConfigId", () => {
    expect(check({}, true)).toEqual(bad("name", /required to create.*transferConfigId/));
    expect(check({ name: "Sales" }, true)).toEqual([]);
    expect(check({ name: UNKNOWN }, true)).toEqual([]);
    expect(check({ transferConfigId: UUID }, true)).toEqual([]);
    expect(check({ transferConfigId: UNKNOWN }, true)).toEqual([]);
  });

  test("that exists already needs neither", () => {
    expect(check({ warmTransfer: true }, false)).toEqual([]);
  });
});

describe("the placeholder of a withheld value", () => {
  const inputs = { dynamicOptions: { headers: { a: WITHHELD, b: "x" } } };

  test("is refused where the program declares it, by its path", () => {
    expect(valueFailures(inputs)).toEqual([
      {
        path: "dynamicOptions.headers.a",
        message: "contains the placeholder of a withheld value: declare the value itself, or leave it out",
      },
    ]);
    expect(valueFailures(inputs, { dynamicOptions: { headers: { a: "y", b: WITHHELD } } })).toHaveLength(1);
  });

  test("passes where the state holds it at the same path: the engine itself brought it back", () => {
    expect(valueFailures(inputs, { dynamicOptions: { headers: { a: WITHHELD } } })).toEqual([]);
  });
});

test("of failures that are shown together, only the last one lists the known properties", () => {
  const list = `${unknownText}; known properties are a, b`;
  const failures = [
    list,
    "must be a UUID",
    list,
    `${unknownText}; known properties are c`,
    list,
    `x ${list}`,
  ];
  expect(withListsOnce(failures.map((message, at) => ({ at, message })))).toEqual(
    [
      unknownText,
      "must be a UUID",
      unknownText,
      `${unknownText}; known properties are c`,
      list,
      `x ${list}`,
    ].map((message, at) => ({ at, message })),
  );
  // Other failures may well be the same.
  const same = ["must be a UUID", "must be a UUID", `x ${list}`, `x ${list}`].map((message) => ({ message }));
  expect(withListsOnce(same)).toEqual(same);
});
