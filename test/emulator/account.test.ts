// The endpoints that tell whose key it is: one of each for every client, or as seeded, or refused.
import { COLLECTION, call } from "./call";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "./index";

const other = "aaaaaaaa-9024-474d-9434-e5a44f505cc5";
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID, cc_other: other } });
});
afterEach(() => emulator.close());
const get = (path: string, key?: string) => call(emulator.url, "GET", path, key ? { key } : {});

test("each client has one appointment config and one campaign, which name it", async () => {
  for (const [key, clientId] of [
    [DEFAULT_KEY, DEFAULT_CLIENT_ID],
    ["cc_other", other],
  ] as const) {
    const { json } = await get("/v2/campaigns/appointment-configs", key);
    expect(json.appointmentConfigs).toEqual([
      expect.objectContaining({ clientId, transferConfigId: null, routingConfigId: null }),
    ]);
    const page = (await get("/v2/campaigns", key)).json;
    expect(page).toMatchObject({ itemsTotal: 1, currentPage: 1, nextPage: null, prevPage: null });
    expect(page.items[0]).not.toHaveProperty("client");
    const { campaign } = (await get(`/v2/campaigns/${page.items[0].id}`, key)).json;
    expect(campaign).toMatchObject({ id: page.items[0].id, client: { id: clientId } });
  }
});

test("a client does not see another's campaign", async () => {
  const { items } = (await get("/v2/campaigns", "cc_other")).json;
  expect((await get(`/v2/campaigns/${items[0].id}`)).json).toMatchObject({ code: "NOT_FOUND" });
});

test("seeded ones take the default's place, 50 a page", async () => {
  const campaigns = Array.from({ length: 51 }, (_, i) => ({
    id: `c0000000-0000-4000-8000-0000000000${10 + i}`,
    clientId: DEFAULT_CLIENT_ID,
    name: `C${i}`,
  }));
  emulator.configure({ campaigns, appointmentConfigs: [] });
  expect((await get("/v2/campaigns/appointment-configs")).json).toEqual({ appointmentConfigs: [] });
  expect((await get("/v2/campaigns")).json).toMatchObject({ itemsTotal: 51, nextPage: 2 });
  expect((await get("/v2/campaigns?page=2")).json).toMatchObject({
    currentPage: 2,
    prevPage: 1,
    items: [{ name: "C50" }],
  });
  expect((await get("/v2/campaigns", "cc_other")).json.items).toEqual([]);
});

test.each([403, 404] as const)(
  "they can answer %d, and the transfer configs still answer",
  async (status) => {
    emulator.configure({ accountEndpoints: status });
    const { id } = emulator.add({ name: "Desk" });
    const found = [];
    for (const path of ["appointment-configs", "", "c0000000-0000-4000-8000-000000000010"])
      found.push((await get(`/v2/campaigns${path && `/${path}`}`)).status);
    expect(found).toEqual([status, status, status]);
    expect((await get(`${COLLECTION}/${id}`)).status).toBe(200);
  },
);

test("the list of transfer configs is still not there", async () => {
  expect((await get(COLLECTION)).json).toMatchObject({ code: "NOT_FOUND" });
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `c0000000-0000-4000-8000-000000000${100 + i}`,
    name: `C${i}`,
  }));

test("a page has at most 100", async () => {
  emulator.configure({ campaigns: numbered(120) });
  const sizes = [];
  for (const query of ["", "?pageSize=100", "?pageSize=1000&page=2", "?page=4"])
    sizes.push((await get(`/v2/campaigns${query}`)).json.items.length);
  expect(sizes).toEqual([50, 100, 20, 0]);
  expect(emulator.requests.map(({ query }) => query)).toEqual([
    undefined,
    "pageSize=100",
    "pageSize=1000&page=2",
    "page=4",
  ]);
});

test("page can be ignored, or only echoed", async () => {
  const pages = async () => {
    const { currentPage, nextPage, items } = (await get("/v2/campaigns?page=2")).json;
    return [currentPage, nextPage, items[0].name];
  };
  emulator.configure({ campaigns: numbered(60) });
  expect(await pages()).toEqual([2, null, "C50"]);
  emulator.configure({ campaignPaging: "ignored" });
  expect(await pages()).toEqual([1, 2, "C0"]);
  emulator.configure({ campaignPaging: "echoed" });
  expect(await pages()).toEqual([2, 2, "C0"]);
});

test("campaigns show what they point to where they are to, and their block snippets are theirs alone", async () => {
  const [one, two] = numbered(2);
  const path = `/v2/campaigns/${one?.id}`;
  emulator.configure({
    campaigns: [
      { ...one, id: String(one?.id), transferConfigIds: ["x"] },
      { id: String(two?.id), name: undefined },
    ],
    assignments: [{ campaignId: String(one?.id), transferConfigId: "x" }],
  });
  const links = async () =>
    [(await get("/v2/campaigns")).json.items[0], (await get(path)).json.campaign].map(
      ({ transferConfigIds }) => transferConfigIds,
    );
  expect(await links()).toEqual([["x"], ["x"]]);
  emulator.configure({ campaignLinks: "campaign" });
  expect(await links()).toEqual([undefined, ["x"]]);
  emulator.configure({ campaignLinks: "nowhere" });
  expect(await links()).toEqual([undefined, undefined]);
  expect((await get("/v2/campaigns")).json.items[1]).not.toHaveProperty("name");
  expect((await get(`${path}/block-snippets`)).json.assignments).toEqual([
    { campaignId: one?.id, transferConfigId: "x" },
  ]);
  expect((await get(`/v2/campaigns/${two?.id}/block-snippets`)).json).toEqual({ assignments: [] });
  expect((await get("/v2/campaigns/c0000000-0000-4000-8000-000000000999/block-snippets")).status).toBe(404);
});

test("a fault can be of one path, and answer with any JSON", async () => {
  const path = "/v2/campaigns/appointment-configs";
  emulator.faults.add({ method: "GET", path, nth: "every", fault: { kind: "answer-with", json: [null] } });
  expect((await get("/v2/campaigns")).json).toHaveProperty("items");
  expect((await get(path)).json).toEqual([null]);
});
