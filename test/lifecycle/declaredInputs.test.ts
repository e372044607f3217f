// Which inputs a process has checked, however the engine hands them over.
import { canonical, DeclaredInputs } from "../../provider/lifecycle/declaredInputs";

const inputs = {
  name: "A",
  dynamicOptions: { pingUrl: "https://a", body: { b: [{ y: 1, x: null }], a: 0 } },
};

test("inputs that were checked are known, in any order of their members", () => {
  const declared = new DeclaredInputs();
  declared.note(inputs);
  expect(
    declared.has({
      dynamicOptions: { body: { a: 0, b: [{ x: null, y: 1 }] }, pingUrl: "https://a" },
      name: "A",
    }),
  ).toBe(true);
});

test.each([
  [{ ...inputs, name: "B" }],
  [{ ...inputs, sipUri: null }],
  [{ name: "A" }],
  [{ ...inputs, dynamicOptions: { ...inputs.dynamicOptions, body: { b: [{ y: 1 }], a: 0 } } }],
  [{ ...inputs, dynamicOptions: { ...inputs.dynamicOptions, body: { b: { 0: { y: 1, x: null } }, a: 0 } } }],
])("others are not: %j", (other) => {
  const declared = new DeclaredInputs();
  declared.note(inputs);
  expect(declared.has(other)).toBe(false);
});

test("the text is sorted by name at every depth, and lists keep their order", () => {
  expect(canonical({ c: [2, { z: 1, a: 1 }, 1], a: "", b: null, d: { y: true, x: [] } })).toBe(
    '{"a":"","b":null,"c":[2,{"a":1,"z":1},1],"d":{"x":[],"y":true}}',
  );
});
