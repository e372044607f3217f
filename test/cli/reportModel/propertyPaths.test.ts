// Property paths of the engine's detailed diff, read back.
import fc from "fast-check";
import { parsePath } from "../../../provider/cli/reportModel/propertyPaths";

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
