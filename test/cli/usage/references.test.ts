// Which campaigns and appointment configs point to a config, and as what.

import { addStatuses, isChosen } from "../../../provider/cli/usage/chosenStatuses";
import { usersByConfig } from "../../../provider/cli/usage/references";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";

test("a campaign points to a config by its own members and by its blocks, in either case of the id", () => {
  const users = usersByConfig(
    [
      {
        campaign: {
          id: "c",
          name: "Spring",
          status: "active",
          transferConfigId: id.toUpperCase(),
          transferConfigIds: [id, other],
        },
        assignments: [
          {
            transferConfigId: id,
            block: { name: "intro" },
            snippet: { name: "Hello" },
            scope: "business_hours",
            enabled: false,
          },
          { afterHoursTransferConfigId: other, blockId: "b1", isDefault: true, block: null },
          { transferConfigId: null, afterHoursTransferConfigId: "" },
        ],
      },
    ],
    [],
  );
  expect([...users]).toEqual([
    [
      id,
      [
        {
          kind: "campaign",
          id: "c",
          name: "Spring",
          status: "active",
          as: [
            "transferConfigId",
            "transferConfigIds",
            "block intro, snippet Hello (business_hours, disabled)",
          ],
        },
      ],
    ],
    [other, [expect.objectContaining({ as: ["transferConfigIds", "after hours of block b1 (default)"] })]],
  ]);
});

test("campaigns that call come first, appointment configs last, and what has no name is no obstacle", () => {
  const statuses = ["archived", "paused", "odd", undefined, "active", "testing"];
  const users = usersByConfig(
    statuses.map((status) => ({
      campaign: { ...(status && { status }), transferConfigId: id },
      assignments: [],
    })),
    [{ name: "Consultation", transferConfigId: id }, { transferConfigId: null }, {}],
  );
  expect(users.get(id)?.map(({ kind, status }) => status ?? kind)).toEqual([
    "active",
    "testing",
    "paused",
    "archived",
    "odd",
    "campaign",
    "appointment-config",
  ]);
  expect(users.get(id)?.[0]).toMatchObject({ id: null, name: null });
});

test("names that objects inherit are ids like others, and no prototype is touched", () => {
  const users = usersByConfig(
    [{ campaign: { transferConfigIds: ["__proto__", "constructor"] }, assignments: [] }],
    [],
  );
  expect([...users.keys()]).toEqual(["__proto__", "constructor"]);
});

test("statuses are listed by commas or repeated, and all stands for every one", () => {
  expect(addStatuses("paused, Active")).toEqual(["active", "paused"]);
  expect(addStatuses("draft", ["active"])).toEqual(["draft", "active"]);
  expect(addStatuses("all")).toHaveLength(8);
  expect(() => addStatuses("running")).toThrow(/"running" is none; it must be a list of draft, active/);
  expect(() => addStatuses(" , ")).toThrow(/must be/);
});

test("a campaign of no status, or of one that isn't documented, counts whatever is chosen", () => {
  expect(
    ["active", "ACTIVE", "paused", undefined, "scheduled"].map((status) => isChosen(status, ["active"])),
  ).toEqual([true, true, false, true, true]);
});

test("of one status, users are in the order of their names, or of their ids; appointment configs are last all the same", () => {
  const users = usersByConfig(
    [{ name: "D" }, { id: "B" }, { name: "C", id: "0" }, { name: "E" }, {}].map((campaign) => ({
      campaign: { ...campaign, transferConfigId: id },
      assignments: [],
    })),
    [
      { name: "F", transferConfigId: id },
      { id: "A", transferConfigId: id },
      { name: "F", id: "second", transferConfigId: id },
    ],
  );
  expect(users.get(id)?.map(({ kind, name, id: of }) => `${kind} ${name ?? of} ${of}`)).toEqual([
    "campaign null null",
    "campaign B B",
    "campaign C 0",
    "campaign D null",
    "campaign E null",
    "appointment-config A A",
    "appointment-config F null",
    "appointment-config F second",
  ]);
});

test("a block is named by its name, tag or id, or said to have none, and may be disabled itself", () => {
  const as = (assignment: object) =>
    usersByConfig([{ campaign: {}, assignments: [{ transferConfigId: id, ...assignment }] }], []).get(id)?.[0]
      ?.as;
  expect(as({})).toEqual(["block without a name"]);
  expect(as({ block: { tag: "intro" }, blockId: "b" })).toEqual(["block intro"]);
  expect(as({ blockId: "b", snippetId: "s" })).toEqual(["block b, snippet s"]);
  expect(as({ block: { name: "n", enabled: false }, enabled: true })).toEqual(["block n (block disabled)"]);
  expect(as({ block: { name: "n", enabled: true }, isDefault: false })).toEqual(["block n"]);
});
