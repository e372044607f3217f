// The rules across fields: each with values that keep it and break it, declared over live, and silence where
// something that matters isn't known.
import fc from "fast-check";
import { factsOf, nothingLive } from "../../provider/model/facts";
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import {
  brokenRules,
  brokenText,
  changesDestination,
  configRules,
  rules,
  severities,
} from "../../provider/model/rules";
import { newConfigFailures } from "../../provider/model/validateInputs";
import { SECRET, UNKNOWN, type Values, WITHHELD } from "../../provider/model/values";
import { declarations, liveConfigs } from "../support/arbitraries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** Names of the rules that a new config breaks, or with `live` one that declares `declared` over it. */
const broken = (declared: Values, live: Values | undefined = nothingLive) =>
  brokenRules(factsOf({ declared, live })).map(({ rule }) => rule.name);
const said = (declared: Values, live: Values | undefined = nothingLive) =>
  brokenRules(factsOf({ declared, live })).map(({ rule, path }) => `${path}: ${brokenText(rule)}`);

const direct = "direct-without-number";
const format = "phone-number-format";
const fallback = "softphone-without-fallback";

test.each<[string, Values, string[]]>([
  ["a direct one without a number", { type: "direct" }, [direct]],
  ["with an empty one", { type: "direct", directPhoneNumber: " " }, [direct]],
  ["with a cleared one", { type: "direct", directPhoneNumber: null }, [direct]],
  ["with a number", { type: "direct", directPhoneNumber: "+15550100" }, []],
  ["a number without a country code", { type: "direct", directPhoneNumber: "555 0100" }, [format]],
  ["of sixteen digits", { softphoneFallbackPhoneNumber: "+1234567890123456" }, [format]],
  ["a country code with 0", { dynamicOptions: { transferNumber: "+05550100" } }, [format]],
  ["a SIP one without a URI", { type: "sip" }, ["sip-without-uri"]],
  ["with a URI", { type: "sip", sipUri: "sip:desk@example.com" }, []],
  ["a dynamic one without options", { type: "dynamic" }, ["dynamic-without-target"]],
  ["with cleared ones", { type: "dynamic", dynamicOptions: null }, ["dynamic-without-target"]],
  ["with others", { type: "dynamic", dynamicOptions: { timeout: 1 } }, ["dynamic-without-target"]],
  ["with a URL", { type: "dynamic", dynamicOptions: { pingUrl: "https://a.example" } }, []],
  ["with a number of its own", { type: "dynamic", dynamicOptions: { transferNumber: "+15550100" } }, []],
  ["a softphone without a fallback", { type: "softphone" }, [fallback]],
  ["with a number alone", { type: "softphone", softphoneFallbackPhoneNumber: "+15550100" }, []],
  ["a fallback to no number", { softphoneFallbackType: "phone_number" }, ["fallback-without-number"]],
  ["to no appointment", { softphoneFallbackType: "appointment_booking" }, ["appointment-without-config"]],
  ["to one", { softphoneFallbackType: "appointment_booking", appointmentConfigId: id }, []],
  ["no type", { name: "Desk" }, []],
])("a new config: %s", (_, declared, names) => {
  expect(broken(declared)).toEqual(names);
});

test("declared values count over live ones, undeclared ones with what is live", () => {
  const live = {
    type: "direct",
    directPhoneNumber: "+15550100",
    dynamicOptions: { pingUrl: "x", timeout: 1 },
  };
  expect(broken({ warmTransfer: true }, live)).toEqual([]);
  expect(broken({ directPhoneNumber: null }, live)).toEqual([direct]);
  expect(broken({ type: "sip" }, { ...live, sipUri: "sip:a" })).toEqual([]);
  expect(broken({ type: "sip" }, live)).toEqual(["sip-without-uri"]);
  // Members of dynamicOptions are owned one by one.
  expect(broken({ type: "dynamic", dynamicOptions: { timeout: 2 } }, live)).toEqual([]);
  expect(broken({ type: "dynamic", dynamicOptions: null }, live)).toEqual(["dynamic-without-target"]);
  expect(said({}, { directPhoneNumber: "0555" })[0]).toMatch(
    /^directPhoneNumber: the phone number is not in E\.164 form/,
  );
});

test("an appointment config that the API does not return isn't known to be missing", () => {
  const declared = { softphoneFallbackType: "appointment_booking" };
  expect(broken(declared, { type: "softphone" })).toEqual([]);
  expect(broken(declared, { type: "softphone", appointmentConfigId: null })).toEqual([
    "appointment-without-config",
  ]);
});

