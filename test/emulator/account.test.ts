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
