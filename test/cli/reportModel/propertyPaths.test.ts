// Property paths of the engine's detailed diff, read back.
import fc from "fast-check";
import { opaquePrefix, overlap, parsePath, valueAt } from "../../../provider/cli/reportModel/propertyPaths";
import type { Path } from "../../../provider/model/values";

// PropertyPath.String of the engine (sdk/go/common/resource/properties_path.go).
function engineText(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      if (/^\w+$/.test(part)) return i === 0 ? part : `.${part}`;
      return `["${part.replaceAll('"', '\\"')}"]`;
    })
    .join("");
}

const keys = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: fc.constantFrom("\\", '"', "]", "[", ".", "a", " "), minLength: 1, maxLength: 6 }),
);

test.each([["\\ "], ["a\\"], ['x"]'], ["x.y"], ["\\\\"], ["[0]"]])("a key %j is read as it is", (key) => {
  const path = ["dynamicOptions", "body", key, "b", 3];
  expect(parsePath(engineText(path))).toEqual(path);
});

test("any key that the engine's text tells apart is read as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(keys, fc.nat(20)), { minLength: 1, maxLength: 4 }), (rest) => {
      // What looks like the end of a quoted key, inside one, the engine itself cannot tell from it; nor one that ends with a
      // backslash, which is why programs may not declare such a key and states record a live one under another name.
      fc.pre(rest.every((part) => typeof part === "number" || !/\\("|$)/.test(part)));
      const path = ["dynamicOptions", ...rest];
      expect(parsePath(engineText(path))).toEqual(path);
    }),
  );
});

test.each<[string, (string | number)[]]>([
  ["", []],
  ["name", ["name"]],
  ["a.b.c", ["a", "b", "c"]],
  ["list[0][12].x", ["list", 0, 12, "x"]],
  ['a["b.c"].d', ["a", "b.c", "d"]],
  ['["a"]["b"]', ["a", "b"]],
  ['a[""]', ["a", ""]],
  ['a["say \\"hi\\""]', ["a", 'say "hi"']],
  // What the engine doesn't write ends the path.
  ["a[b]", ["a"]],
  ['a["b"c', ["a"]],
  ["a..b", ["a"]],
])("the text %j is the path %j", (text, path) => {
  expect(parsePath(text)).toEqual(path);
});

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const shown = { a: { b: ["x", { c: 1 }] }, hidden: "[secret]", later: { all: unknown } };

test.each<[Path, unknown]>([
  [[], shown],
  [["a", "b", 1, "c"], 1],
  [["a", "none", "c"], undefined],
  [["a", "b", 0, "c"], undefined],
  [["hidden"], "[secret]"],
  [["hidden", "any", 0], "[secret]"],
  [["later", "all", "any"], unknown],
])("at %j stands %j", (path, value) => {
  expect(valueAt(shown, path)).toEqual(value);
});

test.each<[Path, Path | undefined]>([
  [["a", "b", 0], undefined],
  [["none", "of", "these"], undefined],
  [["hidden"], ["hidden"]],
  [["hidden", "any", 0], ["hidden"]],
  [
    ["later", "all", "any"],
    ["later", "all"],
  ],
])("the value at %j is shown down to %j", (path, prefix) => {
  expect(opaquePrefix(shown, path)).toEqual(prefix);
  expect(opaquePrefix("[secret]", path)).toEqual([]);
});

test.each<[Path, Path, boolean]>([
  [["a"], ["a"], true],
  [["a"], ["a", "b"], true],
  [["a", 0], ["a", "0"], true],
  [["a", "b"], ["a", "c"], false],
  [["b", "a"], ["c", "a"], false],
  [["a"], ["b", "a"], false],
  [[], ["a"], true],
])("whether %j and %j lead to each other: %s", (a, b, expected) => {
  expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
});
