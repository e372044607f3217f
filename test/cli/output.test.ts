// Where a report goes, how it looks there, and the exit code that it gives.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CliContext } from "../../provider/cli/cliContext";
import { type OutputOptions, publish } from "../../provider/cli/output";
import type { RenderOptions } from "../../provider/cli/render/renderOptions";
import type { Report } from "../../provider/cli/reportModel/types";
import { failure } from "../support/fixture";
import { renderers, reportOf } from "../support/reports";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** Publishes a report; returns the exit code and what was printed. */
async function published(
  report: Report,
  options: OutputOptions = {},
  { env = {}, ...terminal }: Terminal = {},
  readAll?: string,
) {
  const texts = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof texts) => ({ write: (text: string) => (texts[name] += text) });
  const context = { stdout: { ...stream("stdout"), ...terminal }, stderr: stream("stderr"), env };
  const code = await publish(report, options, context as unknown as CliContext, readAll);
  return { code, ...texts };
}

const drift = reportOf("drift");

test("a report goes to stdout as text, or in the format that is asked for, and nothing beside it", async () => {
  expect(await published(drift)).toEqual({ code: 2, stdout: renderers.text(drift), stderr: "" });
  expect((await published(drift, { format: "json", output: [] })).stdout).toBe(renderers.json(drift));
});

test("each file gets the format of its name unless one is asked for, and stderr the verdict", async () => {
  const [page, comment] = ["r.html", "r.md"].map((name) => join(folder, name)) as [string, string];
  const run = await published(drift, { output: [page, comment] });
  expect(run).toEqual({ code: 2, stdout: "", stderr: `${drift.verdict}\n` });
  expect(readFileSync(page, "utf8")).toBe(renderers.html(drift));
  expect(readFileSync(comment, "utf8")).toBe(renderers.markdown(drift));
  await published(drift, { output: [page], format: "junit" });
  expect(readFileSync(page, "utf8")).toBe(renderers.junit(drift));
});

test("a file that cannot be written is named, with the reason", async () => {
  const file = join(folder, "none", "r.md");
  expect(await failure(published(drift, { output: [file] }))).toMatchObject({
    name: "CliError",
    message: `cannot write ${file}: ENOENT`,
  });
});

test("the verdict is printed on one line, whatever it quotes", async () => {
  const output = [join(folder, "r.txt")];
  const run = await published({ ...drift, verdict: "a\nb\u001b" }, { output });
  expect(run.stderr).toBe("a b\ufffd\n");
});

test.each<[number, string, (report: Report) => Report]>([
  [0, "nothing is to do", ({ totals, ...report }) => ({ ...report, totals: { ...totals, attention: 0 } })],
  [2, "something is to do", (report) => report],
  [
    1,
    "a config could not be read, whatever else is to do",
    ({ totals, ...report }) => ({
      ...report,
      totals: { ...totals, byClass: { ...totals.byClass, unreadable: 1 } },
    }),
  ],
])("exit code %s where %s", async (code, _, change) => {
  expect((await published(change(drift))).code).toBe(code);
});

const all = "run it with --refresh --run-program --show-sames --json.";

test.each([
  [{ unseen: 2, unlisted: 0 }, undefined, `lacks those of 2: ${all}`],
  [{ unseen: 0, unlisted: 3 }, undefined, `lacks unchanged resources: ${all}`],
  [{ unseen: 2, unlisted: 3 }, "--all", "lacks those of 2: run it with --all."],
])("strict asks for more than %j", async (lacking, readAll, text) => {
  const strict = { strict: true, output: [join(folder, "r.md")] };
  const report = { ...drift, ...lacking };
  expect(await failure(published(report, strict, {}, readAll))).toMatchObject({
    name: "CliError",
    message: `--strict needs the live values of all configs, and the preview ${text}`,
  });
  expect(readdirSync(folder)).toEqual([]);
  expect((await published(report)).code).toBe(2);
});

