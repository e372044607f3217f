// `doctor`: each thing that stands in the way is one line with what to do, and no key is ever shown.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { findPulumi } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";
import { type CliRun, runCli } from "../../support/runCli";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const elsewhere = "11111111-1111-4111-8111-111111111111";

let emulator: Emulator;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "doctor-")));
  emulator = await startEmulator({ seed: [{ id, name: "Desk" }], rate: 1000, windowSeconds: 1 });
  env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url, PATH: folder };
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const doctor = (...args: string[]) => runCli(["doctor", "--cwd", folder, ...args], { env });

/** The lines of a grade, with their advice. */
function graded({ stdout }: CliRun, grade: "ok" | "warning" | "problem"): string[] {
  return [...stdout.matchAll(/^(\w+) +(.+(?:\n {9}.+)?)$/gm)].flatMap(([, found, text = ""]) =>
    found === grade ? [text.replace(/\n +/, " -> ")] : [],
  );
}

test("an empty folder: what is missing is a problem each, with what to do, and exit code 1", async () => {
  const run = await doctor("--id", id);
  expect(run.code).toBe(1);
  const problems = graded(run, "problem").join("\n");
  expect(problems).toMatch(/no Pulumi.yaml here -> .*--cwd/);
  expect(problems).toMatch(/@pulumi\/pulumi is not installed .*-> Run: npm install @pulumi\/pulumi/);
  expect(problems).toMatch(/pulumi-carecycle is not installed .*-> Run: npm install pulumi-carecycle/);
  expect(problems).toMatch(/Pulumi CLI is not on PATH.*-> Install it/);
  expect(run.stdout).toMatch(/\n4 problems, 1 warning\.\n$/);
});

test("of a stack that can't be read nothing else is missed: its key and its address may be right", async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
  const { PATH } = process.env;
  process.env.PATH = folder;
  try {
    env.CARECYCLE_API_KEY = "";
    const without = await doctor();
    expect(without.stdout).toContain("the key, its account and the API's address can't be looked at");
    expect(without.stdout).not.toMatch(/no API key is set|not pinned|answers/);
    expect(emulator.requests).toEqual([]);
    env.CARECYCLE_API_KEY = DEFAULT_KEY;
    const withKey = await doctor();
    expect(withKey.stdout).toContain("only the environment's settings are looked at");
    expect(withKey.stdout).toContain("API key of the right shape, from CARECYCLE_API_KEY");
  } finally {
    process.env.PATH = PATH;
  }
});

test("the API: it answers, the clock agrees, and the account is seen by one id", async () => {
  const run = await doctor("--id", id);
  expect(graded(run, "ok")).toEqual(
    expect.arrayContaining([
      "API key of the right shape, from CARECYCLE_API_KEY",
      "no proxy for this address",
      `${emulator.url} answers`,
      "the clock agrees with the API's",
      `the key belongs to client ${DEFAULT_CLIENT_ID}`,
    ]),
  );
  const pin = `the account is not pinned: a key of another account could write -> Run: pulumi config set carecycle:clientId ${DEFAULT_CLIENT_ID}`;
  expect(graded(run, "warning")).toEqual([pin]);
  expect(run.stdout + run.stderr).not.toContain(DEFAULT_KEY);
  expect(emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /v2/campaigns/transfer-configs/${id}`,
  ]);
});

test("without an id, appointment configs show the account, and otherwise a campaign", async () => {
  const belongs = `the key belongs to client ${DEFAULT_CLIENT_ID}`;
  expect(graded(await doctor(), "ok")).toContain(belongs);
  emulator.configure({ appointmentConfigs: [] });
  expect(graded(await doctor(), "ok")).toContain(belongs);
  emulator.configure({ campaigns: [] });
  expect(graded(await doctor(), "warning")).toContainEqual(expect.stringMatching(/no answer showed .*--id/));
  expect(emulator.writes()).toEqual([]);
});

test.each<[string, NodeJS.ProcessEnv, string[], RegExp]>([
  ["no key", { CARECYCLE_API_KEY: "" }, [], /no API key is set -> .*config set --secret carecycle:apiKey/],
  ["what is no key", { CARECYCLE_API_KEY: "hunter2" }, [], /CARECYCLE_API_KEY: is not a careCycle API key/],
  [
    "a refused key",
    { CARECYCLE_API_KEY: "cc_old" },
    ["--id", id],
    /refuses the key \(401\) -> Set a valid one/,
  ],
  ["an unknown id", {}, ["--id", elsewhere], /no transfer config 1111.* -> .*whose key it is/],
  ["another account", { CARECYCLE_CLIENT_ID: elsewhere }, ["--id", id], /belongs to client 5e50.* is pinned/],
  [
    "no connection",
    { CARECYCLE_BASE_URL: "http://127.0.0.1:1" },
    [],
    /the connection failed \(ECONNREFUSED\)/,
  ],
  ["a base URL that isn't safe", { CARECYCLE_BASE_URL: "http://example.com" }, [], /must be https/],
])("%s is a problem", async (_, more, args, expected) => {
  Object.assign(env, more);
  const run = await doctor(...args);
  expect(run.code).toBe(1);
  expect(graded(run, "problem").join("\n")).toMatch(expected);
  expect(run.stdout + run.stderr).not.toMatch(/hunter2|cc_old/);
});

describe("something else at the address", () => {
  let server: Server;
  afterEach(() => server.close());
  const serve = (status: number, body: string, headers = {}) =>
    new Promise<void>((resolve) => {
      server = createServer((_, response) => response.writeHead(status, headers).end(body));
      server.listen(0, "127.0.0.1", () => {
        env.CARECYCLE_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        resolve();
      });
    });

  test.each([
    [200, "<html>log in</html>", /not JSON/],
    [404, "no", /404 without the API's code/],
    [302, "", /302/],
  ])("%i %s is a problem", async (status, body, expected) => {
    await serve(status, body, status === 302 ? { location: "https://example.com" } : {});
    const run = await doctor();
    expect(run.code).toBe(1);
    expect(graded(run, "problem").join("\n")).toMatch(expected);
  });

  test("nothing in an answer steers the terminal", async () => {
    await serve(200, JSON.stringify({ transferConfig: { clientId: "\u001b[2J\n::error::x\u202e" } }));
    const run = await doctor("--id", id);
    for (const text of ["\u001b", "\u202e", "\n::error"]) expect(run.stdout).not.toContain(text);
    expect(run.stdout).toContain("the key belongs to client");
    // What is no client id gets into no command.
    expect(run.stdout).toContain("carecycle:clientId <the account's client id>\n");
  });

  test.each([
    [-90, "ahead of"],
    [90, "behind"],
  ])("a Date that is %i s off is a warning", async (seconds, word) => {
    const date = new Date(Date.now() + seconds * 1000).toUTCString();
    await serve(200, JSON.stringify({ appointmentConfigs: [{ clientId: DEFAULT_CLIENT_ID }] }), { date });
    expect(graded(await doctor(), "warning").join("\n")).toMatch(
      new RegExp(`the clock is (89|90|91) s ${word} the API's -> Synchronise it`),
    );
  });
});

