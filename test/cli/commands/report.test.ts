// `report`: its exit codes, where it writes, and what it says of a document that is no preview.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { PassThrough } from "node:stream";
import { renderMarkdown } from "../../../provider/cli/render/markdown";
import { fleet, previewPath, readPreview, renderers, reportOf } from "../../support/reports";
import { runCli } from "../../support/runCli";

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

test("takes a document that begins with a byte order mark", async () => {
  const document = readFileSync(previewPath("drift"), "utf8");
  const [plain, marked] = [document, `\uFEFF${document}`].map((stdin) => runCli(["report", "-"], { stdin }));
  expect(await marked).toEqual(await plain);
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
    JSON.stringify({
      steps: [],
      diagnostics: [{ severity: "error", message: "error: Preview failed: answered 401\n" }],
    }),
    // The engine says it, too: once is enough.
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

test("a preview that does not hold the live values of what is written to is reported, and makes no plan", async () => {
  const stdin = JSON.stringify(fleet("plain-change", 2));
  expect((await runCli(["report", "-"], { stdin })).code).toBe(2);
  const { code, stdout, stderr } = await runCli(["report", "-", "--plan", join(folder, "p.json")], { stdin });
  expect([code, stdout, readdirSync(folder)]).toEqual([1, "", []]);
  expect(stderr).toContain("the preview lacks those of desk-0, desk-1: make the plan with ");
});

test("names a file that is no preview or is not there, and an unknown format", async () => {
  const file = join(folder, "none.json");
  const said = async () => (await runCli(["report", file])).stderr;
  expect(await said()).toMatch(/^pulumi-carecycle: cannot read .+none\.json: ENOENT( See \S+)?\n$/);
  writeFileSync(file, "");
  expect(await said()).toContain(`pulumi-carecycle: ${file} is empty: `);
  expect(await runCli(["report", "-", "--format", "pdf"])).toMatchObject({ code: 1, stdout: "" });
});

test("writes as many files as are named, each in the format of its extension", async () => {
  const files = ["r.md", "r.HTML", "r.json", "r.txt", "r.xml", "r.sarif", "r.sarif.json"].map((name) =>
    join(folder, name),
  );
  const args = ["report", previewPath("drift"), ...files.flatMap((file) => ["--output", file])];
  expect(await runCli(args)).toMatchObject({ code: 2, stdout: "" });
  const report = reportOf("drift");
  expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(
    (["markdown", "html", "json", "text", "junit", "sarif", "sarif"] as const).map((format) =>
      renderers[format](report),
    ),
  );
});

test("SARIF names the project's file from the root of the repository, as CI says where that is", async () => {
  const uri = async (env: NodeJS.ProcessEnv) => {
    const { stdout } = await runCli(["report", previewPath("drift"), "--format", "sarif"], { env });
    return JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
  };
  expect(await uri({})).toBe("Pulumi.yaml");
  expect(await uri({ GITHUB_WORKSPACE: process.cwd() })).toBe("Pulumi.yaml");
  expect(await uri({ GITHUB_WORKSPACE: join(process.cwd(), "..") })).toBe(
    `${basename(process.cwd())}/Pulumi.yaml`,
  );
  expect(await uri({ CI_PROJECT_DIR: folder })).toBe("Pulumi.yaml");
});

test("needs no schema of what it writes", async () => {
  jest.resetModules();
  jest.doMock("../../../provider/cli/reportModel/schema", () => {
    throw new Error("the schema was loaded");
  });
  const {
    run,
  }: typeof import("../../../provider/cli/commandLine") = require("../../../provider/cli/commandLine");
  const output = join(folder, "r.json");
  const { stdin, env } = process;
  const sink = new PassThrough();
  const code = await run(["report", previewPath("drift"), "--output", output], {
    stdin,
    stdout: sink,
    stderr: sink,
    env,
    cwd: () => folder,
  });
  jest.dontMock("../../../provider/cli/reportModel/schema");
  expect(code).toBe(2);
});
