// What is read to see who uses configs, what is said before, and what of it could not be read.
import { type CampaignStatus, CareCycleClient } from "../../../provider/api/client";
import { readUsage, type UsageOptions } from "../../../provider/cli/usage/readUsage";
import { createEmulator, DEFAULT_CLIENT_ID, DEFAULT_KEY, type InProcessEmulator } from "../../emulator";

const idOf = (kind: string, i: number) => `${kind}0000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const config = idOf("f", 1);
const campaign = (i: number, more: object = {}) => ({ id: idOf("c", i), name: `C${i}`, ...more });
const snippets = (i: number) => `GET /v2/campaigns/${idOf("c", i)}/block-snippets`;
const appointments = "GET /v2/campaigns/appointment-configs";

let clients = 0;
function usageOf(settings: Parameters<typeof createEmulator>[0], more: Partial<UsageOptions> = {}) {
  const emulator = createEmulator({ rate: 100_000, appointmentConfigs: [], ...settings });
  const fetch = async (url: string, init: object) => {
    const response = await emulator.request(url.slice(url.indexOf("/v2/")), init as RequestInit);
    const text = await response.text();
    return { ok: response.ok, status: response.status, headers: response.headers, text: async () => text };
  };
  const client = new CareCycleClient({
    apiKey: DEFAULT_KEY,
    baseUrl: `http://127.0.0.1:1/usage/${clients++}`,
    rateLimit: 100_000,
    fetch,
  });
  const announced: string[] = [];
  const shown: string[] = [];
  const options: UsageOptions = {
    quota: { limit: 60, windowSeconds: 60 },
    announce: (line) => announced.push(line),
    progress: async (title, total) => {
      shown.push(`${title}: ${total}`);
      return {
        update: (done, of) => shown.push(`${done} of ${of}`),
        stop: () => shown.push("stopped"),
      };
    },
    ...more,
  };
  return { emulator, announced, shown, read: () => readUsage(client, options) };
}
const sent = ({ requests }: InProcessEmulator) =>
  requests.map(({ method, path, query }) => `${method} ${path}${query ? `?${query}` : ""}`);
const fails = (emulator: InProcessEmulator, path: string, status = 403) =>
  emulator.faults.add({
    method: "GET",
    path: path.replace("GET ", ""),
    nth: "every",
    fault: { kind: "status", status },
  });

test("campaigns are listed, then each that counts is asked for its blocks, and the appointment configs once", async () => {
  const { emulator, announced, shown, read } = usageOf({
    campaigns: [
      campaign(1, { transferConfigId: config }),
      campaign(2, { status: "archived", transferConfigId: config }),
      campaign(3, { status: "paused" }),
    ],
    assignments: [{ campaignId: idOf("c", 3), transferConfigId: config, block: { name: "b" } }],
    appointmentConfigs: [{ id: idOf("a", 1), clientId: DEFAULT_CLIENT_ID, transferConfigId: config }],
  });
  const usage = await read();
  expect(sent(emulator)).toEqual(["GET /v2/campaigns", appointments, snippets(1), snippets(3)]);
  expect(usage.users.get(config)?.map(({ id, as }) => [id, as])).toEqual([
    [idOf("c", 1), ["transferConfigId"]],
    [idOf("c", 3), ["block b"]],
    [idOf("a", 1), ["transferConfigId"]],
  ]);
  expect({ ...usage, users: 0 }).toEqual({
    users: 0,
    requests: 4,
    campaigns: { listed: 3, read: 2 },
    notRead: ["campaigns of another status (1 archived; --status all reads them too)"],
    failed: false,
    clients: new Set([DEFAULT_CLIENT_ID]),
  });
  expect(announced).toEqual([
    "usage: lists the campaigns first, 1 request for each page; then 1 for each campaign that is active, testing or paused, and 1 for the appointment configs.",
    "usage: 2 of 3 listed campaigns count: 3 more requests (2 for block snippets, 1 for appointment configs).",
  ]);
  expect(shown).toEqual(["Reading usage: 3", "1 of 3", "2 of 3", "3 of 3", "stopped"]);
});

test("of an account without campaigns, only the appointment configs are read", async () => {
  const { announced, read } = usageOf({ campaigns: [] });
  expect(await read()).toMatchObject({ requests: 2, notRead: [], failed: false });
  expect(announced[1]).toBe(
    "usage: 0 of 0 listed campaigns count: 1 more request (0 for block snippets, 1 for appointment configs).",
  );
});

test("all statuses are named by none", async () => {
  const statuses = "draft active paused completed archived inactive cancelled testing".split(" ");
  const { announced, read } = usageOf(
    { campaigns: [campaign(1, { transferConfigId: config })] },
    { statuses: statuses as CampaignStatus[] },
  );
  expect((await read()).notRead).toEqual([]);
  expect(announced[0]).toMatch(/then 1 for each campaign, and 1 for the appointment configs\.$/);
  expect(announced[1]).toMatch(/^usage: 1 of 1 listed campaign counts: 2 more requests /);
});

test("campaigns that are left out are counted by their status", async () => {
  const campaigns = ["draft", "draft", "archived", "odd", undefined].map((status, i) =>
    campaign(i, { status, transferConfigId: config }),
  );
  const { read } = usageOf({ campaigns }, { statuses: ["active"] });
  expect(await read()).toMatchObject({
    campaigns: { listed: 5, read: 2 },
    notRead: ["campaigns of another status (2 draft, 1 archived; --status all reads them too)"],
  });
});

