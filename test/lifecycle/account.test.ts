// The wrong account and the missing config: 404 is deletion only where it can be nothing else.
import type { Values } from "../../provider/model/values";
import { CLIENT } from "../support/fakeApi";
import {
  create,
  createFixture,
  type Fixture,
  failure,
  type Recorded,
  refresh,
  update,
} from "../support/fixture";

const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const B = "3b241101-e2bb-4255-8caf-4136c566a962";
const OTHER = "11111111-1111-4111-8111-111111111111";
const pin = (clientId = CLIENT) => ({ "carecycle:clientId": clientId });

async function adopted(config: Record<string, string> = {}, inputs: Values = {}) {
  const fixture = createFixture({ allowDelete: true }, config);
  fixture.api.add({ id: A, name: "Sales" });
  fixture.api.add({ id: B, name: "Desk" });
  const a = await create(fixture, { transferConfigId: A, name: "Sales", ...inputs });
  const b = await create(fixture, { transferConfigId: B, name: "Desk", ...inputs });
  fixture.api.clear();
  return { fixture: fixture.later(), a, b };
}
const read = (fixture: Fixture, { id, outs }: Recorded) => fixture.provider.read(id, outs);
const paths = (fixture: Fixture) => fixture.api.requests.flatMap(({ path }) => path ?? []);
const writes = (fixture: Fixture) => fixture.api.methods.filter((method) => method !== "GET");

describe("a missing config", () => {
  test("is dropped from the state once the key has shown its account, with a line that says what that means", async () => {
    const { fixture, a } = await adopted();
    fixture.api.configs.delete(A);
    expect(await read(fixture, a)).toEqual({});
    expect(paths(fixture)).toEqual(["/v2/campaigns/appointment-configs"]);
    expect(fixture.lines).toEqual([
      expect.stringContaining(`transfer config "Sales" (${A}) of client ${CLIENT} is gone (404)`),
    ]);
    expect(fixture.lines[0]).toMatch(/new one with a new id.*Campaigns.*do not follow/);
  });

  test("needs no question where another config's answer has shown the account", async () => {
    const { fixture, a, b } = await adopted();
    fixture.api.configs.delete(A);
    await read(fixture, b);
    expect(await read(fixture, a)).toEqual({});
    expect(paths(fixture)).toEqual([]);
  });

  test("is shown by a campaign where there is no appointment config, and asked for once", async () => {
    const { fixture, a, b } = await adopted();
    fixture.api.shows = "campaign";
    fixture.api.configs.clear();
    expect(await Promise.all([read(fixture, a), read(fixture, b)])).toEqual([{}, {}]);
    const single = expect.stringMatching(/^\/v2\/campaigns\/c[0-9a-f-]{35}$/);
    expect(paths(fixture)).toEqual(["/v2/campaigns/appointment-configs", "/v2/campaigns", single]);
  });

  test.each([
    ["nothing", /no response has shown.*\(there is no appointment config; there is no campaign\)/],
    ["refusal", /no response has shown.*appointment-configs answered 403 FORBIDDEN.*campaigns answered 403/],
  ] as const)("is kept where the account can't be shown (%s), with how to go on", async (shows, why) => {
    for (const config of [{}, pin()]) {
      const { fixture, a, b } = await adopted(config);
      fixture.api.shows = shows;
      fixture.api.configs.clear();
      for (const { message } of await Promise.all([failure(read(fixture, a)), failure(read(fixture, b))])) {
        expect(message).toMatch(why);
        expect(message).toMatch(/the resource is kept.*--refresh --run-program.*pulumi state delete/);
      }
      expect(fixture.lines).toEqual([]);
    }
  });

  test("is kept where the key is another client's, and both are named", async () => {
    const { fixture, a } = await adopted();
    fixture.api.client = OTHER;
    const { message } = await failure(read(fixture, a));
    expect(message).toContain(`the key in use belongs to client ${OTHER}, not to client ${CLIENT}`);
  });

  test('is kept under onMissing "fail", of the resource or of the stack', async () => {
    for (const [config, inputs] of [
      [{}, { onMissing: "fail" }],
      [{ "carecycle:onMissing": "fail" }, {}],
    ] as const) {
      const { fixture, a } = await adopted(config, inputs);
      fixture.api.configs.delete(A);
      expect((await failure(read(fixture, a))).message).toMatch(
        /was not found \(404\), and onMissing is "fail": the resource is kept/,
      );
      expect(fixture.lines).toEqual([]);
    }
  });

  test("a failing request is no missing config", async () => {
    const { fixture, a } = await adopted();
    fixture.api.answers = () => ({});
    fixture.api.before = () => {
      throw Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    };
    expect((await failure(read(fixture, a))).message).toMatch(/connection failed/);
  });

  test("reads that are under way may still show the account", async () => {
    const { fixture, a, b } = await adopted(pin(CLIENT.toUpperCase()));
    fixture.api.configs.delete(A);
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    fixture.api.before = ({ id }) => (id === B ? held : undefined);
    const reads = [read(fixture, a), read(fixture, b)];
    setTimeout(go, 20);
    expect(await Promise.all(reads)).toMatchObject([{}, { id: B }]);
    expect(paths(fixture)).toEqual([]);
  });

  test("a created config shows the account too", async () => {
    const { fixture, a } = await adopted();
    fixture.api.configs.delete(A);
    await create(fixture, { name: "New" });
    expect(await read(fixture, a)).toEqual({});
    expect(paths(fixture)).toEqual([]);
  });
});

