// The sentence with which a report begins, the sums below it, and the order of its configs.
import { buildReport, type ReportOptions } from "../../../provider/cli/reportModel/report";
import { type Columns, previewOf, urnOf } from "../../support/previewSteps";

const desk = { name: "Desk" };
const same = (name: string): Columns => ({ name, op: "same", applied: desk, live: desk, code: desk });
const unread = (name: string): Columns => ({ name, op: "same", applied: desk, code: desk });
const changed = (name: string, more: Partial<Columns> = {}): Columns => ({
  name,
  applied: desk,
  live: desk,
  code: { name: "Next" },
  ...more,
});
const drifted = (name: string) => changed(name, { live: { name: "Moved" }, code: desk });
const created = (name: string): Columns => ({ name, code: desk });
const adopted = (name: string): Columns => ({ name, code: { ...desk, transferConfigId: "1" } });
const dropped = (name: string): Columns => ({ name, applied: desk, live: desk });
const blind = (name: string): Columns => changed(name, { live: { __unreadable: "no" }, code: desk });

const reportOf = (configs: Columns[], options: ReportOptions = {}, unlisted = 0) =>
  buildReport({ ...previewOf(configs), unlisted }, options);
const shard = { index: 2, of: 3 } as ReportOptions["shard"] & object;

test.each<[string, Columns[]]>([
  ["Nothing to do: the preview has no step on a transfer config.", []],
  ["Nothing to do: 1 transfer config is as declared.", [same("a")]],
  ["Nothing to do: 2 transfer configs are as declared.", [same("a"), same("b")]],
  ["Nothing changed in the code; 1 transfer config was not read.", [unread("a")]],
  ["Nothing changed in the code; 2 transfer configs were not read.", [unread("a"), unread("b")]],
  ["Nothing changed in the code; 1 of 2 transfer configs was not read.", [same("a"), unread("b")]],
  [
    "Nothing changed in the code; 2 of 3 transfer configs were not read.",
    [same("a"), unread("b"), unread("c")],
  ],
  ["1 of 1 transfer config: 1 to create. An update sends 1 request.", [created("a")]],
  ["1 of 2 transfer configs: 1 changed. An update sends 2 requests.", [changed("a"), same("b")]],
  [
    "1 of 3 transfer configs: 1 changed; 2 not read. An update sends 2 requests (drift of what was not read aside).",
    [changed("a"), unread("b"), unread("c")],
  ],
  ["1 of 1 transfer config: 1 to adopt. An update sends at most 3 requests.", [adopted("a")]],
  ["1 of 1 transfer config: 1 to release. An update sends nothing.", [dropped("a")]],
  ["1 of 1 transfer config: 1 unreadable. An update sends nothing to the others.", [blind("a")]],
  [
    "4 of 4 transfer configs: 1 unreadable, 1 drifted, 1 changed, 1 to create. An update sends at most 5 requests to the others.",
    [created("d"), drifted("c"), changed("b"), blind("a")],
  ],
])("%s", (verdict, configs) => {
  expect(reportOf(configs).verdict).toBe(verdict);
});

test.each<[string, Columns[]]>([
  ["Nothing to do: the preview has no step on a transfer config of shard 2/3.", []],
  ["Nothing to do: 1 transfer config of shard 2/3 is as declared.", [same("a")]],
  ["Nothing changed in the code; 2 transfer configs of shard 2/3 were not read.", [unread("a"), unread("b")]],
  [
    "Nothing changed in the code; 1 of 2 transfer configs of shard 2/3 was not read.",
    [unread("a"), same("b")],
  ],
  ["1 of 1 transfer config of shard 2/3: 1 changed. An update sends 2 requests.", [changed("a")]],
])("of a shard: %s", (verdict, configs) => {
  expect(reportOf(configs, { shard })).toMatchObject({ verdict, shard });
});

test("what the preview neither lists nor reads is never said to be as declared", () => {
  expect(reportOf([], {}, 1).verdict).toBe(
    "Nothing changed in the code; unchanged transfer configs aren't in this preview and were not read (how many isn't known).",
  );
  expect(reportOf([same("a")], {}, 1).verdict).toBe(
    "Nothing to do: 1 transfer config that the preview read is as declared.",
  );
  expect(reportOf([changed("a")], {}, 1).verdict).toBe(
    "1 of 1 transfer config: 1 changed. An update sends 2 requests.",
  );
});

