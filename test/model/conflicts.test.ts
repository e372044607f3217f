// What a write is about to write over: what was changed since the record, and what nobody can tell.
import { findConflicts } from "../../provider/model/conflicts";
import { type Path, pathText, type Values, WITHHELD } from "../../provider/model/values";

const over = (paths: Path[], recorded: Values, live: Values) => {
  const writes = paths.map((path) => ({ path, want: "new", have: "old" }));
  const { conflicts, unrecorded } = findConflicts(writes, recorded, live);
  return { conflicts: conflicts.map(({ path }) => pathText(path)), unrecorded };
};

test("a leaf that is not as recorded was changed; additional fields stand beside the others", () => {
  const paths = [["name"], ["sipUri"], ["additionalFields", "x"]];
  const recorded = { name: "a", sipUri: "a", x: 3 };
  expect(over(paths, recorded, { name: "b", sipUri: "a", x: 2 })).toEqual({
    conflicts: ["name", "additionalFields.x"],
    unrecorded: [],
  });
});

test("absent and null are one in fields and members, and two inside a map", () => {
  const live = { sipUri: null, dynamicOptions: { pingUrl: null, body: { a: null } } };
  const paths = [["sipUri"], ["dynamicOptions", "pingUrl"], ["dynamicOptions", "body", "a"]];
  expect(over(paths, { sipUri: null, dynamicOptions: { body: {} } }, live).conflicts).toEqual([
    "dynamicOptions.body.a",
  ]);
});

test("a list that appeared was changed although it is empty", () => {
  const path = ["dynamicOptions", "successConditions", 0];
  const live = { dynamicOptions: { successConditions: [] } };
  expect(over([path], { dynamicOptions: {} }, live).conflicts).toEqual(["dynamicOptions.successConditions"]);
  expect(over([path], live, live).conflicts).toEqual([]);
});

test("a value of which the state keeps nothing is told apart from one that was changed", () => {
  const recorded = { sipHeaders: WITHHELD, dynamicOptions: { headers: { a: WITHHELD } } };
  const live = { sipHeaders: "x", dynamicOptions: { headers: { a: "y" } }, agentScreen: "inbox" };
  const paths = [["sipHeaders"], ["dynamicOptions", "headers", "a"], ["additionalFields", "agentScreen"]];
  expect(over(paths, recorded, live)).toEqual({
    conflicts: [],
    unrecorded: ["sipHeaders", "dynamicOptions.headers.a", "additionalFields.agentScreen"],
  });
  expect(over(paths, recorded, { sipHeaders: null, dynamicOptions: {} }).conflicts).toEqual([
    "sipHeaders",
    "dynamicOptions.headers.a",
  ]);
});

test("what the API does not answer is neither", () => {
  expect(over([["sipHeaders"]], { sipHeaders: WITHHELD }, {})).toEqual({ conflicts: [], unrecorded: [] });
});

test("a UUID in other letters is the same one", () => {
  const [lower, upper] = ["597f6eca-6276-4993-bfeb-53cbbbba6f08", "597F6ECA-6276-4993-BFEB-53CBBBBA6F08"];
  expect(
    over([["routingConfigId"]], { routingConfigId: lower }, { routingConfigId: upper }).conflicts,
  ).toEqual([]);
  expect(over([["sipUri"]], { sipUri: lower }, { sipUri: upper }).conflicts).toEqual(["sipUri"]);
});

test("another UUID is another one", () => {
  const [one, other] = ["597f6eca-6276-4993-bfeb-53cbbbba6f08", "697f6eca-6276-4993-bfeb-53cbbbba6f08"];
  expect(over([["routingConfigId"]], { routingConfigId: one }, { routingConfigId: other }).conflicts).toEqual(
    ["routingConfigId"],
  );
});

test("a name without a path is found under the one that the state records, in lists too, or as an earlier read has it", () => {
  const paths = [["dynamicOptions", "body", "a\\"]];
  const live = { dynamicOptions: { body: { "a\\": "x" } } };
  const recorded = (value: string) => ({ dynamicOptions: { body: { "a\\(name ends here)": value } } });
  expect(over(paths, recorded("x"), live).conflicts).toEqual([]);
  expect(over(paths, recorded("y"), live).conflicts).toEqual(['dynamicOptions.body["a\\\\"]']);
  expect(over(paths, live, live).conflicts).toEqual([]);
  const inList = [["dynamicOptions", "body", "list", 0, "a\\"]];
  const body = (name: string, value: string) => ({ dynamicOptions: { body: { list: [{ [name]: value }] } } });
  expect(over(inList, body("a\\(name ends here)", "x"), body("a\\", "x")).conflicts).toEqual([]);
  expect(over(inList, body("a\\(name ends here)", "x"), body("a\\", "y")).conflicts).toHaveLength(1);
});

test("of a field that is not recorded, null is nothing that could be lost", () => {
  expect(over([["sipHeaders"]], {}, { sipHeaders: null })).toEqual({ conflicts: [], unrecorded: [] });
  expect(over([["sipHeaders"]], {}, { sipHeaders: "a" })).toEqual({
    conflicts: [],
    unrecorded: ["sipHeaders"],
  });
});

test("a member of a list's element is compared by itself where both sides have the element, else the list is", () => {
  const list = ["dynamicOptions", "successConditions"];
  const path = [...list, 0, "operator"];
  const conditions = (...successConditions: Values[]) => ({ dynamicOptions: { successConditions } });
  const [bare, filled] = [{ field: "a" }, { field: "b", operator: "equals" }];
  // What else changed in the element is not written over.
  expect(over([path], conditions(bare), conditions({ field: "b" })).conflicts).toEqual([]);
  expect(over([path], conditions(bare), conditions(filled)).conflicts).toEqual([
    "dynamicOptions.successConditions[0].operator",
  ]);
  expect(over([path], conditions(), conditions(filled)).conflicts).toEqual([
    "dynamicOptions.successConditions",
  ]);
  expect(over([[...list, 0, "field"]], conditions(bare), conditions()).conflicts).toEqual([
    "dynamicOptions.successConditions[0].field",
  ]);
  expect(over([path], conditions(), { dynamicOptions: { successConditions: null } }).conflicts).toEqual([]);
  expect(
    over([path], { dynamicOptions: {} }, { dynamicOptions: { successConditions: null } }).conflicts,
  ).toEqual([]);
});
