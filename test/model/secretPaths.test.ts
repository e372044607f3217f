// Which paths of a resource are secret: by the table, by the program now, and by what it made secret before.
import {
  formerPaths,
  holdsLeaf,
  madeSecretBy,
  namedSecret,
  partialFormerPaths,
  programSecret,
  secretBeyondTable,
  secretPathsOf,
  sensitivity,
  upToList,
} from "../../provider/model/secretPaths";
import { type Path, UNKNOWN, WITHHELD } from "../../provider/model/values";

const secret = (...paths: string[]) => ({ __secretPaths: paths });
const former = (...paths: string[]) => ({ __formerSecretPaths: paths });

test("the constructor's note is read, and those that the table has anyway can be left out", () => {
  expect(secretPathsOf(secret("name"))).toEqual(["name"]);
  expect(secretPathsOf({ __secretPaths: "name" })).toEqual([]);
  const all = [
    "name",
    "sipHeaders",
    "dynamicOptions",
    "dynamicOptions.pingUrl",
    'dynamicOptions.headers["x-a"]',
    "dynamicOptions.body.list[0]",
    "additionalFields.agentScreen",
  ];
  expect(secretBeyondTable(secret(...all))).toEqual([
    "name",
    "dynamicOptions",
    "dynamicOptions.pingUrl",
    "additionalFields.agentScreen",
  ]);
});

test("a secret touches what is under it and above it, now or earlier, in any source", () => {
  const test = programSecret(secret("additionalFields.form"), former("dynamicOptions.pingUrl"));
  const paths: Path[] = [
    ["additionalFields", "form"],
    ["additionalFields", "form", "a"],
    ["additionalFields"],
    ["dynamicOptions", "pingUrl"],
    ["dynamicOptions"],
    ["dynamicOptions", "method"],
    ["additionalFields", "formal"],
    ["name"],
  ];
  expect(paths.map(test)).toEqual([true, true, true, true, true, false, false, false]);
  expect(programSecret({}, {})(["name"])).toBe(false);
  expect(madeSecretBy({ ...secret("name"), ...former("type") })(["type"])).toBe(false);
  expect(madeSecretBy(secret("name"))(["name"])).toBe(true);
});

test("a name is not touched from above", () => {
  const test = namedSecret(secret("additionalFields.form"), former("type"));
  expect([test(["additionalFields", "form", "a"]), test(["type"]), test(["additionalFields"])]).toEqual([
    true,
    true,
    false,
  ]);
  expect(namedSecret({})(["type"])).toBe(false);
});

test("a secret in a list stands for the whole list: elements may move", () => {
  expect(upToList("transferWaitingMessages[2]")).toBe("transferWaitingMessages");
  expect(upToList('dynamicOptions.body["a[0]"].list[1].x[2]')).toBe('dynamicOptions.body["a[0]"].list');
  expect(upToList('dynamicOptions.headers["a\\"]"]')).toBe('dynamicOptions.headers["a\\"]"]');
  expect(upToList('dynamicOptions.body["a\\"bcd\\"ef"].list[0]')).toBe(
    'dynamicOptions.body["a\\"bcd\\"ef"].list',
  );
  expect(upToList("transferWaitingMessages[12]")).toBe("transferWaitingMessages");
  expect([upToList("name"), upToList("")]).toEqual(["name", ""]);
  expect(upToList("[0]")).toBe("[0]");
  const test = programSecret(secret("transferWaitingMessages[2]"));
  expect(test(["transferWaitingMessages", 0])).toBe(true);
});

test("live values are sensitive by the table, among additional fields, and where the program said so", () => {
  const test = sensitivity(secret("name"));
  const paths: Path[] = [["sipHeaders"], ["additionalFields", "x"], ["name"], ["type"]];
  expect(paths.map(test)).toEqual([true, true, true, false]);
});

test("a leaf that the engine can have encrypted is a value, and somewhere", () => {
  const values = { a: "x", b: null, c: { d: 0 }, e: WITHHELD, f: false, g: [] };
  const paths: Path[] = [["a"], ["c", "d"], ["f"], ["b"], ["c"], ["e"], ["g"], ["h"]];
  expect(paths.map(holdsLeaf(values))).toEqual([true, true, true, false, false, false, false, false]);
});

test("what was secret stays noted until it is declared in plain text, as another value", () => {
  const record = { ...former("type"), ...secret("name", "sipUri", "warmMode"), name: "a", sipUri: "s" };
  expect(formerPaths({ name: "b", sipUri: "s" }, record)).toEqual({
    // sipUri is as recorded: `ignoreChanges` may have brought it back.
    __formerSecretPaths: ["sipUri", "type", "warmMode"],
  });
  expect(formerPaths({ name: UNKNOWN, type: WITHHELD, sipUri: null }, record)).toEqual({
    __formerSecretPaths: ["name", "sipUri", "type", "warmMode"],
  });
  expect(formerPaths({ ...secret("type", "name", "sipUri"), warmMode: "x" }, record)).toEqual({});
  expect(formerPaths({}, { ...former("type"), ...secret("type") })).toEqual({
    __formerSecretPaths: ["type"],
  });
  // One that now lies under a secret is secret by that.
  expect(formerPaths(secret("dynamicOptions"), former("dynamicOptions.pingUrl"))).toEqual({});
  expect(formerPaths({}, {})).toEqual({});
});

test("of an update that ended half-way, what it was to make secret is noted with what was", () => {
  expect(partialFormerPaths(secret("name", "type"), { ...secret("name"), ...former("sipUri") })).toEqual({
    __formerSecretPaths: ["sipUri", "type"],
  });
  expect(partialFormerPaths(secret("name"), secret("name"))).toEqual({});
});
