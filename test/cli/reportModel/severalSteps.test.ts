// A config with several steps in one preview: those of a replacement, and what an interrupted run left to be removed.
import { gather, type Step } from "../../../provider/cli/preview/document";
import { reviewOf } from "../../../provider/cli/reportModel/report";
import { deskId, deskPath, urnOf } from "../../support/previewSteps";
import { value } from "../../support/reports";

const desk = { name: "Desk", type: "direct", directPhoneNumber: "+15550100" };
const other = "11111111-1111-4111-8111-111111111111";

const urn = urnOf("desk");
const [old, next] = [{ id: deskId, inputs: desk, outputs: desk }, { inputs: { name: "Next" } }];
const reportOf = (...steps: Step[]) => reviewOf(gather(steps, {})).report.resources[0];
const refresh = { op: "refresh", urn, oldState: old, newState: old };
const removal = {
  op: "delete-replaced",
  urn,
  oldState: { ...old, id: other, outputs: { name: "Older", deletionPolicy: "delete" } },
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

test("what an interrupted run left to be deleted is announced beside what becomes of the config", () => {
  const note = `${other}, which an interrupted run left, is deleted from careCycle`;
  expect(reportOf(refresh, idle, removal)).toMatchObject({
    class: "delete",
    id: deskId,
    leaves: [],
    requests: [remove],
    notes: [note],
  });
  const update = { op: "update", urn, oldState: old, newState: next };
  expect(reportOf(refresh, update, removal)).toMatchObject({
    class: "change",
    leaves: [{ path: "name", applied: value("Desk"), code: value("Next") }],
    requests: [get, { method: "PATCH", body: { name: "Next" } }, remove],
    notes: [note],
  });
  const dropped = { op: "delete", urn, oldState: { ...old, outputs: { name: "Desk" } } };
  for (const steps of [
    [dropped, removal],
    [removal, dropped],
  ])
    expect(reportOf(...steps)).toMatchObject({ class: "release", id: deskId, requests: [remove] });
  expect(reportOf(removal)).toMatchObject({ class: "delete", id: other, requests: [remove] });
});

test("it stays live where its policy, an option or another resource says so", () => {
  const quiet = [
    { ...removal, oldState: { ...removal.oldState, outputs: { name: "Older" } } },
    { ...removal, oldState: { ...removal.oldState, retainOnDelete: true } },
    { ...removal, oldState: { ...removal.oldState, id: deskId.toUpperCase() } },
  ];
  for (const step of quiet)
    expect(reportOf(refresh, idle, step)).toMatchObject({ class: "unchanged", requests: [], notes: [] });
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
