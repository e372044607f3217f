// The leaves of a config in their three columns, where the engine masks values and where it names what differs.
import { deskId, resourceOf } from "../../support/previewSteps";
import { absent, secret, value } from "../../support/reports";

const notRead = { kind: "not-read" };
const desk = { name: "Desk" };
const pathsOf = (resource: ReturnType<typeof resourceOf>) =>
  resource.leaves.map((leaf) => [leaf.path, leaf.class]);

test("inputs that are not sent are shown as the last update had them, and as not read without a refresh", () => {
  const columns = {
    applied: desk,
    inputs: { ...desk, onMissing: "fail" },
    code: { ...desk, onConflict: "fail" },
  };
  const leafOf = (live: object) => ({ severity: null, firstSeen: null, class: "change", ...live });
  const note = "recorded in the state, not sent";
  const shown = (live: boolean) => [
    leafOf({ path: "onConflict", applied: absent, live: live ? absent : notRead, code: value("fail"), note }),
    leafOf({
      path: "onMissing",
      applied: value("fail"),
      live: live ? value("fail") : notRead,
      code: absent,
      note,
    }),
  ];
  expect(resourceOf(columns).leaves).toEqual(shown(false));
  expect(resourceOf({ ...columns, live: desk }).leaves).toEqual(shown(true));
});

test("an id that the code adds is recorded without a note, and one that both have is no leaf", () => {
  const code = { ...desk, transferConfigId: deskId };
  expect(resourceOf({ applied: desk, live: desk, inputs: desk, code }).leaves).toMatchObject([
    { path: "transferConfigId", applied: absent, code: value(deskId), class: "change", note: null },
  ]);
  expect(resourceOf({ applied: desk, live: desk, inputs: code, code }).leaves).toEqual([]);
  // To leave one out and to declare null is the same.
  expect(
    resourceOf({ applied: desk, live: desk, inputs: desk, code: { ...desk, onMissing: null } }).leaves,
  ).toEqual([]);
});

