// Declared nulls, which the engine cannot tell from absent members: what it is told beside them, and what the user is.
import fc from "fast-check";
import { withNullPaths } from "../../provider/model/declaredNulls";
import { nullPathsName } from "../../provider/model/internalNames";
import type { Values } from "../../provider/model/values";
import { compareInputs } from "../engine/embedded/compare";
import type { PropertyMap } from "../engine/embedded/values";
import { declarations, liveConfigs } from "../support/arbitraries";
import {
  checked,
  create,
  createFixture,
  type Fixture,
  type Recorded,
  refresh,
  update,
} from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

async function adopted(declared: Values, live: Values = {}): Promise<{ fixture: Fixture; old: Recorded }> {
  const fixture = createFixture();
  fixture.api.add({ id: ID, name: "Desk", ...live });
  const old = await create(fixture, { transferConfigId: ID, ...declared });
  fixture.api.clear();
  return { fixture: fixture.later(), old };
}

/** Whether the engine, which compares as it does, takes a step. */
async function step(fixture: Fixture, old: Recorded, news: Values): Promise<boolean> {
  const inputs = await checked(fixture, news, old.inputs);
  const { changes, replaces } = await fixture.provider.diff(old.id, old.outs, inputs);
  if (changes !== undefined || replaces) return changes ?? true;
  return compareInputs(old.inputs as PropertyMap, inputs as PropertyMap) !== undefined;
}

test("the paths of nulls stand beside the inputs, whatever was there before", () => {
  const inputs = {
    name: "a",
    sipUri: null,
    dynamicOptions: { body: { z: null, list: [{ "a-b": null }] } },
    additionalFields: { x: null },
    __secretPaths: null,
    [nullPathsName]: ["wrong"],
  };
  expect(withNullPaths(inputs)[nullPathsName]).toEqual([
    "additionalFields.x",
    'dynamicOptions.body.list[0]["a-b"]',
    "dynamicOptions.body.z",
    "sipUri",
  ]);
  expect(withNullPaths({ name: "a" })).toEqual({ name: "a" });
});

test("a null declared alone is a step that clears, and is told in a line", async () => {
  const { fixture, old } = await adopted({ name: "Desk" }, { sipUri: "sip:a", sipHeaders: "x: canary" });
  const news = {
    name: "Desk",
    sipUri: null,
    sipHeaders: null,
    warmMode: null,
    additionalFields: { x: null },
  };
  expect(await step(fixture, old, news)).toBe(true);
  expect(fixture.lines).toEqual([
    `"Desk" (${ID}): to be cleared: sipUri ("sip:a" => null), sipHeaders ([secret] => null), ` +
      "additionalFields.x (not recorded => null)",
  ]);
  await update(fixture, old, news);
  expect(fixture.api.patches).toEqual([{ sipUri: null, sipHeaders: null, x: null }]);
});

test("a null over a value that is not set either is owned from then on, and nothing is sent or told", async () => {
  const { fixture, old } = await adopted({ name: "Desk" }, { sipUri: null });
  expect(await step(fixture, old, { name: "Desk", sipUri: null })).toBe(true);
  const now = await update(fixture, old, { name: "Desk", sipUri: null });
  expect(now.outs.managedFields).toEqual(["name", "sipUri"]);
  expect([fixture.api.patches, fixture.lines]).toEqual([[], []]);
  expect(await step(fixture.later(), now, { name: "Desk", sipUri: null })).toBe(false);
});

test("a null that is dropped is given back by one step, and what comes there later is left alone", async () => {
  const { fixture, old } = await adopted({ name: "Desk", sipUri: null });
  expect(await step(fixture, old, { name: "Desk" })).toBe(true);
  const now = await update(fixture, old, { name: "Desk" });
  expect(now.outs.managedFields).toEqual(["name"]);
  expect(now.outs).not.toHaveProperty(nullPathsName);
  fixture.api.edit(ID, { sipUri: "sip:dashboard" });
  const later = fixture.later();
  const fresh = await refresh(later, now);
  expect(await step(later, fresh, { name: "Desk" })).toBe(false);
  await update(later, fresh, { name: "Desk" });
  expect([later.lines, fixture.api.patches]).toEqual([[], []]);
});

test("a declared value that was cleared live, refreshed and then dropped is a step too", async () => {
  const { fixture, old } = await adopted({ name: "Desk", sipUri: "sip:a" });
  fixture.api.edit(ID, { sipUri: null });
  const fresh = await refresh(fixture, old);
  expect(await step(fixture, fresh, { name: "Desk" })).toBe(true);
  expect((await update(fixture, fresh, { name: "Desk" })).outs.managedFields).toEqual(["name"]);
});

test("a record of an earlier version shows no change, and a null dropped from it is still a step", async () => {
  const { fixture, old } = await adopted({ name: "Desk", sipUri: null });
  const without = ({ [nullPathsName]: _, ...rest }: Values) => rest;
  const earlier = { ...old, inputs: without(old.inputs), outs: without(old.outs) };
  expect(await step(fixture, earlier, { name: "Desk", sipUri: null })).toBe(false);
  expect(await step(fixture, earlier, { name: "Desk" })).toBe(true);
  expect(await step(fixture, earlier, { name: "Desk", sipUri: null, warmMode: null })).toBe(true);
});

test("a value that the program makes secret, or plain again, is a step that sends nothing", async () => {
  const { fixture, old } = await adopted({ name: "Desk" });
  const news = { name: "Desk", __secretPaths: ["name"] };
  expect(await step(fixture, old, news)).toBe(true);
  const now = await update(fixture, old, news);
  expect(await step(fixture, now, { name: "Desk" })).toBe(true);
  await update(fixture, now, { name: "Desk" });
  expect(fixture.api.patches).toEqual([]);
});

test("for any two declarations, there is a step exactly where one is needed, refreshed before or not", async () => {
  await fc.assert(
    fc.asyncProperty(
      liveConfigs(true),
      declarations(true),
      declarations(true),
      fc.option(declarations(true), { nil: undefined }),
      async (live, earlier, declared, drift) => {
        const { fixture, old } = await adopted(earlier, live);
        let record = old;
        if (drift) {
          fixture.api.edit(ID, drift);
          record = await refresh(fixture, old);
        }
        const news = { transferConfigId: ID, ...declared };
        const inputs = await checked(fixture.later(), news, record.inputs);
        const differs = JSON.stringify(sorted(inputs)) !== JSON.stringify(sorted(record.inputs));
        expect(await step(fixture, record, news)).toBe(differs);
        const now = await update(fixture.later(), record, news);
        expect(now.outs.managedFields).toEqual(Object.keys(declared).sort());
        expect(await step(fixture.later(), now, news)).toBe(false);
        const fresh = await refresh(fixture.later(), now);
        expect(await step(fixture.later(), fresh, news)).toBe(false);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 12) },
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
