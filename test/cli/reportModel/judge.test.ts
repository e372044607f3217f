// What an update does with a config by the steps of a preview, and what the report says of it.
import { operation } from "../../../provider/cli/reportModel/judge";
import { builtOf, deskId, deskPath, resourceOf } from "../../support/previewSteps";
import { absent, value } from "../../support/reports";

const step = (op: string, inputs: object = {}) => ({ op, urn: "u", newState: { inputs: { ...inputs } } });
const refresh = { op: "refresh", urn: "u", oldState: { id: deskId } };

test.each([
  ["nothing", undefined, [], "same"],
  ["an unchanged config", refresh, ["same"], "same"],
  ["a changed one", refresh, ["update"], "update"],
  ["a dropped one", undefined, ["delete"], "delete"],
  ["a new one", undefined, ["create"], "create"],
  ["a replaced one", refresh, ["create-replacement", "replace", "delete-replaced"], "replace"],
  ["one whose new state comes first", refresh, ["create", "replace"], "replace"],
  [
    "a changed one beside what an interrupted replacement left",
    refresh,
    ["update", "delete-replaced"],
    "update",
  ],
  ["an unchanged one beside that", refresh, ["same", "delete-replaced"], "same"],
  ["a dropped one beside that", undefined, ["delete", "delete-replaced"], "delete"],
  ["what it left of a dropped one", undefined, ["delete-replaced"], "delete"],
  ["one that the state has, and that is created", refresh, ["create"], "missing"],
] as const)("%s is what its steps say", (_, read, ops, expected) => {
  expect(
    operation(
      read,
      ops.map((op) => step(op)),
    ),
  ).toBe(expected);
});

test("a new resource with an id adopts, and one whose id is nowhere misses its config", () => {
  expect(operation(undefined, [step("create", { transferConfigId: deskId })])).toBe("adopt");
  const gone = { transferConfigId: deskId, __nothingToAdopt: "GET: answered 404" };
  expect(operation(undefined, [step("create", gone)])).toBe("missing");
  expect(operation({ op: "refresh", urn: "u" }, [step("create")])).toBe("create");
  for (const newState of [undefined, {}])
    expect(operation(undefined, [{ op: "create", urn: "u", newState }])).toBe("create");
});

const desk = { name: "Desk", type: "direct", directPhoneNumber: "+15550100" };
const managed = { ...desk, managedFields: ["directPhoneNumber", "name", "type"] };

test("an update of nothing but what is recorded says that it sends nothing", () => {
  expect(resourceOf({ applied: managed, live: managed, code: desk })).toMatchObject({
    class: "change",
    leaves: [],
    requests: [],
    notes: ["changes only what the state records of the code; nothing is sent"],
  });
  const controls = { ...desk, deletionPolicy: "delete", onMissing: "fail" };
  expect(resourceOf({ applied: managed, live: managed, inputs: desk, code: controls })).toMatchObject({
    class: "change",
    notes: ["changes only what the state records (deletionPolicy, onMissing); nothing is sent"],
  });
});

const guarded =
  'onConflict is "fail": pulumi up stops before it overwrites what drifted, and leaves other drift as it is; ' +
  "pulumi up --refresh --run-program sends the requests shown here";

test.each([
  ["drift under onConflict of the code", { onConflict: "fail" }, {}, "+15550199", "+15550100", [guarded]],
  [
    "drift under that of the stack",
    {},
    { "carecycle:onConflict": "fail" },
    "+15550199",
    "+15550100",
    [guarded],
  ],
  ["what both sides changed", { onConflict: "fail" }, {}, "+15550199", "+15550111", [guarded]],
  ["a change of the code alone", { onConflict: "fail" }, {}, "+15550100", "+15550111", []],
  ["drift that may be overwritten", {}, {}, "+15550199", "+15550100", []],
  [
    "drift where the code overrules the stack",
    { onConflict: "overwrite" },
    { "carecycle:onConflict": "fail" },
    "+15550199",
    "+15550100",
    [],
  ],
])("%s is guarded as onConflict says", (_, control, config, live, number, notes) => {
  const code = { ...desk, ...control, directPhoneNumber: number };
  const columns = { applied: managed, live: { ...managed, directPhoneNumber: live }, code };
  const resource = resourceOf(columns, config);
  expect(resource.notes).toEqual(notes);
  // What the code changes beside it makes no difference to that.
  expect(resourceOf({ ...columns, code: { ...code, name: "Next" } }, config).notes).toEqual(notes);
  expect(resource.requests.map(({ method }) => method)).toEqual(["GET", "PATCH"]);
});

test.each([
  ["drift and a change", { name: "Moved" }, { type: "sip" }, "both"],
  ["drift alone", { name: "Moved", type: "sip" }, {}, "drift"],
  ["a change alone", {}, { name: "Next", type: "sip" }, "change"],
  ["a change and a field to clear", {}, { name: "Next", directPhoneNumber: undefined }, "change"],
  ["a field to clear alone", {}, { directPhoneNumber: undefined }, "clear"],
  ["a change, and one that both sides made", { name: "Moved" }, { name: "Next", type: "sip" }, "both"],
])("the class of a config with %s is of all its leaves", (_, live, code, expected) => {
  const columns = {
    applied: managed,
    live: { ...managed, ...live },
    inputs: desk,
    code: { ...desk, ...code },
  };
  expect(resourceOf(columns).class).toBe(expected);
});

const missing = { applied: managed, live: {}, op: "create" };
const goneNote =
  "gone (404): the update creates a new config with a new id; whatever uses the old id is not updated";
