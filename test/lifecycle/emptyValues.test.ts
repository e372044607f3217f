// Empty objects and lists: an API may keep them, drop them, or answer null for them. Whatever it does, a
// declared one is sent once and taken, a refresh then shows no difference, and nothing is ever sent again.
import fc from "fast-check";
import type { Json } from "../emulator/objects";
import { compareInputs } from "../engine/embedded/compare";
import type { PropertyMap } from "../engine/embedded/values";
import { creatable, declarations, liveConfigs } from "../support/arbitraries";
import type { FakeOptions } from "../support/fakeApi";
import { create, createFixture, type Fixture, type Recorded, refresh, update } from "../support/fixture";

const runs = { numRuns: Number(process.env.RUNS ?? 6) };

const servers = (["keep", "drop", "null"] as const).flatMap((emptyContainers) =>
  (["replace", "merge"] as const).map((semantics): FakeOptions => ({ emptyContainers, semantics })),
);

const empties = fc.constantFrom<unknown>({}, [], { a: {} }, { a: [] }, { a: { b: {} } }, [[]], [{}]);
const emptyMap = fc.constantFrom<unknown>({}, { x: {} }, { x: [] }, { x: { y: {} } }, { x: [{}], z: 1 });

/** Declared inputs in which empty objects and lists are common. */
function declared(nulls: boolean): fc.Arbitrary<Json> {
  const options = fc.record(
    {
      headers: fc.constant({}),
      body: fc.oneof(emptyMap, fc.dictionary(fc.constantFrom("a", "b"), empties, { noNullPrototype: true })),
      successConditions: fc.constantFrom([], [{}], [{ field: "a" }, {}]),
      pingUrl: fc.constant("https://example.com"),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const more = fc.record(
    {
      dynamicOptions: options,
      transferWaitingMessages: fc.constant([]),
      additionalFields: fc.oneof(
        fc.constant({}),
        fc.dictionary(fc.constantFrom("agentScreen", "callForm"), empties, { noNullPrototype: true }),
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  return fc.tuple(declarations(nulls), more).map(([some, others]) => ({ ...some, ...others }));
}

/** That nothing differs from now on, for the engine, for a refresh, and for an update of something else. */
async function expectFixpoint(fixture: Fixture, now: Recorded): Promise<void> {
  const { inputs } = now;
  const differences = (recorded: Json) => compareInputs(recorded as PropertyMap, inputs as PropertyMap);
  let fresh = now;
  for (let i = 0; i < 2; i++) {
    fresh = await refresh(fixture.later(), fresh);
    expect(differences(fresh.inputs)).toBeUndefined();
    expect(await fixture.later().provider.diff(now.id, fresh.outs, inputs)).toMatchObject({
      changes: false,
    });
  }
  for (const old of [now, { ...fresh, inputs }]) {
    fixture.api.clear();
    await update(fixture.later(), old, inputs);
    expect(fixture.api.patches).toEqual([]);
  }
  const other = { ...inputs, warmTransfer: !fresh.outs.warmTransfer };
  for (const onConflict of ["overwrite", "fail"]) {
    const later = fixture.later({ "carecycle:onConflict": onConflict });
    fixture.api.clear();
    await update(later, { ...fresh, inputs }, other);
    expect(fixture.api.patches).toEqual([{ warmTransfer: other.warmTransfer }]);
    expect(later.lines).toEqual([]);
    fixture.api.edit(now.id, { warmTransfer: fresh.outs.warmTransfer });
  }
}

describe.each(servers)("an API that does $emptyContainers, and on PATCH $semantics", (server) => {
  const nulls = server.semantics === "replace";

  test("an adoption and the update after it reach what no refresh finds different", async () => {
    await fc.assert(
      fc.asyncProperty(liveConfigs(nulls), declared(nulls), declared(nulls), async (live, first, second) => {
        const fixture = createFixture(server);
        const transferConfigId = fixture.api.add(fixture.api.patched({}, live));
        const adopted = await create(fixture, { ...first, transferConfigId });
        await expectFixpoint(fixture, adopted);
        const updated = await update(fixture.later(), adopted, { ...second, transferConfigId });
        await expectFixpoint(fixture, updated);
      }),
      runs,
    );
  });

  test("a new config does", async () => {
    await fc.assert(
      fc.asyncProperty(declared(nulls).map(creatable), async (inputs) => {
        const fixture = createFixture(server);
        const created = await create(fixture, { name: "New", ...inputs });
        expect(fixture.api.methods).toEqual(["POST"]);
        await expectFixpoint(fixture, created);
      }),
      runs,
    );
  });

  test("null in the place of a kept one is drift, and of one that the API never keeps is none", async () => {
    const fixture = createFixture(server);
    const inputs = {
      name: "New",
      transferWaitingMessages: [],
      dynamicOptions: { headers: {}, body: { a: [] } },
    };
    const old = await create(fixture, inputs);
    fixture.api.edit(old.id, { transferWaitingMessages: null, dynamicOptions: { headers: {}, body: {} } });
    const fresh = await refresh(fixture.later(), old);
    const found = compareInputs(fresh.inputs as PropertyMap, old.inputs as PropertyMap);
    const kept = server.emptyContainers === "keep";
    expect(found?.keys ?? []).toEqual(kept ? ["dynamicOptions", "transferWaitingMessages"] : []);
    // Somebody's edit that an update meets is put right, too.
    const now = await update(fixture.later(), { ...old }, { ...inputs, warmTransfer: true });
    if (kept) expect(fixture.api.get(old.id)).toMatchObject(inputs);
    await expectFixpoint(fixture, now);
  });

  const owned: [string, Json, Json][] = [
    ["headers", { dynamicOptions: { headers: {} } }, { dynamicOptions: { headers: { extra: "1" } } }],
    ["body", { dynamicOptions: { body: { a: {} } } }, { dynamicOptions: { body: { a: { extra: 1 } } } }],
    [
      "successConditions",
      { dynamicOptions: { successConditions: [] } },
      { dynamicOptions: { successConditions: [{ field: "extra" }] } },
    ],
    ["transferWaitingMessages", { transferWaitingMessages: [] }, { transferWaitingMessages: ["extra"] }],
    ["additionalFields", { additionalFields: { agentScreen: {} } }, { agentScreen: { extra: 1 } }],
  ];
  test.each(owned)(
    "a declared empty one is owned: what is added to %s is drift, and removed",
    async (_, inputs, edit) => {
      const fixture = createFixture(server);
      const old = await create(fixture, { name: "New", ...inputs });
      fixture.api.edit(old.id, edit);
      const fresh = await refresh(fixture.later(), old);
      expect(compareInputs(fresh.inputs as PropertyMap, old.inputs as PropertyMap)).toBeDefined();
      const now = await update(fixture.later(), { ...fresh, inputs: old.inputs }, old.inputs);
      expect(JSON.stringify(fixture.api.get(old.id))).not.toContain("extra");
      await expectFixpoint(fixture, now);
    },
  );
});
