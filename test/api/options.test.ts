// What a client's own options change: what waits before a write, what another process has sent, who is told of a wait.
import type { CareCycleClientOptions } from "../../provider/api/client";
import { skippingClock } from "./clock";
import { clientOf, closeServers, config, id, serve, type TestServer } from "./server";

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(closeServers);

const client = (options?: Partial<CareCycleClientOptions>) => clientOf(server, options);
const methods = () => server.received.map(({ method }) => method);

test("beforeWrite is awaited by each write, and by no read", async () => {
  let asked = 0;
  const api = client({
    async beforeWrite() {
      if (++asked > 3) throw new Error("not now");
    },
  });
  await api.getTransferConfig(id);
  await api.listCampaigns().catch(() => undefined);
  expect(asked).toBe(0);
  server.answer({ status: 201, body: { transferConfig: config } });
  await api.createTransferConfig({ name: "x" });
  await api.updateTransferConfig(id, { name: "x" });
  await api.deleteTransferConfig(id);
  const before = methods().length;
  await expect(api.createTransferConfig({ name: "x" })).rejects.toThrow("not now");
  await expect(api.updateTransferConfig(id, { name: "x" })).rejects.toThrow("not now");
  await expect(api.deleteTransferConfig(id)).rejects.toThrow("not now");
  expect(asked).toBe(6);
  await expect(api.modifyTransferConfig(id, () => ({ name: "x" }))).rejects.toThrow("not now");
  expect(methods().slice(before)).toEqual(["GET"]);
});

test("requests of another process take their places for one window, and no more places than there are", async () => {
  for (const [recentRequests, waits] of [
    [undefined, 0],
    [-1, 0],
    [1, 0],
    [1.5, 60_000],
    [2, 60_000],
    [1e9, 60_000],
  ] as const) {
    const clock = skippingClock();
    // A key of its own: the clients of one key share a quota.
    const apiKey = `cc_recent_${recentRequests}`;
    const api = client({
      clock,
      apiKey,
      rateLimit: 2,
      ...(recentRequests !== undefined && { recentRequests }),
    });
    await api.getTransferConfig(id);
    expect([recentRequests, Math.floor(clock.now() / 1000) * 1000]).toEqual([recentRequests, waits]);
  }
});

test("who is told of a wait, and nobody where nobody asks", async () => {
  const lines: string[] = [];
  for (const notify of [undefined, (line: string) => lines.push(line)]) {
    const apiKey = `cc_notify_${notify === undefined}`;
    const api = client({ apiKey, rateLimit: 1, ...(notify && { notify }) });
    await Promise.all([api.getTransferConfig(id), api.getTransferConfig(id)]);
  }
  expect(lines[0]).toMatch(/^1 request waiting for the API's quota, about \d+ s to go$/);
});

test("a page is a whole number of at least 1, and a campaign is asked for by GET", async () => {
  server.answer({ body: { items: [] } });
  await client().listCampaigns({ page: 1, pageSize: 1 });
  for (const options of [{ page: 0 }, { page: 1.5 }, { pageSize: -1 }])
    await expect(client().listCampaigns(options)).rejects.toThrow(
      /is not a whole number of at least 1; nothing/,
    );
  server.answer({ body: { campaign: { id: "c" } } });
  expect(await client().getCampaign("c")).toEqual({ id: "c" });
  expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /v2/campaigns?page=1&pageSize=1",
    "GET /v2/campaigns/c",
  ]);
});