test("fields that nobody declares count where the report is strict", () => {
  const observed = { ...same("a"), live: { ...desk, warmMode: "immediate-summary" } };
  expect(reportOf([observed])).toMatchObject({
    verdict: "Nothing to do: 1 transfer config is as declared.",
    strict: false,
    totals: { attention: 0, observed: 1 },
  });
  expect(reportOf([observed, same("b")], { strict: true })).toMatchObject({
    verdict:
      "1 of 2 transfer configs: 1 drifted in fields that the code doesn't declare. An update sends nothing.",
    strict: true,
    totals: { attention: 1, byClass: { observed: 1, unchanged: 1 }, observed: 1 },
  });
});

test("what needs attention most comes first, then by name", () => {
  const configs = [same("b"), same("a"), same("c"), created("z"), changed("y"), drifted("x"), blind("w")];
  expect(reportOf([...configs, dropped("v"), drifted("k")]).resources.map(({ name }) => name)).toEqual([
    "w",
    "v",
    "k",
    "x",
    "y",
    "z",
    "a",
    "b",
    "c",
  ]);
});

test("the sums are of all configs", () => {
  expect(reportOf([drifted("a"), changed("b"), created("c"), same("d"), unread("e")])).toMatchObject({
    refreshed: true,
    read: 3,
    unread: 1,
    unseen: 1,
    totals: {
      configs: 5,
      attention: 3,
      byClass: { drift: 1, change: 1, create: 1, unchanged: 1 + 1 },
      observed: 0,
      requests: 5,
      byMethod: { GET: 2, PATCH: 2, POST: 1 },
      reads: 3,
    },
  });
  expect(reportOf([unread("a")])).toMatchObject({ refreshed: false, read: 0, unread: 1, unseen: 1 });
  // One that could not be read was not, and one that goes is not waited for.
  expect(reportOf([blind("a")])).toMatchObject({ refreshed: true, read: 0, unread: 0, unseen: 0 });
  expect(reportOf([{ name: "a", applied: desk }])).toMatchObject({ read: 0, unread: 0, unseen: 0 });
});

test("an update that refreshes reads all recorded configs that the code keeps, or those that the preview read", () => {
  const configs = [same("a"), unread("b"), created("c"), { name: "d", applied: desk }, dropped("e")];
  expect(reportOf(configs).totals.reads).toBe(2);
  expect(reportOf(configs, { updateReadsAll: true }).totals.reads).toBe(2);
  expect(reportOf([...configs, unread("f")], { updateReadsAll: true }).totals.reads).toBe(3);
  // A replaced config is kept: its removal is not all there is of it.
  const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({
    op,
    urn: urnOf("a"),
    oldState: { id: "1", inputs: desk, outputs: desk },
    newState: { inputs: desk },
  }));
  const preview = previewOf([]);
  const replaced = { ...preview, configs: [{ urn: urnOf("a"), refresh: undefined, plan: steps }] };
  expect(buildReport(replaced, { updateReadsAll: true }).totals.reads).toBe(1);
  // One that a refresh alone has a step of, such as one that goes with a failure elsewhere, is kept, too.
  const [refresh] = previewOf([same("a")]).configs;
  const refreshed = { ...preview, configs: [{ urn: urnOf("a"), refresh: refresh?.refresh, plan: [] }] };
  expect(buildReport(refreshed, { updateReadsAll: true }).totals.reads).toBe(1);
});

test("the least duration counts the reads of the refresh", () => {
  const options = { env: { CARECYCLE_RATE_LIMIT: "2", CARECYCLE_RATE_WINDOW_SECONDS: "10" } };
  expect(reportOf([changed("a")], options)).toMatchObject({
    quota: { limit: 2, windowSeconds: 10 },
    totals: { requests: 2, reads: 1, leastSeconds: 10 },
  });
  expect(reportOf([created("a")], options).totals.leastSeconds).toBe(0);
});

test("the stack is that of the steps, or that of the command where there is none", () => {
  expect(reportOf([same("a")], { stack: "other" }).stack).toBe("test");
  expect(reportOf([], { stack: "other" }).stack).toBe("other");
  expect(reportOf([]).stack).toBeNull();
});

test("the time is that at which live values were read, where any were", () => {
  const readAt = new Date(Date.UTC(2026, 10, 23));
  expect(reportOf([same("a")], { readAt }).readAt).toBe("2026-11-23T00:00:00.000Z");
  expect(reportOf([unread("a")], { readAt }).readAt).toBeNull();
  expect(reportOf([same("a")]).readAt).toBeNull();
});
