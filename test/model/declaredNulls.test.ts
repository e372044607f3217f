// Declared nulls, which the engine does not see: they are noted by path, and nothing else is.
import { looksEqual, withNullPaths } from "../../provider/model/declaredNulls";

test("nulls of fields, members and additional fields are noted, sorted; those of controls are not", () => {
  const inputs = {
    sipUri: null,
    name: "Sales",
    dynamicOptions: { pingUrl: null, headers: { "x-a": null }, successConditions: [{ field: null }] },
    additionalFields: { agentScreen: null, callForm: "f" },
    onConflict: null,
    __secretPaths: null,
  };
  expect(withNullPaths(inputs)).toEqual({
    ...inputs,
    __nullPaths: [
      "additionalFields.agentScreen",
      'dynamicOptions.headers["x-a"]',
      "dynamicOptions.pingUrl",
      "dynamicOptions.successConditions[0].field",
      "sipUri",
    ],
  });
});

test("an earlier note is replaced, and goes where no null is left", () => {
  expect(withNullPaths({ name: "a", sipUri: null, __nullPaths: ["name"] })).toEqual({
    name: "a",
    sipUri: null,
    __nullPaths: ["sipUri"],
  });
  expect(withNullPaths({ name: "a", __nullPaths: ["name"] })).toStrictEqual({ name: "a" });
});

test("to the engine, a null or undefined member is no member, and an element of a list always is one", () => {
  expect(looksEqual({ a: null, b: { c: null } }, { b: { d: undefined } })).toBe(true);
  expect(looksEqual({ a: [{ b: null }] }, { a: [{}] })).toBe(true);
  expect(looksEqual({ a: [null] }, { a: [] })).toBe(false);
  expect(looksEqual({ a: [null] }, { a: [null] })).toBe(true);
  expect(looksEqual({ a: null }, { a: 0 })).toBe(false);
  expect(looksEqual({ a: { b: "c" } }, { a: { b: "d" } })).toBe(false);
  expect(looksEqual({ a: "b" }, { a: {} })).toBe(false);
});
