// Differences in words: sensitive values never show, not even inside a larger one.
import { changeText, configText, conflictText, valueText } from "../../provider/describe";
import { UNKNOWN } from "../../provider/values";

test("a change is shown as path, before and after", () => {
  expect(changeText({ path: ["warmTransfer"], want: true, have: false })).toBe("warmTransfer: false => true");
  expect(changeText({ path: ["sipUri"], want: null, have: "" })).toBe('sipUri: "" => null');
  expect(changeText({ path: ["dynamicOptions", "timeout"], want: 0, have: undefined })).toBe(
    "dynamicOptions.timeout: (absent) => 0",
  );
  expect(changeText({ path: ["name"], want: UNKNOWN, have: "a" })).toBe('name: "a" => (known after apply)');
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
  expect(valueText(value, path)).toBe("[secret]");
  expect(changeText({ path, want: value, have: undefined })).toMatch(/: \(absent\) => \[secret\]$/);
  expect(conflictText({ path, expected: null, found: value })).toMatch(/: expected null, found \[secret\]$/);
});

test("other members of dynamicOptions are shown", () => {
  expect(valueText("https://a", ["dynamicOptions", "pingUrl"])).toBe('"https://a"');
  expect(valueText([{ field: "a" }], ["dynamicOptions", "successConditions"])).toBe('[{"field":"a"}]');
});

test("a long value is shown whole, so that a mask still finds what it looks for", () => {
  expect(valueText("x".repeat(500), ["warmSummaryPrompt"])).toBe(`"${"x".repeat(500)}"`);
});

test("a config is named by its name and its id", () => {
  expect(configText("1", { name: 'S"f' })).toBe('"S\\"f" (1)');
  expect(configText("1", {})).toBe("1");
});

test("a live name or key stays in its line, and turns no text round", () => {
  expect(configText("1", { name: "Sales\n::error::\u202e\u009b1m" })).toBe(
    '"Sales\\n::error::\\u202e\\u009b1m" (1)',
  );
  const path = ["dynamicOptions", "headers", "a\n\u2066b"];
  expect(changeText({ path, want: undefined, have: "x" })).toBe(
    'dynamicOptions.headers["a\\n\ufffdb"]: [secret] => (absent)',
  );
  expect(conflictText({ path: ["sipUri"], expected: null, found: "a\u061cb" })).toBe(
    'sipUri: expected null, found "a\\u061cb"',
  );
});
