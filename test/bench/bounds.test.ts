// What the engine's benchmark makes of its samples.
import { boundsOf, fastest, growthOf } from "./engine/bounds";
import { type Kind, kinds } from "./engine/kinds";
import { type Measured, type Phase, phases, type Sample } from "./engine/measure";
import { stateTableOf, tableOf } from "./engine/table";

type Times = Record<Kind, Partial<Record<Phase, number>>>;

/** Samples of two rounds: these seconds, and a round that was disturbed. */
function measured(count: number, times: Times, ownBytes = 1100): Measured {
  const sample = { programMegabytes: 200, providerMegabytes: 100, requests: count };
  const samples = kinds.flatMap((kind) =>
    phases.flatMap((phase): Sample[] =>
      [0, 1].map((round) => {
        const seconds = (times[kind][phase] ?? 1) * (round === 0 ? 1 : 3);
        return { ...sample, count, round, kind, phase, seconds };
      }),
    ),
  );
  return { samples, states: [{ count, kind: "ours", ownBytes, exportBytes: 1 }] };
}

const floor = { create: 10, preview: 4 };
const noop = { create: 12, preview: 5 };
const atTheBounds = { create: 16.2, preview: 5, "preview --refresh": 7.5 };

test("the fastest round counts", () => {
  expect(fastest(measured(500, { floor, noop, ours: atTheBounds }), 500, "ours", "create")).toBe(16.2);
  expect(fastest({ samples: [] }, 500, "ours", "create")).toBeUndefined();
});

test("what is at its bound is within it", () => {
  const verdicts = boundsOf(measured(500, { floor, noop, ours: atTheBounds }), [500]);
  expect(verdicts.map(({ value, bound, met }) => [Number(value.toFixed(3)), bound, met])).toEqual([
    [1.25, 1.25, true],
    [1, 1, true],
    [1.35, 1.35, true],
    [1.5, 1.5, true],
    [1100, 1100, true],
  ]);
});

test.each([
  ["preview", { floor, noop: { ...noop, preview: 6 }, ours: { ...atTheBounds, preview: 5.1 } }, 1100, 0],
  ["preview", { floor: { ...floor, preview: 5 }, noop, ours: { ...atTheBounds, preview: 5.1 } }, 1100, 1],
  ["create", { floor, noop, ours: { ...atTheBounds, create: 16.3 } }, 1100, 2],
  ["preview --refresh", { floor, noop, ours: { ...atTheBounds, "preview --refresh": 7.6 } }, 1100, 3],
  ["bytes", { floor, noop, ours: atTheBounds }, 1101, 4],
])("a %s above its bound exceeds that one", (what, times, bytes, index) => {
  const verdicts = boundsOf(measured(500, times, bytes), [500]);
  expect(verdicts.map(({ met }) => met)).toEqual([0, 1, 2, 3, 4].map((i) => i !== index));
  expect(verdicts[index]?.what).toContain(what);
});

test("growth is that of the floor, within the noise", () => {
  const grown = (ours: number) => {
    const few = measured(500, { floor, noop, ours: { create: 20, preview: 5 } });
    const many = measured(2000, {
      floor: { create: 100, preview: 16 },
      noop,
      ours: { create: 200, preview: ours },
    });
    return growthOf({ samples: [...few.samples, ...many.samples] }, 500, 2000);
  };
  expect(grown(20).map(({ value, met }) => [value, met])).toEqual([
    [1, true],
    [1, true],
  ]);
  expect(grown(23).map(({ met }) => met)).toEqual([true, false]);
});

test("bounds of what was not measured are an error, not met", () => {
  expect(() => boundsOf({ samples: [], states: [] }, [500])).toThrow("of 500 was not measured");
  expect(() => growthOf({ samples: [] }, 500, 2000)).toThrow("of 2000 was not measured");
});

test("the table has a row for each number of resources and phase", () => {
  const lines = tableOf(measured(500, { floor, noop, ours: atTheBounds })).split("\n");
  expect(lines).toHaveLength(2 + phases.length);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[2]?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "500",
    "create",
    "10.00",
    "12.00",
    "16.20",
    "1.62",
    "1.35",
    "500",
    "200",
    "100",
    "",
  ]);
});

test("the table of states says which bytes count", () => {
  const lines = stateTableOf(measured(500, { floor, noop, ours: atTheBounds }, 990)).split("\n");
  expect(lines[2]?.split("|").map((cell) => cell.trim())).toEqual(["", "500", "990", "1", ""]);
  expect(lines.at(-1)).toContain(
    "without what the engine writes for every resource: urn, parent, provider, ",
  );
});
