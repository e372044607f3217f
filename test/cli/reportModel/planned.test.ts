// Whose configs a plan keeps, and what is said of those that go.
import { planned, removal, replacementNote } from "../../../provider/cli/reportModel/removals";
import { UNKNOWN } from "../../../provider/model/values";
import { type Columns, deskId, previewOf, urnOf } from "../../support/previewSteps";

const other = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
const desk = { name: "Desk" };
const idsOf = (...configs: Columns[]) => Object.fromEntries(planned(previewOf(configs).configs));

test.each<[string, Columns, object]>([
  ["a kept config is the resource's by its id", { applied: desk, code: desk }, { [deskId]: urnOf("desk") }],
  [
    "so is the one that it is to adopt",
    { code: { ...desk, transferConfigId: other.toUpperCase() } },
    { [other]: urnOf("desk") },
  ],
  [
    "so are both of one that is refreshed",
    { applied: desk, live: desk, code: { ...desk, transferConfigId: other } },
    { [other]: urnOf("desk"), [deskId]: urnOf("desk") },
  ],
  ["a dropped one is nobody's", { applied: desk }, {}],
  ["nor one that a refresh read before", { applied: desk, live: desk }, {}],
  ["nor an id that is known later", { code: { ...desk, transferConfigId: UNKNOWN } }, {}],
  ["nor an empty one", { code: { ...desk, transferConfigId: "" } }, {}],
  ["nor what is no text", { code: { ...desk, transferConfigId: 7 } }, {}],
])("%s", (_, columns, ids) => {
  expect(idsOf(columns)).toEqual(ids);
});

test("of a replacement, the new config is the resource's, and not the one that it takes the place of", () => {
  const urn = urnOf("desk");
  const oldState = { id: deskId, inputs: desk, outputs: desk };
  const plan = [
    { op: "create-replacement", urn, newState: { inputs: { transferConfigId: other } } },
    // Engines repeat the old state there.
    { op: "delete-replaced", urn, oldState, newState: oldState },
  ];
  expect(Object.fromEntries(planned([{ urn, refresh: undefined, plan }]))).toEqual({ [other]: urn });
  // A refresh alone drops nothing.
  const refresh = { op: "refresh", urn, oldState, newState: oldState };
  expect(Object.fromEntries(planned([{ urn, refresh, plan: [] }]))).toEqual({ [deskId]: urn });
});

const step = (outputs: object, more: object = {}) => ({
  op: "delete",
  urn: urnOf("desk"),
  oldState: { id: deskId, outputs: { ...outputs }, ...more },
});
const toDelete = { deletionPolicy: "delete" };
const released = "still live, no longer managed";

test.each([
  ["without a deletionPolicy", step({}), {}, false, released],
  ["that is retained", step({ deletionPolicy: "retain" }), {}, false, released],
  ["of which nothing is known", undefined, {}, false, released],
  [
    "under retainOnDelete",
    step(toDelete, { retainOnDelete: true }),
    {},
    false,
    `${released} (retainOnDelete)`,
  ],
  ["to be deleted", step(toDelete), {}, true, 'deleted from careCycle (deletionPolicy: "delete")'],
  [
    "to be deleted, though not under retainOnDelete",
    step(toDelete, { retainOnDelete: false }),
    { [other]: urnOf("front") },
    true,
    'deleted from careCycle (deletionPolicy: "delete")',
  ],
  [
    "that another resource has",
    step(toDelete),
    { [deskId]: urnOf("front") },
    false,
    "still live: front has this config, so nothing is deleted, whatever deletionPolicy says",
  ],
])("a dropped config %s is deleted only where nothing speaks against it", (_, dropped, plan, sent, note) => {
  expect(removal(dropped, deskId.toUpperCase(), new Map(Object.entries(plan)))).toEqual({ sent, note });
});

test("a config whose id isn't known is nobody else's", () => {
  expect(removal(step(toDelete), undefined, new Map([["undefined", "x"]])).sent).toBe(true);
});

test("a state that a document shows in part says nothing of what it lacks", () => {
  const urn = urnOf("desk");
  const plan = [
    { op: "update", urn, newState: { id: deskId } },
    { op: "update", urn, newState: null },
  ];
  const refresh = { op: "refresh", urn };
  expect(Object.fromEntries(planned([{ urn, refresh, plan }]))).toEqual({ [deskId]: urn });
  for (const oldState of [undefined, null, {}])
    expect(removal({ op: "delete", urn, oldState }, deskId, new Map())).toEqual({
      sent: false,
      note: released,
    });
});

test.each([
  [deskId, deskId.toUpperCase(), `adopted again: ${deskId} stays live and nothing is deleted`],
  [deskId, other, `another config takes its place; ${deskId} is ${released}`],
  [deskId, undefined, `another config takes its place; ${deskId} is ${released}`],
  [undefined, other, `another config takes its place; the old one is ${released}`],
  [undefined, undefined, `another config takes its place; the old one is ${released}`],
])("of a replacement of %s by %s it is said what becomes of the old one", (id, next, note) => {
  expect(replacementNote(id, next)).toBe(note);
});
