// Plain JSON values: paths and leaves, differences, depth, and the names under which they are recorded.
import {
  at,
  covers,
  equal,
  hasPath,
  isDeeper,
  isObject,
  leafDifferences,
  leaves,
  own,
  pathText,
  textsIn,
  WITHHELD,
  withheldPaths,
  withRecordedNames,
} from "../../provider/model/values";

test("an object is neither null nor a list", () => {
  expect([{}, { a: 1 }].map(isObject)).toEqual([true, true]);
  expect([null, undefined, [], "a", 0].map(isObject)).toEqual(new Array(5).fill(false));
});

test("a member is one that the object has itself", () => {
  expect([own({ a: 1 }, "a"), own({}, "constructor"), own({ a: null }, "a")]).toEqual([1, undefined, null]);
});

test("a path is written as the engine writes it", () => {
  expect(pathText(["dynamicOptions", "successConditions", 0, "field"])).toBe(
    "dynamicOptions.successConditions[0].field",
  );
  expect(pathText(["headers", "x-y", 'a"', ""])).toBe('headers["x-y"]["a\\""].');
  expect(pathText(["a b"])).toBe('["a b"]');
});

test("leaves stand in their order; an empty object or list has none", () => {
  expect(leaves({ a: [1, { b: null }], c: {}, d: [], e: undefined })).toEqual([
    { path: ["a", 0], value: 1 },
    { path: ["a", 1, "b"], value: null },
    { path: ["e"], value: undefined },
  ]);
  expect(withheldPaths({ a: WITHHELD, b: ["x", WITHHELD] })).toEqual([["a"], ["b", 1]]);
});

test("a path covers itself and what lies under it, not what only begins alike", () => {
  expect(["a", "a.b", "a[0]", 'a["x-y"].z'].map((inner) => covers("a", inner))).toEqual(
    new Array(4).fill(true),
  );
  expect(["ab", "ab.c", "b.a", "a", ""].map((inner) => covers("a.b", inner))).toEqual(
    new Array(5).fill(false),
  );
  expect(covers("a", "ab.c")).toBe(false);
});

test("a value is found by its path, through lists and objects' own members alone", () => {
  const value = { a: [{ b: 1 }], c: null };
  expect([at(value, ["a", 0, "b"]), at(value, []), at(value, ["c"])]).toEqual([1, value, null]);
  const paths = [["a", 1], ["a", 0, "b", "c"], ["c", "d"], ["constructor"], ["a", "length"]];
  expect(paths.map((path) => at(value, path))).toEqual(new Array(5).fill(undefined));
});

test("names for which the engine has no path are recorded under others, at any depth", () => {
  expect(["a", "\\a", " "].map(hasPath)).toEqual([true, true, true]);
  expect(["", "a\\"].map(hasPath)).toEqual([false, false]);
  expect(withRecordedNames([{ "": 1, a: [{ "b\\": null }] }, "c"])).toEqual([
    { "(name ends here)": 1, a: [{ "b\\(name ends here)": null }] },
    "c",
  ]);
});

test("values differ leaf by leaf, whatever the order of members; the longer list counts", () => {
  expect(leafDifferences({ a: 1, b: { c: null } }, { b: { c: null }, a: 1 })).toEqual([]);
  expect(leafDifferences({ a: { b: 1 }, c: 2 }, { a: { b: 3 }, d: 4 }, ["x"])).toEqual([
    { path: ["x", "a", "b"], want: 1, have: 3 },
    { path: ["x", "c"], want: 2, have: undefined },
    { path: ["x", "d"], want: undefined, have: 4 },
  ]);
  expect(leafDifferences([1, 2], [1])).toEqual([{ path: [1], want: 2, have: undefined }]);
  expect(leafDifferences([1], [1, 2])).toEqual([{ path: [1], want: undefined, have: 2 }]);
  expect(leafDifferences([], {})).toEqual([{ path: [], want: [], have: {} }]);
  expect(leafDifferences({ constructor: 1 }, {})).toHaveLength(1);
  expect([equal([1, { a: 2 }], [1, { a: 2 }]), equal([1], ["1"]), equal(null, undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the depth of a value counts its objects and lists", () => {
  expect([isDeeper("a", 0), isDeeper({}, 0), isDeeper({}, 1)]).toEqual([false, true, false]);
  expect(isDeeper({ a: [{ b: 1 }] }, 2)).toBe(true);
  expect(isDeeper({ a: [{ b: 1 }], c: [] }, 3)).toBe(false);
  expect(isDeeper(JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`))).toBe(true);
  expect(isDeeper(JSON.parse('{"__proto__": {"constructor": [1]}}'), 2)).toBe(true);
});

test("a list of texts holds texts only", () => {
  expect(textsIn(["a", { toString: 1 }, 1, null])).toEqual(["a"]);
  expect(textsIn("a")).toEqual([]);
});
