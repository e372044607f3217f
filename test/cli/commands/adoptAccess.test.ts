// `adopt`: whose key reads, what it finds by itself, and which account is to be pinned.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../../../provider/cli/cliError";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY } from "../../emulator";
import { recordedStack } from "../../support/recordedStack";
import { adoptFixture, ids, unknownId } from "./adoptFixture";

// A stack needs a Pulumi CLI.
let mockStack = recordedStack();
beforeEach(() => {
  mockStack = recordedStack();
});
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

const on = adoptFixture();

test("a config of another account than CARECYCLE_CLIENT_ID is an error, and nothing is written for it", async () => {
  Object.assign(on.env, { CARECYCLE_CLIENT_ID: unknownId });
  const run = await on.adopt([ids[0], ids[1]]);
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr.trimEnd().split("\n")).toEqual(
    [ids[0], ids[1]].map((id) =>
      expect.stringContaining(`${id} belongs to client ${DEFAULT_CLIENT_ID}, but ${unknownId} is pinned`),
    ),
  );
  expect(on.files()).toEqual([]);
  Object.assign(on.env, { CARECYCLE_CLIENT_ID: DEFAULT_CLIENT_ID.toUpperCase() });
  const again = await on.adopt([ids[0]]);
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(again.stdout).not.toContain("Pin the account");
});

test("the command that pins the account is not printed where every stack's settings pin it", async () => {
  const settings = (stack: string, client: string) =>
    writeFileSync(join(on.folder, `Pulumi.${stack}.yaml`), `config:\n  carecycle:clientId: ${client}\n`);
  const said = async () => (await on.adoptInProject("--force", ids[0])).stdout.includes("Pin the account");
  expect(await said()).toBe(true);
  // A stack's settings that pin nothing are no pin of another account.
  writeFileSync(join(on.folder, "Pulumi.production.yaml"), "config:\n  carecycle:rateLimit: 30\n");
  const unpinned = await on.adoptInProject("--force", ids[0]);
  expect(unpinned).toMatchObject({ code: 0, stdout: expect.stringContaining("Pin the account") });
  settings("production", DEFAULT_CLIENT_ID);
  expect(await said()).toBe(false);
  settings("dev", unknownId);
  expect(await said()).toBe(true);
});

test("a pin of another account is not to be overwritten: the line says so instead", async () => {
  writeFileSync(join(on.folder, "Pulumi.production.yaml"), `config:\n  carecycle:clientId: ${unknownId}\n`);
  const run = await on.adoptInProject(ids[0]);
  expect(run.code).toBe(1);
  expect(run.stdout).not.toContain("Pin the account");
  expect(run.stderr).toContain(
    `what was written is of client ${DEFAULT_CLIENT_ID}, but the stacks here pin ${unknownId} (carecycle:clientId): is the key of another account in use?`,
  );
});

test("--discover says where nothing is left to adopt", async () => {
  on.emulator.configure({ campaigns: [], appointmentConfigs: [] });
  const run = await on.adopt(["--discover"]);
  expect(run).toMatchObject({ code: 0, stdout: "" });
  expect(run.stderr).toMatch(
    /0 configs found.*\npulumi-carecycle: nothing to adopt: no file was written\.\n$/,
  );
  expect(on.files()).toEqual([]);
});

