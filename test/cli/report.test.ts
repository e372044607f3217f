// Recorded previews -> reports, against checked-in ones and against what each of them must say.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { parsePreview } from "../../provider/cli/preview/document";
import { renderHtml } from "../../provider/cli/render/html";
import { renderJson } from "../../provider/cli/render/json";
import { markdownLimit, renderMarkdown } from "../../provider/cli/render/markdown";
import { renderText } from "../../provider/cli/render/text";
import { buildReport } from "../../provider/cli/report/report";
import schema from "../../provider/cli/report/report.schema.json";
import {
  fleet,
  markedByProgram,
  previewPath,
  type RecordedDocument,
  readPreview,
  recorded,
} from "./documents";
import { runCli } from "./run";

const build = (document: RecordedDocument, strict = false) =>
  buildReport(parsePreview(JSON.stringify(document), "test"), { strict });
const reportOf = (name: string, strict = false) => build(readPreview(name), strict);
const value = (v: unknown) => ({ kind: "value", value: v });
const secret = { kind: "secret" };
const absent = { kind: "absent" };
// "json.txt", because a formatter of the repository would write .json files its own way.
const renderers = { txt: renderText, md: renderMarkdown, "json.txt": renderJson, html: renderHtml };

/** The first config of a report: what needs attention most. */
function first(name: string, strict = false) {
  const resource = reportOf(name, strict).resources[0];
  if (!resource) throw new Error("no resource");
  return resource;
}

