// `usage` of a recorded stack: which configs are the stack's, whose key reads, and what is announced, printed and written.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UsageReport } from "../../../provider/cli/usage/usageReport";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { recordedStack, urnOf } from "../../support/recordedStack";
import { runCli } from "../../support/runCli";

// A stack needs a Pulumi CLI.
let mockStack = recordedStack();
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

const idOf = (kind: string, i: number) => `${kind}0000000-0000-4000-8000-00000000000${i}`;
const [sales, night, idle, gone] = [1, 2, 3, 4].map((i) => idOf("f", i)) as [string, string, string, string];
const other = "11111111-1111-4111-8111-111111111111";
const seed = [
  { id: sales, name: "Sales" },
  { id: night, name: "Night" },
  { id: idle, name: "Idle" },
];
const pointing = (...transferConfigIds: string[]) => [
  { id: idOf("c", 1), name: "Spring", transferConfigIds },
];

let emulator: Emulator;
let env: NodeJS.ProcessEnv;
let folder: string;
beforeEach(async () => {
  mockStack = recordedStack();
  folder = mkdtempSync(join(tmpdir(), "usage-"));
  const campaigns = pointing(sales, night);
  emulator = await startEmulator({ seed, campaigns, appointmentConfigs: [], rate: 1000, windowSeconds: 1 });
  env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const usage = (...args: string[]) => runCli(["usage", ...args], { env, cwd: folder });
async function json(...args: string[]) {
  const { stdout, ...ended } = await usage("--format", "json", ...args);
  return { ...ended, report: JSON.parse(stdout) as UsageReport };
}
/** The lines on stderr, without the address of more help, but for those about what is listed and read first. */
const said = (stderr: string) =>
  stderr
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^pulumi-carecycle: | See https:\S+$/g, ""))
    .filter((line) => !/^usage: (lists the campaigns|\d+ of \d+ listed)/.test(line));
const moreRequests = (count: string, which: string) =>
  `usage: ${count}, 1 for each config that ${which}, to see whether it exists (--check none leaves them out).`;
const neitherNames = "neither the stack nor the command line names";

describe("of a stack", () => {
  const config = (resource: string, more: object = {}) => ({
    urn: urnOf(resource),
    id: undefined,
    name: undefined,
    clientId: undefined,
    ...more,
  });
  beforeEach(() => {
    mockStack.config.set("carecycle:apiKey", DEFAULT_KEY).set("carecycle:baseUrl", emulator.url);
  });

  test("what it manages is listed by id, whatever its case, with both names; what has no id yet is not", async () => {
    mockStack.managed = [
      config("sales-floor", { id: sales.toUpperCase(), name: "Sales floor", clientId: DEFAULT_CLIENT_ID }),
      config("idle-desk", { id: idle }),
      config("pending"),
      config("half-created", { id: "", name: "Half" }),
    ];
    const { code, report, stderr } = await json("--stack", "prod");
    expect(code).toBe(0);
    expect(report.stack).toBe("prod");
    expect(report.configs).toMatchObject([
      { id: idle, name: null, resource: "idle-desk", from: "stack", usedBy: [] },
      {
        id: sales,
        name: "Sales floor",
        resource: "sales-floor",
        from: "stack",
        usedBy: [{ name: "Spring" }],
      },
      { id: night, name: "Night", resource: null, from: "reference", exists: true },
    ]);
    expect(report.configs).toHaveLength(3);
    expect(said(stderr)).toEqual([moreRequests("1 more request", neitherNames)]);
  });

  test("its key, address and folder are those that are used", async () => {
    env = { CARECYCLE_API_KEY: "no key", CARECYCLE_BASE_URL: "http://127.0.0.1:9" };
    expect((await usage("--cwd", ".")).code).toBe(0);
    expect(mockStack.opened).toEqual({ cwd: folder });
  });

  test("that is another account's is an error, because nothing there points to its configs", async () => {
    mockStack.managed = [config("sales-floor", { id: sales, clientId: other })];
    const { code, stdout, stderr } = await usage("--stack", "prod");
    expect([code, stdout]).toEqual([1, ""]);
    expect(said(stderr).at(-1)).toBe(
      `the key belongs to client ${DEFAULT_CLIENT_ID}, but the stack's configs belong to client ${other}: what points to its configs cannot be seen with this key.`,
    );
  });
});