test("only a config to be created is refused, and only where all of it is known", () => {
  const declared = { name: "Desk", softphoneFallbackType: "appointment_booking" };
  expect(newConfigFailures(declared)).toEqual([
    {
      path: "appointmentConfigId",
      message: expect.stringMatching(/^is required when softphoneFallbackType/),
    },
  ]);
  for (const more of [
    { transferConfigId: id },
    { transferConfigId: UNKNOWN },
    { appointmentConfigId: id },
    { appointmentConfigId: UNKNOWN },
    { softphoneFallbackType: UNKNOWN },
  ]) {
    expect(newConfigFailures({ ...declared, ...more })).toEqual([]);
  }
});

const everyPath = [...new Set(configRules.flatMap((rule) => rule.fields))];

test("what isn't known, be it unknown, secret or withheld, breaks no rule, and hides none that rests on the rest", () => {
  fc.assert(
    fc.property(
      declarations(true),
      liveConfigs(true),
      fc.subarray(everyPath),
      fc.constantFrom(UNKNOWN, SECRET, WITHHELD),
      (declared, live, paths, unknown) => {
        const known = brokenRules(factsOf({ declared, live }));
        const facts = factsOf({ declared, live, hides: (path) => paths.includes(path.join(".")) });
        const expected = known.filter(({ rule, path }) => {
          const reads = rule.name === format ? [path] : rule.fields;
          return !reads.some((field) => paths.includes(field));
        });
        // A rule that asks less the more it knows may still speak: each that does, does without what is hidden too.
        const hidden = brokenRules(facts);
        expect(known).toEqual(expect.arrayContaining(hidden));
        expect(hidden).toEqual(expect.arrayContaining(expected));
        const blurred = Object.fromEntries(Object.keys(declared).map((name) => [name, unknown]));
        const about = brokenRules(factsOf({ declared: blurred, live }));
        for (const { path } of about) expect(declared[path.split(".")[0] as string]).toBeUndefined();
      },
    ),
  );
});

test("hostile values of any type break nothing but a rule", () => {
  const anything = fc.oneof(fc.anything(), fc.constant(JSON.parse('{"__proto__":{"pingUrl":"x"}}')));
  const config = fc.dictionary(fc.constantFrom(...fieldNames, "__proto__", "constructor"), anything);
  fc.assert(
    fc.property(config, fc.option(config, { nil: undefined }), (declared, live) => {
      for (const { rule, path } of brokenRules(factsOf({ declared, live }))) {
        expect(rule.fields).toContain(path);
      }
    }),
  );
  expect(broken({ type: "dynamic", dynamicOptions: JSON.parse('{"__proto__":{"pingUrl":"x"}}') })).toEqual([
    "dynamic-without-target",
  ]);
});

test.each<[string, unknown, unknown, boolean]>([
  ["type", "direct", "sip", true],
  ["directPhoneNumber", "+1", "+2", true],
  ["softphoneFallbackPhoneNumber", "+1", null, true],
  ["sipUri", null, "sip:a", true],
  ["dynamicOptions.pingUrl", "a", "b", true],
  ["dynamicOptions.transferNumber", undefined, "+1", true],
  ["dynamicOptions.timeout", 1, 2, false],
  ["dynamicOptions", { pingUrl: "a" }, null, true],
  ["dynamicOptions", { timeout: 1 }, null, false],
  ["dynamicOptions", { pingUrl: "a", timeout: 1 }, { pingUrl: "a" }, false],
  ["dynamicOptions", SECRET, SECRET, true],
  ["dynamicOptions", SECRET, null, true],
  ["dynamicOptions", null, UNKNOWN, true],
  ["name", "a", "b", false],
  ["additionalFields.type", "a", "b", false],
])("a change of %s from %j to %j moves calls: %s", (path, before, after, moves) => {
  expect(changesDestination(path.split("."), before, after)).toBe(moves);
});

