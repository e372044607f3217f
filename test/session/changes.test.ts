// Changing a config: of which account it must be, what the PATCH rests on, and what a plan has to say.
import { Mask } from "../../provider/model/maskText";
import type { PlannedWrite } from "../../provider/model/plan";
import { CLIENT } from "../support/fakeApi";
import { plannedWrite } from "../support/planFile";
import { A, withConfig } from "./openSession";

const OTHER = "11111111-1111-4111-8111-111111111111";
const appointments = "GET /v2/campaigns/appointment-configs";
const mask = () => new Mask({});

describe("a PATCH", () => {
  test("rests on a GET directly before it, is announced, and its response is remembered", async () => {
    const { session, rename, sent, announced, api } = withConfig();
    const live = await rename("New", CLIENT);
    expect(live).toMatchObject({ id: A, name: "New" });
    expect(sent()).toEqual([`GET ${A}`, `PATCH ${A}`]);
    expect(announced).toEqual([{ name: "New" }]);
    expect(session.lastRead(A)?.live).toEqual(live);
    api.clear();
    expect(await session.reasonToDoubt404(CLIENT)).toBeUndefined();
    expect(sent()).toEqual([]);
  });

  test("is not sent where nothing is to be changed, and what was read is remembered", async () => {
    const { session, sent } = withConfig();
    const read: unknown[] = [];
    const nothing = (current: unknown) => {
      read.push(current);
      return undefined;
    };
    const live = await session.modify(A, CLIENT, nothing, mask());
    expect(live).toMatchObject({ name: "Old" });
    expect(read).toEqual([live]);
    expect(session.lastRead(A)?.live).toEqual(live);
    expect(sent()).toEqual([`GET ${A}`]);
  });

  test("is told where one before it may have been carried out", async () => {
    const { session, api } = withConfig();
    const repeats: boolean[] = [];
    let failures = 1;
    api.answered = (method, status, body) =>
      method === "PATCH" && failures-- > 0 ? [503, { code: "UNAVAILABLE", retryAfter: 0 }] : [status, body];
    const patch = (_: unknown, repeated: boolean) => {
      repeats.push(repeated);
      return { body: { name: "New" }, announce: () => {} };
    };
    await session.modify(A, undefined, patch, mask());
    expect(repeats).toEqual([false, true]);
  });

  test("of what stands for a withheld value is not sent", async () => {
    const { rename, sent, announced } = withConfig();
    await expect(rename("[withheld: set outside this program]")).rejects.toThrow(
      "name: the value is withheld",
    );
    expect([sent(), announced]).toEqual([[`GET ${A}`], []]);
  });

  test("of a config that is recorded under another account than the pinned one sends nothing at all", async () => {
    const { rename, sent } = withConfig({ config: { clientId: CLIENT } });
    await expect(rename("New", OTHER)).rejects.toThrow(
      `transfer config ${A} belongs to client ${OTHER}, but carecycle:clientId pins ${CLIENT}.`,
    );
    expect(sent()).toEqual([]);
  });

  test.each([
    ["pinned", { config: { clientId: OTHER } }, undefined, `but carecycle:clientId pins ${OTHER}`],
    [
      "recorded",
      {},
      OTHER,
      `was recorded under client ${OTHER}, but the API now answers with client ${CLIENT}`,
    ],
  ])("is not sent to a config of another account than the %s one", async (_, opened, recorded, message) => {
    const { rename, sent, announced } = withConfig(opened);
    await expect(rename("New", recorded)).rejects.toThrow(message);
    expect([sent(), announced]).toEqual([[`GET ${A}`], []]);
  });

  test.each([
    ["recorded", {}, CLIENT],
    ["pinned", { config: { clientId: CLIENT } }, undefined],
  ])("whose response names another account than the %s one has been sent", async (_, opened, recorded) => {
    const { rename, api, session } = withConfig(opened);
    api.answers = (config) => (api.methods.at(-1) === "PATCH" ? { ...config, clientId: OTHER } : config);
    await expect(rename("New", recorded)).rejects.toThrow(
      `transfer config ${A}: the PATCH was sent, but its response names client ${OTHER} instead of client ${CLIENT}. ` +
        "Compare the config in the dashboard, and check carecycle:apiKey.",
    );
    expect(session.lastRead(A)).toBeUndefined();
  });

  test("may be answered without an account", async () => {
    const { rename, api } = withConfig();
    api.answers = ({ clientId, ...config }) => config;
    expect(await rename("New", OTHER)).toMatchObject({ name: "New" });
  });
});