describe("a POST", () => {
  const added = (fixture: Fixture) => create(fixture, { name: "New" });

  test("of a stack without records asks nothing", async () => {
    const fixture = createFixture();
    await added(fixture);
    expect(fixture.api.methods).toEqual(["POST"]);
  });

  test("goes out after one recorded config has shown the account, however many are created", async () => {
    const { fixture, a, b } = await adopted();
    for (const { id, outs, inputs } of [a, b]) await fixture.provider.diff(id, outs, inputs);
    await Promise.all([added(fixture), added(fixture), added(fixture)]);
    expect(fixture.api.methods).toEqual(["GET", "POST", "POST", "POST"]);
    expect(fixture.api.requests[0]?.id).toBe(A);
  });

  test("goes out where the recorded config is gone and something else shows the account", async () => {
    const { fixture, a } = await adopted();
    fixture.api.configs.clear();
    await fixture.provider.diff(a.id, a.outs, a.inputs);
    await added(fixture);
    expect(writes(fixture)).toEqual(["POST"]);
  });

  test.each(["diff", "update", "read"] as const)(
    "under another account's key is refused before it is sent, where %s saw a record",
    async (operation) => {
      const { fixture, a } = await adopted();
      fixture.api.client = OTHER;
      const seen = {
        diff: () => fixture.provider.diff(a.id, a.outs, a.inputs),
        update: () => failure(update(fixture, a, { ...a.inputs, name: "x" })),
        read: () => failure(read(fixture, a)),
      };
      await seen[operation]();
      const { message } = await failure(added(fixture));
      expect(message).toMatch(
        /no transfer config was created, and nothing was sent: the key in use.*recorded configs.*--refresh --run-program/,
      );
      expect(writes(fixture)).toEqual([]);
    },
  );

  test("is refused where the account of the records can't be shown", async () => {
    const { fixture, a } = await adopted();
    fixture.api.configs.clear();
    fixture.api.shows = "nothing";
    await fixture.provider.diff(a.id, a.outs, a.inputs);
    expect((await failure(added(fixture))).message).toMatch(/nothing was sent: no response has shown/);
    expect(writes(fixture)).toEqual([]);
  });

  test("with the account pinned needs it shown, also in a new stack", async () => {
    const fixture = createFixture({}, pin());
    await added(fixture);
    expect(fixture.api.methods).toEqual(["GET", "POST"]);
    for (const [client, shows, why] of [
      [OTHER, "appointment config", /belongs to client 1111.*carecycle:clientId pins/],
      [CLIENT, "nothing", /no response has shown.*remove carecycle:clientId until/],
    ] as const) {
      const refused = createFixture({}, pin());
      Object.assign(refused.api, { client, shows });
      expect((await failure(added(refused))).message).toMatch(why);
      expect(writes(refused)).toEqual([]);
    }
  });

  test("answered under another account all the same is an error that records the config", async () => {
    const fixture = createFixture({}, pin());
    fixture.api.answers = (config) => ({ ...config, clientId: OTHER });
    const error = await failure(added(fixture));
    const [id] = fixture.api.configs.keys();
    expect(error).toMatchObject({ id, properties: { name: "New", clientId: OTHER } });
    expect(error.reasons).toEqual([expect.stringMatching(/was created, but.*pins/)]);
  });
});

