// Differences in words: sensitive values never show, not even inside a larger one.

import * as sentences from "../../provider/lifecycle/messages";
import { Mask } from "../../provider/model/maskText";
import { UNKNOWN } from "../../provider/model/values";
import { changeText, configText, conflictText, valueText } from "../../provider/model/valueTexts";
import { useRightKey } from "../../provider/session/keyAccount";

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

describe("the sentences", () => {
  const leaf = { path: ["sipUri"], want: "sip:a", have: "sip:b" };
  const conflicts = ["name: expected 1, found 2", "type: expected 3, found 4"];
  const rows: readonly [string, string, string][] = [
    [
      "a value that others changed, which onConflict leaves to them",
      sentences.leftToOthers(leaf, true, mask),
      'sipUri: changed by somebody else while the update ran, and onConflict is "fail": expected "sip:a", found "sip:b". ' +
        'Refresh to see it in a preview, or set onConflict: "overwrite".',
    ],
    [
      "a value that others set again and again",
      sentences.leftToOthers(leaf, false, mask),
      'sipUri: changed by somebody else while the update ran each time that it was set back: expected "sip:a", found "sip:b". ' +
        "Find out who else writes this config, and run again.",
    ],
    [
      "an adoption that stops",
      sentences.adoptionRefusal("1", conflicts, false),
      'transfer config 1 was changed between the preview and its adoption, and onConflict is "fail". Nothing was sent.\n' +
        "  name: expected 1, found 2\n  type: expected 3, found 4\nPreview again to see what the adoption would change now.",
    ],
    [
      "an update that stops after an attempt that may have been carried out",
      sentences.updateRefusal("1", conflicts, true),
      'transfer config 1 was changed since the last update or refresh, and onConflict is "fail". An earlier attempt got no ' +
        "usable response and may have been carried out; nothing more was sent.\n  name: expected 1, found 2\n" +
        "  type: expected 3, found 4\nEither run pulumi up --refresh --run-program, whose preview shows these changes, or set " +
        'onConflict: "overwrite" to overwrite them.',
    ],
    [
      "an adopted config that is gone",
      sentences.goneText("1"),
      "adopting 1: it is gone (404), so the update will fail here. Remove transferConfigId to create a new config",
    ],
    [
      "what was carried along and lost",
      sentences.lostText("1", [
        ["dynamicOptions", "a"],
        ["dynamicOptions", "b", 0],
      ]),
      "1: sent unchanged, but missing or different in the response: dynamicOptions.a, dynamicOptions.b[0]",
    ],
    [
      "a refused key",
      sentences.refusedKeyText,
      "the API refuses the key (401): set a valid one. A refresh or destroy uses the key recorded by the last update; after " +
        "a rotation, run with --refresh --run-program, so that it uses the current one.",
    ],
    [
      "a DELETE that the API refuses",
      sentences.notDeletedText("1", "answered 405"),
      "transfer config 1 could not be deleted: the API answered 405. The config is still live: the API does not document a " +
        "DELETE. Delete it in the dashboard and run pulumi up --refresh --run-program, or set deletionPolicy: " +
        '"retain", run pulumi up, and then remove the resource.',
    ],
    [
      "a 404 to a DELETE under a doubtful key",
      sentences.doubtfulDelete("1", "nobody knows"),
      `transfer config 1 was not found (404), but nobody knows. ${useRightKey} If the key is right, the config is gone: run ` +
        "pulumi state delete on the resource.",
    ],
    [
      "a config that is missing under onMissing fail",
      sentences.missingRefusal("1"),
      '1 was not found (404), and onMissing is "fail": the resource is kept. Check that carecycle:apiKey belongs to that ' +
        'client. If the config was deleted on purpose, set onMissing: "recreate", or run pulumi state delete on the resource.',
    ],
    [
      "a config that is gone and will be created again",
      sentences.missingText("1", false),
      "1 is gone (404) and is dropped from the state: the next update creates a new one with a new id. Campaigns and " +
        "block-snippet assignments that used the old id do not follow.",
    ],
    [
      "an adopted one that is gone",
      sentences.missingText("1", true),
      "1 is gone (404) and is dropped from the state: remove its transferConfigId from the program, and the next update " +
        "creates a new one with a new id. Campaigns and block-snippet assignments that used the old id do not follow.",
    ],
  ];

  test.each(rows)("of %s", (_, text, expected) => {
    expect(text).toBe(expected);
  });

  test("of fields that are no longer declared, and of nulls that are newly declared: each by name, the others not", () => {
    const record = {
      ...{
        name: "A",
        sipUri: "sip:a",
        directPhoneNumber: "+1",
        routingConfigId: null,
        warmMode: "x",
        warmTransfer: true,
      },
      managedFields: ["directPhoneNumber", "name", "routingConfigId", "sipUri", "warmTransfer"],
    };
    expect(sentences.releaseTexts(record, { name: "A" }, mask)).toEqual([
      "no longer declared and to be cleared: directPhoneNumber, sipUri; left as it is: warmTransfer",
    ]);
    // The engine itself shows the null that replaces a declared value (sipUri).
    const nulls = {
      name: "A",
      warmTransfer: true,
      directPhoneNumber: "+1",
      routingConfigId: null,
      sipUri: null,
    };
    expect(sentences.releaseTexts(record, { ...nulls, warmMode: null }, mask)).toEqual([
      'to be cleared: warmMode ("x" => null)',
    ]);
    expect(sentences.releaseTexts(record, nulls, mask)).toEqual([]);
  });
});