test("an id that is known later is recorded, and not sent", () => {
  const code = { ...desk, transferConfigId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
  const columns = { applied: desk, live: desk, inputs: desk, code, diff: ["transferConfigId"] };
  expect(resourceOf(columns)).toMatchObject({
    leaves: [{ path: "transferConfigId", code: { kind: "unknown" } }],
    requests: [],
  });
  expect(resourceOf(columns).leaves).toHaveLength(1);
});

test.each([
  ["a field that cannot be cleared", { type: "sip", managedFields: ["type"] }, {}, ["type"]],
  [
    "options",
    {
      dynamicOptions: { pingUrl: "p", timeout: 1 },
      managedOptions: ["pingUrl", "timeout"],
      managedFields: ["dynamicOptions"],
    },
    { dynamicOptions: { pingUrl: "p" } },
    ["dynamicOptions.timeout"],
  ],
  ["additional fields", { additionalFields: { a: 1, b: 2 } }, { additionalFields: { a: 1 } }, ["b"]],
  ["additional fields that are one secret", { additionalFields: "[secret]" }, {}, ["additionalFields"]],
  [
    "nothing where the code has them as one secret, too",
    { additionalFields: "[secret]" },
    { additionalFields: "[secret]" },
    [],
  ],
  [
    "nothing where the code declares what it did",
    { type: "sip", managedFields: ["type"] },
    { type: "sip" },
    [],
  ],
])("of what the code no longer declares, what is left is named: %s", (_, record, code, left) => {
  const { notes } = resourceOf({ applied: record, live: record, code });
  expect(notes.filter((note) => note.startsWith("no longer declared"))).toEqual(
    left.length > 0 ? [`no longer declared and left as it is: ${left.join(", ")}`] : [],
  );
});

test("several that are left stand in one note", () => {
  const record = { type: "sip", warmTransfer: true, managedFields: ["type", "warmTransfer"] };
  expect(resourceOf({ applied: record, live: record, inputs: record, code: desk }).notes).toEqual([
    "no longer declared and left as it is: type, warmTransfer",
  ]);
});

describe("where the engine masks a value", () => {
  const options = (headers: unknown, more: object = {}) => ({
    dynamicOptions: { pingUrl: "p", headers, ...more },
  });
  const at = (updatedAt: string) => ({ updatedAt });

  test.each([
    ["where its diff names it", ["dynamicOptions.headers.b"], ["dynamicOptions.headers.b"]],
    ["not where it names nothing of the config", ["__nullPaths[0]", "transferConfigId"], []],
    ["not where it names a field that is as declared", ["name"], []],
  ])("a secret differs %s", (_, diff, leaves) => {
    const record = options({ a: "[secret]", b: "[secret]" });
    const resource = resourceOf({ applied: record, live: record, code: record, diff });
    expect(resource.leaves.map(({ path }) => path)).toEqual(leaves);
  });

  test("a value that the code has in plain text over a secret differs unless the engine names others alone", () => {
    const record = options({ a: "[secret]" });
    const code = options({ a: "plain" });
    expect(pathsOf(resourceOf({ applied: record, live: record, code }))).toEqual([
      ["dynamicOptions.headers.a", "both"],
    ]);
    expect(pathsOf(resourceOf({ applied: record, live: record, code, diff: ["name"] }))).toEqual([]);
  });

  test("nor does it matter that the last update had a secret there", () => {
    const record = options({ a: "[secret]" });
    const columns = { applied: record, live: record, inputs: record, code: options({ a: "plain" }) };
    expect(pathsOf(resourceOf(columns))).toEqual([["dynamicOptions.headers.a", "both"]]);
  });

  test("a masked key that the code doesn't declare is removed, whatever the engine names", () => {
    const [code, live] = [options({ a: "b" }), options({ a: "b", theirs: "[secret]" })];
    expect(pathsOf(resourceOf({ applied: code, live, code, diff: ["name"] }))).toEqual([
      ["dynamicOptions.headers.theirs", "drift"],
    ]);
  });

  test("a withheld value that is to be null is cleared, whatever the engine names", () => {
    const live = { warmSummaryPrompt: "[withheld: set outside this program]" };
    const inputs = { warmSummaryPrompt: "[secret]" };
    const columns = { applied: live, live, inputs, code: { warmSummaryPrompt: null }, diff: ["name"] };
    expect(pathsOf(resourceOf(columns))).toEqual([["warmSummaryPrompt", "clear"]]);
  });

  test("what was secret and is null now differs where the engine says so", () => {
    const record = { ...desk, warmSummaryPrompt: "[secret]", managedFields: ["name", "warmSummaryPrompt"] };
    const inputs = { ...desk, warmSummaryPrompt: "[secret]" };
    const columns = { applied: record, live: record, inputs, code: { ...desk, warmSummaryPrompt: null } };
    expect(pathsOf(resourceOf({ ...columns, diff: ["warmSummaryPrompt"] }))).toEqual([
      ["warmSummaryPrompt", "clear"],
    ]);
    // Null over an encrypted null: nothing to it.
    expect(pathsOf(resourceOf({ ...columns, diff: ["name"] }))).toEqual([]);
    expect(pathsOf(resourceOf(columns))).toEqual([]);
    // The last update had it in plain text, so that the secret is of a live value.
    expect(pathsOf(resourceOf({ ...columns, inputs: { ...desk, warmSummaryPrompt: "x" } }))).toEqual([
      ["warmSummaryPrompt", "clear"],
    ]);
  });

  test.each([
    ["on the live side", options({ a: "b" }), options("[secret]")],
    ["on the side of the code", options("[secret]"), options({ a: "b" })],
    ["on the side of the code, over another", options("[secret]"), options({ a: "[secret]" })],
  ])("a container that is one secret %s is written whole", (_, code, live) => {
    const columns = { applied: live, live, code };
    const pathsBy = (diff: string[]) => resourceOf({ ...columns, diff }).leaves.map(({ path }) => path);
    expect(pathsBy(["name", "dynamicOptions.headers.a"])).toEqual(["dynamicOptions.headers"]);
    expect(pathsBy(["name"])).toEqual([]);
  });

  test("where both are, the longer path that both show is named", () => {
    const live = { dynamicOptions: "[secret]" };
    const code = options("[secret]");
    const resource = resourceOf({ applied: live, live, code, diff: ["dynamicOptions.headers.a"] });
    expect(resource.leaves.map(({ path }) => path)).toContain("dynamicOptions.headers");
  });

  test("an additional field is named by the engine's path, and nothing below it", () => {
    const record = { additionalFields: "[secret]" };
    const diff = ["additionalFields.screen.view", "additionalFields.screen.colour"];
    expect(
      resourceOf({ applied: record, live: record, code: record, diff }).leaves.map(({ path }) => path),
    ).toEqual(["additionalFields.screen"]);
  });

  test("what the code no longer declares is given back, not written, whatever the engine names", () => {
    const record = {
      ...options({ a: "[secret]" }),
      managedOptions: ["headers", "pingUrl"],
      managedFields: ["dynamicOptions"],
    };
    const code = { dynamicOptions: { pingUrl: "p" } };
    const resource = resourceOf({ applied: record, live: record, code, diff: ["dynamicOptions.headers.a"] });
    expect(resource).toMatchObject({
      leaves: [],
      notes: [expect.stringContaining("dynamicOptions.headers"), expect.anything()],
    });
  });

  const unsure = "a secret, so it isn't known whether the live value or the code changed";
  const [monday, tuesday] = [at("2026-11-23T17:07:03.937Z"), at("2026-11-24T17:07:03.937Z")];

  test.each([
    ["a change where the live config is as it was", monday, monday, {}, "change", null],
    ["drift where the live config alone is newer", monday, tuesday, {}, "drift", null],
    ["both where something else differs, too", monday, tuesday, { pingUrl: "q" }, "both", unsure],
    ["both where an undeclared value changed", monday, tuesday, { timeout: 2 }, "both", unsure],
    ["both where it isn't known when the config was recorded", {}, tuesday, {}, "both", unsure],
    ["both where it isn't known when it changed", monday, {}, {}, "both", unsure],
    ["both where neither is known", {}, {}, {}, "both", unsure],
  ])("a secret that differs is %s", (_, before, now, live, expected, note) => {
    const record = options({ a: "[secret]" });
    const columns = {
      applied: { ...record, ...before },
      live: { ...options({ a: "[secret]" }, live), ...now },
      code: record,
      diff: ["dynamicOptions.headers.a"],
    };
    const leaf = resourceOf(columns).leaves.find(({ path }) => path === "dynamicOptions.headers.a");
    expect(leaf).toMatchObject({ class: expected, note, applied: secret, live: secret, code: secret });
  });

  test("without a refresh, a secret that differs is a change", () => {
    const record = { ...options({ a: "[secret]" }) };
    expect(
      resourceOf({ applied: record, code: record, diff: ["dynamicOptions.headers.a"] }).leaves,
    ).toMatchObject([{ class: "change", note: null, live: notRead }]);
  });
});

test.each([
  ["the live value alone", "a", "b", "a", "drift"],
  ["the code alone", "a", "a", "b", "change"],
  ["both, to different values", "a", "b", "c", "both"],
  ["the code, to nothing", "a", "a", null, "clear"],
  ["both, the code to nothing", "a", "b", null, "both"],
  ["the live value, from nothing", null, "b", null, "drift"],
  ["the live value, to nothing", "a", null, "a", "drift"],
])("a value that changed in %s has the class of that", (_, applied, live, code, expected) => {
  const columns = { applied: { sipUri: applied }, live: { sipUri: live }, code: { sipUri: code } };
  expect(pathsOf(resourceOf(columns))).toEqual([["sipUri", expected]]);
});
