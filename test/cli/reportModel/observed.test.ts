// Live values that changed and that the code doesn't declare.
import { resourceOf } from "../../support/previewSteps";
import { absent, value } from "../../support/reports";

const observedOf = (applied: object, live: object, code: object, more: object = {}) =>
  resourceOf({ op: "same", applied: { ...applied }, live: { ...live }, code: { ...code }, ...more }).observed;
const pathsOf = (...columns: Parameters<typeof observedOf>) => observedOf(...columns).map(({ path }) => path);

test("a changed value is shown with what was recorded and what is live", () => {
  expect(observedOf({ sipUri: "s", name: "a" }, { sipUri: "t", name: "a" }, {})).toEqual([
    {
      path: "sipUri",
      applied: value("s"),
      live: value("t"),
      code: absent,
      class: "observed",
      severity: "critical",
      firstSeen: null,
      note: null,
    },
  ]);
});

const options = (members: object) => ({ dynamicOptions: members });
const conditions = (...all: unknown[]) => options({ successConditions: all });

test.each<[string, object, object, object, string[]]>([
  ["of a declared field, nothing", { name: "a" }, { name: "b" }, { name: "a" }, []],
  ["of a field that is declared as null, nothing", { sipUri: null }, { sipUri: "s" }, { sipUri: null }, []],
  ["null and nothing are the same", { sipUri: null, name: "a" }, { name: "a" }, {}, []],
  ["a value that is gone", { sipUri: "s", name: "a" }, { name: "a" }, {}, ["sipUri"]],
  [
    "an option beside those that are declared",
    options({ pingUrl: "p" }),
    options({ pingUrl: "p", timeout: 1 }),
    options({ pingUrl: "p" }),
    ["dynamicOptions.timeout"],
  ],
  [
    "of a declared option, nothing",
    options({ body: { a: 1 } }),
    options({ body: { a: 1, b: 2 } }),
    options({ body: { a: 1 } }),
    [],
  ],
  [
    "of options that are declared as null or as one secret, nothing",
    options({ timeout: 1 }),
    options({ timeout: 2 }),
    { dynamicOptions: "[secret]" },
    [],
  ],
  [
    "an undeclared member of a declared condition",
    conditions({ field: "a", operator: "x" }),
    conditions({ field: "a", operator: "y" }),
    conditions({ field: "a" }),
    ["dynamicOptions.successConditions[0].operator"],
  ],
  [
    "of a declared member of a condition, nothing",
    conditions({ field: "a", operator: "x" }),
    conditions({ field: "b", operator: "x" }),
    conditions({ field: "a" }),
    [],
  ],
  [
    "of a condition that the code doesn't have, nothing",
    conditions({ field: "a" }),
    conditions({ field: "a" }, { field: "b" }),
    conditions({ field: "a" }),
    [],
  ],
  [
    "nor of one that both sides have",
    conditions({ field: "a" }, { field: "b" }),
    conditions({ field: "a" }, { field: "c" }),
    conditions({ field: "a" }),
    [],
  ],
  [
    "of a condition that the code has as a text, nothing",
    conditions({ field: "a" }),
    conditions({ field: "b" }),
    conditions("[secret]"),
    [],
  ],
  [
    "whether a condition has null or nothing makes no difference",
    conditions({ field: "a" }),
    conditions({ field: "a", value: null }),
    conditions({ field: "a" }),
    [],
  ],
  [
    "of a member of a body that the code doesn't declare, nothing: the body is owned whole",
    options({ body: { a: { b: { c: 1 } } } }),
    options({ body: { a: { b: { c: 2 } } } }),
    options({ body: { a: { b: {} } } }),
    [],
  ],
  [
    "of additional fields, which no response is known to hold, nothing",
    { additionalFields: { a: 1 } },
    { additionalFields: { a: 2 } },
    {},
    [],
  ],
])("%s", (_, applied, live, code, paths) => {
  expect(pathsOf(applied, live, code)).toEqual(paths);
});

test("of a field that the update clears, nothing", () => {
  const applied = { warmMode: "immediate-summary", sipUri: "s", managedFields: ["warmMode"] };
  const live = { ...applied, warmMode: "wait-for-operator", sipUri: "t" };
  expect(pathsOf(applied, live, {}, { op: "update" })).toEqual(["sipUri"]);
});
