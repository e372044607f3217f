// Whose key goes where: a stack that nobody named does not decide where the key of the environment is sent.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../provider/cli/cliError";
import type { ReadOnlyStack } from "../../../provider/cli/preview/stack";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { runCli } from "../../support/runCli";

const config = new Map<string, string>();
const stack: ReadOnlyStack = {
  name: "dev",
  recorded: async () => [],
  recordedConfigs: async () => [],
  config: async () => config,
  preview: async () => ({ steps: [], config: {} }),
};
// A stack needs a Pulumi CLI; what is asked here is which of two servers gets a request, and with which key.
let mockFailure: Error | undefined;
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: async () => {
    if (mockFailure) throw mockFailure;
    return stack;
  },
}));

let folder: string;
let [ours, theirs]: Emulator[] = [];
let env: NodeJS.ProcessEnv;
const stackKey = "cc_stack";
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "source-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
  const options = { rate: 1000, windowSeconds: 1, campaigns: [], appointmentConfigs: [] };
  ours = await startEmulator(options);
  theirs = await startEmulator({
    ...options,
    apiKeys: { [stackKey]: "5e505642-9024-474d-9434-e5a44f505cc5" },
  });
  env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: ours.url };
  config.clear();
  mockFailure = undefined;
  config.set("carecycle:baseUrl", theirs.url);
});
afterEach(async () => {
  await ours?.close();
  await theirs?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(args, { env, cwd: folder });
const asked = () => [ours, theirs].map((emulator) => (emulator?.requests.length ?? 0) > 0);

test("usage goes to the environment's own address, and says why", async () => {
  const { code, stderr } = await run("usage");
  expect(code).toBe(0);
  expect(asked()).toEqual([true, false]);
  expect(stderr).toMatch(
    /without a stack.*the selected stack, dev, sets carecycle:baseUrl and no key: name it \(--stack dev\)/,
  );
});

test("adopt --discover, which has to know the stack, asks nobody", async () => {
  const { code, stderr } = await run("adopt", "--discover", "--out", join(folder, "configs"));
  expect(code).toBe(1);
  expect(asked()).toEqual([false, false]);
  expect(stderr).toContain("sets carecycle:baseUrl and no key");
});

test("a stack that is named gets the key of the environment, as in every other command", async () => {
  await run("usage", "--stack", "dev");
  expect(asked()).toEqual([false, true]);
});

test("a stack with a key of its own is taken, whatever the environment holds", async () => {
  config.set("carecycle:apiKey", stackKey);
  env.CARECYCLE_BASE_URL = "not a URL";
  const { code, stderr } = await run("usage");
  expect([code, asked()]).toEqual([0, [false, true]]);
  expect(stderr).toContain("taken from the selected stack, dev: its key, quota and configs");
});

test.each([["usage"], ["adopt --discover"]])(
  "%s without any key says that, and asks nobody",
  async (line) => {
    env.CARECYCLE_API_KEY = "";
    const { code, stderr } = await run(...line.split(" "));
    expect([code, asked()]).toEqual([1, [false, false]]);
    expect(stderr).toContain("no API key is set");
  },
);

test("a stack without a key, at the environment's own address, gives its quota and its configs", async () => {
  config.set("carecycle:baseUrl", ours?.url ?? "");
  const { code, stderr } = await run("usage");
  expect([code, asked()]).toEqual([0, [true, false]]);
  expect(stderr).toContain(
    "pulumi-carecycle: taken from the selected stack, dev: its quota and configs, not the key (--stack names another).\n",
  );
});

test("without a project, no stack is looked for", async () => {
  rmSync(join(folder, "Pulumi.yaml"));
  mockFailure = new Error("nobody asked for a stack");
  const { code, stderr } = await run("usage");
  expect([code, asked()]).toEqual([0, [true, false]]);
  expect(stderr).not.toContain("stack");
});

describe("a stack that can't be opened", () => {
  const unreadable = new CliError("there is no such stack.");
  beforeEach(() => {
    mockFailure = unreadable;
  });

  test("is done without, which is said, where nobody named one", async () => {
    const { code, stderr } = await run("usage");
    expect([code, asked()]).toEqual([0, [true, false]]);
    expect(stderr).toContain(
      "pulumi-carecycle: without a stack, with the key of the environment: there is no such stack.\n",
    );
  });

  test.each([["usage --stack dev"], ["usage --cwd ."], ["adopt --discover"]])(
    "is an error of %s",
    async (line) => {
      const { code, stderr } = await run(...line.split(" "));
      expect([code, asked()]).toEqual([1, [false, false]]);
      expect(stderr).toContain("there is no such stack");
    },
  );

  test("is one without a key of the environment", async () => {
    env.CARECYCLE_API_KEY = "";
    const { stderr } = await run("usage");
    expect(stderr).toContain("there is no such stack");
    expect(stderr).not.toContain("without a stack");
  });

  test("for a reason of another kind is an error", async () => {
    mockFailure = new Error("out of memory");
    expect(await run("usage")).toMatchObject({ code: 1, stderr: expect.stringContaining("out of memory") });
  });
});

test("the folder of --cwd is one of the working directory", async () => {
  config.set("carecycle:apiKey", stackKey);
  const { code, stderr } = await run("usage", "--cwd", ".");
  expect([code, asked(), stderr.includes("taken from")]).toEqual([0, [false, true], false]);
});
