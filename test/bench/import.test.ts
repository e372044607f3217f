// What the benchmark of the import makes of its samples.
import { importCost } from "./import";

test("the fastest round counts; medians and paired ratios stand beside it", () => {
  const quiet = { sdk: 400, none: 40, first: 100, alone: 60 };
  const busy = { sdk: 1600, none: 160, first: 400, alone: 240 };
  const samples = [quiet, busy, busy];
  expect(importCost(samples, "none")).toEqual({ fastest: 40, median: 160, ratio: 0.1, bound: 60, met: true });
  expect(importCost(samples, "first")).toMatchObject({ fastest: 100, median: 400, ratio: 0.25, met: true });
});

test("each figure is held to its own bound", () => {
  const samples = (none: number, first: number) => [{ sdk: 1000, none, first, alone: first }];
  expect(importCost(samples(60, 120), "none").met).toBe(true);
  expect(importCost(samples(61, 120), "none").met).toBe(false);
  expect(importCost(samples(60, 120), "first").met).toBe(true);
  expect(importCost(samples(60, 121), "first").met).toBe(false);
  expect(importCost(samples(60, 150), "alone").met).toBe(true);
  expect(importCost(samples(60, 151), "alone").met).toBe(false);
});