describe("with carecycle:clientId set", () => {
  test("another account's config is neither adopted nor patched nor deleted", async () => {
    const { fixture, a } = await adopted({}, { deletionPolicy: "delete" });
    const pinned = fixture.later(pin(OTHER));
    const { failures } = await pinned.provider.check({}, { transferConfigId: A, name: "x" });
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining(`pins ${OTHER}`) }]);
    const attempts = [
      () => pinned.provider.create({ transferConfigId: A, name: "x" }),
      () => update(pinned, a, { name: "x" }),
      () => update(pinned, a, { name: "Sales", dynamicOptions: {} }),
      // Of a later plan, which does not have the config any more.
      () => fixture.later(pin(OTHER)).provider.delete(A, a.outs),
      () => read(pinned, a),
    ];
    for (const attempt of attempts) {
      const { message } = await failure(attempt());
      expect(message).toContain(`belongs to client ${CLIENT}, but carecycle:clientId pins ${OTHER}`);
    }
    expect(new Set(fixture.api.methods)).toEqual(new Set(["GET"]));
  });

  test("a config that moved to another account since the record is not patched", async () => {
    for (const config of [{}, pin()]) {
      const { fixture, a } = await adopted(config);
      fixture.api.edit(A, { clientId: OTHER });
      expect((await failure(update(fixture, a, { ...a.inputs, name: "x" }))).message).toMatch(
        new RegExp(`client ${OTHER}`),
      );
      expect(writes(fixture)).toEqual([]);
    }
  });

  test("a missing config of another account is kept, and the account named", async () => {
    const { fixture, a } = await adopted();
    fixture.api.configs.delete(A);
    const { message } = await failure(read(fixture.later(pin(OTHER)), a));
    expect(message).toContain(`belongs to client ${CLIENT}, but carecycle:clientId pins ${OTHER}`);
  });

  test("a config that answers without its client is of the account that another answer shows", async () => {
    const { fixture, a } = await adopted(pin());
    fixture.api.answers = ({ clientId, ...config }) => config;
    await expect(refresh(fixture, a)).resolves.toMatchObject({ id: A });
    await update(fixture, a, { ...a.inputs, name: "x" });
    expect(fixture.api.get(A).name).toBe("x");
  });
});

describe("without it", () => {
  test("an answer with another client than the recorded one is an error", async () => {
    const { fixture, a } = await adopted();
    fixture.api.edit(A, { clientId: OTHER });
    for (const attempt of [
      () => read(fixture, a),
      () => update(fixture, a, { name: "x", dynamicOptions: {} }),
    ]) {
      expect((await failure(attempt())).message).toMatch(
        new RegExp(`recorded under client ${CLIENT}, but .* client ${OTHER}`),
      );
    }
    expect(fixture.api.patches).toEqual([]);
  });

  test("a response to a PATCH that names another client says that the PATCH was sent", async () => {
    const { fixture, a } = await adopted();
    fixture.api.answers = (config) =>
      fixture.api.methods.at(-1) === "PATCH" ? { ...config, clientId: OTHER } : config;
    const { message } = await failure(update(fixture, a, { ...a.inputs, name: "x" }));
    expect(message).toMatch(/the PATCH was sent, but its response names client 1111/);
  });

  test("client ids compare without regard to case", async () => {
    const { fixture, a } = await adopted();
    fixture.api.edit(A, { clientId: CLIENT.toUpperCase() });
    await expect(refresh(fixture, a)).resolves.toMatchObject({ id: A });
  });
});

describe("a config that was recorded under another client than the pinned one", () => {
  test("fails every update, one that would send nothing included", async () => {
    const { fixture, a } = await adopted();
    const later = fixture.later({ "carecycle:clientId": OTHER });
    fixture.api.clear();
    const error = await failure(update(later, a, a.inputs));
    expect(error.message).toContain(`carecycle:clientId pins ${OTHER}`);
    expect(fixture.api.requests).toEqual([]);
  });
});