const failNote = 'gone (404), and onMissing is "fail": a refresh fails there and keeps the resource';
const post = { method: "POST", path: "/v2/campaigns/transfer-configs", body: desk, ifNeeded: false };

test.each([
  ["by default", {}, {}, [post], goneNote],
  ['where onMissing of the stack is "fail"', {}, { "carecycle:onMissing": "fail" }, [], failNote],
  ['where that of the code is "fail"', { onMissing: "fail" }, {}, [], failNote],
  [
    "where the code overrules the stack",
    { onMissing: "recreate" },
    { "carecycle:onMissing": "fail" },
    [post],
    goneNote,
  ],
])("a config that is gone is created again or refused, %s", (_, control, config, requests, note) => {
  const resource = resourceOf({ ...missing, code: { ...desk, ...control } }, config);
  expect(resource).toMatchObject({ class: "missing", requests, notes: [note] });
  expect(resource.leaves[0]).toMatchObject({
    path: "name",
    applied: value("Desk"),
    live: absent,
    code: value("Desk"),
    class: "missing",
  });
});

test("an adopted config that is gone stops the update, after one GET", () => {
  const code = { ...desk, transferConfigId: deskId };
  expect(resourceOf({ ...missing, code })).toMatchObject({
    class: "missing",
    requests: [{ method: "GET", path: deskPath, body: null, ifNeeded: false }],
    notes: [
      "gone (404): there is no live config to adopt, so the update fails here. Remove transferConfigId to create a new one",
    ],
  });
  const said = "there is no config of this id";
  const refused = resourceOf({ code: { ...code, __nothingToAdopt: said } });
  expect(refused).toMatchObject({
    class: "missing",
    requests: [{ method: "GET", path: deskPath }],
    notes: [`the update fails here: ${said}`],
  });
  expect(refused.leaves.map(({ path, applied, live }) => [path, applied, live])).toEqual([
    ["name", absent, absent],
    ["type", absent, absent],
    ["directPhoneNumber", absent, absent],
  ]);
});

test("a config that could not be read says why, keeps what is known to differ, and sends nothing", () => {
  const live = { ...managed, __unreadable: "GET /x: answered 403" };
  const code = { ...desk, name: "Next" };
  expect(resourceOf({ applied: managed, live, inputs: desk, code })).toMatchObject({
    class: "unreadable",
    leaves: [{ path: "name", live: { kind: "not-read" }, code: value("Next"), class: "change" }],
    requests: [],
    notes: [
      "could not be read, so it isn't known whether it drifted, and what an update would send isn't shown: GET /x: answered 403",
    ],
  });
});

test("a create shows what the code declares, and nothing before it", () => {
  const resource = resourceOf({ code: desk });
  expect(resource).toMatchObject({ class: "create", notes: [], requests: [post] });
  expect(
    resource.leaves.map(({ path, applied, live, code, class: kind }) => [path, applied, live, code, kind]),
  ).toEqual([
    ["name", absent, absent, value("Desk"), "create"],
    ["type", absent, absent, value("direct"), "create"],
    ["directPhoneNumber", absent, absent, value("+15550100"), "create"],
  ]);
});

test.each([
  ["release", undefined, [], "still live, no longer managed"],
  [
    "delete",
    "delete",
    [{ method: "DELETE", path: deskPath, body: null, ifNeeded: false }],
    'deleted from careCycle (deletionPolicy: "delete")',
  ],
])("a dropped config is to %s, with its recorded and live values", (kind, deletionPolicy, requests, note) => {
  const applied = { ...managed, deletionPolicy, warmMode: "immediate-summary" };
  const unread = resourceOf({ applied });
  expect(unread).toMatchObject({ class: kind, notes: [note], requests });
  const columnsOf = (resource: typeof unread) =>
    resource.leaves.map((leaf) => [leaf.path, leaf.applied, leaf.live, leaf.code]);
  expect(columnsOf(unread)).toEqual([
    ["name", value("Desk"), { kind: "not-read" }, absent],
    ["type", value("direct"), { kind: "not-read" }, absent],
    ["directPhoneNumber", value("+15550100"), { kind: "not-read" }, absent],
  ]);
  const read = resourceOf({ applied, live: { ...applied, name: "Moved" } });
  expect(columnsOf(read)[0]).toEqual(["name", value("Desk"), value("Moved"), absent]);
  expect(read.leaves.every((leaf) => leaf.class === kind)).toBe(true);
});

test.each([
  ["an unchanged config", { op: "same", applied: managed, live: managed, code: desk }, false, false],
  ["drift", { applied: managed, live: { ...managed, name: "Moved" }, code: desk }, false, false],
  [
    "drift that only a refresh overwrites",
    { applied: managed, live: { ...managed, name: "Moved" }, code: { ...desk, onConflict: "fail" } },
    false,
    true,
  ],
  ["a config that is created again", { ...missing, code: desk }, false, true],
  ["one that is not, by onMissing", { ...missing, code: { ...desk, onMissing: "fail" } }, true, false],
  ["an adopted one that is gone", { ...missing, code: { ...desk, transferConfigId: deskId } }, true, false],
  [
    "an id that is nowhere",
    { code: { ...desk, transferConfigId: deskId, __nothingToAdopt: "no" } },
    true,
    false,
  ],
  ["one that could not be read", { applied: managed, live: { __unreadable: "no" }, code: desk }, true, false],
  ["a new one", { code: desk }, false, false],
] as const)(
  "whether %s stops an update, and whether only one that refreshes sends its requests",
  (_, columns, stops, needsRefresh) => {
    expect(builtOf(columns)).toMatchObject({ stops, needsRefresh });
  },
);
