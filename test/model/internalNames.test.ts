// The names and texts that two processes agree on.

import * as names from "../../provider/model/internalNames";
import {
  brokenRulesName,
  controlNames,
  isInternal,
  parseTurn,
  providerText,
  transferConfigType,
  turnText,
} from "../../provider/model/internalNames";

test("what states and programs hold never changes", () => {
  expect(transferConfigType).toBe("pulumi-nodejs:dynamic/carecycle:TransferConfig");
  expect(providerText).toBe('exports.handler = () => require("pulumi-carecycle/dynamic").provider;');
  expect(controlNames).toEqual(["transferConfigId", "deletionPolicy", "onConflict", "onMissing"]);
  // Recorded by states of landed versions.
  expect([names.secretPathsName, names.formerPathsName, names.nullPathsName, names.notKeptName]).toEqual([
    "__secretPaths",
    "__formerSecretPaths",
    "__nullPaths",
    "__notKept",
  ]);
});

test("internal inputs and outputs begin with two underscores, each with a name of its own", () => {
  const internal = Object.entries(names).flatMap(([name, value]) =>
    name.endsWith("Name") && typeof value === "string" ? [value] : [],
  );
  expect(internal.length).toBeGreaterThan(8);
  expect(internal.filter((name) => !isInternal(name))).toEqual([]);
  expect(new Set(internal).size).toBe(internal.length);
  expect([isInternal(brokenRulesName), isInternal("_name"), isInternal("a__b")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a turn is read as it was written, and anything else is none", () => {
  expect(turnText({ number: "3", count: 12, stack: "desks/test" })).toBe("3/12 desks/test");
  expect(parseTurn("3/12 desks/my stack")).toEqual({ number: "3", count: 12, stack: "desks/my stack" });
  expect(parseTurn("13/1 a")).toEqual({ number: "13", count: 1, stack: "a" });
  const others = [
    "",
    "3/12",
    "3/12 ",
    "x/12 a",
    "3/x a",
    " 3/12 a",
    "3/12 a\n",
    { toString: () => "3/12 a" },
    null,
    undefined,
  ];
  expect(others.map(parseTurn)).toEqual(others.map(() => undefined));
});