test("a wait that the quota makes certain is said", async () => {
  const campaigns = Array.from({ length: 70 }, (_, i) => campaign(i, { transferConfigId: config }));
  const { announced, read } = usageOf({ campaigns });
  await read();
  expect(announced[1]).toBe(
    "usage: 70 of 70 listed campaigns count: 71 more requests (70 for block snippets, 1 for appointment configs); at 60 per 60 s, that takes at least 60 s.",
  );
});

describe("where the list doesn't show which configs campaigns point to", () => {
  const hidden = (campaignLinks: "campaign" | "nowhere", details: boolean, more: object = {}) =>
    usageOf(
      { campaigns: [campaign(1, { transferConfigId: config }), campaign(2)], campaignLinks, ...more },
      { details },
    );

  test("it is said how to read them", async () => {
    const { emulator, read } = hidden("campaign", false);
    const { users, notRead } = await read();
    expect([users.size, sent(emulator).length]).toEqual([0, 4]);
    expect(notRead).toEqual([
      "which configs campaigns point to themselves: the list of campaigns doesn't show it (--campaign-details reads each campaign, 2 more requests)",
    ]);
  });

  test("each campaign is read on demand, and shows them", async () => {
    const { emulator, announced, shown, read } = hidden("campaign", true);
    const { users, notRead, requests } = await read();
    expect([[...users.keys()], notRead, requests]).toEqual([[config], [], 6]);
    expect(sent(emulator).slice(-2)).toEqual([
      `GET /v2/campaigns/${idOf("c", 1)}`,
      `GET /v2/campaigns/${idOf("c", 2)}`,
    ]);
    expect(announced[1]).toContain(
      "5 more requests (2 for block snippets, 2 for the campaigns themselves, 1 for appointment configs)",
    );
    expect(shown[0]).toBe("Reading usage: 5");
    expect(users.get(config)).toMatchObject([{ name: "C1", status: "active" }]);
  });

  test("or no response shows them", async () => {
    expect((await hidden("nowhere", true).read()).notRead).toEqual([
      "which configs campaigns point to themselves: no response shows it (only their block snippets were read)",
    ]);
  });

  test("nothing is said where no campaign counts", async () => {
    expect((await hidden("nowhere", false, { campaigns: [] }).read()).notRead).toEqual([]);
  });

  test("a campaign that is read shows its account, too", async () => {
    expect((await hidden("campaign", true).read()).clients).toEqual(new Set([DEFAULT_CLIENT_ID]));
  });
});

test("campaigns that the list shows with their configs are not read again", async () => {
  const shows = usageOf({ campaigns: [campaign(1, { transferConfigIds: [] })] }, { details: true });
  expect((await shows.read()).requests).toBe(3);
});

test("a campaign without an id that a path can hold counts, and is said", async () => {
  const campaigns = [{ id: "", name: "A", transferConfigId: config }];
  const { emulator, read } = usageOf({ campaigns });
  const { users, notRead, campaigns: counted } = await read();
  expect(sent(emulator)).toEqual(["GET /v2/campaigns", appointments]);
  expect(users.get(config)).toMatchObject([{ name: "A" }]);
  expect([notRead, counted]).toEqual([
    ["block snippets of 1 campaign without an id"],
    { listed: 1, read: 1 },
  ]);
});

describe("what fails", () => {
  const campaigns = Array.from({ length: 20 }, (_, i) => campaign(i, { transferConfigId: config }));

  test("with the list of campaigns, leaves the appointment configs", async () => {
    const { emulator, read } = usageOf({ campaigns });
    fails(emulator, "/v2/campaigns");
    expect(await read()).toMatchObject({
      requests: 2,
      failed: true,
      campaigns: { listed: 0, read: 0 },
      notRead: [expect.stringMatching(/^the campaigns \(GET \/v2\/campaigns answered 403 FORBIDDEN/)],
    });
  });

  test("with the appointment configs, leaves the campaigns", async () => {
    const { emulator, read } = usageOf({ campaigns: campaigns.slice(0, 1) });
    fails(emulator, appointments);
    const { users, failed, notRead } = await read();
    expect([users.size, failed]).toEqual([1, true]);
    expect(notRead).toEqual([
      expect.stringMatching(
        /^the appointment configs \(GET \/v2\/campaigns\/appointment-configs answered 403/,
      ),
    ]);
  });

  test("with block snippets, is tried no more after some", async () => {
    const { emulator, shown, read } = usageOf({ campaigns });
    for (let i = 0; i < 20; i++) fails(emulator, snippets(i));
    const { requests, notRead } = await read();
    expect(requests).toBe(sent(emulator).length);
    expect(requests).toBeLessThan(20);
    expect(notRead).toEqual([
      expect.stringMatching(
        /^block snippets of \d+ campaigns \(GET \/v2\/campaigns\/\{id\}\/block-snippets answered 403 FORBIDDEN.*\): C0, /,
      ),
      expect.stringMatching(
        /^block snippets of \d+ campaigns \(not tried any more after GET \/v2\/campaigns\/\{id\}\/block-snippets failed several times\): /,
      ),
    ]);
    expect(shown.at(-2)).toBe("21 of 21");
  });

  test("with a campaign itself, is told with its name", async () => {
    const { emulator, read } = usageOf(
      { campaigns: [campaign(1)], campaignLinks: "campaign" },
      { details: true },
    );
    fails(emulator, `/v2/campaigns/${idOf("c", 1)}`);
    expect((await read()).notRead[0]).toMatch(
      /^campaigns themselves of 1 campaign \(GET \/v2\/campaigns\/\{id\} answered 403 FORBIDDEN.*\): C1$/,
    );
  });

  test("with a refused key, is an error, and the progress ends", async () => {
    const { emulator, shown, read } = usageOf({ campaigns });
    fails(emulator, appointments, 401);
    await expect(read()).rejects.toThrow("401");
    expect(shown).toContain("stopped");
  });
});
