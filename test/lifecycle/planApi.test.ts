// A plan is of one API and one account: nothing is sent under it to another address, nor written with another account's key.
import { writeFileSync } from "node:fs";
import { planOf } from "../../provider/cli/plan/planOf";
import { reviewOf } from "../../provider/cli/reportModel/report";
import { type Plan, planSchemaId } from "../../provider/model/plan";
import { readOnlyVariable } from "../../provider/session/settings";
import { CLIENT } from "../support/fakeApi";
import { create, createFixture, type Fixture, failure, type Recorded, update } from "../support/fixture";
import { plannedWrite, planWith, temporaryPlan } from "../support/planFile";
import { previewOf } from "../support/reviews";

const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const B = "3b241101-e2bb-4255-8caf-4136c566a962";
const OTHER = "11111111-1111-4111-8111-111111111111";
const here = "http://127.0.0.1:1/plans";
const there = "http://127.0.0.1:1/others";

const file = temporaryPlan();

const name = (value: string) => ({ kind: "value" as const, path: ["name"], value });
const writes = [
  plannedWrite(A, { body: [name("New")], live: [name("Sales")] }),
  plannedWrite(B, { method: "DELETE", body: [], live: [name("Desk")] }),
  plannedWrite("", { method: "POST", id: null, body: [name("Fresh")], live: [] }),
];
const turn = { __turn: "1/1 desks/test" };

/** Two recorded configs, and a provider of a later process that is held to a plan with these members. */
async function under(plan: Partial<Plan>, config: Record<string, string> = {}) {
  const first = createFixture({ allowDelete: true }, { "carecycle:baseUrl": here });
  first.api.add({ id: A, name: "Sales" });
  first.api.add({ id: B, name: "Desk" });
  const a = await create(first, { transferConfigId: A, name: "Sales" });
  const b = await create(first, { transferConfigId: B, name: "Desk", deletionPolicy: "delete" });
  first.api.clear();
  writeFileSync(file, JSON.stringify({ ...planWith(writes), ...plan }));
  return { fixture: first.later(config, { CARECYCLE_PLAN: file }), a, b };
}

/** The three writes of the plan, each as the engine asks for it. */
const attempts = (fixture: Fixture, a: Recorded, b: Recorded) => ({
  PATCH: () => update(fixture, a, { ...a.inputs, name: "New", ...turn }),
  DELETE: () => fixture.provider.delete(b.id, b.outs),
  POST: () => create(fixture, { name: "Fresh", ...turn }),
});

const sent = ({ api }: Fixture) => api.methods.filter((method) => method !== "GET");

test.each<[string, Partial<Plan>]>([
  ["that names address and account", { baseUrl: here, clientId: CLIENT.toUpperCase() }],
  ["that knows neither", { baseUrl: null, clientId: null }],
  ["of an earlier version, without either", {}],
])("a plan %s lets its writes through", async (_, plan) => {
  const { fixture, a, b } = await under(plan);
  for (const attempt of Object.values(attempts(fixture, a, b))) await attempt();
  expect(sent(fixture)).toEqual(["PATCH", "DELETE", "POST"]);
});

test("nothing at all is sent to another address, not even the key", async () => {
  const { fixture, a, b } = await under({ baseUrl: here }, { "carecycle:baseUrl": there });
  const all = { ...attempts(fixture, a, b), read: () => fixture.provider.read(a.id, a.outs) };
  for (const attempt of Object.values(all)) {
    const error = await failure(attempt());
    expect(error.message).toBe(
      `nothing was sent: the plan that CARECYCLE_PLAN names was made for ${here}, and this run is for ${there}. ` +
        "Preview and review again (pulumi-carecycle preview --plan).",
    );
  }
  expect(fixture.api.methods).toEqual([]);
});

test("the same address in other words is no other one", async () => {
  const { fixture, a } = await under(
    { baseUrl: here },
    { "carecycle:baseUrl": `HTTP://127.0.0.1:1/plans//` },
  );
  await attempts(fixture, a, a).PATCH();
  expect(sent(fixture)).toEqual(["PATCH"]);
});

test("an address that a file makes up steers no terminal", async () => {
  const { fixture, a } = await under({ baseUrl: "https://a\u001b[31m\n::error::x" });
  const { message } = await failure(attempts(fixture, a, a).PATCH());
  expect(message).toMatch(/^nothing was sent: .* made for https:\/\/a\P{Cc}*$/u);
});

test("another pinned account than the plan's is refused before anything is sent", async () => {
  const { fixture, a, b } = await under({ clientId: CLIENT }, { "carecycle:clientId": OTHER });
  for (const attempt of [attempts(fixture, a, b).POST, () => fixture.provider.read(a.id, {})])
    expect((await failure(attempt())).message).toContain(
      `was made for client ${CLIENT}, and this run is for client ${OTHER}`,
    );
  // What is recorded under another account than the pinned one is refused as without a plan.
  for (const attempt of [attempts(fixture, a, b).PATCH, attempts(fixture, a, b).DELETE])
    expect((await failure(attempt())).message).toMatch(/client/);
  expect(fixture.api.methods).toEqual([]);
});

