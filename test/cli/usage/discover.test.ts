// `adopt --discover`: which configs are found through what points to them, and what is said of the others.
import type { ReadOnlyStack } from "../../../provider/cli/preview/stack";
import { discover } from "../../../provider/cli/usage/discover";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";

const uuid = (n: number) => `f0000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const OTHER = "11111111-1111-4111-8111-111111111111";

const config = new Map<string, string>();
let recorded: { id?: string; clientId?: string }[] = [];
// A stack needs a Pulumi CLI.
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: async ({ stack }: { stack: string }): Promise<ReadOnlyStack> => ({
    name: stack,
    recorded: async () => recorded as never,
    recordedConfigs: async () => [],
    config: async () => config,
    preview: async () => ({ steps: [], config: {} }),
  }),
}));

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ rate: 100_000, windowSeconds: 1 });
  config.clear();
  config.set("carecycle:apiKey", DEFAULT_KEY).set("carecycle:baseUrl", emulator.url);
  recorded = [];
});
afterEach(() => emulator.close());

const campaign = (i: number, ...transferConfigIds: string[]) => ({
  id: `c0000000-0000-4000-8000-00000000000${i}`,
  name: `C${i}`,
  transferConfigIds,
});
const pointing = (...ids: string[]) => emulator.configure({ campaigns: [campaign(1, ...ids)] });

/** What is found, and what is said of it. */
async function find(named: readonly string[] = [], options: object = { stack: "prod" }) {
  const lines: string[] = [];
  const stderr = { write: (line: string) => lines.push(line.replace(/^pulumi-carecycle: /, "").trimEnd()) };
  const env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
  const context = { stderr, env, cwd: () => "/", stdout: { isTTY: false } };
  const found = await discover(named, options, context as never);
  return { ...found, said: lines.filter((line) => line.startsWith("discover:")) };
}
const summary = (text: string) =>
  `discover: ${text}. Configs to which nothing points are not found: give their ids.`;

test("what something points to is found, but for what the stack manages, or the command line names", async () => {
  pointing(uuid(1), uuid(2).toUpperCase(), uuid(3), uuid(4));
  recorded = [
    { id: uuid(2), clientId: DEFAULT_CLIENT_ID },
    {},
    { id: uuid(3).toUpperCase() },
    { id: uuid(9) },
  ];
  const { ids, users, isWhole, settings, said } = await find([uuid(4).toUpperCase()]);
  expect(ids).toEqual([uuid(1)]);
  expect([...users.keys()]).toEqual([uuid(1), uuid(2), uuid(3), uuid(4)]);
  expect(isWhole).toBe(true);
  expect(settings).toMatchObject({ apiKey: DEFAULT_KEY, baseUrl: emulator.url });
  expect(said).toEqual([
    summary(
      "4 configs found through what points to them; 2 of them left out, which stack prod manages already",
    ),
  ]);
});

test("without a stack, all of it is found with the environment's key", async () => {
  pointing(uuid(1));
  const { ids, said } = await find([], {});
  expect([ids, said]).toEqual([[uuid(1)], [summary("1 config found through what points to them")]]);
});

test("only campaigns of the chosen status count, and others are named", async () => {
  emulator.configure({
    campaigns: [
      { ...campaign(1, uuid(1)), status: "archived" },
      { ...campaign(2, uuid(2)), status: "active" },
    ],
  });
  expect(await find()).toMatchObject({
    ids: [uuid(2)],
    isWhole: true,
    said: [
      summary("1 config found through what points to them"),
      "discover: not read: campaigns of another status (1 archived; --status all reads them too).",
    ],
  });
  expect((await find([], { stack: "prod", status: ["archived"] })).ids).toEqual([uuid(1)]);
});

test("what could not be read is said, and the rest is found", async () => {
  pointing(uuid(1));
  emulator.faults.add({
    method: "GET",
    path: "/v2/campaigns/appointment-configs",
    fault: { kind: "status", status: 403 },
  });
  const { ids, isWhole, said } = await find();
  expect([ids, isWhole]).toEqual([[uuid(1)], false]);
  expect(said[1]).toMatch(
    /^discover: not read: the appointment configs \(GET .* answered 403 FORBIDDEN.*\)\.$/,
  );
});

test("what is no id of a config is not adopted, and named", async () => {
  pointing("desk", uuid(1), "x".repeat(130));
  const { ids, said } = await find();
  expect(ids).toEqual([uuid(1)]);
  expect(said).toEqual([
    summary("1 config found through what points to them"),
    `discover: not ids of configs, although something points to them: desk, ${"x".repeat(120)}…`,
  ]);
});

test("the key of another account than the stack's finds nothing", async () => {
  pointing(uuid(1));
  recorded = [{ id: uuid(2), clientId: OTHER }];
  await expect(find()).rejects.toThrow(
    `the key belongs to client ${DEFAULT_CLIENT_ID}, but the stack's configs belong to client ${OTHER}: its configs cannot be found with this key.`,
  );
  config.set("carecycle:clientId", OTHER);
  await expect(find()).rejects.toThrow(`but client ${OTHER} is pinned`);
});