test("strict is content with all live values", async () => {
  expect((await published({ ...drift, unseen: 0, unlisted: 0 }, { strict: true })).code).toBe(2);
});

test.each<[string, Terminal, RenderOptions]>([
  ["a pipe has neither width nor colours", { columns: 60, env: { COLUMNS: "60" } }, {}],
  ["a terminal has its width and colours", { isTTY: true, columns: 60 }, { width: 60, color: true }],
  ["one that doesn't know its width has 80 columns", { isTTY: true }, { width: 80, color: true }],
  [
    "one that doesn't know it takes that of the environment",
    { isTTY: true, columns: 0, env: { COLUMNS: "70" } },
    { width: 70, color: true },
  ],
  [
    "its own width counts first",
    { isTTY: true, columns: 60, env: { COLUMNS: "70" } },
    { width: 60, color: true },
  ],
  [
    "a width that is none is passed over",
    { isTTY: true, env: { COLUMNS: "wide" } },
    { width: 80, color: true },
  ],
  ["a width of one column is one", { isTTY: true, columns: 1 }, { width: 1, color: true }],
  [
    "NO_COLOR takes the colours",
    { isTTY: true, columns: 60, env: { NO_COLOR: "0" } },
    { width: 60, color: false },
  ],
  [
    "an empty NO_COLOR doesn't",
    { isTTY: true, columns: 60, env: { NO_COLOR: "" } },
    { width: 60, color: true },
  ],
  [
    "a dumb terminal has none",
    { isTTY: true, columns: 60, env: { TERM: "dumb" } },
    { width: 60, color: false },
  ],
])("%s", async (_, terminal, options) => {
  expect((await published(drift, {}, terminal)).stdout).toBe(renderers.text(drift, options));
});

test("a file is as wide as ever, and without colours", async () => {
  const file = join(folder, "r.txt");
  await published(drift, { output: [file] }, { isTTY: true, columns: 60 });
  expect(readFileSync(file, "utf8")).toBe(renderers.text(drift));
});

/** The file that SARIF names, of a project in `cwd`. */
async function locationOf(cwd: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await published(drift, { format: "sarif", ...(cwd !== undefined && { cwd }) }, { env });
  return JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
}

describe("SARIF names the project's file from the root of the repository", () => {
  const env = (name: string) => ({ [name]: folder });
  beforeEach(() => mkdirSync(join(folder, "infra/desks"), { recursive: true }));

  test.each(["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"])(
    "as %s has it",
    async (name) => {
      expect(await locationOf(join(folder, "infra/desks"), env(name))).toBe("infra/desks/Pulumi.yaml");
      expect(await locationOf(folder, env(name))).toBe("Pulumi.yaml");
    },
  );

  test("by the first of them that is set", async () => {
    const [outer, inner] = [folder, join(folder, "infra")];
    const cwd = join(folder, "infra/desks");
    const both = { GITHUB_WORKSPACE: "", CI_PROJECT_DIR: inner, BUILD_SOURCESDIRECTORY: outer };
    expect(await locationOf(cwd, both)).toBe("desks/Pulumi.yaml");
    expect(await locationOf(cwd, { ...both, GITHUB_WORKSPACE: outer })).toBe("infra/desks/Pulumi.yaml");
  });

  test("outside of it, by its name alone", async () => {
    expect(await locationOf(tmpdir(), env("GITHUB_WORKSPACE"))).toBe("Pulumi.yaml");
    expect(await locationOf(folder, { GITHUB_WORKSPACE: join(folder, "infra") })).toBe("Pulumi.yaml");
  });

  test("without CI, from the working directory", async () => {
    expect(await locationOf(undefined, {})).toBe("Pulumi.yaml");
    expect(await locationOf("infra", {})).toBe("infra/Pulumi.yaml");
    expect(await locationOf(undefined, { GITHUB_WORKSPACE: join(process.cwd(), "..") })).toMatch(
      /^[^/]+\/Pulumi\.yaml$/,
    );
  });
});
