// Creating a config: with which key, once under a plan, and what is remembered of it.
import { writeFileSync } from "node:fs";
import { AmbiguousCreateError } from "../../provider/api/errors";
import { MalformedConfigError } from "../../provider/api/malformed";
import { Mask } from "../../provider/model/maskText";
import type { Plan } from "../../provider/model/plan";
import { VirtualClock } from "../api/clock";
import { CLIENT } from "../support/fakeApi";
import { plannedWrite, planWith, temporaryPlan } from "../support/planFile";
import { type Opened, openSession } from "./openSession";

const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const OTHER = "11111111-1111-4111-8111-111111111111";
const appointments = "GET /v2/campaigns/appointment-configs";
const mask = () => new Mask({});
const create = ({ session }: ReturnType<typeof openSession>) => session.create({ name: "New" }, mask());

const file = temporaryPlan();
const post = plannedWrite("", { method: "POST", id: null, live: [] });

/** A session that is held to a plan with one POST. */
function planned(plan: Partial<Plan> = {}, opened: Opened = {}) {
  writeFileSync(file, JSON.stringify({ ...planWith([post]), ...plan }));
  const all = openSession({ ...opened, env: { CARECYCLE_PLAN: file } });
  all.session.reviewed.noteStack("desks/test");
  return all;
}

describe("whose key it must be", () => {
  test("anybody's where nothing is recorded or pinned: one request, whose response is remembered", async () => {
    const opened = openSession();
    const live = await create(opened);
    expect(live).toMatchObject({ name: "New", clientId: CLIENT });
    expect(opened.session.lastRead(live.id)).toMatchObject({ live });
    expect(opened.sent()).toEqual(["POST"]);
    expect(await opened.session.reasonToDoubt404(CLIENT)).toBeUndefined();
    expect(opened.sent()).toEqual(["POST"]);
  });

  test("that of one of the recorded configs, which is asked for it", async () => {
    const opened = openSession();
    opened.api.add({ id: A, name: "Sales" });
    opened.session.records.note("0b241101-e2bb-4255-8caf-4136c566a962", OTHER);
    opened.session.records.note(A, CLIENT);
    await create(opened);
    expect(opened.sent()).toEqual(["GET 0b241101-e2bb-4255-8caf-4136c566a962", appointments, "POST"]);
  });

  test("not that of another account than all recorded ones", async () => {
    const opened = openSession();
    opened.session.records.note(A, OTHER);
    await expect(create(opened)).rejects.toThrow(
      "no transfer config was created, and nothing was sent: the key in use belongs to " +
        `client ${CLIENT}, not to client ${OTHER}, which this stack's recorded configs belong to. Set a key of that client ` +
        "(pulumi config set --secret carecycle:apiKey) and run again, with --refresh --run-program: without --run-program, a " +
        "refresh or destroy uses the key that the last update recorded. To manage configs of another account, use a stack of its own.",
    );
    expect(opened.sent()).toEqual([`GET ${A}`, appointments]);
  });

  test("all recorded ones are named", async () => {
    const opened = openSession();
    opened.session.records.note(A, OTHER);
    opened.session.records.note(A, "c3");
    await expect(create(opened)).rejects.toThrow(`not to client ${OTHER}, c3, which this stack's`);
  });

  test("that of the pinned one alone, whatever is recorded, and no record is waited for", async () => {
    const opened = openSession({ config: { clientId: CLIENT } });
    opened.session.records.note(A, OTHER);
    await create(opened);
    expect(opened.sent()).toEqual([appointments, "POST"]);
    // On a clock that stands still, a wait would never end.
    const clock = new VirtualClock();
    const still = openSession({ config: { clientId: CLIENT }, recordsWaitMs: 1_000, clock });
    still.session.records.planning();
    await create(still);

    const other = openSession({ config: { clientId: OTHER } });
    other.session.records.note(A, OTHER);
    await expect(create(other)).rejects.toThrow(
      `not to client ${OTHER}, which carecycle:clientId pins. Set a key of that client`,
    );
    await expect(create(other)).rejects.toThrow(
      / If the key is right, let it read appointment configs or campaigns, of which the account needs one, or remove carecycle:clientId until the first config is recorded\.$/,
    );
    expect(other.sent()).toEqual([`GET ${A}`, appointments]);
  });

  test("that of the plan, by one of its configs, before what is recorded", async () => {
    const patch = plannedWrite(A);
    const opened = planned({ clientId: CLIENT.toUpperCase(), writes: [post, patch] });
    opened.api.add({ id: A, name: "Sales" });
    opened.session.records.note(A, OTHER);
    await create(opened);
    expect(opened.sent()).toEqual([`GET ${A}`, "POST"]);

    const pinned = planned({ writes: [post, patch] }, { config: { clientId: CLIENT } });
    await create(pinned);
    expect(pinned.sent()).toEqual([appointments, "POST"]);

    const other = planned({ clientId: OTHER });
    await expect(create(other)).rejects.toThrow(
      `not to client ${OTHER}, for which the plan that CARECYCLE_PLAN names was made. Set a key of that client`,
    );
    expect(other.sent()).toEqual([appointments]);
  });

  test("a record that is still to come is waited for", async () => {
    const clock = new VirtualClock();
    const opened = openSession({ clock, recordsWaitMs: 1_000 });
    opened.session.records.planning();
    clock.timer(200, () => opened.session.records.note(A, OTHER));
    const refused = expect(create(opened)).rejects.toThrow(/recorded configs belong to/);
    await clock.run(10_000);
    await refused;
  });
});

