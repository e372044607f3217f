// `report --usage`: each changed config says what uses it, and requests are sent only where something changed.
import Ajv from "ajv/dist/2020";
import { reportJsonSchema } from "../../../provider/cli/reportModel/schema";
import type { Report } from "../../../provider/cli/reportModel/types";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { previewPath, readPreview } from "../../support/reports";
import { runCli } from "../../support/runCli";

const sales = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const idOf = (i: number) => `c0000000-0000-4000-8000-00000000000${i}`;
const campaign = (i: number, name: string, status: string) => ({
  id: idOf(i),
  name,
  status,
  transferConfigId: sales,
});
const campaigns = [
  campaign(1, "Autumn", "paused"),
  campaign(2, "Spring", "active"),
  campaign(3, "Summer", "active"),
  campaign(4, "Old", "archived"),
];

let emulator: Emulator;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  emulator = await startEmulator({ campaigns, appointmentConfigs: [] });
  env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
});
afterEach(() => emulator.close());

async function report(
  name: string,
  ...args: string[]
): Promise<{ code: number; stderr: string; report: Report }> {
  const { stdout, ...ended } = await runCli(["report", previewPath(name), "--format", "json", ...args], {
    env,
  });
  const parsed = JSON.parse(stdout);
  const validate = new Ajv({ strict: false }).compile(reportJsonSchema());
  expect(validate(parsed) || validate.errors).toBe(true);
  return { ...ended, report: parsed };
}

test("a changed config lists its campaigns, those that call first; the exit code is as without", async () => {
  const { code, report: shown, stderr } = await report("change", "--usage");
  expect(code).toBe(2);
  expect(shown.usage).toEqual({
    requests: 5,
    notRead: ["campaigns of another status (1 archived; --status all reads them too)"],
  });
  expect(emulator.requests).toHaveLength(5);
  expect(
    shown.resources.map(({ name, usedBy }) => [name, usedBy?.map((user) => `${user.status} ${user.name}`)]),
  ).toEqual([
    ["sales-floor", ["active Spring", "active Summer", "paused Autumn"]],
    ["scheduling-desk", undefined],
  ]);
  expect(stderr).toContain("3 of 4 listed campaigns count: 4 more requests");
});

test("--status implies it, and narrows it", async () => {
  const { report: shown } = await report("drift", "--status", "archived");
  expect(shown.resources[0]?.usedBy).toMatchObject([{ name: "Old" }]);
  expect(emulator.requests).toHaveLength(3);
});

test.each(["nothing", "observed", "create"])(
  "where nothing changed that something could point to (%s), nothing is sent",
  async (name) => {
    const { report: shown } = await report(name, "--usage");
    expect(emulator.requests).toEqual([]);
    expect(shown.usage).toEqual({ requests: 0, notRead: [] });
    // Nothing was read, and nothing is said of it.
    const { stdout } = await runCli(["report", previewPath(name), "--usage"], { env });
    expect(stdout).not.toMatch(/what uses|0 requests? to read|not read:/i);
  },
);

test("without the option nothing is sent, and no key is needed", async () => {
  const { code, report: shown } = await report("change");
  expect([code, shown.usage, emulator.requests]).toEqual([2, null, []]);
});

test("a refused key doesn't cost the review: the report says that usage was not read", async () => {
  Object.assign(env, { CARECYCLE_API_KEY: "cc_old" });
  const { code, report: shown } = await report("change", "--usage");
  expect(code).toBe(2);
  expect(shown.usage?.notRead).toEqual([expect.stringMatching(/^usage: .*401/)]);
  expect(shown.resources[0]?.usedBy).toBeNull();
});

test("a key of another account isn't taken for a config that nobody uses", async () => {
  emulator.configure({ apiKeys: { [DEFAULT_KEY]: idOf(9) }, appointmentConfigs: "one" });
  const { report: shown } = await report("change", "--usage");
  expect(shown.usage?.notRead).toEqual([expect.stringContaining(`the key belongs to client ${idOf(9)}`)]);
  expect(shown.resources[0]?.usedBy).toBeNull();
});

test("the key is required first, and never sent to an address that a document names", async () => {
  const document = readPreview("change");
  const stdin = JSON.stringify({ ...document, config: { "carecycle:baseUrl": "https://elsewhere.example" } });
  const run = await runCli(["report", "-", "--usage"], { env, stdin });
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toMatch(/the preview is of https:\/\/elsewhere\.example, .*set CARECYCLE_BASE_URL/);
  const keyless = await runCli(["report", previewPath("change"), "--usage"], { env: {} });
  expect(keyless).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("set CARECYCLE_API_KEY"),
  });
  expect(emulator.requests).toEqual([]);
});

test("requests that the preview has just sent count against the quota", async () => {
  Object.assign(env, { CARECYCLE_RATE_LIMIT: "6", CARECYCLE_RATE_WINDOW_SECONDS: "1" });
  await emulator.close();
  // Of one window's six requests, the preview's two reads leave four.
  emulator = await startEmulator({ campaigns, appointmentConfigs: [], rate: 4, windowSeconds: 0.9 });
  env.CARECYCLE_BASE_URL = emulator.url;
  await report("change", "--usage");
  expect(emulator.requests).toHaveLength(5);
  expect(emulator.throttled()).toBe(0);
});

test("an adopted config has no account yet that is recorded, and is looked for like others", async () => {
  const { report: shown } = await report("adopt", "--usage");
  expect(shown.usage?.requests).toBe(5);
  expect(shown.resources.map(({ name, usedBy }) => [name, usedBy?.length])).toEqual([
    ["sales-floor", 3],
    ["scheduling-desk", undefined],
  ]);
});

test("the address of the preview may end with slashes", async () => {
  const config = { "carecycle:baseUrl": `${emulator.url}//` };
  const stdin = JSON.stringify({ ...readPreview("change"), config });
  expect((await runCli(["report", "-", "--usage"], { env, stdin })).code).toBe(2);
  expect(emulator.requests).toHaveLength(5);
});