describe("with the key of another account", () => {
  const refusal = `the key in use belongs to client ${OTHER}, not to client ${CLIENT}`;

  test("no write is sent, and each error names both accounts, also where every id answers 404", async () => {
    for (const method of ["PATCH", "DELETE", "POST"] as const) {
      const { fixture, a, b } = await under({ clientId: CLIENT });
      fixture.api.client = OTHER;
      expect((await failure(attempts(fixture, a, b)[method]())).message).toContain(refusal);
      expect(sent(fixture)).toEqual([]);
    }
  });

  test("where the state records no account, and the stack nothing else", async () => {
    const { fixture, b } = await under({ clientId: CLIENT });
    fixture.api.client = OTHER;
    const { clientId, ...unrecorded } = b.outs;
    expect((await failure(fixture.provider.delete(b.id, unrecorded))).message).toContain(refusal);
    const { message } = await failure(create(fixture, { name: "Fresh", ...turn }));
    expect(message).toContain(
      `no transfer config was created, and nothing was sent: ${refusal}, for which the plan that CARECYCLE_PLAN names was made. Set a key`,
    );
    expect(sent(fixture)).toEqual([]);
  });

  test("an adoption fails by the account, and not as a config that doesn't exist", async () => {
    const { fixture } = await under({ clientId: CLIENT });
    fixture.api.client = OTHER;
    const { message } = await failure(create(fixture, { transferConfigId: A, name: "New", ...turn }));
    expect(message).toContain(`nothing was sent: ${refusal}, for which the plan`);
  });

  test("a config that is gone under the right key stays one that is gone", async () => {
    const { fixture, a } = await under({ clientId: CLIENT });
    fixture.api.configs.delete(A);
    expect((await failure(attempts(fixture, a, a).PATCH())).message).toMatch(/404 NOT_FOUND/);
  });
});

test("a config that is, or is recorded, of another account than the plan's is neither changed nor deleted", async () => {
  const { fixture, a, b } = await under({ clientId: OTHER });
  const of = `the plan that CARECYCLE_PLAN names was made for client ${OTHER}, and this run is for a config of client ${CLIENT}`;
  expect((await failure(attempts(fixture, a, b).PATCH())).message).toBe(
    `transfer config ${A} was not changed, and nothing was sent: ${of}. Preview and review again (pulumi-carecycle preview --plan).`,
  );
  expect((await failure(attempts(fixture, a, b).DELETE())).message).toContain(
    `${B} was not deleted, and nothing was sent: ${of}`,
  );
  expect(sent(fixture)).toEqual([]);
});

test("a POST asks for a config of the plan where nothing else shows whose key it is", async () => {
  const { fixture } = await under({ clientId: CLIENT });
  fixture.api.shows = "nothing";
  await create(fixture, { name: "Fresh", ...turn });
  expect(fixture.api.methods).toEqual(["GET", "POST"]);
});

test("a preview that only reads is held to no plan: it may be about to make one", async () => {
  const { fixture, a } = await under({ baseUrl: there });
  const reader = fixture.later({}, { CARECYCLE_PLAN: file, [readOnlyVariable]: "1" });
  expect(await reader.provider.read(a.id, a.outs)).toMatchObject({ id: A });
  await expect(reader.provider.update(a.id, a.outs, { ...a.inputs, name: "New" })).rejects.toThrow(
    /which only read/,
  );
});

describe("what a plan records", () => {
  const planned = async (env: NodeJS.ProcessEnv, config: Record<string, string>, inputs: object) => {
    const { fixture } = await under({});
    const preview = await previewOf(fixture, undefined, inputs as never);
    return planOf(reviewOf({ ...preview, config }, { env }), new Date(0));
  };
  const fresh = { name: "Fresh" };
  const adoption = { transferConfigId: A, name: "New" };

  test.each<[string, NodeJS.ProcessEnv, Record<string, string>, string | null]>([
    ["the stack's", { CARECYCLE_BASE_URL: there }, { "carecycle:baseUrl": `${here}/` }, here],
    ["the environment's", { CARECYCLE_BASE_URL: there }, {}, there],
    ["the default", { CARECYCLE_BASE_URL: "" }, {}, "https://api.carecycle.ai"],
    ["none, where it is a secret", {}, { "carecycle:baseUrl": "[secret]" }, null],
    ["none, where it holds credentials", {}, { "carecycle:baseUrl": "https://u:canary@a.example" }, null],
  ])("as its address: %s", async (_, env, config, baseUrl) => {
    const plan = await planned(env, config, fresh);
    expect(plan).toMatchObject({ $schema: planSchemaId, version: 1, baseUrl });
    expect(JSON.stringify(plan)).not.toContain("canary");
  });

  test("as its account: the pin, or that of what was read, or none", async () => {
    expect(await planned({}, {}, adoption)).toMatchObject({ clientId: CLIENT });
    expect(await planned({}, { "carecycle:clientId": OTHER.toUpperCase() }, fresh)).toMatchObject({
      clientId: OTHER,
    });
    expect(await planned({}, {}, fresh)).toMatchObject({ clientId: null });
  });
});