test("--probe and --id take UUIDs, and --yes goes with --probe", async () => {
  for (const args of [["--id", "desk"], ["--probe", "desk"], ["--yes"]]) {
    const run = await doctor(...args);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/not a transfer config id \(a UUID\): desk|--yes goes with --probe/);
  }
});

describe("--probe", () => {
  test("without --yes only says what it would send, whatever the settings are", async () => {
    env.CARECYCLE_API_KEY = "";
    const run = await doctor("--probe", id);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(
      new RegExp(`^With --yes, this asks the API, on transfer config ${id} \\(nothing was sent now\\):\n`),
    );
    expect(emulator.requests).toEqual([]);
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ["no key", { CARECYCLE_API_KEY: "" }, /^problem {2}no API key is set\n/],
    [
      "a setting that can't be used",
      { CARECYCLE_CLIENT_ID: "acme" },
      /^problem {2}CARECYCLE_CLIENT_ID: must be/,
    ],
  ])("with %s says so, and nothing else, and sends nothing", async (_, more, expected) => {
    Object.assign(env, more);
    const run = await doctor("--probe", id, "--yes");
    expect(run).toMatchObject({ code: 1, stderr: "" });
    expect(run.stdout).toMatch(expected);
    expect(run.stdout).not.toMatch(/Node|Pulumi CLI|problems?,/);
    expect(emulator.requests).toEqual([]);
  });

  test("says nothing of what is installed, and probes with sound settings", async () => {
    emulator.configure({ campaigns: [{ id: elsewhere, name: "Spring", transferConfigId: id }] });
    const run = await doctor("--probe", id, "--yes");
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`Spring points to ${id}; nothing was written.`);
  });
});

test("the last line counts what was found", async () => {
  Object.assign(env, { CARECYCLE_CLIENT_ID: DEFAULT_CLIENT_ID });
  const run = await doctor("--id", id);
  expect(run.stdout).toMatch(/\nok +the key belongs to client .*\n\n\d problems, 0 warnings\.\n$/);
});

const pulumi = findPulumi();

(pulumi === undefined ? describe.skip : describe)("a stack of the real CLI", () => {
  let project: Project;
  beforeEach(async () => {
    project = await openProject(String(pulumi), [{ id, name: "Desk" }]);
  });
  afterEach(() => project.close());

  test("everything in place is exit code 0; a plain key is a problem, and the shell's key is not used", async () => {
    await project.pulumi("config", "set", "carecycle:clientId", DEFAULT_CLIENT_ID);
    const whole = await project.cli("doctor", "--id", id);
    expect(whole.stdout).toMatch(/Nothing stands in the way/);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toContain("from the stack's carecycle:apiKey (a secret)");
    expect(whole.stdout).toMatch(/^ok +stack test$/m);
    project.env.CARECYCLE_API_KEY = "cc_another";
    const two = await project.cli("doctor", "--id", id);
    expect(two.stdout).toMatch(/CARECYCLE_API_KEY holds another one, which is not used/);
    await project.pulumi("config", "set", "--plaintext", "carecycle:apiKey", DEFAULT_KEY);
    const plain = await project.cli("doctor", "--id", id);
    expect(plain.code).toBe(1);
    expect(plain.stdout).toMatch(/problem +.*plain text/);
    expect(whole.stdout + two.stdout + plain.stdout).not.toMatch(/cc_test|cc_another/);
    const probed = await project.cli("doctor", "--probe", id, "--yes");
    expect(probed.code).toBe(1);
    expect(project.emulator.writes()).toEqual([]);
  }, 120_000);
});