describe("whose key reads", () => {
  const project = () => writeFileSync(join(on.folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
  const run = (...args: string[]) => on.adoptInProject(ids[0], ...args);
  beforeEach(() => {
    mockStack.config.set("carecycle:apiKey", DEFAULT_KEY).set("carecycle:baseUrl", on.emulator.url);
  });

  test("the environment's, where it has one and nobody names a stack", async () => {
    project();
    mockStack.config.set("carecycle:apiKey", "cc_other");
    expect(await run()).toMatchObject({ code: 0, stderr: "" });
    expect(mockStack.opened).toBeUndefined();
  });

  test("otherwise the selected stack's, which is said", async () => {
    project();
    for (const name of Object.keys(on.env)) delete on.env[name];
    const { code, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toMatch(/taken from the selected stack, test: its key/);
  });

  test.each([
    [["--stack", "prod"], { stack: "prod" }],
    [["--cwd", "."], {}],
  ])("that of a stack that is named by %j, whatever the environment says", async (args, opened) => {
    on.env.CARECYCLE_API_KEY = "no key";
    const { code, stdout } = await run(...args);
    expect(code).toBe(0);
    expect(mockStack.opened).toEqual({ cwd: on.folder, ...opened });
    expect(stdout).toContain(
      `\nPin the account, so that a key of another account can't write:\n  pulumi config set carecycle:clientId ${DEFAULT_CLIENT_ID}${"stack" in opened ? " --stack prod" : ""}\n`,
    );
  });

  test("a stack that can't be opened is one line, and nothing is read", async () => {
    mockStack.open = async () => {
      throw new CliError("there is no such stack.");
    };
    for (const args of [["--stack", "none"], ["--set-secrets"], ["--discover", "--stack", "none"]])
      expect(await run(...args)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("there is no such stack"),
      });
    expect(on.emulator.requests).toEqual([]);
  });

  test("under --set-secrets that of the stack that gets them; what is there already needs no command", async () => {
    project();
    for (const name of Object.keys(on.env)) delete on.env[name];
    mockStack.config.set("desks:sales-floor-sipheaders", "SENSITIVE");
    const { code, stdout, stderr } = await on.adoptInProject("--set-secrets", ids[1]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Stored in the config of stack test, encrypted: 1 of 1 secrets.");
    expect(stdout).not.toMatch(/config set --secret|SENSITIVE/);
  });

  test("other values there are left, which is exit code 1", async () => {
    project();
    mockStack.config.set("desks:sales-floor-sipheaders", "mine");
    const { code, stderr } = await on.adoptInProject("--set-secrets", ids[1]);
    expect(code).toBe(1);
    expect(stderr).toContain("holds other values, which were left as they are");
  });

  test("where no config holds a secret, that stack's config is read once, for the key", async () => {
    project();
    const { open } = mockStack;
    let reads = 0;
    mockStack.open = async (options) => {
      const stack = await open(options);
      return { ...stack, config: () => stack.config().finally(() => reads++) };
    };
    const { code, stdout, stderr } = await on.adoptInProject("--set-secrets", ids[0]);
    expect([code, stderr, reads]).toEqual([0, "", 1]);
    expect(stdout).not.toMatch(/Stored in|config set --secret/);
  });

  test("--force would overwrite them; where the Pulumi CLI is missing, the command is the user's", async () => {
    project();
    mockStack.config.set("desks:sales-floor-sipheaders", "mine");
    const path = process.env.PATH;
    process.env.PATH = on.folder;
    const run = await on.adoptInProject("--set-secrets", "--force", ids[1]).finally(() => {
      process.env.PATH = path;
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("pulumi config set --secret sales-floor-sipheaders\n");
    expect(run.stderr.trimEnd().split("\n")).toEqual([
      "pulumi-carecycle: pulumi config set could not be run: spawn pulumi ENOENT",
      "pulumi-carecycle: not stored in the stack's config: sales-floor-sipheaders",
    ]);
  });
});

describe("--discover", () => {
  const pointing = (...transferConfigIds: string[]) =>
    on.emulator.configure({
      campaigns: [{ id: "c0000000-0000-4000-8000-000000000001", name: "Spring", transferConfigIds }],
      appointmentConfigs: [],
    });

  test("adopts what is in use besides what is named; what points to one that is gone is said", async () => {
    pointing(ids[0], unknownId);
    const { code, stderr } = await on.adopt(["--discover", ids[2]]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `pulumi-carecycle: not found in this key's account: ${unknownId} (Spring points to it)\n`,
    );
    expect(on.files()).toEqual(["index.ts", "sales-floor.ts", "scheduling-desk.ts"]);
  });

  test("of what is named, nothing is said that it is not in use", async () => {
    pointing(unknownId);
    const { stderr } = await on.adopt(["--discover", unknownId]);
    expect(stderr).toContain(`not found in this key's account: ${unknownId}\n`);
  });

  test("that could not read everything is exit code 1, whether or not something was found", async () => {
    for (const transferConfigIds of [[ids[0]], []]) {
      pointing(...transferConfigIds);
      on.emulator.faults.add({
        method: "GET",
        path: "/v2/campaigns/appointment-configs",
        fault: { kind: "status", status: 403 },
      });
      expect((await on.adopt(["--discover"])).code).toBe(1);
    }
    expect(on.files()).toEqual(["index.ts", "sales-floor.ts"]);
  });
});

test("an account that is no UUID, or one of several, is not to be pinned", async () => {
  on.emulator.set(ids[0], { clientId: "acme" });
  expect((await on.adopt([ids[0]])).stdout).not.toContain("Pin the account");
  expect((await on.adopt([ids[1], ids[2]])).stdout).toContain("Pin the account");
  on.emulator.set(ids[2], { clientId: unknownId });
  on.emulator.configure({ foreignConfigs: "visible" });
  expect((await on.adopt(["--force", ids[1], ids[2]])).stdout).not.toContain("Pin the account");
});
