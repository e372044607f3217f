// What each command gets of a command line: defaults, choices, and options that bring others along.
import { runCli } from "../support/runCli";

/** Command and arguments of the last run, its context left out. */
let got: unknown[] = [];
const command =
  (name: string) =>
  async (...args: unknown[]) => {
    got = [name, ...args.slice(0, -1)];
    return 2;
  };
// What the commands do with these is asked of each of them.
for (const name of ["report", "preview", "drift", "adopt", "usage", "doctor", "init"])
  jest.doMock(`../../provider/cli/commands/${name}`, () => ({ [name]: command(name) }));

beforeEach(() => {
  got = [];
});

async function gets(line: string): Promise<unknown[]> {
  const run = await runCli(line.split(" "));
  expect(run).toEqual({ code: 2, stdout: "", stderr: "" });
  return got;
}

test.each<[string, unknown[]]>([
  ["report", ["-", {}]],
  ["preview", [{ cwd: "." }]],
  ["drift", [{ cwd: "." }]],
  ["adopt", [[], { out: "." }]],
  ["usage", [[], { check: "unknown" }]],
  ["doctor", [{ cwd: "." }]],
  ["init desks", ["desks", { forge: "none" }]],
])("%s without an option", async (line, args) => {
  expect(await gets(line)).toEqual([line.split(" ")[0], ...args]);
});

const reporting = { strict: true, format: "json", output: ["a.md", "b.html"] };
const reportingLine = "--strict --format json --output a.md --output b.html";

test.each<[string, unknown[]]>([
  [`report file.json --plan p.json ${reportingLine}`, ["file.json", { plan: "p.json", ...reporting }]],
  [
    `preview --stack dev --cwd app --all --plan p.json ${reportingLine}`,
    [{ stack: "dev", cwd: "app", all: true, plan: "p.json", ...reporting }],
  ],
  [
    `drift --stack dev --cwd app --shard 2/7 --since last.json ${reportingLine}`,
    [{ stack: "dev", cwd: "app", shard: { index: 2, of: 7 }, since: "last.json", ...reporting }],
  ],
  [
    "adopt a b --out configs --single --stdin --force --discover --stack dev --cwd app --set-secrets --import-file i.json",
    [
      ["a", "b"],
      {
        out: "configs",
        single: true,
        stdin: true,
        force: true,
        discover: true,
        stack: "dev",
        cwd: "app",
        setSecrets: true,
        importFile: "i.json",
      },
    ],
  ],
  ["adopt --discover --status active", [[], { out: ".", discover: true, status: ["active"] }]],
  ["adopt --discover --campaign-details", [[], { out: ".", discover: true, campaignDetails: true }]],
  [
    "usage a b --stack dev --cwd app --check none --status draft --campaign-details --format markdown --output a.md",
    [
      ["a", "b"],
      {
        stack: "dev",
        cwd: "app",
        check: "none",
        status: ["draft"],
        campaignDetails: true,
        format: "markdown",
        output: ["a.md"],
      },
    ],
  ],
  [
    "doctor --cwd app --stack dev --id a --probe b --yes",
    [{ cwd: "app", stack: "dev", id: "a", probe: "b", yes: true }],
  ],
  ["init desks --forge gitlab --package x.tgz", ["desks", { forge: "gitlab", package: "x.tgz" }]],
])("%s", async (line, args) => {
  expect(await gets(line)).toEqual([line.split(" ")[0], ...args]);
});

test.each(["report", "preview", "drift"])("of %s, what narrows the usage asks for it", async (name) => {
  const last = async (line: string) => (await gets(line)).at(-1);
  expect(await last(`${name} --usage`)).toMatchObject({ usage: true });
  expect(await last(`${name} --status draft`)).toMatchObject({ usage: true, status: ["draft"] });
  expect(await last(`${name} --campaign-details`)).toMatchObject({ usage: true, campaignDetails: true });
  expect(await last(name)).not.toHaveProperty("usage");
});

test("statuses add up, over a list and over several options", async () => {
  expect(await gets("usage --status draft,active --status paused")).toEqual([
    "usage",
    [],
    { check: "unknown", status: ["draft", "active", "paused"] },
  ]);
});

const shards = "It must be I/N with 1 <= I <= N, such as 1/4.";

test.each([
  ["drift --shard 5/4", shards],
  ["drift --shard 0/4", shards],
  ["drift --shard 1/0", shards],
  ["drift --shard 01/4", shards],
  ["drift --shard x1/4", shards],
  ["drift --shard 1/4x", shards],
  ["drift --shard 1", shards],
  ["drift --shard 1/1000000000", shards],
  ["usage --status nearly", '"nearly" is none; it must be a list of'],
  ["usage --format html", "Allowed choices are text, json, markdown."],
  ["report --format pdf", "Allowed choices are text, markdown, json, html, junit, sarif."],
  ["usage --check some", "Allowed choices are unknown, all, none."],
  ["init desks --forge svn", "Allowed choices are github, gitlab, none."],
  ["completion csh", "Allowed choices are bash, zsh, fish."],
  ["init", "error: missing required argument 'dir'"],
  ["drift --all", "error: unknown option '--all'"],
  ["look", "error: unknown command 'look'"],
])("%s is refused with what is allowed, and nothing runs", async (line, message) => {
  const run = await runCli(line.split(" "));
  expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(message) });
  expect(got).toEqual([]);
});

test.each([
  ["1/1", { index: 1, of: 1 }],
  ["3/12", { index: 3, of: 12 }],
  ["999999/999999", { index: 999_999, of: 999_999 }],
])("a shard is %s", async (text, shard) => {
  expect((await gets(`drift --shard ${text}`))[1]).toMatchObject({ shard });
});

test("the version is the package's", async () => {
  const { version } = require("../../provider/package.json") as { version: string };
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});
