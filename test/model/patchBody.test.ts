// The body of a PATCH, as values alone: what is declared, over what must survive. conditions.test.ts has the properties.
import { bodyOf, wholeBody } from "../../provider/model/patchBody";
import { type Values, WITHHELD } from "../../provider/model/values";

const options = (want: unknown, live: unknown) =>
  bodyOf(["dynamicOptions"], { dynamicOptions: want }, { dynamicOptions: live }).dynamicOptions;
const conditions = (want: unknown, live: unknown) =>
  (options({ successConditions: want }, { successConditions: live }) as Values).successConditions;

test("the placeholder of a withheld value stands for the live one, and for nothing where there is none", () => {
  const inputs = {
    sipHeaders: WITHHELD,
    dynamicOptions: {
      headers: { a: WITHHELD, b: "x", c: WITHHELD },
      body: { list: [1, WITHHELD, WITHHELD] },
    },
    additionalFields: { screen: WITHHELD, form: { a: WITHHELD } },
  };
  const live = {
    sipHeaders: "h",
    dynamicOptions: { headers: { a: "la", b: "lb" }, body: { list: [0, "l1"] } },
    screen: "ls",
    form: { a: null },
  };
  expect(bodyOf(["sipHeaders", "dynamicOptions", "screen", "form"], inputs, live)).toStrictEqual({
    sipHeaders: "h",
    dynamicOptions: { headers: { a: "la", b: "x" }, body: { list: [1, "l1"] } },
    screen: "ls",
    form: { a: null },
  });
});

test("null and other kinds are sent as they are declared", () => {
  expect(options(null, { pingUrl: "p" })).toBeNull();
  expect(options({ pingUrl: "p" }, null)).toStrictEqual({ pingUrl: "p" });
  expect(options({ pingUrl: "p" }, undefined)).toStrictEqual({ pingUrl: "p" });
  const form = bodyOf(["form"], { additionalFields: { form: { a: 1 } } }, { form: { b: 2 } });
  expect(form).toStrictEqual({ form: { a: 1 } });
  expect(options({ pingUrl: "p" }, { pingUrl: "q", method: null, timeout: 0 })).toStrictEqual({
    pingUrl: "p",
    timeout: 0,
  });
});

test("the body of a POST has what is declared, additional fields beside the others, and no controls", () => {
  expect(
    wholeBody({ name: "a", sipUri: null, type: undefined, onConflict: "fail", additionalFields: { x: 1 } }),
  ).toStrictEqual({ name: "a", sipUri: null, x: 1 });
});

describe("a condition keeps what its live one has besides", () => {
  const live = (field: string, more: Values = {}) => ({
    field,
    operator: "equals",
    value: "1",
    tag: field,
    ...more,
  });

  test("where it stands, edited or not", () => {
    expect(conditions([{ field: "a" }, { field: "b", value: "2" }], [live("a"), live("b")])).toEqual([
      live("a"),
      live("b", { value: "2" }),
    ]);
    expect(conditions([{ field: "a", value: "2" }], [live("a", { none: null })])).toEqual([
      live("a", { value: "2" }),
    ]);
  });

  test("where the list was reordered", () => {
    expect(
      conditions([{ field: "c" }, { field: "a" }, { field: "b" }], [live("a"), live("b"), live("c")]),
    ).toEqual([live("c"), live("a"), live("b")]);
    // Each live one stands for one only.
    const twice = [live("a", { tag: 1 }), live("a", { tag: 2 })];
    expect(conditions([{ field: "b" }, { field: "a" }, { field: "a" }], twice)).toEqual([
      { field: "b" },
      ...twice,
    ]);
  });

  test("where one was inserted or removed", () => {
    expect(
      conditions([{ field: "a" }, { field: "new" }, { field: "b", value: "2" }], [live("a"), live("b")]),
    ).toEqual([live("a"), { field: "new" }, live("b", { value: "2" })]);
    expect(
      conditions([{ field: "b", value: "2" }, { field: "c" }], [live("a"), live("b"), live("c")]),
    ).toEqual([live("b", { value: "2" }), live("c")]);
    expect(conditions([{ field: "new" }, { field: "a" }], [live("a")])).toEqual([
      { field: "new" },
      live("a"),
    ]);
  });

  test("where all were edited side by side, by their places", () => {
    expect(
      conditions(
        [
          { field: "x", value: "1" },
          { field: "y", value: "2" },
        ],
        [live("a"), live("b")],
      ),
    ).toEqual([live("a", { field: "x" }), live("b", { field: "y", value: "2" })]);
    expect(
      conditions(
        [
          { field: "b", value: "8" },
          { field: "c", value: "9" },
        ],
        [live("b"), live("c")],
      ),
    ).toEqual([live("b", { value: "8" }), live("c", { value: "9" })]);
  });

  test("whatever two of them have in common, if each agrees with one", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((field) => live(field));
    const want = ["a", "b", "c", "d"].map((field) => ({ field }));
    expect(conditions(want, [b, a, d, c])).toEqual([a, b, c, d]);
    // The last one stands where it is, so that the first has none to agree with.
    expect(conditions([{ field: "a" }, {}], [b, a])).toEqual([{ ...b, field: "a" }, a]);
  });

  test("by what it agrees with rather than by its place, unless its field says that it was edited in place", () => {
    const bare = (value: string) => ({ value, tag: value });
    expect(conditions([{ value: "2" }, { value: "1" }], [bare("1")])).toEqual([{ value: "2" }, bare("1")]);
    expect(conditions([{ value: "1" }, { value: "2" }], [bare("2"), bare("3")])).toEqual([
      { value: "1" },
      bare("2"),
    ]);
    const named = (value: string) => ({ field: "x", value, tag: value });
    const edited = ["1", "2"].map((value) => ({ field: "x", value }));
    expect(conditions(edited, [named("2"), named("3")])).toEqual([
      { ...named("2"), value: "1" },
      { ...named("3"), value: "2" },
    ]);
  });

  test("and what is no object or no list is as declared", () => {
    expect(conditions([{ field: "a" }, "x"], [live("b"), "y"])).toEqual([live("b", { field: "a" }), "x"]);
    expect(conditions([{ field: "a" }], null)).toEqual([{ field: "a" }]);
    expect(conditions([{ field: "a" }], ["y"])).toEqual([{ field: "a" }]);
    expect(conditions([{ field: "a" }], [null])).toEqual([{ field: "a" }]);
    expect(conditions([], [live("a")])).toEqual([]);
    expect(conditions(null, [live("a")])).toBeNull();
  });
});
