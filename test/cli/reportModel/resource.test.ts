// One config of a report: its names and ids, what was read of it, and what its requests rest on.

import { reviewOf } from "../../../provider/cli/reportModel/report";
import { UNKNOWN } from "../../../provider/model/values";
import { builtOf, deskId, previewOf, resourceOf, urnOf } from "../../support/previewSteps";
import { value } from "../../support/reports";

const other = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
const desk = { name: "Desk" };

test.each([
  ["that of the state", { applied: desk, live: desk, code: desk }, deskId],
  [
    "that of the state before the one that the code adopts",
    { applied: desk, code: { ...desk, transferConfigId: other } },
    deskId,
  ],
  ["the one that the code adopts", { code: { ...desk, transferConfigId: other } }, other],
  ["none of a new config", { code: desk }, null],
  ["none where it is known later", { code: { ...desk, transferConfigId: UNKNOWN } }, null],
  ["none where the code has no text there", { code: { ...desk, transferConfigId: 7 } }, null],
])("the id of a config is %s", (_, columns, id) => {
  expect(resourceOf(columns).id).toBe(id);
});

test.each([
  ["live", { applied: desk, live: { name: "Moved" }, code: desk }, "Moved"],
  ["recorded where it was not read", { applied: desk, code: { name: "Next" } }, "Desk"],
  ["declared where there is none live", { code: { name: "Next" } }, "Next"],
  [
    "declared where what is live is not known yet",
    { applied: { name: UNKNOWN }, code: { name: "Next" } },
    "Next",
  ],
  ["not known where it is known later", { code: { name: UNKNOWN } }, null],
  ["not known where nothing has one", { code: { transferConfigId: other } }, null],
])("the name of a config is the one %s", (_, columns, configName) => {
  expect(resourceOf({ name: "in-program", ...columns })).toMatchObject({
    urn: urnOf("in-program"),
    name: "in-program",
    configName,
    usedBy: null,
  });
});

const notRead = "its live values were not read, so it isn't known whether it drifted";

test.each([
  [
    "an unchanged config that was read",
    { op: "same", applied: desk, live: desk, code: desk },
    false,
    false,
    true,
  ],
  ["one that was not", { op: "same", applied: desk, code: desk }, true, true, false],
  ["a changed one that was not", { applied: desk, code: { name: "Next" } }, true, true, false],
  ["a new one", { code: desk }, false, false, false],
  ["one that is created again", { op: "create", applied: desk, live: {}, code: desk }, false, false, true],
  ["one that the code drops", { applied: desk }, false, false, false],
  [
    "one that could not be read",
    { applied: desk, live: { __unreadable: "no" }, code: desk },
    false,
    false,
    false,
  ],
])("of %s, it is told whether its live values are known", (_, columns, unseen, unread, read) => {
  const built = builtOf(columns);
  expect(built).toMatchObject({ unseen, unread, read });
  expect(built.resource.notes.includes(notRead)).toBe(unread);
});

test("what a refresh read without showing it is compared, and not shown", () => {
  const [refresh, plan] = previewOf([{ op: "same", applied: desk, live: desk, code: desk }]).configs.flatMap(
    (c) => [c.refresh, ...c.plan],
  );
  const urn = urnOf("desk");
  const configs = [
    {
      urn,
      refresh: refresh && { ...refresh, newState: { inputs: desk } },
      plan: plan ? [{ ...plan, oldState: { id: deskId, outputs: {} } }] : [],
    },
  ];
  const { built } = reviewOf({ ...previewOf([]), configs });
  expect(built).toMatchObject([{ unseen: true, unread: false, read: true }]);
  expect(built[0]?.resource).toMatchObject({
    class: "unchanged",
    configName: "Desk",
    observed: [],
    notes: [],
  });
});

