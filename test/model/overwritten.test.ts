// What a write is about to write over: what moved since the record, and what nobody can tell.
import { overwritten } from "../../provider/model/overwritten";
import { type Path, pathText, type Values, WITHHELD } from "../../provider/model/values";

const over = (paths: Path[], recorded: Values, live: Values) => {
  const writes = paths.map((path) => ({ path, want: "new", have: "old" }));
  const { moved, unrecorded } = overwritten(writes, recorded, live);
  return { moved: moved.map(({ path }) => pathText(path)), unrecorded };
};

test("a leaf that is not as recorded has moved; additional fields stand beside the others", () => {
  const paths = [["name"], ["sipUri"], ["additionalFields", "x"]];
  const recorded = { name: "a", sipUri: "a", x: 3 };
  expect(over(paths, recorded, { name: "b", sipUri: "a", x: 2 })).toEqual({
    moved: ["name", "additionalFields.x"],
    unrecorded: [],
  });
});

test("absent and null are one in fields and members, and two inside a map", () => {
  const live = { sipUri: null, dynamicOptions: { pingUrl: null, body: { a: null } } };
  const paths = [["sipUri"], ["dynamicOptions", "pingUrl"], ["dynamicOptions", "body", "a"]];
  expect(over(paths, { sipUri: null, dynamicOptions: { body: {} } }, live).moved).toEqual([
    "dynamicOptions.body.a",
  ]);
});

test("a list that appeared has moved although it is empty", () => {
  const path = ["dynamicOptions", "successConditions", 0];
  const live = { dynamicOptions: { successConditions: [] } };
  expect(over([path], { dynamicOptions: {} }, live).moved).toEqual(["dynamicOptions.successConditions"]);
  expect(over([path], live, live).moved).toEqual([]);
});

test("a value of which the state keeps nothing is told apart from one that moved", () => {
  const recorded = { sipHeaders: WITHHELD, dynamicOptions: { headers: { a: WITHHELD } } };
  const live = { sipHeaders: "x", dynamicOptions: { headers: { a: "y" } }, agentScreen: "inbox" };
  const paths = [["sipHeaders"], ["dynamicOptions", "headers", "a"], ["additionalFields", "agentScreen"]];
  expect(over(paths, recorded, live)).toEqual({
    moved: [],
    unrecorded: ["sipHeaders", "dynamicOptions.headers.a", "additionalFields.agentScreen"],
  });
  expect(over(paths, recorded, { sipHeaders: null, dynamicOptions: {} }).moved).toEqual([
    "sipHeaders",
    "dynamicOptions.headers.a",
  ]);
});

test("what the API does not answer is neither", () => {
  expect(over([["sipHeaders"]], { sipHeaders: WITHHELD }, {})).toEqual({ moved: [], unrecorded: [] });
});
