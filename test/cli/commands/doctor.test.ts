// `doctor`: each thing that stands in the way is one line with what to do, and no key is ever shown.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clockFinding } from "../../../provider/cli/doctor/connection";
import { cliFinding, node, ownPackage, sdk } from "../../../provider/cli/doctor/installation";
import { copies } from "../../../provider/cli/doctor/packages";
import { satisfies } from "../../../provider/cli/doctor/versions";
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

/** Installs a package of this name and version into a folder's node_modules. */
function install(where: string, name: string, version: string, more: object = {}): string {
  const path = join(where, "node_modules", name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name, version, ...more }));
  return path;
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

test("a clock without a Date to compare with says nothing", () => {
  expect(clockFinding({ status: 200, headers: new Map(), sentAt: 0, receivedAt: 0 })).toEqual([]);
});

test("a proxy is named without its password", async () => {
  const { HTTP_PROXY, http_proxy, NO_PROXY, no_proxy } = process.env;
  Object.assign(process.env, {
    HTTP_PROXY: "http://me:hunter2@127.0.0.1:1",
    http_proxy: "",
    NO_PROXY: "",
    no_proxy: "",
  });
  try {
    const run = await doctor();
    expect(graded(run, "ok")).toContain("proxy http://127.0.0.1:1, by the environment");
    expect(run.stdout).not.toContain("hunter2");
  } finally {
    for (const [name, value] of Object.entries({ HTTP_PROXY, http_proxy, NO_PROXY, no_proxy }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
});

test("--probe and --id take UUIDs, and --yes goes with --probe", async () => {
  for (const args of [["--id", "desk"], ["--probe", "desk"], ["--yes"]]) {
    const run = await doctor(...args);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/not a transfer config id \(a UUID\): desk|--yes goes with --probe/);
  }
});

describe("packages", () => {
  test("one copy is fine; a second one behind a dependency, or in pnpm's store, is found", () => {
    install(folder, "pulumi-carecycle", "0.1.0");
    install(folder, "some-lib", "1.0.0");
    install(folder, "@team/lib", "1.0.0");
    expect(copies("pulumi-carecycle", folder)).toHaveLength(1);
    install(join(folder, "node_modules/some-lib"), "pulumi-carecycle", "0.0.9");
    install(join(folder, "node_modules/@team/lib"), "pulumi-carecycle", "0.0.8");
    install(join(folder, "node_modules/.pnpm/x@1"), "pulumi-carecycle", "0.0.7");
    // What is no folder is no package either.
    for (const file of [".pnpm/lock.yaml", "@team/notes.txt", "notes.txt"])
      writeFileSync(join(folder, "node_modules", file), "");
    expect(
      copies("pulumi-carecycle", folder)
        .map(({ version }) => version)
        .sort(),
    ).toEqual(["0.0.7", "0.0.8", "0.0.9", "0.1.0"]);
    expect(copies("pulumi-carecycle", folder)[0]?.version).toBe("0.1.0");
    const [found] = ownPackage(copies("pulumi-carecycle", folder), copies("pulumi-carecycle", folder)[0]);
    expect(found).toMatchObject({ grade: "warning", text: expect.stringMatching(/4 times: 0\.1\.0 in /) });
  });

  test("the nearest folder upwards counts, links are followed, and cycles end", () => {
    const program = join(folder, "stacks/prod");
    mkdirSync(join(program, "node_modules"), { recursive: true });
    const real = install(join(folder, "elsewhere"), "pulumi-carecycle", "0.2.0");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(real, join(folder, "node_modules/pulumi-carecycle"));
    mkdirSync(join(real, "node_modules"), { recursive: true });
    symlinkSync(join(folder, "node_modules"), join(real, "node_modules/loop"));
    symlinkSync(join(folder, "node_modules"), join(program, "node_modules/again"));
    expect(copies("pulumi-carecycle", program)).toEqual([
      { folder: real, version: "0.2.0", node: undefined },
    ]);
  });

  test("another copy's command line is told from the program's", () => {
    const own = { folder: "/a", version: "0.1.0", node: undefined };
    expect(ownPackage([own], own)).toMatchObject([{ grade: "ok" }]);
    expect(ownPackage([own], { folder: "/b", version: "0.2.0" })).toMatchObject([
      { grade: "warning", advice: expect.stringContaining("npx pulumi-carecycle") },
    ]);
  });

  test("versions outside their ranges are found", () => {
    expect(node("v20.19.0")).toMatchObject({ grade: "ok" });
    expect(node("v20.18.3")).toMatchObject({ grade: "problem" });
    expect(cliFinding("v3.260.0")).toMatchObject({ grade: "ok" });
    expect(cliFinding("v3.215.0")).toMatchObject({ grade: "problem" });
    const at = (version: string, asks?: string) => sdk([{ folder: "/a", version, node: asks }], "v20.19.0");
    expect(at("3.216.0")).toMatchObject([{ grade: "ok" }]);
    expect(at("3.215.9")).toMatchObject([{ grade: "problem" }]);
    expect(at("3.300.0", ">=22")).toMatchObject([
      { grade: "warning", text: expect.stringContaining(">=22") },
    ]);
    expect(satisfies("20.19.1", ">=22 || >=20.19.1")).toBe(true);
    expect(satisfies("20.19.0", ">=22 || >=20.19.1")).toBe(false);
    expect(satisfies("4.0.0", "workspace:*")).toBe(true);
    expect(satisfies("unknown", ">=3")).toBe(false);
  });

  test.each([
    ["runtime: python\n", /has the runtime python/],
    ["runtime:\n  name: go\n", /has the runtime go/],
  ])("a project of another runtime is a problem: %j", async (runtime, expected) => {
    writeFileSync(join(folder, "Pulumi.yaml"), `name: desks\n${runtime}`);
    expect(graded(await doctor(), "problem").join("\n")).toMatch(expected);
  });
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
