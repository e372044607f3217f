// Sums over a whole preview: what was read, and how long an update takes at least.
import { renderText } from "../../../provider/cli/render/text";
import { build, fleet, readPreview, reportOf, value } from "../../support/reports";

test("a stack that is as declared needs nothing", () => {
  expect(reportOf("nothing")).toMatchObject({
    verdict: "Nothing to do: 2 transfer configs are as declared.",
    refreshed: true,
    totals: { configs: 2, attention: 0, requests: 0, leastSeconds: 0 },
    unseen: 0,
  });
});

test("a preview without a refresh has no live column and no drift", () => {
  const document = readPreview("change");
  document.steps = document.steps.filter((step) => step.op !== "refresh");
  const report = build(document);
  expect(report.refreshed).toBe(false);
  expect(report.resources[0]).toMatchObject({
    class: "change",
    leaves: [{ applied: value("+15550100"), live: { kind: "not-read" }, code: value("+15550111") }],
  });
  expect(renderText(report)).toContain("Live values of 2 configs were not read");
});

test("the least duration follows from the quota of the stack's config", () => {
  const document = fleet("drift", 50);
  const report = build(document);
  // 50 GET of the refresh come before 50 pairs of GET and PATCH.
  expect(report.totals).toMatchObject({ requests: 100, reads: 50, leastSeconds: 120 });
  expect(renderText(report)).toContain(
    "Requests: 100 (50 GET, 50 PATCH), after 50 GET with which up --refresh --run-program first reads the recorded configs",
  );
  document.config = { "carecycle:rateLimit": "10", "carecycle:rateWindowSeconds": "10" };
  expect(build(document).totals.leastSeconds).toBe(140);
  // Without a refresh, nothing is read again.
  document.steps = document.steps.filter((step) => step.op !== "refresh");
  expect(build(document).totals).toMatchObject({ requests: 100, reads: 0, leastSeconds: 90 });
});
