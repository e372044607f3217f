// Declared empty objects and lists that an API drops or returns null for: where they were is noted, and nothing else.
import { emptiesNotKept, emptiesOf, notKept, withEmpties } from "../../provider/model/emptyValues";

test("what is declared empty and live as null or nothing is found, in its place", () => {
  expect(emptiesOf({}, null)).toEqual({});
  expect(emptiesOf([], undefined)).toEqual([]);
  expect(emptiesOf({ a: {}, b: [{}] }, null)).toEqual({ a: {}, b: [{}] });
  expect(emptiesOf({ a: {}, b: [], c: 1, d: {} }, { a: null, c: 1, d: {} })).toEqual({ a: {}, b: [] });
  expect(emptiesOf({ a: { b: [] } }, { a: {} })).toEqual({ a: { b: [] } });
  expect(emptiesOf([1, {}, []], [1, null, null])).toEqual([null, {}, []]);
  expect(emptiesOf([{ a: {} }, 1], [{}, 1])).toEqual([{ a: {} }, null]);
});

test("what holds a value, is kept, or stands as something else is not", () => {
  const pairs: [unknown, unknown][] = [
    [{ a: 1 }, null],
    ["", null],
    [null, null],
    [{}, {}],
    [[1, 2], [1]],
    [{}, "a"],
    [[], {}],
    [{ constructor: 1 }, {}],
    [[{}], { 0: null }],
    [{ 0: {} }, [null]],
  ];
  expect(pairs.map(([declared, live]) => emptiesOf(declared, live))).toEqual(pairs.map(() => undefined));
});

test("they are put back where there is null or nothing, and nowhere else", () => {
  expect(withEmpties(null, {})).toEqual({});
  expect(withEmpties(undefined, [])).toEqual([]);
  expect(withEmpties(null, { a: 1 })).toBeNull();
  expect(withEmpties(0, {})).toBe(0);
  expect(withEmpties({ a: 1, b: null }, { b: {}, c: [], d: { e: 1 } })).toStrictEqual({ a: 1, b: {}, c: [] });
  expect(withEmpties({ a: { b: "x" } }, { a: { c: {} } })).toEqual({ a: { b: "x", c: {} } });
  expect(withEmpties([null, { a: null }, 1], [{}, { a: [] }])).toEqual([{}, { a: [] }, 1]);
  expect(withEmpties([null], undefined)).toEqual([null]);
  expect(withEmpties({ a: null }, [])).toEqual({ a: null });
  expect(withEmpties("a", { b: {} })).toBe("a");
});

test("after a write, those of fields and of additional fields are noted; controls are none", () => {
  const inputs = {
    name: "a",
    dynamicOptions: { headers: {}, body: { a: 1 } },
    transferWaitingMessages: [],
    additionalFields: { screens: [], form: {} },
    onConflict: {},
  };
  const live = { name: "a", dynamicOptions: { body: { a: 1 } }, transferWaitingMessages: [], form: {} };
  expect(notKept(live, inputs)).toEqual({
    __notKept: { dynamicOptions: { headers: {} }, additionalFields: { screens: [] } },
  });
  expect(notKept({ ...live, dynamicOptions: inputs.dynamicOptions, screens: [] }, inputs)).toEqual({});
});

test("of a note counts what is still declared empty, as it is declared now", () => {
  const record = {
    __notKept: {
      dynamicOptions: { headers: {}, body: { a: [] }, successConditions: [{}, {}] },
      transferWaitingMessages: [],
      additionalFields: { screens: [] },
    },
  };
  const common = emptiesNotKept(record, {
    dynamicOptions: { headers: { x: {} }, body: { a: [], b: 1 }, successConditions: [{}, 1] },
    transferWaitingMessages: ["a"],
    additionalFields: { screens: {} },
  });
  expect(common).toMatchObject({
    dynamicOptions: { headers: { x: {} }, body: { a: [] }, successConditions: [{}, null] },
    screens: {},
  });
  // A list of something now: nothing is put in its place.
  expect(withEmpties(null, common.transferWaitingMessages)).toBeNull();
  expect(emptiesNotKept(record, { name: "a" })).toStrictEqual({});
  expect(emptiesNotKept(record, { dynamicOptions: { headers: {}, body: 1 } })).toStrictEqual({
    dynamicOptions: { headers: {} },
  });
  expect(emptiesNotKept({}, { transferWaitingMessages: [] })).toEqual({});
});