test("an observed change is shown where the config stays, and makes a class of its own where that is asked for", () => {
  const live = { ...desk, warmMode: "immediate-summary" };
  const strict = { strict: true };
  const same = { op: "same", applied: desk, live, code: desk };
  const observed = [{ path: "warmMode", class: "observed", live: value("immediate-summary") }];
  expect(resourceOf(same)).toMatchObject({ class: "unchanged", observed });
  expect(resourceOf(same, {}, strict)).toMatchObject({ class: "observed", observed });
  expect(resourceOf({ ...same, live: desk }, {}, strict)).toMatchObject({ class: "unchanged", observed: [] });
  const changed = { ...same, op: "update", code: { name: "Next" } };
  expect(resourceOf(changed, {}, strict)).toMatchObject({ class: "change", observed });
  for (const gone of [
    { ...same, op: "delete", code: undefined },
    { ...same, op: "create" },
  ])
    expect(resourceOf(gone).observed).toEqual([]);
});

test("an id that is nowhere and a check that refuses both refuse the config", () => {
  const adopting = { ...desk, transferConfigId: other };
  const refusing = { ...desk, softphoneFallbackType: "appointment_booking" };
  expect(builtOf({ code: desk })).toMatchObject({ refused: false, stops: false });
  expect(builtOf({ code: { ...adopting, __nothingToAdopt: "no" } })).toMatchObject({
    refused: true,
    stops: true,
  });
  expect(builtOf({ code: refusing })).toMatchObject({
    refused: true,
    stops: true,
    resource: {
      requests: [],
      notes: [
        'the update fails here: appointmentConfigId is required when softphoneFallbackType is "appointment_booking"',
      ],
    },
  });
});

test("the account of a config is that of the state, by the config's id", () => {
  const clientId = "5e505642-9024-474d-9434-e5a44f505cc5";
  const applied = { ...desk, clientId };
  expect(builtOf({ applied, live: { ...desk, clientId: other }, code: desk }).account).toEqual({
    clientId,
    id: deskId,
  });
  expect(builtOf({ applied: desk, code: desk }).account).toBeUndefined();
  expect(builtOf({ code: desk }).account).toBeUndefined();
});

test.each([
  ["in the step of the update", { applied: desk, live: { ...desk, __unreadable: "no 403" }, code: desk }],
  ["in the inputs of an adoption", { code: { ...desk, transferConfigId: other, __unreadable: "no 403" } }],
])("a config of which it is said %s that it could not be read is unreadable", (_, columns) => {
  expect(resourceOf(columns)).toMatchObject({
    class: "unreadable",
    requests: [],
    notes: [expect.stringMatching(/ isn't shown: no 403$/)],
  });
});

test.each<[string, object, object, unknown[]]>([
  ["an empty list that the API did not keep", { __notKept: { transferWaitingMessages: [] } }, {}, []],
  [
    "one that it is not known to have dropped",
    {},
    {},
    [["transferWaitingMessages", { kind: "value", value: null }]],
  ],
  [
    "what the program made secret, and the state left out",
    { __secretPaths: ["transferWaitingMessages"], transferWaitingMessages: undefined },
    {},
    [["transferWaitingMessages", { kind: "withheld" }]],
  ],
  [
    "what it made secret earlier",
    { __formerSecretPaths: ["transferWaitingMessages"], transferWaitingMessages: undefined },
    {},
    [["transferWaitingMessages", { kind: "withheld" }]],
  ],
  [
    "an internal input",
    { __other: 1 },
    { __nullPaths: ["x"], __provider: "x", transferWaitingMessages: null },
    [],
  ],
])("what a record says of itself counts: %s", (_, record, code, leaves) => {
  const applied = { ...desk, transferWaitingMessages: null, ...record };
  const resource = resourceOf({
    applied,
    live: applied,
    code: { ...desk, transferWaitingMessages: [], ...code },
  });
  expect(resource.leaves.map(({ path, live }) => [path, live])).toEqual(leaves);
});
