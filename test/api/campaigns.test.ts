// What points to transfer configs: pages of campaigns, block snippets and appointment configs, under every fault and with
// members that are missing or have another type.
import fc from "fast-check";
import { CareCycleClient } from "../../provider/api/client";
import { isObject } from "../../provider/model/values";
import { DEFAULT_CLIENT_ID, type Emulator, startEmulator } from "../emulator";
import { skippingClock } from "./clock";
import { before, id, matrix } from "./faultMatrix";

const campaignId = "c0000000-0000-4000-8000-000000000001";
const campaign = { id: campaignId, name: "Spring", status: "paused", transferConfigId: id, extra: { a: 1 } };
const assignment = {
  id: "d0000000-0000-4000-8000-000000000001",
  campaignId,
  blockId: null,
  snippetId: null,
  transferConfigId: null,
  afterHoursTransferConfigId: id,
  scope: "business_hours",
  enabled: true,
  priority: 1,
  isDefault: false,
  block: { name: "intro", tag: "t", kind: "k", enabled: true },
  snippet: { name: "Greeting" },
};
const appointment = {
  id: "a0000000-0000-4000-8000-000000000001",
  name: "Consultation",
  transferConfigId: id,
};

let emulator: Emulator;
let client: CareCycleClient;
async function start(timeoutSeconds = 10): Promise<void> {
  emulator = await startEmulator({
    seed: [{ id, ...before }],
    campaigns: [campaign],
    assignments: [assignment],
    appointmentConfigs: [appointment],
  });
  client = new CareCycleClient({
    apiKey: "cc_test_key",
    baseUrl: emulator.url,
    timeoutSeconds,
    clock: skippingClock(),
  });
}
afterEach(() => emulator.close());

const endpoints = {
  listCampaigns: {
    path: "/v2/campaigns",
    read: () => client.listCampaigns(),
    expected: { itemsTotal: 1, currentPage: 1, nextPage: null, prevPage: null, items: [campaign] },
  },
  getBlockSnippetAssignments: {
    path: `/v2/campaigns/${campaignId}/block-snippets`,
    read: () => client.getBlockSnippetAssignments(campaignId),
    expected: [assignment],
  },
  listAppointmentConfigs: {
    path: "/v2/campaigns/appointment-configs",
    read: () => client.listAppointmentConfigs(),
    expected: [{ ...appointment, clientId: DEFAULT_CLIENT_ID, routingConfigId: null }],
  },
};
type Endpoint = keyof typeof endpoints;
const names = Object.keys(endpoints) as Endpoint[];

const cases = names.flatMap((name) =>
  Object.values(matrix)
    .flat()
    .map(({ fault, GET: { wire, error } }) => ({ name, fault, wire, error, title: JSON.stringify(fault) })),
);
test.each(cases)("$name under $title: $wire, $error", async ({ name, fault, wire, error }) => {
  await start(fault.kind === "delay" && fault.ms > 1_000 ? 0.4 : 10);
  const { path, read, expected } = endpoints[name];
  emulator.faults.add({ method: "GET", path, fault });
  const result = await read().catch((thrown: Error) => thrown);
  if (error === undefined) expect(result).toMatchObject(expected);
  else expect(result).toMatchObject({ name: error, request: { method: "GET", path } });
  const seen = () =>
    emulator.requests
      .map(({ status, outcome }) => (outcome === "answered" ? `${status}` : outcome))
      .join(" ");
  for (let i = 0; i < 100 && seen() !== wire; i++) await new Promise((wake) => setTimeout(wake, 10));
  expect(seen()).toBe(wire);
  expect(new Set(emulator.requests.map(({ path: sent, query }) => [sent, query].join()))).toEqual(
    new Set([`${path},`]),
  );
});

test("a page, a size and a status are sent as they are asked for, and nothing else is", async () => {
  await start();
  await client.listCampaigns({ page: 2, pageSize: 100, status: "active" });
  await client.listCampaigns({ page: 3 });
  await client.listCampaigns({});
  expect(emulator.requests.map(({ query }) => query)).toEqual([
    "page=2&pageSize=100&status=active",
    "page=3",
    undefined,
  ]);
});

test.each([{ page: 0 }, { page: 1.5 }, { page: Number.NaN }, { pageSize: -1 }])(
  "%j is refused before it is sent",
  async (options) => {
    await start();
    await expect(client.listCampaigns(options)).rejects.toThrow(/is not a whole number.*nothing was sent/);
    expect(emulator.requests).toEqual([]);
  },
);

test.each(["", ".", ".."])("the campaign id %j, which would lead elsewhere, is not sent", async (odd) => {
  await start();
  await expect(client.getBlockSnippetAssignments(odd)).rejects.toThrow(/nothing was sent/);
  await expect(client.getCampaign(odd)).rejects.toThrow(/nothing was sent/);
  expect(emulator.requests).toEqual([]);
});

test("an id stays inside its place in the path", async () => {
  await start();
  await expect(client.getBlockSnippetAssignments("../transfer-configs?x=1#")).rejects.toThrow(/404/);
  expect(emulator.requests[0]?.path).toBe("/v2/campaigns/..%2Ftransfer-configs%3Fx%3D1%23/block-snippets");
});

const anything = fc.jsonValue({ maxDepth: 2 });
const members = (keys: string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...keys, "__proto__", "constructor"), fc.string()), anything);

test("members of any kind are read without a failure: known ones have their type or are absent, others are kept", async () => {
  await start();
  const types: Record<string, (value: unknown) => boolean> = {
    id: (value) => typeof value === "string",
    name: (value) => typeof value === "string",
    status: (value) => typeof value === "string",
    transferConfigId: (value) => value === null || typeof value === "string",
    transferConfigIds: (value) =>
      value === null || (Array.isArray(value) && value.every((one) => typeof one === "string")),
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(members([...Object.keys(types), "client"]), anything), { maxLength: 4 }),
      async (items) => {
        emulator.faults.add({
          method: "GET",
          fault: {
            kind: "answer-with",
            json: JSON.parse(JSON.stringify({ items, currentPage: "1", itemsTotal: "9" })),
          },
        });
        const page = await client.listCampaigns();
        expect(page).not.toHaveProperty("currentPage");
        expect(page).not.toHaveProperty("itemsTotal");
        const objects = (items as unknown[]).filter(isObject);
        expect(page.items).toHaveLength(objects.length);
        for (const [i, item] of page.items.entries()) {
          for (const [name, isOfType] of Object.entries(types))
            if (Object.hasOwn(item, name)) expect(isOfType(item[name])).toBe(true);
          const unknown = Object.keys(objects[i] ?? {}).filter(
            (key) => !Object.hasOwn(types, key) && key !== "client" && key !== "description",
          );
          for (const key of unknown) expect(Object.hasOwn(item, key)).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});
