// `doctor --probe`: the answers are those of the API, only the named config is written to, and it is what it was afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_KEY, type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { runCli } from "../../support/runCli";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const campaign = "9d1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const seeds = {
  plain: { id, name: "Throwaway" },
  full: {
    id,
    name: "Throwaway",
    type: "dynamic",
    transferWaitingMessages: ["One moment"],
    dynamicOptions: { pingUrl: "https://example.com/mine", timeout: 3, method: "GET" },
  },
} as const;

let emulator: Emulator;
let folder: string;
async function start(options: Partial<EmulatorOptions> = {}, seed: keyof typeof seeds = "full") {
  const all = [seeds[seed], { id: other, name: "Other" }];
  emulator = await startEmulator({ seed: all, rate: 1000, windowSeconds: 1, ...options });
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probe-"));
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => ({
  CARECYCLE_API_KEY: DEFAULT_KEY,
  CARECYCLE_BASE_URL: emulator.url,
  CARECYCLE_RATE_LIMIT: "1000",
  CARECYCLE_RATE_WINDOW_SECONDS: "1",
});
const probe = (args: readonly string[] = ["--yes"], more: NodeJS.ProcessEnv = {}) =>
  runCli(["doctor", "--cwd", folder, "--probe", id, ...args], { env: { ...env(), ...more } });

/** All configs but for when they were last written. */
const configs = () => emulator.list().map(({ updatedAt, ...config }) => config);

/** The answer to the question whose title matches. */
function answer(stdout: string, title: RegExp): string {
  const line = stdout.split("\n").find((text) => title.test(text)) ?? "";
  return line.split(" | ")[1]?.replace(/ \|$/, "") ?? "";
}

test.each([
  ["replace", "plain"],
  ["replace", "full"],
  ["merge", "plain"],
  ["merge", "full"],
] as const)("tells that PATCH is to %s, and leaves a %s config as it was", async (dynamicOptions, seed) => {
  await start({ dynamicOptions, validationStatus: 422, emptyContainers: "drop" }, seed);
  const before = configs();
  const { code, stdout, stderr } = await probe();
  expect(configs()).toEqual(before);
  expect(stderr).toContain(`${id} is as it was before.`);
  expect(code).toBe(0);
  expect(answer(stdout, /replace dynamicOptions/)).toBe(dynamicOptions === "merge" ? "merges" : "replaces");
  expect(answer(stdout, /breaks a documented limit/)).toBe("422 VALIDATION&#95;ERROR, naming the field");
  expect(answer(stdout, /list of transfer configs/)).toMatch(/^no: 404/);
  expect(answer(stdout, /DELETE/)).toMatch(/^not tried/);
  expect(answer(stdout, /come with a 429/)).toBe("no 429 was met");
  const writes = emulator.writes();
  expect(writes.length).toBeGreaterThan(5);
  for (const { method, path } of writes) expect([method, path.endsWith(`/${id}`)]).toEqual(["PATCH", true]);
  // Nothing of the account or the config stands in what is attached to an issue.
  expect(stdout).not.toMatch(new RegExp(`${id}|${DEFAULT_KEY}|Throwaway|5e505642|example.com/mine`));
});

test("names the defaults that the server fills in, and restores in spite of them", async () => {
  await start({ serverDefaults: true }, "plain");
  const before = configs();
  const { stdout, code } = await probe();
  expect(configs()).toEqual(before);
  expect(code).toBe(0);
  expect(answer(stdout, /defaults does the server/)).toMatch(/\w+ \(\w+\)/);
});

test("without --yes it says what it would send, which is what it sends, and sends nothing", async () => {
  await start();
  const { code, stdout } = await probe([]);
  expect(code).toBe(0);
  expect(emulator.requests).toEqual([]);
  const announced = [...stdout.matchAll(/^ {4}PATCH \S+ (.*)$/gm)].map(([, body = ""]) => JSON.parse(body));
  expect(announced.length).toBeGreaterThan(5);
  await probe();
  const sent = emulator.writes().map(({ body }) => body);
  expect(sent.slice(0, announced.length)).toEqual(announced);
  // The rest puts the config back.
  expect(Object.keys(Object.assign({}, ...sent.slice(announced.length))).sort()).toEqual([
    "dynamicOptions",
    "name",
    "transferWaitingMessages",
  ]);
});

test.each([1, 3, 5, 8, 9])("restores after PATCH %i and all later ones of the probe failed", async (nth) => {
  await start();
  const before = configs();
  emulator.faults.add({ method: "PATCH", nth, fault: { kind: "status", status: 403 } });
  const { stdout } = await probe();
  expect(configs()).toEqual(before);
  expect(stdout).toMatch(/refused: 403|403 FORBIDDEN/);
});

test("restores after the connection broke for good in the middle", async () => {
  await start();
  const before = configs();
  emulator.faults.add({
    method: "PATCH",
    nth: [3, 4, 5, 6, 7, 8],
    fault: { kind: "reset-after-commit" },
  });
  // No backoff is waited for.
  jest.spyOn(Math, "random").mockReturnValue(0);
  const { code, stdout, stderr } = await probe();
  jest.restoreAllMocks();
  expect(configs()).toEqual(before);
  expect(code).toBe(1);
  expect(stdout).toMatch(/no answer: PATCH .*connection failed/);
  expect(stdout).toMatch(/no answer: not asked/);
  expect(stderr).toContain("is as it was before");
}, 60_000);

test("says what the config held where it cannot be put back", async () => {
  await start();
  emulator.faults.add({ method: "PATCH", nth: "every", fault: { kind: "ignore-field", field: "name" } });
  emulator.faults.add({
    method: "PATCH",
    nth: "every",
    fault: { kind: "normalise-field", field: "transferWaitingMessages", to: ["stuck"] },
  });
  const { code, stderr } = await probe();
  expect(code).toBe(1);
  expect(stderr).toMatch(/is not as it was before, in transferWaitingMessages/);
  expect(stderr).toMatch(/before the probe, .* held .*"One moment"/);
});

test("Ctrl-C in the middle ends it once the config is put back", async () => {
  await start();
  const before = configs();
  emulator.faults.add({ method: "PATCH", nth: 3, fault: { kind: "delay", ms: 500, part: "headers" } });
  const main = join(__dirname, "../../../provider/dist/cli/main.js");
  const child = spawn(process.execPath, [main, "doctor", "--cwd", folder, "--probe", id, "--yes"], {
    env: { ...process.env, ...env() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  while (emulator.writes().length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  expect(configs()).toEqual(before);
  expect(stdout).toMatch(/no answer: not asked/);
}, 60_000);

test.each<[string, Partial<EmulatorOptions>, NodeJS.ProcessEnv, RegExp]>([
  [
    "a config that a campaign points to",
    { campaigns: [{ id: campaign, name: "Spring", transferConfigId: id }] },
    {},
    /Spring points to .*nothing was written/,
  ],
  [
    "a config that only one campaign's own answer points to",
    { campaigns: [{ id: campaign, name: "Spring", transferConfigId: id }], campaignLinks: "campaign" },
    {},
    /Spring points to/,
  ],
  ["a config of another account", {}, { CARECYCLE_CLIENT_ID: other }, /another client than the pinned/],
  ["a key that is refused", {}, { CARECYCLE_API_KEY: "cc_old" }, /401/],
])("refuses %s before it writes", async (_, options, more, message) => {
  await start(options);
  const { code, stderr } = await probe(["--yes"], more);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(emulator.writes()).toEqual([]);
});

test("refuses a config that may hold credentials, and never shows them", async () => {
  await start();
  emulator.set(id, { dynamicOptions: { headers: { authorization: "Bearer SENSITIVE" } } });
  const { code, stderr, stdout } = await probe();
  expect(code).toBe(1);
  expect(stderr).toContain("may be credentials");
  expect(stderr + stdout).not.toContain("SENSITIVE");
  expect(emulator.writes()).toEqual([]);
});

test("keeps the quota", async () => {
  await start({ rate: 10, windowSeconds: 0.3 }, "plain");
  const { code } = await probe(["--yes"], {
    CARECYCLE_RATE_LIMIT: "10",
    CARECYCLE_RATE_WINDOW_SECONDS: "0.3",
  });
  expect(code).toBe(0);
  expect(emulator.throttled()).toBe(0);
  expect(emulator.peakRequestsPerWindow()).toBeLessThanOrEqual(10);
}, 60_000);

test("a 429 that is met is waited for, and its headers are named", async () => {
  await start();
  emulator.faults.add({
    method: "PATCH",
    nth: 2,
    fault: { kind: "rate-limit", via: "header", seconds: 0.1 },
  });
  const { code, stdout } = await probe();
  expect(code).toBe(0);
  expect(answer(stdout, /come with a 429/)).toBe("retry-after");
}, 30_000);
