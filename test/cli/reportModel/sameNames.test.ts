// Warnings across configs, severities, and what the provider found out about a config to adopt.
import { buildReport } from "../../../provider/cli/reportModel/report";
import { findings } from "../../../provider/cli/reportModel/warnings";
import { UNKNOWN } from "../../../provider/model/values";
import { type Columns, previewOf, resourceOf } from "../../support/previewSteps";

const created = (resource: string, name: unknown): Columns => ({ name: resource, code: { name } });
const resourcesOf = (configs: Columns[]) => buildReport(previewOf(configs)).resources;
const reason = ": the dashboard and campaigns show configs by their names, and these look alike (same-name)";

test.each<[string[], string]>([
  [["a", "b"], "b"],
  [["a", "b", "c", "d"], "b, c, d"],
  [["a", "b", "c", "d", "e"], "b, c, d, 1 more"],
  [["a", "b", "c", "d", "e", "f"], "b, c, d, 2 more"],
])("of %j with one name, the first is warned of %s", (names, others) => {
  const [first] = resourcesOf([...names.map((name) => created(name, "Desk")), created("z", "Other")]);
  expect(first?.warnings).toEqual([
    { rule: "same-name", severity: "warning", path: "name", message: `the same as of ${others}${reason}` },
  ]);
});

test("one config has nobody's name, and neither have two whose names aren't known", () => {
  const lists = [
    [created("a", "Desk"), created("b", "Other")],
    [created("a", UNKNOWN), created("b", UNKNOWN)],
  ];
  for (const list of lists) expect(resourcesOf(list).flatMap(({ warnings }) => warnings)).toEqual([]);
});

test("the name that counts is the one after the update", () => {
  const live = { name: "Desk" };
  const renamed = { name: "a", applied: live, live, inputs: live, code: { name: "Next" } };
  const kept = { name: "b", op: "same", applied: live, live, code: {} };
  const rules = (configs: Columns[]) =>
    resourcesOf(configs).flatMap(({ warnings }) => warnings.map(({ rule }) => rule));
  expect(rules([renamed, kept])).toEqual([]);
  expect(rules([renamed, created("c", "Next")])).toEqual(["same-name", "same-name"]);
  expect(rules([kept, created("c", "Desk")])).toEqual(["same-name", "same-name"]);
});

test("a warning of a name stands behind those of the rules", () => {
  const direct = { name: "Desk", type: "direct" };
  const [first] = resourcesOf([{ name: "a", code: direct }, created("b", "Desk")]);
  expect(first?.warnings.map(({ rule }) => rule)).toEqual(["direct-without-number", "same-name"]);
  expect(first).toMatchObject({ severity: "critical" });
});

const desk = { name: "Desk", sipUri: "s", warmMode: "immediate-summary" };

test.each([
  ["a critical leaf", { code: { ...desk, sipUri: "t" } }, "critical"],
  [
    "a critical change that the code doesn't declare",
    { live: { ...desk, sipUri: "t" }, code: { name: "Desk" } },
    "critical",
  ],
  ["a critical warning", { code: { ...desk, type: "direct" } }, "critical"],
  [
    "a warning",
    { code: { ...desk, directPhoneNumber: "555" }, applied: { ...desk, directPhoneNumber: "555" } },
    "warning",
  ],
  ["neither", { code: { ...desk, warmMode: "wait-for-operator" } }, null],
])("a config with %s has that severity", (_, columns, severity) => {
  const applied = "applied" in columns ? columns.applied : desk;
  expect(
    resourceOf({ applied, live: "live" in columns ? columns.live : applied, inputs: desk, ...columns })
      .severity,
  ).toBe(severity);
});

const rulesOf = (code: object, more: object = {}) =>
  findings({ code: { ...code }, live: undefined, creates: false, ...more }).warnings.map(
    ({ rule, path }) => `${rule} ${path}`,
  );

test("what the provider found of a config to adopt is a warning of the rule, once", () => {
  const found = [
    "direct-without-number directPhoneNumber",
    "phone-number-format softphoneFallbackPhoneNumber",
  ];
  expect(rulesOf({ __brokenRules: found })).toEqual(found);
  expect(
    rulesOf({ directPhoneNumber: "555", __brokenRules: ["phone-number-format directPhoneNumber"] }),
  ).toEqual(["phone-number-format directPhoneNumber"]);
});

test.each<unknown>([
  "direct-without-number directPhoneNumber",
  ["direct-without-number"],
  ["direct-without-number sipUri"],
  ["no-such-rule directPhoneNumber"],
  [""],
  [7, null],
  undefined,
])("%j is nothing that the provider found", (found) => {
  expect(rulesOf({ __brokenRules: found })).toEqual([]);
});

test("what a rule says is in its words, and quotes no value", () => {
  expect(findings({ code: { type: "sip", sipUri: null }, live: undefined, creates: false })).toEqual({
    warnings: [
      {
        rule: "sip-without-uri",
        severity: "critical",
        path: "sipUri",
        message:
          "type is sip and sipUri is not set: a SIP transfer has no address to go to (sip-without-uri)",
      },
    ],
    name: undefined,
    refusal: undefined,
  });
});

test("what is undeclared is nothing of a new config, live of a kept one, and not known of others", () => {
  const code = { type: "sip" };
  expect(rulesOf(code, { creates: true })).toEqual(["sip-without-uri sipUri"]);
  expect(rulesOf(code)).toEqual([]);
  expect(rulesOf(code, { live: { sipUri: "s" }, creates: true })).toEqual([]);
  expect(rulesOf(code, { live: { sipUri: null } })).toEqual(["sip-without-uri sipUri"]);
});

test("a config that the code drops, or of which nothing is known, breaks no rule", () => {
  for (const code of [undefined, null])
    expect(findings({ code, live: { type: "sip", name: "Desk" }, creates: false })).toEqual({
      warnings: [],
      name: undefined,
      refusal: undefined,
    });
});

test("only a config that is created is refused for what it lacks", () => {
  const code = { name: "Desk", softphoneFallbackType: "appointment_booking" };
  const refusal = [
    'the update fails here: appointmentConfigId is required when softphoneFallbackType is "appointment_booking"',
  ];
  expect(findings({ code, live: undefined, creates: true })).toMatchObject({ name: "Desk", refusal });
  expect(findings({ code, live: undefined, creates: false }).refusal).toBeUndefined();
  expect(findings({ code: { name: UNKNOWN }, live: undefined, creates: true })).toMatchObject({
    name: undefined,
    refusal: undefined,
  });
});
