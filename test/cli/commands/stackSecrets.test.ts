// What `adopt --set-secrets` does with the secrets that it read: each to the stack's config, unless another value is there.
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Secret } from "../../../provider/cli/commands/generate";
import { commandsFor, openSecrets } from "../../../provider/cli/commands/stackSecrets";
import { recordedStack } from "../../support/recordedStack";

let mockStack = recordedStack();
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

/** What the Pulumi CLI does with a value for a key: stores it, stores another, ends with a code, or does not run. */
let mockCli: (key: string, value: string) => string | number | Error;
let mockRuns: string[];
jest.mock("node:child_process", () => ({
  spawn: (command: string, args: string[], { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }) => {
    const child = new EventEmitter();
    const end = (input: string) =>
      setImmediate(() => {
        const isQuiet = env.PULUMI_SKIP_UPDATE_CHECK === "true" && env.PATH === process.env.PATH;
        mockRuns.push([...(cwd === folder && isQuiet ? [] : ["elsewhere:"]), command, ...args].join(" "));
        const key = args[3] ?? "";
        const result = mockCli(key, input.replace(/\n$/, ""));
        if (result instanceof Error) child.emit("error", result);
        else if (typeof result === "string") mockStack.config.set(`desks:${key}`, result);
        child.emit("close", typeof result === "number" ? result : 0);
      });
    return Object.assign(child, { stdin: Object.assign(new EventEmitter(), { end }) });
  },
}));

let folder: string;
beforeEach(() => {
  mockStack = recordedStack();
  mockCli = (_, value) => value;
  mockRuns = [];
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secret = (key: string, value: string, json = false): Secret => ({ key, value, json, path: [key] });
const secrets = [secret("a", "canary-1"), secret("b", "canary-2\n", true)];
const open = (stack?: string) => openSecrets({ ...(stack && { stack }) }, { cwd: () => folder } as never);
const set = (key: string, more = "") => `pulumi config set --secret ${key} --non-interactive${more}`;
const isOther =
  "the stack's config holds other values, which were left as they are (--force overwrites them):";

test("each is stored through a pipe, in the config of the selected stack", async () => {
  expect(await (await open()).store(secrets, false)).toEqual({
    text: "\nStored in the config of stack test, encrypted: 2 of 2 secrets.\n",
    missing: [],
    problems: [],
  });
  expect(mockRuns).toEqual([set("a"), set("b")]);
  expect(mockStack.opened).toEqual({ cwd: folder });
});

test("or of the one that is named", async () => {
  const stack = await open("prod");
  expect(stack.name).toBe("prod");
  expect((await stack.store(secrets, false)).text).toContain("of stack prod, encrypted");
  expect(mockRuns).toEqual([set("a", " --stack prod"), set("b", " --stack prod")]);
  expect(mockStack.opened).toEqual({ cwd: folder, stack: "prod" });
});

test("what is stored already is right; what holds another value is left, and named", async () => {
  mockStack.config.set("desks:a", "mine").set("desks:b", "canary-2\n");
  expect(await (await open()).store(secrets, false)).toEqual({
    text: "\nStored in the config of stack test, encrypted: 1 of 2 secrets.\n",
    missing: [],
    problems: [`${isOther} a`],
  });
  expect(mockRuns).toEqual([]);
});

test("unless it is forced", async () => {
  mockStack.config.set("desks:a", "mine").set("desks:b", "mine");
  expect(await (await open()).store(secrets, true)).toMatchObject({ missing: [], problems: [] });
  expect(mockRuns).toEqual([set("a"), set("b")]);
});

test("where all hold other values, nothing was stored, and nothing is said of that", async () => {
  mockStack.config.set("desks:a", "mine").set("desks:b", "mine");
  expect(await (await open()).store(secrets, false)).toEqual({
    text: "",
    missing: [],
    problems: [`${isOther} a, b`],
  });
});

test.each([
  [255, "pulumi config set ended with exit code 255"],
  [new Error("spawn pulumi ENOENT"), "pulumi config set could not be run: spawn pulumi ENOENT"],
])(
  "where one can't be stored (%s), the rest isn't tried, and the commands are for the user",
  async (result, why) => {
    mockCli = () => result;
    expect(await (await open()).store(secrets, false)).toEqual({
      text: "",
      missing: secrets,
      problems: [why, "not stored in the stack's config: a, b"],
    });
    expect(mockRuns).toEqual([set("a")]);
  },
);

test("a value that changed on its way is not stored", async () => {
  mockCli = (_, value) => value.trim();
  expect(await (await open()).store(secrets, false)).toEqual({
    text: "\nStored in the config of stack test, encrypted: 1 of 2 secrets.\n",
    missing: [secrets[1]],
    problems: ["not stored in the stack's config: b"],
  });
});

test("the commands that store them by hand name the keys, and no value", () => {
  expect(commandsFor([], "prod")).toBe("");
  const intro =
    "\nBefore the first pulumi up, set these secrets (each command asks for the value; --set-secrets does it for you):\n";
  expect(commandsFor(secrets, undefined)).toBe(
    `${intro}  pulumi config set --secret a\n  pulumi config set --secret b   # as JSON\n`,
  );
  expect(commandsFor(secrets.slice(0, 1), "prod")).toBe(
    `${intro}  pulumi config set --secret a --stack prod\n`,
  );
});