test("a response of another account is no error of its own: the config exists, and is remembered", async () => {
  const opened = openSession({ config: { clientId: CLIENT } });
  opened.api.answers = (config) => ({ ...config, clientId: OTHER });
  const live = await create(opened);
  expect(live.clientId).toBe(OTHER);
  expect(opened.session.lastRead(live.id)?.live).toEqual(live);
});

test("what stands for a withheld value is never sent", async () => {
  const { session, sent } = openSession();
  const body = { name: "New", sipHeaders: "[withheld: set outside this program]" };
  await expect(session.create(body, mask())).rejects.toThrow("sipHeaders: the value is withheld");
  expect(sent()).toEqual([]);
});

test("what the process does before each write is done before the POST, and can keep it back", async () => {
  const opened = openSession({
    beforeWrite: async () => {
      throw new Error("the engine is gone");
    },
  });
  await expect(create(opened)).rejects.toThrow("the engine is gone");
  expect(opened.sent()).toEqual([]);
});

describe("under a plan", () => {
  const again = /holds no POST of it/;

  test("what was created is not created twice, and may be completed", async () => {
    const opened = planned();
    opened.api.takes = (body) => ({ ...body, name: "Odd" });
    const { id } = await create(opened);
    await expect(create(opened)).rejects.toThrow(again);
    opened.api.takes = (body) => body;
    const patch = () => ({ body: { name: "New" }, announce: () => {} });
    expect(await opened.session.modify(id, undefined, patch, mask())).toMatchObject({ name: "New" });
  });

  test("another body than the planned one is not sent", async () => {
    const { session, sent } = planned();
    await expect(session.create({ name: "Other" }, mask())).rejects.toThrow("it is not as reviewed");
    expect(sent()).toEqual([]);
  });

  test("what was refused may be sent again", async () => {
    const opened = planned();
    opened.api.answered = () => [422, { code: "VALIDATION_ERROR", message: "no" }];
    await expect(create(opened)).rejects.toThrow("422");
    opened.api.answered = (_, status, body) => [status, body];
    await create(opened);
  });

  test("what may have been sent is not sent again", async () => {
    const opened = planned();
    opened.api.answered = () => [500, { code: "INTERNAL", message: "no" }];
    await expect(create(opened)).rejects.toThrow(AmbiguousCreateError);
    opened.api.answered = (_, status, body) => [status, body];
    await expect(create(opened)).rejects.toThrow(again);
  });

  test("what was created with an odd response is not created twice, and may be completed", async () => {
    const opened = planned();
    opened.api.takes = (body) => ({ ...body, name: "Odd" });
    opened.api.answers = (config) => ({ ...config, warmTransfer: "yes" });
    await expect(create(opened)).rejects.toThrow(MalformedConfigError);
    await expect(create(opened)).rejects.toThrow(again);
    Object.assign(opened.api, { takes: (body: object) => body, answers: (config: object) => config });
    const [id = ""] = opened.api.configs.keys();
    const patch = () => ({ body: { name: "New" }, announce: () => {} });
    expect(await opened.session.modify(id, undefined, patch, mask())).toMatchObject({ name: "New" });
  });
});
