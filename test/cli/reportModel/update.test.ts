// What an update sends: nulls, unknown values, additional fields, and the inputs that only the state keeps.
import { build, first, readPreview, value, withUpdate } from "../../support/reports";

test("a newly declared null is to clear, with its PATCH, though the engine names an internal input alone", () => {
  const document = readPreview("declared-null");
  const diffs = document.steps.flatMap((step) => Object.keys(step.detailedDiff ?? {}));
  expect(diffs).toEqual(["__nullPaths"]);
  expect(first("declared-null")).toMatchObject({
    class: "clear",
    leaves: [
      { path: "warmMode", live: value("wait-for-operator"), code: value(null), class: "clear", note: null },
    ],
    requests: [{ method: "GET" }, { method: "PATCH", body: { warmMode: null } }],
    notes: [],
  });
});

test.each([
  ["a field that the engine masks", { sipHeaders: "[secret]" }, { sipHeaders: null }, { sipHeaders: null }],
  [
    "all dynamic options",
    { dynamicOptions: { pingUrl: "x" } },
    { dynamicOptions: null },
    { dynamicOptions: null },
  ],
  [
    "a leaf of a body",
    { dynamicOptions: { body: { a: "[secret]", b: "[secret]" } } },
    { dynamicOptions: { body: { a: null, b: "[secret]" } } },
    { dynamicOptions: { body: { a: null, b: "[secret]" } } },
  ],
])("a null for %s is found by value, whatever the engine names", (_, live, code, body) => {
  const document = readPreview("declared-null");
  for (const s of document.steps.filter((s) => s.urn.endsWith("sales-floor"))) {
    Object.assign(s.oldState?.outputs ?? {}, live);
    Object.assign(s.newState?.inputs ?? {}, { warmMode: "wait-for-operator", ...code });
    if (s.detailedDiff)
      s.detailedDiff = { "__nullPaths[0]": { kind: "update" }, "__nullPaths[1]": { kind: "add" } };
  }
  const [resource] = build(document).resources;
  expect(resource).toMatchObject({ class: "clear", leaves: [{ code: value(null), class: "clear" }] });
  expect(resource?.leaves).toHaveLength(1);
  expect(resource?.requests.at(-1)?.body).toEqual(body);
});

test("a value that is known after the update only is a change, and stands in the body as such", () => {
  const code = { directPhoneNumber: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
  const [resource] = build(withUpdate("change", {}, {}, code)).resources;
  expect(resource).toMatchObject({
    class: "change",
    leaves: [{ code: { kind: "unknown" } }],
    requests: [{ method: "GET" }, { body: { directPhoneNumber: "[known after apply]" } }],
  });
});

test("an additional field is a leaf under additionalFields, and stands at the root of the body", () => {
  const old = { additionalFields: { agentScreen: "inbox" } };
  const document = withUpdate("change", old, old, { additionalFields: { agentScreen: "none" } });
  Object.assign(
    document.steps.find((s) => s.op === "refresh" && s.urn.endsWith("sales-floor"))?.oldState?.outputs ?? {},
    old,
  );
  const [resource] = build(document).resources;
  expect(resource?.leaves).toContainEqual({
    severity: null,
    firstSeen: null,
    path: "additionalFields.agentScreen",
    applied: value("inbox"),
    live: value("inbox"),
    code: value("none"),
    class: "change",
    note: null,
  });
  expect(resource?.requests[1]?.body).toMatchObject({ agentScreen: "none" });
});

test("an adoption of an id that is known later names no id", () => {
  const document = readPreview("adopt");
  for (const step of document.steps) {
    if (step.newState?.inputs?.transferConfigId === undefined) continue;
    step.newState.inputs.transferConfigId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  }
  const resource = build(document).resources.find((r) => r.class === "adopt");
  expect(resource).toMatchObject({ id: null });
  expect(resource?.requests.map((r) => r.path)).toEqual([
    "/v2/campaigns/transfer-configs/{id}",
    "/v2/campaigns/transfer-configs/{id}",
    "/v2/campaigns/transfer-configs/{id}",
  ]);
});

test("an update of nothing but the deletionPolicy says so", () => {
  const document = withUpdate(
    "change",
    {},
    {},
    {
      directPhoneNumber: "+15550100",
      deletionPolicy: "delete",
    },
  );
  expect(build(document).resources[0]).toMatchObject({
    leaves: [{ path: "deletionPolicy" }],
    requests: [],
    notes: ["changes only what the state records (deletionPolicy); nothing is sent"],
  });
});

test("a changed deletionPolicy is shown, and not sent", () => {
  const [resource] = build(withUpdate("change", {}, {}, { deletionPolicy: "delete" })).resources;
  expect(resource?.leaves).toContainEqual(
    expect.objectContaining({
      path: "deletionPolicy",
      code: value("delete"),
      note: "recorded in the state, not sent",
    }),
  );
  expect(Object.keys(resource?.requests[1]?.body ?? {})).toEqual(["directPhoneNumber"]);
});

test.each(["overwrite", "fail"])('with onConflict "%s" an update reads before it writes', (onConflict) => {
  const guard = { onConflict };
  const [resource] = build(withUpdate("change", guard, guard, guard)).resources;
  expect(resource?.requests.map((r) => r.method)).toEqual(["GET", "PATCH"]);
});

test('under onConflict "fail", drift says which update would send its PATCH', () => {
  const document = readPreview("drift");
  document.config = { "carecycle:onConflict": "fail" };
  expect(build(document).resources[0]?.notes).toEqual([
    expect.stringMatching(
      /^onConflict is "fail": pulumi up stops .* --refresh --run-program sends the requests shown here$/,
    ),
  ]);
});
