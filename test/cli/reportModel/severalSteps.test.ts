// A config with several steps in one preview: those of a replacement, and what an interrupted run left to be removed.
import { planOf } from "../../../provider/cli/plan/planOf";
import { gather, type Step } from "../../../provider/cli/preview/document";
import { reviewOf } from "../../../provider/cli/reportModel/report";
import { deskId, deskPath, urnOf } from "../../support/previewSteps";
import { value } from "../../support/reports";

const desk = { name: "Desk", type: "direct", directPhoneNumber: "+15550100" };
const other = "11111111-1111-4111-8111-111111111111";

const urn = urnOf("desk");
const [old, next] = [{ id: deskId, inputs: desk, outputs: desk }, { inputs: { name: "Next" } }];
const allOf = (...steps: Step[]) => reviewOf(gather(steps, {})).report.resources;
/** The report of the config that has the name now. */
const reportOf = (...steps: Step[]) => {
  const resources = allOf(...steps);
  return resources.find(({ id }) => id === deskId) ?? resources[0];
};
const refresh = { op: "refresh", urn, oldState: old, newState: old };
const removal = {
  op: "delete-replaced",
  urn,
  oldState: {
    ...old,
    id: other,
    outputs: { name: "Older", deletionPolicy: "delete", managedFields: ["name"] },
  },
};

test("the one that makes the new state is compared", () => {
  const steps = [
    { op: "delete-replaced", urn, oldState: old },
    { op: "create-replacement", urn, newState: next, detailedDiff: { name: {} } },
    { op: "replace", urn, oldState: old, newState: next, detailedDiff: { sipUri: {} } },
  ];
  expect(reportOf(...steps)).toMatchObject({
    class: "replace",
    id: deskId,
    leaves: [{ path: "name", applied: value("Desk"), code: value("Next") }],
  });
});

const idle = { op: "same", urn, oldState: old, newState: { inputs: desk } };
const [get, remove] = [
  { method: "GET", path: deskPath },
  { method: "DELETE", path: deskPath.replace(deskId, other) },
];

const left = { class: "delete", id: other, requests: [remove] };

test("what an interrupted run left to be deleted is a config of its own, beside what becomes of the one in its place", () => {
  expect(allOf(refresh, idle, removal)).toMatchObject([
    left,
    { class: "unchanged", id: deskId, leaves: [], requests: [], notes: [] },
  ]);
  const update = { op: "update", urn, oldState: old, newState: next };
  const resources = allOf(refresh, update, removal);
  expect(resources).toHaveLength(2);
  expect(resources).toContainEqual(expect.objectContaining({ class: "delete", id: other }));
  expect(reportOf(refresh, update, removal)).toMatchObject({
    class: "change",
    leaves: [{ path: "name", applied: value("Desk"), code: value("Next") }],
    requests: [get, { method: "PATCH", body: { name: "Next" } }],
  });
  const dropped = { op: "delete", urn, oldState: { ...old, outputs: { name: "Desk" } } };
  for (const steps of [
    [dropped, removal],
    [removal, dropped],
  ])
    expect(allOf(...steps)).toMatchObject([left, { class: "release", id: deskId, requests: [] }]);
  expect(allOf(removal)).toMatchObject([left]);
});

test("it is announced beside the replacement of the config in its place, too", () => {
  const steps = [
    { op: "create-replacement", urn, oldState: old, newState: next },
    { op: "replace", urn, oldState: old, newState: next },
    { op: "delete-replaced", urn, oldState: old },
    removal,
  ];
  expect(allOf(...steps)).toMatchObject([
    { class: "replace", id: deskId, requests: [{ method: "POST" }] },
    left,
  ]);
});

test("its DELETE is planned on what was recorded of it, not of the config in its place", () => {
  const review = reviewOf(gather([refresh, idle, removal], {}));
  const plan = planOf(review, new Date());
  expect(plan.writes).toMatchObject([
    { method: "DELETE", id: other, live: [{ kind: "value", path: ["name"], value: "Older" }] },
  ]);
});

test("it stays live where its policy, an option or another resource says so", () => {
  const quiet = [
    { ...removal, oldState: { ...removal.oldState, outputs: { name: "Older" } } },
    { ...removal, oldState: { ...removal.oldState, retainOnDelete: true } },
    { ...removal, oldState: { ...removal.oldState, id: deskId.toUpperCase() } },
  ];
  for (const step of quiet)
    expect(allOf(refresh, idle, step)).toMatchObject([
      { class: "release", requests: [], notes: [expect.stringMatching(/^still live/)] },
      { class: "unchanged", requests: [], notes: [] },
    ]);
});

test("what was read of it says nothing of the config that is there now", () => {
  const gone = { ...removal.oldState, delete: true, outputs: { __unreadable: "no 403" } };
  const refreshes = [refresh, { op: "refresh", urn, oldState: gone, newState: gone }];
  for (const both of [refreshes, refreshes.toReversed()])
    expect(reportOf(...both, idle, { ...removal, oldState: gone })).toMatchObject({
      class: "unchanged",
      id: deskId,
      requests: [],
    });
});

test("a dropped config that an interrupted replacement has ended is released, whatever its policy", () => {
  const outputs = { ...desk, deletionPolicy: "delete" };
  const pending = { op: "remove-pending-replace", urn, oldState: { ...old, outputs } };
  for (const steps of [[pending], [refresh, pending]])
    expect(reportOf(...steps)).toMatchObject({
      class: "release",
      id: deskId,
      requests: [],
      notes: ["still live, no longer managed"],
    });
});

test("what an interrupted replacement has removed is replaced without a read, in the preview and in the update", () => {
  const removed = { ...old, pendingReplacement: true };
  const steps = [
    { op: "refresh", urn, oldState: removed, newState: removed },
    { op: "create-replacement", urn, oldState: removed, newState: next },
    { op: "replace", urn, oldState: removed, newState: next },
  ];
  const idle = { op: "refresh", urn: urnOf("idle"), oldState: { ...old, id: other } };
  const totals = (updateReadsAll: boolean) =>
    reviewOf(gather([...steps, idle], {}), { updateReadsAll }).report.totals;
  for (const updateReadsAll of [false, true]) expect(totals(updateReadsAll)).toMatchObject({ reads: 1 });
  const { report } = reviewOf(gather(steps, {}), { strict: true });
  expect(report).toMatchObject({ refreshed: false, read: 0, unread: 0, unseen: 0, totals: { reads: 0 } });
  expect(report.resources).toMatchObject([{ class: "replace", requests: [{ method: "POST" }] }]);
  expect(JSON.stringify(report)).not.toMatch(/not read/);
});
