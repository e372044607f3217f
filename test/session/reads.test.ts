// Reading a config: whose it must be, what is remembered of it, and for which key and address.
import { VirtualClock } from "../api/clock";
import { CLIENT } from "../support/fakeApi";
import { A, openSession, withConfig } from "./openSession";

const OTHER = "11111111-1111-4111-8111-111111111111";
const appointments = "GET /v2/campaigns/appointment-configs";

test("a config is read with one request, whatever the letters of its client", async () => {
  const { session, sent } = withConfig({ config: { clientId: CLIENT.toUpperCase() } });
  expect(await session.read(A, CLIENT.toUpperCase())).toMatchObject({ id: A, name: "Old", clientId: CLIENT });
  expect(sent()).toEqual([`GET ${A}`]);
});

test("what was read last is known by its id in any letters, with its age", async () => {
  const clock = new VirtualClock();
  await clock.run(1_000);
  const { session } = withConfig({ clock });
  expect(session.lastRead(A)).toBeUndefined();
  const live = await session.read(A.toUpperCase());
  await clock.run(4_500);
  expect(session.lastRead(A.toUpperCase())).toEqual({ live, ageMs: 3_500 });
  expect(session.lastRead(OTHER)).toBeUndefined();
});

test("with another key or address, or another pin, nothing is known of before", async () => {
  const { session, settings } = withConfig();
  for (const change of [
    { apiKey: "cc_two" },
    { baseUrl: "http://127.0.0.1:1/elsewhere" },
    { clientId: CLIENT },
  ]) {
    await session.read(A);
    expect(session.lastRead(A)).toBeDefined();
    Object.assign(settings, change);
    expect(session.lastRead(A)).toBeUndefined();
  }
});

test("before a stack's config is there, the environment speaks", () => {
  const env = { CARECYCLE_CLIENT_ID: OTHER, CARECYCLE_API_KEY: "cc_env" };
  const { session } = openSession({ env });
  expect(session.settings).toMatchObject({ apiKey: "cc_unit", clientId: OTHER });
  session.configure(() => undefined);
  expect(session.settings).toMatchObject({ apiKey: "cc_env", clientId: OTHER });
});

test("waits are on the clock of the session, and told to its process", async () => {
  const clock = new VirtualClock();
  const { session, api, lines } = withConfig({ clock });
  api.answered = (_, status, body) =>
    api.requests.length === 1 ? [429, { code: "RATE_LIMIT_EXCEEDED", retryAfter: 90 }] : [status, body];
  const reading = session.read(A);
  await clock.run(100_000);
  expect(await reading).toMatchObject({ id: A });
  expect(lines.join("\n")).toMatch(/1 request.*waits?/);
});

test("without a key nothing is sent", async () => {
  const { session, settings, sent } = withConfig();
  delete settings.apiKey;
  await expect(session.read(A)).rejects.toThrow("no API key is set, and a request needs one");
  expect(sent()).toEqual([]);
});

describe("a response of another account", () => {
  test("than the pinned one is an error that names both", async () => {
    const { session } = withConfig({ config: { clientId: OTHER } });
    await expect(session.read(A)).rejects.toThrow(
      `transfer config ${A} belongs to client ${CLIENT}, but carecycle:clientId pins ${OTHER}. ` +
        "Use a key of that account, or correct carecycle:clientId.",
    );
    expect(session.lastRead(A)).toBeUndefined();
  });

  test("than the recorded one is an error that names both", async () => {
    const { session } = withConfig();
    await expect(session.read(A, OTHER)).rejects.toThrow(
      `transfer config ${A} was recorded under client ${OTHER}, but the API now answers with client ${CLIENT}. ` +
        "Is the key of another account in use? Nothing was changed. Set a key of that client",
    );
    expect(session.lastRead(A)).toBeUndefined();
  });
});

describe("a response that names no account", () => {
  const silent = (...[opened]: Parameters<typeof openSession>) => {
    const all = withConfig(opened);
    all.api.answers = ({ clientId, ...config }) => config;
    return all;
  };

  test("will do without a pin, whatever is recorded, and nothing else is asked", async () => {
    const { session, sent } = silent();
    expect(await session.read(A, OTHER)).toMatchObject({ id: A });
    expect(sent()).toEqual([`GET ${A}`]);
  });

  test("is of the pinned one where another response shows that the key is", async () => {
    const { session, sent } = silent({ config: { clientId: CLIENT } });
    expect(await session.read(A)).toMatchObject({ id: A });
    expect(sent()).toEqual([`GET ${A}`, appointments]);
  });

  test("is refused at once under a pin where it names an empty one", async () => {
    const { session, api, sent } = withConfig({ config: { clientId: CLIENT } });
    api.answers = (config) => ({ ...config, clientId: "" });
    await expect(session.read(A)).rejects.toThrow(`but carecycle:clientId pins ${CLIENT}.`);
    expect(sent()).toEqual([`GET ${A}`]);
  });

  test("is refused under a pin where none shows it", async () => {
    const { session, api } = silent({ config: { clientId: CLIENT } });
    api.shows = "nothing";
    await expect(session.read(A)).rejects.toThrow(
      `transfer config ${A} belongs to client (unknown), but carecycle:clientId pins ${CLIENT}.`,
    );
  });
});

describe("whether a 404 can be doubted", () => {
  test("not where the key belongs to the recorded account, and otherwise by the pinned one", async () => {
    expect(await openSession().session.reasonToDoubt404(CLIENT)).toBeUndefined();
    expect(
      await openSession({ config: { clientId: CLIENT } }).session.reasonToDoubt404(undefined),
    ).toBeUndefined();
    expect(
      await openSession({ config: { clientId: OTHER } }).session.reasonToDoubt404(CLIENT),
    ).toBeUndefined();
  });

  test.each([
    [OTHER, `the key in use belongs to client ${CLIENT}, not to client ${OTHER}`],
    [undefined, "the state doesn't record which client it belonged to"],
  ])("otherwise it is said why (recorded: %s)", async (recorded, why) => {
    expect(await openSession().session.reasonToDoubt404(recorded)).toBe(why);
  });
});
