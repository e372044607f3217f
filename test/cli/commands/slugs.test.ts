// Names of live configs as names of files, resources and variables.
import { slugOf, unique, uniqueSlugs, variable } from "../../../provider/cli/commands/slugs";

test.each([
  ["Sales floor", "sales-floor"],
  ["Über Büro", "uber-buro"],
  ["24/7 desk", "247-desk"],
  ["  a  --  b  ", "a-b"],
  ["!!!", ""],
  ["", ""],
  ["x".repeat(80), "x".repeat(60)],
  // A cut leaves no hyphen at the end.
  [`${"x".repeat(58)} - -y`, `${"x".repeat(58)}-y`],
  [`${"x".repeat(59)} y`, "x".repeat(59)],
  // What is not looked at can't be a part of it.
  [`${" ".repeat(400)}late`, ""],
])("%j -> %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("a name that is taken gets the first number that isn't", () => {
  const taken = ["desk", "desk-2", "desk-3"];
  expect(unique("desk", (name) => taken.includes(name))).toBe("desk-4");
  expect(unique("sales", (name) => taken.includes(name))).toBe("sales");
});

test.each([
  ["desk", "desk"],
  ["sales-floor", "salesFloor"],
  ["desk-2", "desk2"],
  ["a--b", "aB"],
  ["a-é", "a"],
  ["a$b", "a$b"],
  ["a.b", "ab"],
  ["247-desk", "config247Desk"],
  ["", "config"],
  ["é", "config"],
  ["class", "configClass"],
  ["pulumi", "configPulumi"],
  ["carecycle", "configCarecycle"],
  ["yield", "configYield"],
  ["arguments", "configArguments"],
  ["x-class", "xClass"],
])("the variable of %j is %s", (slug, expected) => {
  expect(variable(slug)).toBe(expected);
});

test("slugs are different in themselves and as variables, and none is the index", () => {
  expect(
    uniqueSlugs(["Desk", "desk", "Desk 2", "desk2", "!!!", "", "index", "class", "config class"]),
  ).toEqual([
    "desk",
    "desk-2",
    "desk-2-2",
    "desk2-3",
    "transfer-config",
    "transfer-config-2",
    "index-2",
    "class",
    "config-class-2",
  ]);
});
