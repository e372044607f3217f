// The same plan in a later run: what its POST created is completed where that run was interrupted, and else left as it is,
// whatever was refreshed, edited or declared since.
import { writeFileSync } from "node:fs";
import type { Values } from "../../provider/model/values";
import { create, createFixture, type Fixture, failure, refresh, update } from "../support/fixture";
import { plannedWrite, planWith, temporaryPlan } from "../support/planFile";

const file = temporaryPlan();
const turn = { __turn: "1/1 desks/test" };
const address = { "carecycle:baseUrl": "http://127.0.0.1:1/again" };
const inputs = { name: "Fresh", sipUri: "sip:a", sipHeaders: "S1" };
const write = plannedWrite("", {
  method: "POST",
  id: null,
  path: "/v2/campaigns/transfer-configs",
  body: [
    { kind: "value", path: ["name"], value: "Fresh" },
    { kind: "value", path: ["sipUri"], value: "sip:a" },
    { kind: "secret", path: ["sipHeaders"] },
  ],
  live: [],
});

/** A run under the plan that created the config, and the fixture of a later one; `takes` is what the API keeps of the POST. */
async function after(takes: (body: Values) => Values = (body) => body) {
  const env = { CARECYCLE_PLAN: file };
  writeFileSync(file, JSON.stringify(planWith([write])));
  const first = createFixture({}, address, undefined, env);
  first.api.takes = takes as never;
  const made = await create(first, { ...inputs, ...turn }).catch((error: Error & Values) => ({
    id: String(error.id),
    outs: error.properties as Values,
    inputs,
  }));
  first.api.takes = (body) => body;
  first.api.clear();
  return { later: first.later({}, env), made };
}

const patches = ({ api }: Fixture) => api.patches;

test("a POST of which the API kept half is completed by the next run, before a refresh and after one", async () => {
  for (const isRefreshed of [false, true]) {
    const { later, made } = await after(({ sipUri: _, ...body }) => body);
    const old = isRefreshed ? await refresh(later, made) : made;
    await update(later, old, { ...inputs, ...turn });
    expect(patches(later)).toEqual([{ sipUri: "sip:a" }]);
  }
});

const edits: readonly [string, Values][] = [
  ["cleared a field", { sipUri: null }],
  ["set a field to something else", { sipUri: "sip:theirs" }],
];
const clocks: readonly [string, Values][] = [
  ["as the API notes", {}],
  ["where the API notes no time", { updatedAt: null }],
];
test.each(
  edits.flatMap(([what, edit]) => clocks.map(([when, at]) => [what, when, { ...edit, ...at }] as const)),
)("where somebody %s since, %s, nothing is written under the plan, refreshed or not", async (_, __, edit) => {
  for (const isRefreshed of [false, true]) {
    const { later, made } = await after();
    later.api.edit(made.id, edit as never);
    const old = isRefreshed ? await refresh(later, made) : made;
    const run = update(later, old, { ...inputs, ...turn });
    // Without a refresh nothing is known of the edit, and nothing changed: the run has nothing to send.
    if (isRefreshed) expect((await failure(run)).message).toMatch(/sipUri|holds no PATCH/);
    else await run;
    expect(patches(later)).toEqual([]);
  }
});

test.each<[string, Values]>([
  ["another secret", { sipHeaders: "S2" }],
  ["a field that the plan does not have", { warmSummaryPrompt: "Short." }],
  ["another value", { sipUri: "sip:b" }],
])("%s in the code is no part of the plan once its POST is done", async (_, change) => {
  const { later, made } = await after();
  const error = await failure(update(later, made, { ...inputs, ...change, ...turn }));
  expect(error.message).toMatch(/holds no PATCH of it/);
  expect(patches(later)).toEqual([]);
});
