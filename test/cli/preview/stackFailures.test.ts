// Why a stack cannot be opened or previewed: one line that says what to do.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { openStack, type ReadOnlyStack } from "../../../provider/cli/preview/stack";
import { commandError, FakeAutomation } from "../../support/fakeAutomation";
import { failure } from "../../support/fixture";
import { temporaryPlan } from "../../support/planFile";

let automation: FakeAutomation;
jest.mock("@pulumi/pulumi/automation/index.js", () => automation.module);

const cwd = tmpdir();
beforeEach(() => {
  jest.resetModules();
  automation = new FakeAutomation();
});

/** What opening the stack, and then using it, fails with. */
async function said(
  use: (stack: ReadOnlyStack) => Promise<unknown> = (stack) => stack.preview({ refresh: true }),
) {
  const { name, message } = await failure(openStack({ cwd }).then(use));
  expect(name).toBe("CliError");
  return message;
}

const file = temporaryPlan();

test("a folder that is not there, or a file, is named", async () => {
  const none = { cwd: `${file}/none` };
  const message = (path: string) =>
    `there is no folder ${path}: give --cwd the folder that holds Pulumi.yaml.`;
  expect((await failure(openStack({ cwd: file }))).message).toBe(message(file));
  writeFileSync(file, "");
  expect((await failure(openStack({ cwd: file }))).message).toBe(message(file));
  expect((await failure(openStack(none))).message).toBe(message(none.cwd));
});

test("the SDK is a peer, and its absence says how to install it", async () => {
  for (const code of ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"]) {
    jest.resetModules();
    Object.defineProperty(automation, "module", {
      configurable: true,
      get: () => {
        throw Object.assign(new Error("Cannot find module"), { code });
      },
    });
    expect(await said()).toBe(
      "@pulumi/pulumi is not installed here: run npm install @pulumi/pulumi in this project.",
    );
  }
});

test("another failure of the SDK is not taken for its absence", async () => {
  Object.defineProperty(automation, "module", {
    get: () => {
      throw new SyntaxError("Unexpected token");
    },
  });
  expect(await failure(openStack({ cwd }))).toMatchObject({
    name: "SyntaxError",
    message: "Unexpected token",
  });
});

const noStack = "no stack is selected: name one with --stack, or run pulumi stack select.";
const unknownStack = "there is no such stack: pulumi stack ls lists them; name one with --stack.";
const passphrase =
  "the stack's passphrase is wrong or missing: set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE).";
const login = "Pulumi is not logged in: run pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.";
const noProject = "there is no Pulumi.yaml here: give --cwd the project's folder.";
const locked = "another update of this stack is in progress: run again when it has finished.";
const incompatible = "the Pulumi CLI isn't compatible with the installed @pulumi/pulumi: update both.";

test("where no stack is selected and none is named, that is said", async () => {
  automation.project.selected = undefined;
  expect(await said()).toBe(noStack);
});

test("a stack that is not there is said to be none", async () => {
  automation.project.selected = "staging";
  expect(await said()).toBe(unknownStack);
});

test.each([
  [
    "spawn pulumi ENOENT",
    "the Pulumi CLI is not on PATH: install it (https://www.pulumi.com/docs/install) and run again.",
  ],
  ["error: no Pulumi.yaml project file found (searching upwards from /desks)", noProject],
  ["error: Unable to find the file Pulumi.yaml", noProject],
  ["error: failed to get stack", unknownStack],
  ["error: stack 'acme/desks/dev' not found", unknownStack],
  ["error: no stack selected; please use `pulumi stack select`", noStack],
  ["error: getting secrets manager: incorrect passphrase", passphrase],
  ["error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE", passphrase],
  ["error: could not decrypt configuration with this passphrase", passphrase],
  ["error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions", login],
  ["error: you are not currently logged in", login],
  ["error: not logged in", login],
  ["error: run pulumi login first", login],
  ["error: the stack is currently locked by 1 lock(s)", locked],
  ["error: [409] Conflict: Another update is currently in progress.", locked],
  ["Minimum version requirement failed. The minimum CLI version requirement is 3.95.0", incompatible],
  ["Major version mismatch. You are using Pulumi CLI version 2.0.0", incompatible],
])("of %j, what to do is said", async (stderr, line) => {
  automation.project.failures = { create: commandError(stderr) };
  expect(await said()).toBe(line);
});

test.each([
  [commandError("error: something else\nmore"), "something else"],
  [commandError("warning: old\n  error: the reason"), "the reason"],
  [commandError("panic: fatal: had not been marked\n\ngoroutine 1:"), "panic: fatal: had not been marked"],
  [new Error("no such thing\n    at Stack.preview"), "no such thing"],
  [new Error("an error: is quoted whole"), "an error: is quoted whole"],
  ["a text", "a text"],
])("another failure is quoted on one line", async (error, reason) => {
  automation.project.failures = { preview: error };
  expect(await said()).toBe(`the preview failed: ${reason}`);
});

const diagnostic = (severity: "error" | "warning", message: string) => ({
  diagnosticEvent: { severity, message, color: "never" },
});

test("what the engine reported is the reason, whatever the command line printed", async () => {
  automation.project.failures = { preview: commandError("error: no stack selected") };
  automation.project.events = [
    diagnostic("warning", "something old"),
    diagnostic(
      "error",
      "<{%reset%}>error: Preview failed: the passphrase must be set\n  in words<{%reset%}>\n",
    ),
  ];
  expect(await said()).toBe("the preview failed: the passphrase must be set in words");
  automation.project.events = [1, 2, 3].map((n) => diagnostic("error", `reason ${n}`));
  expect(await said()).toBe("the preview failed: reason 1 (and 2 more)");
});

test("a preview that succeeded has no error, whatever it reported", async () => {
  automation.project.events = [diagnostic("error", "a deprecation")];
  const stack = await openStack({ cwd });
  expect((await stack.preview({ refresh: true })).steps).toEqual([]);
});

test.each<["stack" | "select" | "export" | "config", (stack: ReadOnlyStack) => Promise<unknown>]>([
  ["stack", async () => {}],
  ["select", async () => {}],
  ["export", (stack) => stack.recorded()],
  ["export", (stack) => stack.recordedConfigs()],
  ["config", (stack) => stack.config()],
])("a failure to read the %s says what to do, too", async (what, use) => {
  automation.project.failures = { [what]: commandError("error: not logged in") };
  expect(await said(use)).toBe(login);
});

test("a refused config keeps its own words", async () => {
  automation.project.config = { "carecycle:apiKey": { value: "cc_stack", secret: false } };
  expect(await said((stack) => stack.config())).toMatch(
    /^carecycle:apiKey is in the stack config as plain text\./,
  );
});
