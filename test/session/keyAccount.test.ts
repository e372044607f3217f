// Whose key it is: found out with as few requests as can be, and never guessed.
import { CareCycleClient } from "../../provider/api/client";
import type { Fetch } from "../../provider/api/http";
import { KeyAccount } from "../../provider/session/keyAccount";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const campaign = "b6e138dd-eba1-4cd6-85c1-31882f4d70e7";
const config = `/v2/campaigns/transfer-configs/${id}`;
const appointments = "/v2/campaigns/appointment-configs";
const campaigns = "/v2/campaigns";

/** A key whose requests are answered by path: with a body, or a status. */
function keyThat(answers: Record<string, object | number>) {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    const { pathname } = new URL(String(url));
    asked.push(pathname);
    const answer = answers[pathname] ?? 404;
    const [status, body] =
      typeof answer === "number" ? [answer, { message: "no", code: "FORBIDDEN" }] : [200, answer];
    return new Response(JSON.stringify(body), { status }) as unknown as Awaited<ReturnType<Fetch>>;
  };
  const api = new CareCycleClient({ apiKey: "cc_key", baseUrl: "http://127.0.0.1:1", fetch });
  return { account: new KeyAccount(api), asked };
}

const nobody = { [appointments]: { appointmentConfigs: [] }, [campaigns]: { items: [] } };
const inCampaign = {
  ...nobody,
  [campaigns]: { items: [{ name: "no id" }, { id: campaign }] },
  [`${campaigns}/${campaign}`]: { campaign: { id: campaign, client: { id: "C1" } } },
};

test("a response that was seen is enough, in any letters", async () => {
  const { account, asked } = keyThat({});
  account.note("C1");
  expect([account.has("c1"), account.has("c2"), account.has(undefined)]).toEqual([true, false, false]);
  expect([await account.belongsTo("c1"), await account.belongsTo("c2", id)]).toEqual(["yes", "no"]);
  expect(asked).toEqual([]);
});

test("what is no text names no client", async () => {
  const { account } = keyThat(nobody);
  for (const nothing of ["", 1, null, undefined, {}]) account.note(nothing);
  expect(await account.belongsTo("c1")).toBe("unknown");
  expect(account.has("")).toBe(false);
});

test("the recorded config is asked first, then appointment configs, then a campaign; no more than needed", async () => {
  const all = {
    [config]: { transferConfig: { id, name: "a", clientId: "c1" } },
    [appointments]: { appointmentConfigs: [{ id, clientId: "c1" }] },
  };
  const byConfig = keyThat(all);
  expect(await byConfig.account.belongsTo("C1", id)).toBe("yes");
  expect(byConfig.asked).toEqual([config]);
  const byAppointments = keyThat(all);
  expect(await byAppointments.account.belongsTo("c2")).toBe("no");
  expect(byAppointments.asked).toEqual([appointments]);
  const byCampaign = keyThat(inCampaign);
  expect(await byCampaign.account.belongsTo("c1", id)).toBe("yes");
  expect(byCampaign.asked).toEqual([config, appointments, campaigns, `${campaigns}/${campaign}`]);
});

test("each request is sent once per process", async () => {
  const { account, asked } = keyThat(nobody);
  expect(await Promise.all([account.belongsTo("c1", id), account.belongsTo("c2", id)])).toEqual([
    "unknown",
    "unknown",
  ]);
  expect(await account.belongsTo("c1", id)).toBe("unknown");
  expect(asked.sort()).toEqual([campaigns, appointments, config].sort());
});

test("a response that is under way is waited for", async () => {
  const { account, asked } = keyThat(nobody);
  let respond = (_: { clientId?: unknown }) => {};
  const seen = account.observe(
    new Promise<{ clientId?: unknown }>((resolve) => {
      respond = resolve;
    }),
  );
  const belongs = account.belongsTo("c1");
  respond({ clientId: "c1" });
  expect(await belongs).toBe("yes");
  expect(await seen).toEqual({ clientId: "c1" });
  expect(asked).toEqual([]);
});

test("nothing is waited for once the account is known", async () => {
  const { account } = keyThat(nobody);
  void account.observe(new Promise<{ clientId?: unknown }>(() => {}));
  account.note("c1");
  expect(await account.belongsTo("c1")).toBe("yes");
});

test("whoever gets a response finds its account noted", async () => {
  const { account } = keyThat(nobody);
  await account.observe(Promise.resolve({ clientId: "c1" }));
  expect(account.has("c1")).toBe(true);
});

test("one that fails is its caller's failure, and shows nothing", async () => {
  const { account } = keyThat(nobody);
  const failed = account.observe(Promise.reject<{ clientId?: unknown }>(new Error("gone")));
  const belongs = account.belongsTo("c1");
  await expect(failed).rejects.toThrow("gone");
  expect(await belongs).toBe("unknown");
});

test("it is said why a key is not known to be the right one", async () => {
  const { account } = keyThat({ ...nobody, [config]: 403 });
  expect(account.reason(undefined)).toBe("the state doesn't record which client it belonged to");
  expect(account.reason("c1")).toBe("no response has shown that the key in use belongs to client c1");
  await account.belongsTo("c1", id);
  expect(account.reason("c1")).toMatch(
    /^no response has shown that the key in use belongs to client c1 \(GET \/v2\/campaigns\/transfer-configs\/497f6eca-6276-4993-bfeb-53cbbbba6f08 .*403.*; there is no appointment config; there is no campaign\)$/,
  );
  account.note("C2");
  account.note("C3");
  expect(account.reason("c1")).toBe("the key in use belongs to client c2, c3, not to client c1");
});

test.each([
  [[], "there is no appointment config; there is no campaign"],
  [[{ id }], "there is no campaign"],
])("it is said what there was none of (appointment configs: %j)", async (appointmentConfigs, none) => {
  const { account } = keyThat({ ...nobody, [appointments]: { appointmentConfigs } });
  await account.belongsTo("c1");
  expect(account.reason("c1")).toBe(
    `no response has shown that the key in use belongs to client c1 (${none})`,
  );
});

test("a campaign without a client shows nothing", async () => {
  const { account } = keyThat({
    ...inCampaign,
    [`${campaigns}/${campaign}`]: { campaign: { id: campaign } },
  });
  expect(await account.belongsTo("c1")).toBe("unknown");
});
