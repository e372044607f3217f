// `doctor` with a stack: what is in place, what of one that can't be read is looked at, and what is said while it waits.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../provider/api/quota";
import { CliError } from "../../../provider/cli/cliError";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { recordedStack } from "../../support/recordedStack";
import { runCli } from "../../support/runCli";

let mockStack = recordedStack();
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

let emulator: Emulator;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  mockStack = recordedStack();
  folder = realpathSync(mkdtempSync(join(tmpdir(), "doctor-stack-")));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
  emulator = await startEmulator({ seed: [{ id, name: "Desk" }], rate: 1000, windowSeconds: 1 });
  mockStack.config = new Map([
    ["carecycle:apiKey", DEFAULT_KEY],
    ["carecycle:baseUrl", emulator.url],
    ["carecycle:clientId", DEFAULT_CLIENT_ID],
  ]);
  env = { PATH: folder };
});
afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const doctor = (...args: string[]) => runCli(["doctor", "--cwd", folder, ...args], { env });

/** Installs in the folder what a program needs, and a Pulumi CLI that tells its version. */
function install(): void {
  writeFileSync(join(folder, "pulumi"), "#!/bin/sh\necho v3.260.0\n", { mode: 0o755 });
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi/pulumi"), { recursive: true });
  writeFileSync(join(modules, "@pulumi/pulumi/package.json"), JSON.stringify({ version: "3.260.0" }));
  symlinkSync(join(__dirname, "../../../provider"), join(modules, "pulumi-carecycle"), "dir");
}

function unreadable(): void {
  mockStack.open = async () => {
    throw new CliError("there is no such stack.");
  };
}

test("with everything in place, that is the last line, and the exit code is 0", async () => {
  install();
  const { code, stdout, stderr } = await doctor("--stack", "prod", "--id", id);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^(ok {7}.+\n)+\nNothing stands in the way\.\n$/);
  expect(stdout).toContain("ok       stack prod\n");
  expect(mockStack.opened).toEqual({ cwd: folder, stack: "prod" });
});

describe("of a stack that can't be read", () => {
  beforeEach(unreadable);

  test("and without a key, the way to the API is not looked at, and the rest is summed up", async () => {
    env.CARECYCLE_BASE_URL = emulator.url;
    const { code, stdout, stderr } = await doctor();
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/were not read: there is no such stack\.\n.*\n\n4 problems, 0 warnings\.\n$/);
    expect(emulator.requests).toEqual([]);
  });

  test("nothing is probed, though the environment has a key: it may be that of another account", async () => {
    Object.assign(env, { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url });
    const { code, stdout, stderr } = await doctor("--probe", id, "--yes");
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^problem {2}the stack's settings were not read: there is no such stack\.\n/);
    expect(emulator.requests).toEqual([]);
  });
});

test("what waits for the API's quota is said meanwhile", async () => {
  // The first answer shows no account, so that another request follows; the clock of waits runs 100 times as fast.
  emulator.configure({ appointmentConfigs: [], campaigns: [] });
  const { timer } = systemClock;
  jest.spyOn(systemClock, "now").mockImplementation(() => performance.now() * 100);
  jest.spyOn(systemClock, "timer").mockImplementation((ms, ...rest) => timer(ms / 100, ...rest));
  Object.assign(env, { CARECYCLE_RATE_LIMIT: "1", CARECYCLE_RATE_WINDOW_SECONDS: "20" });
  const { stderr } = await doctor();
  expect(stderr).toMatch(/^pulumi-carecycle: 1 request waiting for the API's quota, about \d+ s to go\n/);
  expect(emulator.requests).toHaveLength(2);
});
