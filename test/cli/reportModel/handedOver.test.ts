// What the provider hands over in a preview's document: taken where it has the shape, left out where it does not.
import { adoptionOf, hashesOf } from "../../../provider/cli/reportModel/adoption";

const live = { name: "Desk" };

test("the live config of an adoption, with the paths that it writes", () => {
  const writes = [["name"], ["dynamicOptions", "successConditions", 0]];
  expect(adoptionOf({ __adoption: { live, writes } })).toEqual({ live, writes });
  expect(adoptionOf({ __adoption: { live: {}, writes: [] } })).toEqual({ live: {}, writes: [] });
});

test.each<unknown>([
  undefined,
  null,
  "[secret]",
  [],
  {},
  { live },
  { live, writes: {} },
  { live: [], writes: [] },
  { writes: [] },
])("%j is no adoption", (adoption) => {
  expect(adoptionOf({ __adoption: adoption })).toBeUndefined();
});

test("no inputs hold neither", () => {
  for (const none of [undefined, null])
    expect([adoptionOf(none), hashesOf(none)]).toEqual([undefined, undefined]);
});

const paths = [
  [["a"], true],
  [["a", 0], true],
  [[], false],
  ["a", false],
  [[0.5], false],
  [["a", null], false],
  [[["a"], "b"], false],
  [null, false],
] as const;

test.each(paths)("the path %j counts: %s", (path, counts) => {
  expect(adoptionOf({ __adoption: { live, writes: [path, ["kept"]] } })?.writes).toEqual(
    counts ? [path, ["kept"]] : [["kept"]],
  );
  const leaf = { path, hash: "h" };
  expect(hashesOf({ __liveHashes: { salt: "s", leaves: [leaf] } })?.leaves).toEqual(counts ? [leaf] : []);
});

test("hashes of live values, those that are none aside", () => {
  const leaf = { path: ["sipHeaders"], hash: "h" };
  const leaves = [leaf, null, "x", { path: ["a"] }, { path: ["a"], hash: 7 }, { hash: "h" }];
  expect(hashesOf({ __liveHashes: { salt: "s", leaves } })).toEqual({ salt: "s", leaves: [leaf] });
});

test.each<unknown>([
  undefined,
  null,
  "[secret]",
  { leaves: [] },
  { salt: 7, leaves: [] },
  { salt: "s" },
  { salt: "s", leaves: {} },
])("%j are no hashes", (hashes) => {
  expect(hashesOf({ __liveHashes: hashes })).toBeUndefined();
});
