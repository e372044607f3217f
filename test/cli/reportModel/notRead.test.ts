// What a report claims of configs whose live values it does not hold: only that the code did not change.
import { parsePreview } from "../../../provider/cli/preview/document";
import { renderHtml } from "../../../provider/cli/render/html";
import { renderJson } from "../../../provider/cli/render/json";
import { renderMarkdown } from "../../../provider/cli/render/markdown";
import { renderText } from "../../../provider/cli/render/text";
import { buildReport } from "../../../provider/cli/reportModel/report";
import { previewPath, type RecordedDocument, readPreview, recorded } from "../../support/previews";
import { runCli } from "../../support/runCli";

const build = (document: RecordedDocument, strict = false) =>
  buildReport(parsePreview(JSON.stringify(document), "test"), { strict });
const formats = [renderText, renderMarkdown, renderHtml, renderJson];

/** A recorded document without the steps that `drop` names. */
function without(name: string, drop: (step: RecordedDocument["steps"][number]) => boolean): RecordedDocument {
  const document = readPreview(name);
  return { ...document, steps: document.steps.filter((step) => !drop(step)) };
}

test.each([
  [
    "neither read nor listed",
    "plain",
    /^Nothing changed in the code; unchanged transfer configs aren't in this preview and were not read \(how many isn't known\)\.$/,
    { unread: 0, unlisted: 2 },
  ],
  [
    "listed and not read",
    "plain-sames",
    /^Nothing changed in the code; 2 transfer configs were not read\.$/,
    { unread: 2, unlisted: 0 },
  ],
  [
    "changed, another neither read nor listed",
    "plain-change",
    /^1 of 1 transfer config: 1 changed; 1 not read\. An update sends 2 requests \(drift of what was not read aside\)\.$/,
    { unread: 1, unlisted: 1 },
  ],
])("configs that are %s are never said to be as declared", (_, name, verdict, counts) => {
  const report = build(readPreview(name));
  expect(report.verdict).toMatch(verdict);
  expect(report).toMatchObject({ refreshed: false, ...counts });
  for (const render of formats) {
    const text = render(report);
    expect(text).toMatch(/not read/);
    expect(text).not.toMatch(/Nothing to do|as declared/);
  }
});

test("of a refresh of some configs, the others are counted and named as not read", () => {
  const report = build(without("nothing", (s) => s.op === "refresh" && s.urn.endsWith("sales-floor")));
  expect(report.verdict).toBe("Nothing changed in the code; 1 of 2 transfer configs was not read.");
  expect(report).toMatchObject({ refreshed: true, unread: 1, unlisted: 0 });
  expect(report.resources.find((r) => r.name === "sales-floor")).toMatchObject({
    class: "unchanged",
    notes: ["its live values were not read, so it isn't known whether it drifted"],
  });
});

test("of a refresh of some configs without --show-sames, nothing is said of the others but that they were not read", () => {
  const report = build(
    without(
      "nothing",
      (s) => s.urn.endsWith("sales-floor") || (s.op === "same" && s.urn.endsWith("scheduling-desk")),
    ),
  );
  expect(report.verdict).toBe("Nothing to do: 1 transfer config that the preview read is as declared.");
  expect(report).toMatchObject({ unread: 0, unlisted: 1 });
  expect(renderMarkdown(report)).toContain("1 unchanged resource isn't in this preview");
});

test("a refresh of all needs no --show-sames to be whole", () => {
  const report = build(without("nothing", (s) => s.op === "same" && s.urn.includes("TransferConfig")));
  expect(report).toMatchObject({
    verdict: "Nothing to do: 2 transfer configs are as declared.",
    unread: 0,
    unlisted: 0,
  });
});

test("a config that the program only reads (the resource option id) is no config of the stack", () => {
  const document = without("nothing", (s) => s.urn.endsWith("sales-floor"));
  const step = readPreview("nothing").steps.find((s) => s.op === "same" && s.urn.endsWith("sales-floor"));
  if (step) document.steps.push({ ...step, op: "read" });
  expect(build(document)).toMatchObject({ totals: { configs: 1 }, unread: 0, others: {} });
});

test("new configs alone leave nothing unread", () => {
  const report = build(without("create", (s) => s.op === "refresh" || s.op === "same"));
  expect(report).toMatchObject({ unread: 0 });
});

test.each(recorded.filter((name) => !name.startsWith("plain")))("%s was read whole", (name) => {
  expect(build(readPreview(name))).toMatchObject({ unread: 0, unlisted: 0 });
});

test("the exit code is 0 where nothing differs, and --strict refuses what was not read", async () => {
  for (const name of ["plain", "plain-sames"]) {
    expect((await runCli(["report", previewPath(name)])).code).toBe(0);
    const strict = await runCli(["report", previewPath(name), "--strict"]);
    expect(strict).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("--show-sames") });
  }
  expect((await runCli(["report", previewPath("plain-change")])).code).toBe(2);
});

/** The recorded drift, with the other config unreadable. */
function unreadable(op: "read" | "adopt"): RecordedDocument {
  const document = readPreview(op === "read" ? "drift" : "adopt");
  const reason = { __unreadable: "GET /x: answered 403 FORBIDDEN: no\n::error::taken" };
  for (const step of document.steps) {
    if (op === "read" && step.urn.endsWith("::scheduling-desk") && step.oldState) {
      Object.assign(step.oldState.outputs ?? {}, step.op === "refresh" ? {} : reason);
      if (step.op === "refresh") Object.assign(step.newState?.outputs ?? {}, reason);
    }
    if (op === "adopt" && step.op === "create") Object.assign(step.newState?.inputs ?? {}, reason);
  }
  return document;
}

test("a config that could not be read hides no other, and says why on one line", () => {
  const report = build(unreadable("read"));
  expect(report.verdict).toBe(
    "2 of 2 transfer configs: 1 unreadable, 1 drifted. An update sends at most 2 requests to the others.",
  );
  expect(report.resources).toMatchObject([
    { name: "scheduling-desk", class: "unreadable", requests: [], observed: [] },
    { name: "sales-floor", class: "drift" },
  ]);
  for (const render of formats) expect(render(report)).not.toMatch(/^\s*::error/m);
  // The others were read, so that --strict has nothing to refuse.
  expect(build(unreadable("read"), true)).toMatchObject({ unseen: 0, unread: 0 });
});

test("nor does one that is to be adopted", () => {
  expect(build(unreadable("adopt")).resources[0]).toMatchObject({ class: "unreadable", requests: [] });
});

test("a report with an unreadable config ends with exit code 1, and is written", async () => {
  const run = await runCli(["report", "-"], { stdin: JSON.stringify(unreadable("read")) });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain("DRIFT (critical) sales-floor");
});

test("an adopted config that is gone is missing: the update asks for it, and fails", () => {
  const [resource] = build(readPreview("gone-adopted")).resources;
  expect(resource).toMatchObject({
    name: "sales-floor",
    class: "missing",
    requests: [{ method: "GET", path: expect.stringContaining("497f6eca") }],
    notes: [expect.stringMatching(/the update fails here. Remove transferConfigId/)],
  });
  expect(resource?.leaves[0]).toMatchObject({ path: "name", live: { kind: "absent" }, class: "missing" });
});

test('a missing config under onMissing "fail" is sent nothing', () => {
  const document = readPreview("missing");
  document.config = { "carecycle:onMissing": "fail" };
  expect(build(document).resources[0]).toMatchObject({
    class: "missing",
    requests: [],
    notes: [expect.stringContaining('onMissing is "fail"')],
  });
});
