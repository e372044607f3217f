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
