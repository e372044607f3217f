// The columns of a leaf, and bodies: what is shown, what a word stands for, and how long it may be.
import { cellOf, cellText, cellValueText, maskedBody } from "../../../provider/cli/reportModel/cells";
import type { Cell } from "../../../provider/cli/reportModel/types";

const withheld = "[withheld: set outside this program]";
const later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

test.each<[unknown, unknown]>([
  [undefined, { kind: "absent" }],
  [later, { kind: "unknown" }],
  [withheld, { kind: "withheld" }],
  ["[secret]", { kind: "secret" }],
  [null, { kind: "value", value: null }],
  [false, { kind: "value", value: false }],
  ["", { kind: "value", value: "" }],
  [["a", later], { kind: "value", value: ["a", "[known after apply]"] }],
])("the cell of %j is %j", (value, cell) => {
  expect(cellOf(value, ["transferWaitingMessages"], value)).toEqual(cell);
});

test("a value is shown by its path and, of an additional field, by what the code has there", () => {
  expect(cellOf("x", ["sipHeaders"], "x")).toEqual({ kind: "secret" });
  expect(cellOf("x", ["sipUri"], "[secret]")).toEqual({ kind: "secret" });
  expect(cellOf(null, ["sipUri"], "[secret]")).toEqual({ kind: "value", value: null });
  expect(cellOf("x", ["additionalFields", "a"], "y")).toEqual({ kind: "value", value: "x" });
  expect(cellOf("x", ["additionalFields", "a"], undefined)).toEqual({ kind: "secret" });
});

test("a body has no marker of the state in it", () => {
  const body = {
    name: "a",
    sipHeaders: "b",
    dynamicOptions: { headers: { c: withheld }, successConditions: [withheld, { d: withheld, e: null }] },
  };
  expect(maskedBody(body)).toEqual({
    name: "a",
    sipHeaders: "[secret]",
    dynamicOptions: {
      headers: { c: "[secret]" },
      successConditions: ["[secret]", { d: "[secret]", e: null }],
    },
  });
});

test.each<[Cell, string]>([
  [{ kind: "secret" }, "[secret]"],
  [{ kind: "withheld" }, withheld],
  [{ kind: "absent" }, "(absent)"],
  [{ kind: "not-read" }, "(not read)"],
  [{ kind: "unknown" }, "[known after apply]"],
])("%j stands for itself as %s, however short it is to be", (cell, text) => {
  expect(cellText(cell)).toBe(text);
  expect(cellText(cell, 3)).toBe(text);
  expect(cellValueText(cell)).toBeUndefined();
});

const cell = (value: unknown): Cell => ({ kind: "value", value });

test("a value is JSON", () => {
  expect(cellText(cell({ a: ["b", null] }))).toBe('{"a":["b",null]}');
  expect(cellValueText(cell({ a: ["b", null] }))).toBe('{"a":["b",null]}');
});

test.each([
  [8, 0, '"abcdef"'],
  [9, 0, '"abcdef"'],
  [7, 0, '"abcdef… (8 characters)'],
  [3, 0, '"ab… (8 characters)'],
  [3, 2, "…bcd… (8 characters)"],
  [3, 5, '…ef" (8 characters)'],
  [3, 4, "…def… (8 characters)"],
  [3, 7, '…" (8 characters)'],
])("of a value of 8 characters, %i behind the first %i are %s", (limit, skipped, text) => {
  expect(cellText(cell("abcdef"), limit, skipped)).toBe(text);
});

test("no more than 200 characters are shown, and none is cut in half", () => {
  expect(cellText(cell("a".repeat(198)))).toBe(`"${"a".repeat(198)}"`);
  expect(cellText(cell("a".repeat(199)))).toBe(`"${"a".repeat(199)}… (201 characters)`);
  expect(cellText(cell("😀😀😀"), 2)).toBe('"😀… (8 characters)');
});
