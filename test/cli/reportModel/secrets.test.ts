// Secrets in a report: how far a change of one can be told, and that its value is nowhere.
import { planOf } from "../../../provider/cli/plan/planOf";
import { reviewOf } from "../../../provider/cli/reportModel/report";
import { previewOf, resourceOf } from "../../support/previewSteps";
import {
  absent,
  build,
  first,
  fleet,
  readPreview,
  renderers,
  reportOf,
  secret,
  value,
  withUpdate,
} from "../../support/reports";

test("a secret that the code changed is a change without values, and a GET precedes its PATCH", () => {
  const { class: kind, leaves, requests } = first("secret");
  expect(kind).toBe("change");
  expect(leaves).toMatchObject([
    {
      path: "dynamicOptions.headers.authorization",
      applied: secret,
      live: secret,
      code: secret,
      class: "change",
      note: null,
    },
  ]);
  expect(requests.map((r) => r.method)).toEqual(["GET", "PATCH"]);
  expect(requests[1]?.body).toMatchObject({ dynamicOptions: { headers: { authorization: "[secret]" } } });
});

test("a secret that changed live while nothing else did is drift, as updatedAt shows", () => {
  expect(first("secret-drift")).toMatchObject({ class: "drift", leaves: [{ live: secret, class: "drift" }] });
});