// UPDATE_GOLDEN=1 writes them anew: read the difference before it is committed.
describe.each(recorded)("the report of %s", (name) => {
  test.each(Object.keys(renderers) as (keyof typeof renderers)[])("is as checked in (%s)", (extension) => {
    const file = join(__dirname, "golden", `${name}.${extension}`);
    const text = renderers[extension](reportOf(name));
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  test("as JSON has the documented shape", () => {
    const validate = new Ajv().compile(schema);
    validate(JSON.parse(renderJson(reportOf(name))));
    expect(validate.errors).toBeNull();
  });

  test("shows nothing internal and nothing sensitive in any format", () => {
    const document = readPreview(name);
    // As if the engine had not masked anything that this package knows as sensitive.
    const leak = markedByProgram.includes(name) ? '"[secret]"' : '"LEAKED-VALUE"';
    const leaky = JSON.parse(JSON.stringify(document).replaceAll('"[secret]"', leak));
    for (const render of Object.values(renderers)) {
      expect(render(build(leaky, true))).not.toMatch(/LEAKED|__provider|exports\.handler|cc_/);
    }
  });
});

test("a live value that moved is drift, with the applied and the live value and the code's", () => {
  const { class: kind, leaves, requests, observed } = first("drift");
  expect(kind).toBe("drift");
  expect(leaves).toEqual([
    {
      path: "directPhoneNumber",
      applied: value("+15550100"),
      live: value("+15550199"),
      code: value("+15550100"),
      class: "drift",
      note: null,
    },
  ]);
  const path = "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08";
  expect(requests).toEqual([
    { method: "GET", path, body: null, ifNeeded: false },
    {
      method: "PATCH",
      path,
      body: { directPhoneNumber: "+15550100" },
      ifNeeded: false,
    },
  ]);
  expect(observed.map((leaf) => leaf.path)).toEqual(["warmMode"]);
});

test("a value that moved in the code is a change", () => {
  expect(first("change")).toMatchObject({
    class: "change",
    leaves: [
      { applied: value("+15550100"), live: value("+15550100"), code: value("+15550111"), class: "change" },
    ],
    requests: [{ method: "GET" }, { method: "PATCH", body: { directPhoneNumber: "+15550111" } }],
  });
});

test("a value that moved on both sides is both, with three different columns", () => {
  expect(first("both")).toMatchObject({
    class: "both",
    leaves: [
      { applied: value("+15550100"), live: value("+15550199"), code: value("+15550111"), class: "both" },
    ],
  });
});

test("a secret that the code changed is a change without values, and a GET precedes its PATCH", () => {
  const { class: kind, leaves, requests } = first("secret");
  expect(kind).toBe("change");
  expect(leaves).toEqual([
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

test("a secret that moved while nothing else did is drift, as the live time of change tells", () => {
  expect(first("secret-drift")).toMatchObject({ class: "drift", leaves: [{ live: secret, class: "drift" }] });
});

test("a secret that moved beside other drift is both, and says that it cannot be told", () => {
  const document = readPreview("secret-drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, { warmTransfer: true });
  expect(build(document).resources[0]).toMatchObject({
    class: "both",
    leaves: [{ class: "both", note: expect.stringContaining("cannot be told") }],
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
  expect(leaves).toEqual([
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
  const many = build(fleet(name, 100, "scheduling-desk")).totals;
  expect(many).toMatchObject({ requests: 200, reads: 100, leastSeconds: 240 });
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
  expect(resource?.requests).toHaveLength(2);
});

test.each(["[secret]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])(
  "additional fields that are declared anew and not shown (%s) are still sent",
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

test("drift of an undeclared field is shown apart, and counts with --strict only", () => {
  expect(reportOf("observed").totals).toMatchObject({ attention: 0, observed: 1 });
  expect(first("observed", true)).toMatchObject({
    class: "observed",
    leaves: [],
    observed: [{ path: "warmMode", live: value("immediate-summary"), code: absent, class: "observed" }],
    requests: [],
  });
});

test("a config that is gone is missing, and would be created", () => {
  expect(first("missing")).toMatchObject({
    class: "missing",
    leaves: expect.arrayContaining([
      expect.objectContaining({
        path: "name",
        applied: value("Sales floor"),
        live: absent,
        class: "missing",
      }),
    ]),
    requests: [{ method: "POST", path: "/v2/campaigns/transfer-configs" }],
  });
});

test("an adoption reads first and writes only if needed", () => {
  expect(first("adopt")).toMatchObject({
    class: "adopt",
    id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    requests: [
      { method: "GET", ifNeeded: false },
      { method: "GET", ifNeeded: true },
      { method: "PATCH", ifNeeded: true },
    ],
  });
  expect(first("adopt").leaves[0]).toMatchObject({ live: { kind: "not-read" }, class: "adopt" });
});

test("a new config is created by one POST of what the code declares", () => {
  expect(first("create")).toMatchObject({ class: "create", id: null, requests: [{ method: "POST" }] });
});

test("a nullable field that the code drops is cleared, another is left and named", () => {
  expect(first("clear")).toMatchObject({
    class: "clear",
    leaves: [{ path: "warmMode", live: value("immediate-summary"), code: absent, class: "clear" }],
    requests: [{ method: "GET" }, { method: "PATCH", body: { warmMode: null } }],
    notes: ["no longer declared and left as it is: appointmentBookingEnabled"],
  });
});

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

test("another transferConfigId is a replacement", () => {
  expect(first("replace")).toMatchObject({
    class: "replace",
    leaves: [{ path: "transferConfigId", class: "replace" }],
    requests: [{ method: "GET" }, { method: "GET", ifNeeded: true }, { method: "PATCH", ifNeeded: true }],
  });
});

test("a stack that is as declared needs nothing", () => {
  expect(reportOf("nothing")).toMatchObject({
    verdict: "Nothing to do: 2 transfer configs are as declared.",
    refreshed: true,
    totals: { configs: 2, attention: 0, requests: 0, leastSeconds: 0 },
    unseen: 0,
  });
});

test("a preview without a refresh has no live column and no drift", () => {
  const document = readPreview("change");
  document.steps = document.steps.filter((step) => step.op !== "refresh");
  const report = build(document);
  expect(report.refreshed).toBe(false);
  expect(report.resources[0]).toMatchObject({
    class: "change",
    leaves: [{ applied: value("+15550100"), live: { kind: "not-read" }, code: value("+15550111") }],
  });
  expect(renderText(report)).toContain("Live values of 2 config(s) were not read");
});

/** The recorded update of `name`, with more inputs and outputs on its sides. */
function withUpdate(name: string, live: object, inputs: object, code: object): RecordedDocument {
  const document = readPreview(name);
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, live);
  Object.assign(step?.oldState?.inputs ?? {}, inputs);
  Object.assign(step?.newState?.inputs ?? {}, code);
  return document;
}

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
    path: "additionalFields.agentScreen",
    applied: value("inbox"),
    live: value("inbox"),
    code: value("none"),
    class: "change",
    note: null,
  });
  expect(resource?.requests[1]?.body).toMatchObject({ agentScreen: "none" });
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
    notes: ["changes only what the state keeps (deletionPolicy): nothing is sent"],
  });
});

test("a changed deletionPolicy is shown, and not sent", () => {
  const [resource] = build(withUpdate("change", {}, {}, { deletionPolicy: "delete" })).resources;
  expect(resource?.leaves).toContainEqual(
    expect.objectContaining({
      path: "deletionPolicy",
      code: value("delete"),
      note: "kept in the state, not sent",
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
      /^onConflict is "fail": pulumi up stops .* --refresh --run-program sends what stands here$/,
    ),
  ]);
});

test("a resource that an alias renamed is one resource, under its new name", () => {
  const document = readPreview("drift");
  for (const s of document.steps.filter((s) => s.op === "update")) {
    s.urn = s.urn.replace("sales-floor", "front-desk");
  }
  const report = build(document);
  expect(report.totals.configs).toBe(2);
  expect(report.resources[0]).toMatchObject({ name: "front-desk", class: "drift" });
});

test("the least duration follows from the quota of the stack's config", () => {
  const document = fleet("drift", 500);
  // 500 GET of the refresh come before 500 pairs of GET and PATCH.
  expect(build(document).totals).toMatchObject({ requests: 1000, reads: 500, leastSeconds: 1440 });
  expect(renderText(build(document))).toContain(
    "Requests of an update: 1000 (500 GET, 500 PATCH), after 500 GET by which up --refresh --run-program reads the recorded configs first",
  );
  document.config = { "carecycle:rateLimit": "100", "carecycle:rateWindowSeconds": "10" };
  expect(build(document).totals.leastSeconds).toBe(140);
  // Without a refresh, nothing is read again.
  document.steps = document.steps.filter((step) => step.op !== "refresh");
  expect(build(document).totals).toMatchObject({ requests: 1000, reads: 0, leastSeconds: 90 });
});

test("Markdown of 500 drifted configs fits a comment, is cut by whole configs, and counts the rest", () => {
  const report = build(fleet("drift", 500));
  const text = renderMarkdown(report);
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text.length).toBeGreaterThan(markdownLimit * 0.9);
  expect(text.split("\n")[0]).toBe(`**${report.verdict}**`);
  const shown = text.match(/^### drift: /gm)?.length ?? 0;
  expect(text).toContain(`${500 - shown} config(s) (${500 - shown} drift)`);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  for (const line of text.split("\n").filter((l) => l.startsWith("|"))) {
    expect(line.split("|")).toHaveLength(7);
  }
});

test("one config that alone is too large for a comment leaves its values out, and says so", () => {
  const document = readPreview("drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.newState?.inputs ?? {}, { warmSummaryPrompt: "`x`\n".repeat(20_000) });
  const text = renderMarkdown(build(document));
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text).toContain("do not fit here");
});

const hostile = "a | b `c` <img src=x onerror=alert(1)> @someone #12 [x](y)\n# h\u001b[31m";

test("a hostile name and value break neither a Markdown table nor a mention out of code", () => {
  const document = readPreview("drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, { name: hostile, directPhoneNumber: hostile });
  const text = renderMarkdown(build(document));
  expect(text).not.toContain("<img");
  expect(text).not.toContain("\u001b");
  const outside = text.replace(/<code>[^<]*<\/code>|`[^`\n]*`/g, "");
  expect(outside).not.toContain("@someone");
  for (const line of text.split("\n").filter((l) => l.startsWith("|")))
    expect(line.split("|")).toHaveLength(7);
  expect(renderText(build(document))).not.toContain("\u001b");
});

describe("the command", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "carecycle-report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("exits 0 for nothing, 2 for something, and counts observed drift with --strict", async () => {
    expect((await runCli(["report", previewPath("nothing")])).code).toBe(0);
    expect((await runCli(["report", previewPath("drift")])).code).toBe(2);
    expect((await runCli(["report", previewPath("observed")])).code).toBe(0);
    expect((await runCli(["report", previewPath("observed"), "--strict"])).code).toBe(2);
  });

  test("reads stdin and writes a file", async () => {
    const output = join(folder, "report.md");
    const args = ["report", "-", "--format", "markdown", "--output", output];
    const run = await runCli(args, { stdin: readFileSync(previewPath("drift"), "utf8") });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(readFileSync(output, "utf8")).toBe(renderMarkdown(reportOf("drift")));
  });

  test.each([
    ["an empty document", "", /stdin is empty/],
    ["a truncated one", readFileSync(previewPath("drift"), "utf8").slice(0, 4_000), /cut short or damaged/],
    ["text", "error: no stack selected", /is not JSON/],
    ["foreign JSON", '{"name":"x","version":"1.0.0"}', /not a preview/],
    ["a list", "[1,2]", /not a preview/],
    ["steps of another shape", '{"steps":[{"op":1}]}', /not a preview \(steps\.0\.op/],
    ["a stream of events", '{"sequence":1}\n{"sequence":2}\n', /PULUMI_ENABLE_STREAMING_JSON_PREVIEW/],
    [
      "a preview that failed",
      JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: "error: answered 401\n" }] }),
      /the preview in stdin failed: answered 401/,
    ],
  ])("refuses %s with one clear line and exit code 1", async (_, stdin, message) => {
    const run = await runCli(["report", "-"], { stdin });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("--strict refuses a preview that does not hold all live values", async () => {
    const document = readPreview("nothing");
    document.steps = document.steps.filter((s) => s.op !== "same" || !s.urn.includes("TransferConfig"));
    const run = await runCli(["report", "-", "--strict"], { stdin: JSON.stringify(document) });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("--show-sames") });
    expect((await runCli(["report", "-"], { stdin: JSON.stringify(document) })).code).toBe(0);
  });

  test("names a file that is not there, and an unknown format", async () => {
    expect((await runCli(["report", join(folder, "none.json")])).stderr).toMatch(/cannot read .*ENOENT/);
    expect(await runCli(["report", "-", "--format", "pdf"])).toMatchObject({ code: 1, stdout: "" });
  });
});
