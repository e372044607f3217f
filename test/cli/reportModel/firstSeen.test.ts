// What an earlier report tells of drift: which leaves count, and when they were first seen.
import { readSightings, withFirstSeen } from "../../../provider/cli/reportModel/firstSeen";
import type { Report } from "../../../provider/cli/reportModel/types";

const [monday, tuesday] = ["2026-11-23T00:00:00.000Z", "2026-11-24T00:00:00.000Z"];
const urn = "urn:pulumi:test::desks::t::desk";
const live = { kind: "value", value: "b" };
const leafOf = (more: object = {}) => ({ path: "sipUri", class: "drift", live, firstSeen: monday, ...more });
const reportOf = (leaves: unknown[], more: object = {}, observed: unknown = []) =>
  ({ version: 2, readAt: tuesday, resources: [{ urn, leaves, observed }], ...more }) as unknown as Report;
const seenIn = (report: object) => [...(readSightings(JSON.stringify(report))?.values() ?? [])];

test.each<[string, object, string | undefined]>([
  ["has its own day", {}, monday],
  ["has the day of the report without one", { firstSeen: undefined }, tuesday],
  ["has it with null", { firstSeen: null }, tuesday],
  ["counts as both", { class: "both" }, monday],
  ["counts as observed", { class: "observed" }, monday],
  ["counts as missing", { class: "missing" }, monday],
  ["does not count as a change", { class: "change" }, undefined],
  ["does not count as a replacement", { class: "replace" }, undefined],
  ["is damaged with a day that is none", { firstSeen: "yesterday" }, undefined],
  ["is damaged without a path", { path: undefined }, undefined],
  ["is damaged without a class", { class: 7 }, undefined],
  ["is damaged without a live value", { live: "b" }, undefined],
  ["is damaged with a live value of no kind", { live: {} }, undefined],
])("a leaf of an earlier report %s", (_, more, at) => {
  const expected = at === undefined ? [] : [{ live, at }];
  expect(seenIn(reportOf([leafOf(more)]))).toEqual(expected);
  expect(seenIn(reportOf([], {}, [leafOf(more)]))).toEqual(expected);
});

test("a leaf without any day was never seen", () => {
  for (const readAt of [null, undefined])
    expect(seenIn(reportOf([leafOf({ firstSeen: null })], { readAt }))).toEqual([]);
});

test("a report of an earlier version of this package has no observed leaves", () => {
  expect(seenIn(reportOf([leafOf()], {}, undefined))).toEqual([{ live, at: monday }]);
});

test.each<[string, object]>([
  ["another version", { version: 1 }],
  ["a time that is none", { readAt: "yesterday" }],
  ["no resources", { resources: undefined }],
  ["a resource without a URN", { resources: [{ leaves: [], observed: [] }] }],
  ["a resource without leaves", { resources: [{ urn, observed: [] }] }],
])("a text with %s is no report", (_, more) => {
  expect(readSightings(JSON.stringify(reportOf([], more)))).toBeUndefined();
});

test("a leaf is dated by what was seen of its config and path, while it has the same live value", () => {
  const earlier = readSightings(JSON.stringify(reportOf([leafOf()]))) ?? new Map();
  const dated = (leaf: object, more: object = {}) => {
    const [resource] = withFirstSeen(
      reportOf([leafOf({ firstSeen: null, ...leaf })], more),
      earlier,
    ).resources;
    return resource?.leaves[0]?.firstSeen;
  };
  expect(dated({})).toBe(monday);
  expect(dated({ live: { kind: "value", value: "c" } })).toBe(tuesday);
  expect(dated({ path: "name" })).toBe(tuesday);
  expect(dated({ class: "both" })).toBe(monday);
  expect(dated({ class: "change" })).toBeNull();
  expect(dated({}, { resources: [{ urn: `${urn}2`, leaves: [leafOf()], observed: [] }] })).toBe(tuesday);
  expect(dated({ path: "name" }, { readAt: null })).toBeNull();
});

test("all else of a report is as it was", () => {
  const report = reportOf([leafOf(), leafOf({ class: "change", path: "name" })], { stack: "test" }, [
    leafOf({ class: "observed" }),
  ]);
  expect(withFirstSeen({ ...report, readAt: monday }, new Map())).toEqual({ ...report, readAt: monday });
});
