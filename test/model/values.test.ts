// Plain JSON values: how deep they are, and lists of recorded texts.
import { isDeeper, textsIn } from "../../provider/model/values";

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