const patch = (more: Partial<PlannedWrite> = {}) => plannedWrite(A, more);

describe("a PATCH under a plan", () => {
  test("is sent as it was reviewed, and may rest on what this process wrote", async () => {
    const { rename, session, sent, api } = withConfig({}, { writes: [patch()] });
    api.takes = (body) => ({ ...body, name: "Odd" });
    expect(await rename("New", CLIENT)).toMatchObject({ name: "Odd" });
    api.takes = (body) => body;
    expect(await rename("New", CLIENT)).toMatchObject({ name: "New" });
    expect(sent()).toHaveLength(4);
    expect(session.lastRead(A)?.live).toMatchObject({ name: "New" });
  });

  test("is not sent otherwise, and neither announced", async () => {
    const { rename, sent, announced } = withConfig({}, { writes: [patch()] });
    await expect(rename("Other", CLIENT)).rejects.toThrow("it is not as reviewed in the plan");
    expect([sent(), announced]).toEqual([[`GET ${A}`], []]);
  });

  test("is not sent where somebody changed what it rests on, unless this process did", async () => {
    const { rename, api, session } = withConfig({}, { writes: [patch()] });
    api.edit(A, { name: "Edited" });
    // Reading it makes it nobody's own.
    await session.modify(A, CLIENT, () => undefined, mask());
    await expect(rename("New", CLIENT)).rejects.toThrow(
      'name: live "Old" when the plan was made, "Edited" now',
    );
  });

  test("completes what an earlier run created only where the state records it", async () => {
    const createdAt = "2026-01-01T00:00:30.000Z";
    const writes = [
      patch({
        method: "POST",
        id: null,
        live: [],
        body: [
          { kind: "value", path: ["name"], value: "Old" },
          { kind: "value", path: ["sipUri"], value: "sip:a" },
        ],
      }),
    ];
    const complete = (recorded: unknown) => {
      const { session, api } = withConfig({}, { writes });
      api.edit(A, { createdAt, updatedAt: createdAt });
      api.answers = (config) => (api.methods.at(-1) === "GET" ? { ...config, updatedAt: createdAt } : config);
      const body = { body: { sipUri: "sip:a" }, announce: () => {} };
      return session.modify(A, recorded, () => body, mask());
    };
    expect(await complete(CLIENT)).toMatchObject({ sipUri: "sip:a" });
    await expect(complete(undefined)).rejects.toThrow("holds no PATCH of it (it would set sipUri)");
  });

  test("of a config that is not there says whose key it is, where that is not the account of the plan", async () => {
    const { rename, api, sent } = withConfig({}, { writes: [patch()], clientId: OTHER });
    api.configs.clear();
    await expect(rename("New")).rejects.toThrow(
      `nothing was sent: the key in use belongs to client ${CLIENT}, not to client ${OTHER}, for which the plan that ` +
        "CARECYCLE_PLAN names was made. Set a key of that client",
    );
    expect(sent()).toEqual([`GET ${A}`, appointments]);
  });

  test("and so does reading it; any other error is what it was", async () => {
    const other = withConfig({}, { clientId: OTHER });
    other.api.configs.clear();
    await expect(other.session.read(A)).rejects.toThrow(
      "for which the plan that CARECYCLE_PLAN names was made",
    );
    for (const [plan, asked] of [
      [undefined, []],
      [{}, []],
      [{ clientId: CLIENT }, [appointments]],
    ] as const) {
      const { session, api, rename, sent } = withConfig({}, plan);
      api.configs.clear();
      await expect(session.read(A)).rejects.toThrow(/^GET .*answered 404 NOT_FOUND/);
      expect(sent()).toEqual([`GET ${A}`, ...asked]);
      await expect(rename("New")).rejects.toThrow(/^GET .*answered 404 NOT_FOUND/);
    }
    const refused = withConfig({}, { clientId: OTHER });
    refused.api.answered = () => [403, { code: "FORBIDDEN", message: "no" }];
    await expect(refused.session.read(A)).rejects.toThrow(/^GET .*answered 403/);
    expect(refused.sent()).toEqual([`GET ${A}`]);
  });
});