test("every rule names fields that there are, and says what is so and why", () => {
  const known: string[] = [
    ...fieldNames,
    ...Object.keys(optionMembers).map((name) => `dynamicOptions.${name}`),
  ];
  for (const { fields, when, reason } of rules) {
    expect(known).toEqual(expect.arrayContaining([...fields]));
    expect(`${when}: ${reason}`).toMatch(/^[\w.+]+ .*: \w/);
  }
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

test("names, severities and texts are those that reports, scanners and the documentation show", () => {
  const table = rules.map(({ name, severity, source, fields, when, reason }) => [
    `${name} (${severity}, ${source}): ${fields.join(" ")}`,
    `${when}: ${reason}`,
  ]);
  expect(table).toEqual([
    [
      "appointment-without-config (critical, documented): softphoneFallbackType appointmentConfigId",
      "softphoneFallbackType is appointment_booking and appointmentConfigId is not set: the API requires appointmentConfigId there",
    ],
    [
      "direct-without-number (critical, inferred): type directPhoneNumber",
      "type is direct and directPhoneNumber is not set: a direct transfer has no number to go to",
    ],
    [
      "sip-without-uri (critical, inferred): type sipUri",
      "type is sip and sipUri is not set: a SIP transfer has no address to go to",
    ],
    [
      "dynamic-without-target (critical, inferred): type dynamicOptions.pingUrl dynamicOptions.transferNumber",
      "type is dynamic and dynamicOptions has neither pingUrl nor transferNumber: a dynamic transfer has nobody to ask for a number, and none of its own",
    ],
    [
      "softphone-without-fallback (warning, inferred): type softphoneFallbackType softphoneFallbackPhoneNumber appointmentConfigId",
      "type is softphone and it has no fallback, neither a number nor an appointment: callers whom nobody answers are left with nothing",
    ],
    [
      "fallback-without-number (warning, inferred): softphoneFallbackType softphoneFallbackPhoneNumber",
      "softphoneFallbackType is phone_number and softphoneFallbackPhoneNumber is not set: the fallback has no number to go to",
    ],
    [
      "phone-number-format (warning, inferred): directPhoneNumber softphoneFallbackPhoneNumber dynamicOptions.transferNumber",
      "the phone number is not in E.164 form, such as +15550100: the API does not document a format, and this is the one that every carrier takes",
    ],
    [
      "same-name (warning, inferred): name",
      "two configs of a stack have the same name: the dashboard and campaigns show configs by their names, and these look alike",
    ],
    [
      "change-of-destination (critical, inferred): type directPhoneNumber sipUri softphoneFallbackPhoneNumber dynamicOptions.pingUrl dynamicOptions.transferNumber",
      "a value changes that says where calls go: calls go elsewhere from then on",
    ],
  ]);
  expect(severities).toEqual(["critical", "warning"]);
});

test.each<[string, string, boolean]>([
  ["directPhoneNumber", "+15550100", true],
  ["directPhoneNumber", "+123456789012345", true],
  ["directPhoneNumber", "+1234567890123456", false],
  ["directPhoneNumber", "+1", false],
  ["softphoneFallbackPhoneNumber", "15550100", false],
  ["softphoneFallbackPhoneNumber", "x+15550100", false],
  ["softphoneFallbackPhoneNumber", "+15550100x", false],
])("of %s, %j is a number in E.164 form: %s", (field, number, is) => {
  expect(broken({ [field]: number })).toEqual(is ? [] : [format]);
});

test("a softphone has a fallback where any of its three fields says so", () => {
  for (const more of [
    { softphoneFallbackType: "appointment_booking", appointmentConfigId: id },
    { appointmentConfigId: id },
    { softphoneFallbackPhoneNumber: "+15550100" },
  ])
    expect(broken({ type: "softphone", ...more })).toEqual([]);
  expect(
    broken({ softphoneFallbackType: "phone_number", softphoneFallbackPhoneNumber: "+15550100" }),
  ).toEqual([]);
  expect(broken({ appointmentConfigId: null })).toEqual([]);
});

test("a broken rule names the field that lacks the value", () => {
  const places = (declared: Values) =>
    brokenRules(factsOf({ declared, live: nothingLive })).map(({ path }) => path);
  expect(places({ softphoneFallbackType: "phone_number" })).toEqual(["softphoneFallbackPhoneNumber"]);
  expect(places({ softphoneFallbackType: "appointment_booking" })).toEqual(["appointmentConfigId"]);
  expect(places({ type: "softphone" })).toEqual(["softphoneFallbackType"]);
  expect(places({ type: "dynamic" })).toEqual(["dynamicOptions.pingUrl"]);
  // What is no text is refused elsewhere.
  expect(places({ directPhoneNumber: 15550100 })).toEqual([]);
});
