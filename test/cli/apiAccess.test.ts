// How a command reaches the API: which settings count, and what is said where there is no key.
import {
  clientOf,
  environmentSettings,
  pinCommand,
  requireKey,
  say,
  stackAccess,
  stackOption,
  stackSettings,
} from "../../provider/cli/apiAccess";
import type { CliContext } from "../../provider/cli/cliContext";
import type { ReadOnlyStack } from "../../provider/cli/preview/stack";
import { DEFAULT_KEY, startEmulator } from "../emulator";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
let said = "";
beforeEach(() => {
  said = "";
});
const contextOf = (env: NodeJS.ProcessEnv) =>
  ({ env, stderr: { write: (text: string) => (said += text) } }) as unknown as CliContext;
const stackWith = (config: Record<string, string>) =>
  ({ config: async () => new Map(Object.entries(config)) }) as unknown as ReadOnlyStack;

test("without a stack, the environment's settings count, and no others", () => {
  const context = contextOf({ CARECYCLE_API_KEY: "cc_environment", CARECYCLE_RATE_LIMIT: "7" });
  expect(environmentSettings(context)).toMatchObject({
    apiKey: "cc_environment",
    rateLimit: 7,
    baseUrl: "https://api.carecycle.ai",
  });
});

test("a stack's config counts before the environment, and tells whether the key is its own", async () => {
  const context = contextOf({ CARECYCLE_API_KEY: "cc_environment", CARECYCLE_RATE_LIMIT: "7" });
  const own = stackWith({ "carecycle:apiKey": "cc_stack", "carecycle:timeoutSeconds": "5" });
  const settings = { apiKey: "cc_stack", rateLimit: 7, timeoutSeconds: 5 };
  expect(await stackSettings(own, context)).toMatchObject(settings);
  expect(await stackAccess(own, context)).toMatchObject({ settings, hasKey: true });
  expect(await stackAccess(stackWith({ "carecycle:rateLimit": "9" }), context)).toMatchObject({
    settings: { apiKey: "cc_environment", rateLimit: 9 },
    hasKey: false,
  });
});

test("a command names the stack where one was named", () => {
  expect([stackOption(undefined), stackOption("dev")]).toEqual(["", " --stack dev"]);
  expect(pinCommand(id)).toBe(`pulumi config set carecycle:clientId ${id}`);
  expect(pinCommand(id, "acme/dev")).toBe(`pulumi config set carecycle:clientId ${id} --stack acme/dev`);
});

test("a missing key is refused before anything is sent, with where to set one", () => {
  const context = contextOf({});
  const message =
    "no API key is set: set CARECYCLE_API_KEY (keys begin with cc_); what reads a stack takes its carecycle:apiKey, too.";
  const settings = environmentSettings(context);
  expect(() => requireKey(settings)).toThrow(message);
  expect(() => clientOf(settings, context)).toThrow(message);
  expect(requireKey({ ...settings, apiKey: "cc_x" })).toBe("cc_x");
});

test("a client sends to the address of the settings, with their key", async () => {
  const emulator = await startEmulator({ seed: [{ id, name: "Desk" }] });
  try {
    const context = contextOf({ CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url });
    const client = clientOf(environmentSettings(context), context);
    expect(await client.getTransferConfig(id)).toMatchObject({ name: "Desk" });
    expect(said).toBe("");
  } finally {
    await emulator.close();
  }
});

test("a client waits for the window of requests that another process sent, and says so", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
  try {
    const context = contextOf({
      CARECYCLE_API_KEY: "cc_waiting",
      CARECYCLE_BASE_URL: "http://127.0.0.1:1",
      CARECYCLE_RATE_LIMIT: "2",
    });
    // Never sent: its place in the quota is still taken when the test ends.
    void clientOf(environmentSettings(context), context, 2).getTransferConfig(id);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(said).toMatch(/^pulumi-carecycle: 1 request waiting for the API's quota, about 5\d s to go\n$/);
  } finally {
    jest.useRealTimers();
  }
});

test("what is said is one line, whatever it quotes", () => {
  say("desk\n\u001b[2K::error::x", contextOf({}));
  expect(said).toBe("pulumi-carecycle: desk \ufffd[2K::error::x\n");
});
