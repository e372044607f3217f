// For any live config, any declared subset and any declared values: what is declared becomes live, what
// is not declared stays, applying again sends nothing, and no part of a PATCH could be left out.
import fc from "fast-check";
import { fieldNames, fields } from "../../provider/model/fieldTable";
import { normalizeInputs } from "../../provider/model/state";
import { WITHHELD } from "../../provider/model/values";
import { isObject, type Json } from "../emulator/objects";
import { creatable, declarations, liveConfigs } from "../support/arbitraries";
import { FakeApi, type FakeOptions } from "../support/fakeApi";
import { create, createFixture, type Fixture, type Recorded, refresh, update } from "../support/fixture";
import { holds, holdsMember } from "../support/holds";

const servers: FakeOptions[] = [
  { semantics: "replace", serverDefaults: false },
  { semantics: "replace", serverDefaults: true },
  { semantics: "merge", serverDefaults: false },
  { semantics: "merge", serverDefaults: true },
];
// For a longer hunt: RUNS=5000.
const runs = { numRuns: Number(process.env.RUNS ?? 12) };
const isInternal = (name: string) => name.startsWith("__");

/** Fields that hold what the inputs declare, or what giving them back asks for. */
const unconverged = (wanted: Json, live: Json) =>
  Object.keys(wanted).filter(
    (name) => name !== "transferConfigId" && !isInternal(name) && !holds(name, wanted[name], live[name]),
  );

/** What must hold after an update: the declared values, and null for nullable fields that are given back. */
function wantedAfter(old: Recorded | undefined, before: Json, declared: Json): Json {
  const wanted = { ...declared };
  for (const name of fieldNames) {
    if (old?.inputs[name] === undefined || declared[name] !== undefined || !fields[name].nullable) continue;
    const [options, owned] = [before[name], old.inputs[name]];
    // Null would take members along that the program never declared.
    const shared =
      name === "dynamicOptions" &&
      isObject(options) &&
      Object.keys(options).some((member) => !isObject(owned) || owned[member] === undefined);
    if (!shared) wanted[name] = null;
  }
  return wanted;
}

function expectUndeclaredUntouched(wanted: Json, before: Json, after: Json): void {
  for (const name of fieldNames) {
    if (wanted[name] === undefined) expect([name, after[name]]).toEqual([name, before[name]]);
  }
  const [want, had, has] = [wanted.dynamicOptions, before.dynamicOptions, after.dynamicOptions];
  if (!isObject(want) || !isObject(had)) return;
  for (const member of Object.keys(had)) {
    if (want[member] === undefined) expect([member, (has as Json)[member]]).toEqual([member, had[member]]);
  }
}

function expectMinimal(api: FakeApi, wanted: Json, before: Json, body: Json): void {
  // The program cannot know that a server would fill in the very value that it declares.
  const { patched } = new FakeApi({ ...api.options, serverDefaults: false });
  const without = (key: string) => Object.fromEntries(Object.entries(body).filter(([k]) => k !== key));
  for (const key of Object.keys(body)) {
    expect(unconverged(wanted, patched(before, without(key)))).toContain(key);
  }
  const [sent, want] = [body.dynamicOptions, wanted.dynamicOptions];
  const had = isObject(before.dynamicOptions) ? before.dynamicOptions : {};
  if (!isObject(sent) || !isObject(want)) return;
  for (const member of Object.keys(want).filter((m) => !holdsMember(m, want[m], had[m]))) {
    const { [member]: _, ...rest } = sent;
    expect(unconverged(wanted, patched(before, { ...body, dynamicOptions: rest }))).toContain(
      "dynamicOptions",
    );
  }
}

/** Everything that must be true of one step from `before`. */
async function expectConverged(
  fixture: Fixture,
  old: Recorded | undefined,
  before: Json,
  now: Recorded,
): Promise<void> {
  const { api } = fixture;
  const after = api.get(now.id);
  const wanted = wantedAfter(old, before, now.inputs);
  expect(unconverged(wanted, after)).toEqual([]);
  expectUndeclaredUntouched(wanted, before, after);
  const [first, second, ...more] = api.patches;
  expect(more).toEqual([]);
  if (first) expectMinimal(api, wanted, before, first);
  if (second) {
    // Only a merging server keeps keys of an owned map, and only a second PATCH can remove them.
    expect(api.options.semantics).toBe("merge");
    expect(unconverged(wanted, api.patched(before, first as Json))).toEqual(["dynamicOptions"]);
    expect(Object.keys(second)).toEqual(["dynamicOptions"]);
  }
  expect(JSON.stringify(api.requests)).not.toContain(WITHHELD);
  // Each PATCH rests on a GET directly before it; an adoption is read once more, for its preview.
  const reads = api.methods.filter((method) => method === "GET").length;
  const previewed = old === undefined ? 1 : 0;
  expect(api.methods.join(" ").replaceAll("GET PATCH", "")).not.toContain("PATCH");
  expect(reads).toBeLessThanOrEqual(Math.max(previewed + api.patches.length, 1));

  // Applied again by a later process, which has read nothing: nothing is sent.
  api.clear();
  await update(fixture.later(), now, now.inputs);
  expect(api.requests).toEqual([]);
  // After a refresh there is no drift: the engine finds the old inputs equal to the new ones.
  const fresh = await refresh(fixture.later(), now);
  expect(fresh.inputs).toEqual(now.inputs);
  api.clear();
  await update(fixture.later(), fresh, now.inputs);
  expect(api.patches).toEqual([]);
}

describe.each(servers)("a server that does $semantics, defaults $serverDefaults", (server) => {
  const nulls = server.semantics === "replace";

  test("adoption converges what is declared and keeps the rest", async () => {
    await fc.assert(
      fc.asyncProperty(liveConfigs(nulls), declarations(nulls), async (live, declared) => {
        const fixture = createFixture(server);
        const id = fixture.api.add(live);
        const before = fixture.api.get(id);
        const now = await create(fixture, { ...declared, transferConfigId: id });
        await expectConverged(fixture, undefined, before, now);
      }),
      runs,
    );
  });

  test("an update from any earlier subset converges, gives back and keeps the rest", async () => {
    await fc.assert(
      fc.asyncProperty(
        liveConfigs(nulls),
        declarations(nulls),
        declarations(nulls),
        fc.option(declarations(nulls), { nil: undefined }),
        async (live, earlier, declared, drift) => {
          const first = createFixture(server);
          const id = first.api.add(live);
          let old = await create(first, { ...earlier, transferConfigId: id });
          if (drift) {
            first.api.edit(id, drift);
            const { inputs } = old;
            old = { ...(await refresh(first.later(), old)), inputs };
          }
          const fixture = first.later();
          fixture.api.clear();
          const before = fixture.api.get(id);
          const now = await update(fixture, old, { ...declared, transferConfigId: id });
          await expectConverged(fixture, old, before, now);
        },
      ),
      runs,
    );
  });

  test("a new config holds what is declared, from one POST", async () => {
    await fc.assert(
      fc.asyncProperty(declarations(nulls).map(creatable), async (declared) => {
        const fixture = createFixture(server);
        const now = await create(fixture, { name: "New", ...declared });
        expect(fixture.api.methods).toEqual(["POST"]);
        expect(fixture.api.requests[0]?.body).toEqual({ name: "New", ...normalizeInputs(declared) });
        expect(unconverged(now.inputs, fixture.api.get(now.id))).toEqual([]);
        fixture.api.clear();
        await update(fixture.later(), now, now.inputs);
        expect(fixture.api.requests).toEqual([]);
      }),
      runs,
    );
  });
});
