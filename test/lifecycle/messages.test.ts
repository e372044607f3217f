// Differences in words: sensitive values never show, not even inside a larger one.

import { Mask } from "../../provider/model/maskText";
import { UNKNOWN } from "../../provider/model/values";
import { changeText, configText, conflictText, valueText } from "../../provider/model/valueTexts";

const mask = new Mask();

test("a change is shown as path, before and after", () => {
  expect(changeText({ path: ["warmTransfer"], want: true, have: false }, mask)).toBe(
    "warmTransfer: false => true",
  );
  expect(changeText({ path: ["sipUri"], want: null, have: "" }, mask)).toBe('sipUri: "" => null');
  expect(changeText({ path: ["dynamicOptions", "timeout"], want: 0, have: undefined }, mask)).toBe(
    "dynamicOptions.timeout: (absent) => 0",
  );
  expect(changeText({ path: ["name"], want: UNKNOWN, have: "a" }, mask)).toBe(
    'name: "a" => (known after apply)',
  );
});

test.each([
  [["sipHeaders"], "canary"],
  [["dynamicOptions", "headers", "a"], "canary"],
  [["dynamicOptions", "headers"], { a: "canary" }],
  [["dynamicOptions", "body", "x", 0, "y"], 12345],
  [["dynamicOptions", "body"], { a: ["canary"] }],
  [["dynamicOptions"], { headers: { a: "canary" } }],
  [["additionalFields", "token"], "canary"],
])("a value at %j is masked", (path, value) => {
  expect(valueText(value, path, mask)).toBe("[secret]");
  expect(changeText({ path, want: value, have: undefined }, mask)).toMatch(/: \(absent\) => \[secret\]$/);
  expect(conflictText({ path, expected: null, found: value }, mask)).toMatch(
    /: expected null, found \[secret\]$/,
  );
});

test("other members of dynamicOptions are shown", () => {
  expect(valueText("https://a", ["dynamicOptions", "pingUrl"], mask)).toBe('"https://a"');
  expect(valueText([{ field: "a" }], ["dynamicOptions", "successConditions"], mask)).toBe('[{"field":"a"}]');
});

test("a long value is shown whole, so that a mask still finds what it looks for", () => {
  expect(valueText("x".repeat(500), ["warmSummaryPrompt"], mask)).toBe(`"${"x".repeat(500)}"`);
});

test("a config is named by its name and its id", () => {
  expect(configText("1", { name: 'S"f' }, mask)).toBe('"S\\"f" (1)');
  expect(configText("1", {}, mask)).toBe("1");
});

const program = new Mask({
  __secretPaths: ["name", "transferWaitingMessages[1]", "dynamicOptions.pingUrl"],
  __formerSecretPaths: ["sipUri"],
});

test.each([
  [["name"], "canary"],
  [["sipUri"], "canary"],
  [["dynamicOptions", "pingUrl"], "canary"],
  [["dynamicOptions", "pingUrl", "deep"], "canary"],
  [["transferWaitingMessages", 1], "canary"],
  // It may have moved there, and stands in the list.
  [["transferWaitingMessages", 0], "canary"],
  [["transferWaitingMessages"], ["a", "canary"]],
])("what the program made secret is masked at %j, whatever the value", (path, value) => {
  const texts = [
    valueText(value, path, program),
    changeText({ path, want: value, have: value }, program),
    conflictText({ path, expected: value, found: value }, program),
  ];
  expect(texts.join()).toContain("[secret]");
  expect(texts.join()).not.toContain("canary");
});

test("its neighbours are shown, and so is null", () => {
  expect(valueText("a", ["warmSummaryPrompt"], program)).toBe('"a"');
  expect(valueText("GET", ["dynamicOptions", "method"], program)).toBe('"GET"');
  expect(changeText({ path: ["sipUri"], want: null, have: "canary" }, program)).toBe(
    "sipUri: [secret] => null",
  );
  expect(configText("1", { name: "canary" }, program)).toBe("1");
});

test("a live name or key stays in its line, and turns no text round", () => {
  expect(configText("1", { name: "Sales\n::error::\u202e\u009b1m" }, new Mask())).toBe(
    '"Sales\\n::error::\\u202e\\u009b1m" (1)',
  );
  const path = ["dynamicOptions", "headers", "a\n\u2066b"];
  expect(changeText({ path, want: undefined, have: "x" }, new Mask())).toBe(
    'dynamicOptions.headers["a\\n\ufffdb"]: [secret] => (absent)',
  );
  expect(conflictText({ path: ["sipUri"], expected: null, found: "a\u061cb" }, new Mask())).toBe(
    'sipUri: expected null, found "a\\u061cb"',
  );
});