test("where nothing else shows the account, the configs that are read do", async () => {
  env.CARECYCLE_CLIENT_ID = other;
  expect(await usage()).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining(`the key belongs to client ${DEFAULT_CLIENT_ID}, but client ${other} is`),
  });
  // With no config read either, nothing shows it.
  expect((await usage("--check", "none")).code).toBe(0);
});

describe("the requests that show whether a config exists are announced", () => {
  test("by whether the configs that are named are among them", async () => {
    expect(said((await usage(sales)).stderr)).toEqual([moreRequests("1 more request", neitherNames)]);
    expect(said((await usage(sales, "--check", "all")).stderr)).toEqual([
      moreRequests("2 more requests", "something points to"),
    ]);
  });

  test("and where there are none, nothing is, nor is progress shown", async () => {
    expect((await usage(sales, night)).stderr).not.toContain("to see whether it exists");
    const { stderr } = await runCli(["usage", "--check", "none"], { env, tty: true });
    expect(stderr).not.toContain("to see whether it exists");
    expect(stderr).not.toMatch(/Reading the configs [^\n]* \d+\/[1-9]/);
  });

  test("without those of ids that no config can have", async () => {
    emulator.configure({ campaigns: pointing(sales, "no-id") });
    const { code, report, stderr } = await json();
    expect([code, report.missing]).toEqual([2, ["no-id"]]);
    expect(said(stderr)).toEqual([moreRequests("1 more request", neitherNames)]);
  });
});

test("a config of which nobody can tell whether it exists is exit code 1, whatever else is missing", async () => {
  emulator.configure({ campaigns: pointing(sales, gone) });
  emulator.faults.add({ method: "GET", id: sales, nth: "every", fault: { kind: "status", status: 403 } });
  const { code, report } = await json();
  expect(code).toBe(1);
  expect(report.missing).toEqual([gone]);
  expect(report.notRead).toEqual([
    `whether a config exists (GET ${sales} answered 403 FORBIDDEN: Scripted 403)`,
  ]);
});

describe("--output", () => {
  test("writes what the extension says, and stdout gets nothing; the verdict is on stderr", async () => {
    const { stdout } = await usage(sales, night);
    const files = ["u.MD", "u.Json", "u"].map((name) => join(folder, name));
    const run = await usage(sales, night, ...files.flatMap((file) => ["--output", file]));
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(said(run.stderr)).toEqual(["2 configs in use."]);
    const [markdown, asJson, text] = files.map((file) => readFileSync(file, "utf8"));
    expect(markdown).toMatch(/^\*\*2 configs in use\.\*\*\n/);
    expect(JSON.parse(String(asJson))).toMatchObject({ verdict: "2 configs in use." });
    expect(text).toBe(stdout);
  });

  test("writes what --format says, whatever the extension", async () => {
    await usage("--format", "markdown", "--output", join(folder, "u.json"));
    expect(readFileSync(join(folder, "u.json"), "utf8")).toMatch(/^\*\*/);
  });

  test.each(["u.html", "u.xml", "u.SARIF"])(
    "refuses %s, of which it has no format, before it sends anything",
    async (name) => {
      const file = join(folder, name);
      const { code, stdout, stderr } = await usage("--output", join(folder, "u.json"), "--output", file);
      expect([code, stdout]).toEqual([1, ""]);
      expect(said(stderr)).toEqual([
        `usage has no format for ${file}: it writes text, json and markdown (--format).`,
      ]);
      expect([emulator.requests, readdirSync(folder)]).toEqual([[], []]);
    },
  );

  test("says which file cannot be written, and why", async () => {
    writeFileSync(join(folder, "file"), "");
    const file = join(folder, "file/u.json");
    const { code, stderr } = await usage(sales, night, "--output", file);
    expect(code).toBe(1);
    expect(said(stderr)).toEqual([`cannot write ${file}: ENOTDIR`]);
  });
});