test("a secret that changed beside other drift is both, and the note says that it isn't known", () => {
  const document = readPreview("secret-drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, { warmTransfer: true });
  expect(build(document).resources[0]).toMatchObject({
    class: "both",
    leaves: [
      {
        class: "both",
        note: expect.stringContaining("isn't known whether the live value or the code changed"),
      },
    ],
  });
});

const deskPath = "/v2/campaigns/transfer-configs/0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";

test.each([
  ["body-secret", "dynamicOptions.body", { pingUrl: expect.any(String), body: "[secret]" }],
  ["headers-secret", "dynamicOptions.headers", { headers: "[secret]", body: expect.any(Object) }],
  ["options-secret", "dynamicOptions", "[secret]"],
])("a change within what the program made one secret is sent (%s)", (name, path, dynamicOptions) => {
  const { class: kind, leaves, requests } = first(name);
  expect(kind).toBe("change");
  expect(leaves).toMatchObject([
    { path, applied: secret, live: secret, code: secret, class: "change", note: null },
  ]);
  expect(requests).toEqual([
    { method: "GET", path: deskPath, body: null, ifNeeded: false },
    { method: "PATCH", path: deskPath, body: { dynamicOptions: expect.anything() }, ifNeeded: false },
  ]);
  const options = requests[1]?.body?.dynamicOptions;
  if (typeof dynamicOptions === "string") expect(options).toBe(dynamicOptions);
  else expect(options).toMatchObject(dynamicOptions);
  expect(reportOf(name)).toMatchObject({
    verdict: "1 of 2 transfer configs: 1 changed. An update sends 2 requests.",
    totals: { requests: 2, byMethod: { GET: 1, PATCH: 1 } },
  });
  const many = build(fleet(name, 21, "scheduling-desk")).totals;
  expect(many).toMatchObject({ requests: 42, reads: 21, leastSeconds: 60 });
});

test("a change of a secret additional field is sent under the name by which the engine calls it", () => {
  expect(first("additional-secret")).toMatchObject({
    class: "change",
    leaves: [
      {
        path: "additionalFields.agentScreen",
        applied: secret,
        live: secret,
        code: secret,
        class: "change",
      },
    ],
    requests: [{ method: "GET" }, { method: "PATCH", path: deskPath, body: { agentScreen: "[secret]" } }],
  });
});

test("drift of a secret element of a list is drift of the list, which is sent whole", () => {
  expect(first("list-secret")).toMatchObject({
    class: "drift",
    leaves: [
      { path: "transferWaitingMessages", applied: secret, live: secret, code: secret, class: "drift" },
    ],
    requests: [{ method: "GET" }, { method: "PATCH", body: { transferWaitingMessages: "[secret]" } }],
  });
});

test("a secret that only one side holds as one is compared as the engine did", () => {
  const document = readPreview("body-secret");
  const step = document.steps.find((s) => s.op === "update");
  const options = { pingUrl: "https://agents.example.com/v1/available", body: { skill: "[secret]" } };
  Object.assign(step?.newState?.inputs ?? {}, { dynamicOptions: options });
  for (const s of document.steps.filter((s) => s.urn.endsWith("scheduling-desk"))) {
    Object.assign(s.oldState?.outputs ?? {}, { dynamicOptions: "[secret]" });
  }
  Object.assign(step ?? {}, { detailedDiff: { "dynamicOptions.body.skill": { kind: "update" } } });
  const [resource] = build(document).resources;
  expect(resource?.leaves.map((leaf) => [leaf.path, leaf.class])).toEqual([
    ["dynamicOptions.body", "change"],
  ]);
  expect(resource?.leaves[0]).toMatchObject({ live: secret });
  // Where a server merges, what only the live secret holds would be removed by another pair.
  expect(resource?.requests.map(({ method, ifNeeded }) => [method, ifNeeded])).toEqual([
    ["GET", false],
    ["PATCH", false],
    ["GET", true],
    ["PATCH", true],
  ]);
});

test.each(["[secret]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])(
  "additional fields that are declared again and not shown (%s) are still sent",
  (code) => {
    const document = withUpdate("change", {}, {}, { additionalFields: code });
    const step = document.steps.find((s) => s.op === "update");
    Object.assign(step?.detailedDiff ?? {}, { additionalFields: { kind: "add" } });
    const [resource] = build(document).resources;
    expect(resource?.leaves.map((leaf) => leaf.path)).toContain("additionalFields");
    expect(Object.keys(resource?.requests[1]?.body ?? {})).toContain("additionalFields");
  },
);

test("a header that somebody added is drift whose value is withheld", () => {
  const { leaves, requests } = first("header");
  expect(leaves).toMatchObject([
    {
      path: 'dynamicOptions.headers["x-debug"]',
      applied: absent,
      live: { kind: "withheld" },
      code: absent,
      class: "drift",
    },
  ]);
  const options = requests[1]?.body?.dynamicOptions;
  expect(options).toMatchObject({ headers: { authorization: "[secret]", "x-team": "[secret]" } });
  expect(options).not.toHaveProperty(["headers", "x-debug"]);
});

test("a value of an additional field that the code does not have is not shown", () => {
  const live = { additionalFields: { agentScreen: { view: "inbox", token: "LEAKED" }, old: "LEAKED" } };
  const document = withUpdate("change", live, live, {
    additionalFields: { agentScreen: { view: "none" }, old: null },
  });
  const report = build(document);
  const leaves = report.resources[0]?.leaves;
  expect(leaves).toContainEqual(
    expect.objectContaining({
      path: "additionalFields.agentScreen.view",
      live: value("inbox"),
      code: value("none"),
    }),
  );
  expect(leaves).toContainEqual(
    expect.objectContaining({ path: "additionalFields.agentScreen.token", live: secret, code: absent }),
  );
  for (const render of Object.values(renderers)) expect(render(report)).not.toContain("LEAKED");
});

test("a nested name that begins with two underscores is shown, a top-level one is not", () => {
  const names = { headers: { __x: "LEAKED" }, body: { a: { __y: "LEAKED" } } };
  const document = withUpdate(
    "change",
    {},
    {},
    {
      dynamicOptions: names,
      additionalFields: { __z: "shown" },
      __secretFields: "hidden",
    },
  );
  const report = build(document);
  const [resource] = report.resources;
  expect(resource?.leaves.map((leaf) => leaf.path)).toContain("additionalFields.__z");
  expect(resource?.requests[1]?.body).toMatchObject({
    dynamicOptions: { headers: { __x: "[secret]" }, body: { a: { __y: "[secret]" } } },
    __z: "shown",
  });
  for (const render of Object.values(renderers))
    expect(render(report)).not.toMatch(/LEAKED|hidden"|__secret/);
});

test("what the code makes secret is shown in no column, name or request, although the state has it in plain text", () => {
  const plain = { name: "canary-name", sipUri: "canary-uri", managedFields: ["name"] };
  const code = { name: "[secret]", sipUri: "[secret]" };
  const columns = {
    applied: plain,
    live: { ...plain, sipUri: "canary-theirs" },
    inputs: { name: "canary-name" },
    code,
  };
  const resource = resourceOf({ ...columns, diff: ["sipUri", "name"] });
  expect(JSON.stringify(resource)).not.toContain("canary");
  expect(resource.configName).toBe("[secret]");
  expect(resource.leaves).toMatchObject([
    { path: "name", applied: secret, live: secret, code: secret },
    { path: "sipUri", applied: secret, live: secret, code: secret },
  ]);
  const plan = planOf(reviewOf(previewOf([{ ...columns, diff: ["sipUri", "name"] }])), new Date());
  expect(plan.writes).toHaveLength(1);
  expect(JSON.stringify(plan)).not.toContain("canary");
  const added = resourceOf({ ...columns, code: { name: "[secret]", sipUri: "[secret]" }, diff: ["sipUri"] });
  expect(added.requests).toMatchObject([{ method: "GET" }, { method: "PATCH", ifNeeded: true }]);
});
