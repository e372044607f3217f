// What a live condition has besides the members that the program declares: an operator that the server filled
// in, or members that this package does not know. A PATCH replaces the list, and must carry them along.
import fc from "fast-check";
import type { Json } from "../emulator/objects";
import { create, createFixture, update } from "../support/fixture";

const runs = { numRuns: Number(process.env.RUNS ?? 50) };

/** A live condition, and which of its members the program declares. `tag` is unique and never declared. */
interface Entry {
  live: Json;
  declared: string[];
}

const entry: fc.Arbitrary<Entry> = fc.record({
  live: fc.record(
    {
      field: fc.constantFrom("status", "code"),
      operator: fc.constantFrom("equals", "not_equals"),
      value: fc.constantFrom("1", "2"),
    },
    { noNullPrototype: true },
  ),
  declared: fc.subarray(["field", "value", "operator"]),
});
const entries = (minLength = 0, maxLength = 5) =>
  fc
    .array(entry, { minLength, maxLength })
    .map((list) => list.map(({ live, declared }, i) => ({ live: { ...live, tag: `t${i}` }, declared })));

const pick = (object: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, object[name]]));
const declaredOf = ({ live, declared }: Entry): Json => pick(live, declared);

/** What becomes of live conditions when the program adopts them as `before`, and then declares `after`. */
async function edited(list: readonly Entry[], after: Json[]): Promise<Json[]> {
  const fixture = createFixture();
  const id = fixture.api.add({
    name: "A",
    dynamicOptions: { successConditions: list.map(({ live }) => live) },
  });
  const inputs = (successConditions: Json[]) => ({
    transferConfigId: id,
    dynamicOptions: { successConditions },
  });
  const old = await create(fixture, inputs(list.map(declaredOf)));
  expect(fixture.api.patches).toEqual([]);
  await update(fixture.later(), old, inputs(after));
  const options = fixture.api.get(id).dynamicOptions as Json;
  return options.successConditions as Json[];
}

/** Each declared condition with all that the live one at `from[i]` has besides; undefined for a new one. */
function expected(list: readonly Entry[], after: Json[], from: (number | undefined)[]): Json[] {
  return after.map((condition, i) => ({ ...list[from[i] ?? -1]?.live, ...condition }));
}

test("survives every edit of declared members that keeps the position", async () => {
  const edits = fc.array(fc.constantFrom("none", "one", "all"), { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(entries(1), edits, async (list, kinds) => {
      const after = list.map((one, i) => {
        const changed =
          kinds[i] === "none" ? [] : kinds[i] === "one" ? one.declared.slice(0, 1) : one.declared;
        // A value of its own: one that another live condition has could as well be that one, moved.
        return {
          ...declaredOf(one),
          ...Object.fromEntries(changed.map((name) => [name, `new ${i} ${name}`])),
        };
      });
      const now = await edited(list, after);
      expect(now).toEqual(
        expected(
          list,
          after,
          list.map((_, i) => i),
        ),
      );
    }),
    runs,
  );
});

/** Conditions that can be told apart by what is declared of them. */
const distinct = entries(1).map((list) =>
  list.map(({ live, declared }, i) => ({
    live: { ...live, field: `f${i}` },
    declared: [...new Set([...declared, "field"])],
  })),
);

test("follows its condition where others are removed or inserted", async () => {
  const slots = fc.array(fc.constantFrom("keep", "remove", "insert before"), { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(distinct, slots, async (list, kinds) => {
      const after: Json[] = [];
      const from: (number | undefined)[] = [];
      for (const [i, one] of list.entries()) {
        if (kinds[i] === "remove") continue;
        if (kinds[i] === "insert before") {
          after.push({ field: `inserted ${i}`, value: "1" });
          from.push(undefined);
        }
        after.push(declaredOf(one));
        from.push(i);
      }
      // One inserted where another was removed is taken for that one, edited.
      fc.pre(!kinds.includes("remove") || !kinds.includes("insert before"));
      expect(await edited(list, after)).toEqual(expected(list, after, from));
    }),
    runs,
  );
});

test("follows its condition where the list is reordered", async () => {
  const orders = distinct.chain((list) =>
    fc
      .shuffledSubarray([...list.keys()], { minLength: list.length })
      .map((order) => [list, order] as [Entry[], number[]]),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([list, order]) => {
      const after = order.map((i) => declaredOf(list[i] as Entry));
      expect(await edited(list, after)).toEqual(expected(list, after, order));
    }),
    runs,
  );
});

test("is given to one condition at most, whatever is declared next", async () => {
  const next = fc.array(
    entry.map(({ live, declared }) => pick(live, declared)),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(entries(), next, async (list, after) => {
      const now = await edited(list, after);
      expect(
        now.map((condition) => condition.tag).filter((tag, i, all) => all.indexOf(tag) !== i && tag),
      ).toEqual([]);
      expect(now.map((condition, i) => pick(condition, Object.keys(after[i] ?? {})))).toEqual(after);
    }),
    runs,
  );
});

const twin = (operator: string) => ({ field: "status", operator, value: "1" });
const twins: Entry[] = ["equals", "not_equals"].map((operator) => ({
  live: twin(operator),
  declared: ["field", "value"],
}));
const declaredTwin = { field: "status", value: "1" };

test.each([
  [
    "twins keep their own where another follows",
    [declaredTwin, declaredTwin, { field: "x" }],
    [0, 1, undefined],
  ],
  ["a twin keeps its own where the other is edited", [{ field: "status", value: "2" }, declaredTwin], [0, 1]],
  ["both twins edited keep their own", [{ field: "a" }, { field: "b" }], [0, 1]],
  ["the first twin stays where one is removed", [declaredTwin], [0]],
  [
    "one edited and moved by an insertion keeps its own",
    [{ field: "x" }, declaredTwin, { field: "status" }],
    [undefined, 0, 1],
  ],
] as [string, Json[], (number | undefined)[]][])("%s", async (_, after, from) => {
  expect(await edited(twins, after)).toEqual(expected(twins, after, from));
});

test("a list that grows names the new conditions alone as different", async () => {
  const fixture = createFixture();
  const id = fixture.api.add({ name: "A", dynamicOptions: { successConditions: [twin("equals")] } });
  const inputs = {
    transferConfigId: id,
    dynamicOptions: { successConditions: [declaredTwin, { field: "x" }] },
  };
  await fixture.provider.check({}, inputs);
  expect(fixture.lines.join()).toContain("successConditions[1]");
  expect(fixture.lines.join()).not.toContain("operator");
});
