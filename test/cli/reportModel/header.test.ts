// What a report says of itself: stack, commit, time, and since when drift is known.

import { gather, parsePreview } from "../../../provider/cli/preview/document";
import { commitOf } from "../../../provider/cli/reportModel/commit";
import { readSightings, withFirstSeen } from "../../../provider/cli/reportModel/firstSeen";
import { buildReport } from "../../../provider/cli/reportModel/report";
import type { Report } from "../../../provider/cli/reportModel/types";
import { type RecordedDocument, readPreview, renderers, withUpdate } from "../../support/reports";

const sha = "c2b0fd4e8d1f0a1b2c3d4e5f60718293a4b5c6d7";

test.each([
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "BUILD_SOURCEVERSION",
  "BITBUCKET_COMMIT",
  "CIRCLE_SHA1",
  "GIT_COMMIT",
])("the commit is that of %s", (name) => {
  expect(commitOf({ [name]: sha })).toBe(sha);
  expect(commitOf({ [name]: sha.toUpperCase() })).toBe(sha);
});

test("a commit is a hash or nothing, and an empty variable does not hide another", () => {
  expect(commitOf({})).toBeNull();
  expect(commitOf({ GITHUB_SHA: "main" })).toBeNull();
  expect(commitOf({ GITHUB_SHA: "\u001b[2K::error::x" })).toBeNull();
  expect(commitOf({ GITHUB_SHA: "", GIT_COMMIT: sha })).toBe(sha);
});

test.each([
  ["a".repeat(7), true],
  ["0".repeat(64), true],
  [` ${sha}\n`, true],
  ["a".repeat(6), false],
  ["0".repeat(65), false],
  [`${sha} x`, false],
  [`x ${sha}`, false],
  ["1234567g", false],
])("whether %j is a commit: %s", (text, isOne) => {
  expect(commitOf({ GIT_COMMIT: text })).toBe(isOne ? text.trim() : null);
});

test("of several commits, the one that was checked out counts", () => {
  expect(commitOf({ GIT_COMMIT: "a".repeat(40), GITHUB_SHA: sha })).toBe(sha);
});

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 5, 23));
const reportAt = (day: number, document: RecordedDocument = readPreview("drift")): Report =>
  buildReport(parsePreview(JSON.stringify(document), "test"), { readAt: at(day), env: { GITHUB_SHA: sha } });

test("the stack is that of the URNs, the time is when live values had been read, and null where none were", () => {
  expect(reportAt(20)).toMatchObject({ stack: "test", commit: sha, readAt: "2026-11-20T05:23:00.000Z" });
  expect(reportAt(20, readPreview("plain-change"))).toMatchObject({ stack: "test", readAt: null });
  // A document may be of any age.
  expect(buildReport(parsePreview(JSON.stringify(readPreview("drift")), "test")).readAt).toBeNull();
  expect(buildReport(gather([], {}), { stack: "production" }).stack).toBe("production");
});

const seen = (report: Report) =>
  report.resources.flatMap((r) =>
    [...r.leaves, ...r.observed].map((leaf) => `${leaf.path} ${leaf.firstSeen}`),
  );
const next = (report: Report, earlier: Report) => {
  const sightings = readSightings(renderers.json(earlier));
  if (!sightings) throw new Error("no report");
  return withFirstSeen(report, sightings);
};

test("drift keeps the day on which it was found, from run to run, until its live value moves on", () => {
  const second = next(reportAt(21), reportAt(20));
  const days = (report: Report) => seen(report).map((text) => text.replace(/T.*/, ""));
  expect(days(second)).toEqual(["directPhoneNumber 2026-11-20", "warmMode 2026-11-20"]);
  const third = next(reportAt(22), second);
  expect(days(third)).toEqual(["directPhoneNumber 2026-11-20", "warmMode 2026-11-20"]);
  const moved = withUpdate("drift", { directPhoneNumber: "+15550777" }, {}, {});
  expect(days(next(reportAt(23, moved), third))).toEqual([
    "directPhoneNumber 2026-11-23",
    "warmMode 2026-11-20",
  ]);
});

test("new drift is first seen now, and a change of the code has no such day", () => {
  const clean = reportAt(20, readPreview("nothing"));
  expect(seen(next(reportAt(21), clean))[0]).toBe("directPhoneNumber 2026-11-21T05:23:00.000Z");
  expect(seen(next(reportAt(21, readPreview("change")), clean))).toEqual(["directPhoneNumber null"]);
});

test("a config of another stack with the same name is another one", () => {
  const other = JSON.parse(
    JSON.stringify(readPreview("drift")).replaceAll("urn:pulumi:test::", "urn:pulumi:prod::"),
  );
  expect(seen(next(reportAt(21, other), reportAt(20)))[0]).toContain("2026-11-21");
});

test.each([
  ["nothing", ""],
  ["half of a report", renderers.json(reportAt(20)).slice(0, 2_000)],
  ["a report of another version", renderers.json(reportAt(20)).replace('"version": 2', '"version": 1')],
  ["something else", '{"steps":[]}'],
  ["a list", "[]"],
])("%s is no earlier report", (_, text) => {
  expect(readSightings(text)).toBeUndefined();
});

test("a damaged leaf of an earlier report costs no other, and nothing in it becomes a prototype", () => {
  const json = JSON.parse(renderers.json(reportAt(20)));
  json.resources[0].leaves.unshift(
    null,
    7,
    { path: "__proto__", class: "drift", live: { kind: "x" } },
    { path: 1 },
  );
  json.resources[0].leaves.push({ path: "name", class: "drift", live: {}, firstSeen: "yesterday" });
  const found = readSightings(JSON.stringify(json));
  expect(found?.size).toBe(3);
  expect(seen(withFirstSeen(reportAt(21), found ?? new Map()))[0]).toContain("2026-11-20");
});
