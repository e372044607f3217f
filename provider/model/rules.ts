// The table of rules across fields: what each field allows by itself, and what together sends calls nowhere. A rule
// warns; the one that the API documents is also an error where a new config is known to break it.

import { type Facts, isNothing } from "./facts";
import type { DynamicOptions } from "./types";
import { equal, isObject, own, type Path, SECRET, UNKNOWN } from "./values";

/** How much a reviewer must care: `critical` changes where calls go, or may leave callers with nobody. */
export const severities = ["critical", "warning"] as const;

/** One of {@link severities}. */
export type Severity = (typeof severities)[number];

/** A rule across fields, configs, or the two sides of a change. */
export interface Rule {
  readonly name: string;
  readonly severity: Severity;
  /** Paths of the values that it reads. */
  readonly fields: readonly string[];
  /** What is so where it is broken, in words. */
  readonly when: string;
  /** Why that matters. */
  readonly reason: string;
  /** `documented` by the API's pages, or `inferred` from what they say of the fields. */
  readonly source: "documented" | "inferred";
}

/** A rule that the values of one config keep or break. */
export interface ConfigRule extends Rule {
  /** Paths at which the facts are known to break the rule; none where they keep it, and where one that matters isn't known. */
  readonly broken: (facts: Facts) => readonly string[];
}

const phoneNumbers = ["directPhoneNumber", "softphoneFallbackPhoneNumber", "dynamicOptions.transferNumber"];

// Recommendation ITU-T E.164: a country code, which does not begin with 0, and at most 15 digits in all.
const e164 = /^\+[1-9]\d{1,14}$/;

/** The one rule across fields that the API documents. */
export const appointmentRule: ConfigRule = {
  name: "appointment-without-config",
  severity: "critical",
  fields: ["softphoneFallbackType", "appointmentConfigId"],
  when: "softphoneFallbackType is appointment_booking and appointmentConfigId is not set",
  reason: "the API requires appointmentConfigId there",
  source: "documented",
  broken: (facts) =>
    facts("softphoneFallbackType") === "appointment_booking" && isNothing(facts("appointmentConfigId"))
      ? ["appointmentConfigId"]
      : [],
};

/** The rules that one config keeps or breaks. */
export const configRules: readonly ConfigRule[] = [
  appointmentRule,
  {
    name: "direct-without-number",
    severity: "critical",
    fields: ["type", "directPhoneNumber"],
    when: "type is direct and directPhoneNumber is not set",
    reason: "a direct transfer has no number to go to",
    source: "inferred",
    broken: ofType("direct", ["directPhoneNumber"]),
  },
  {
    name: "sip-without-uri",
    severity: "critical",
    fields: ["type", "sipUri"],
    when: "type is sip and sipUri is not set",
    reason: "a SIP transfer has no address to go to",
    source: "inferred",
    broken: ofType("sip", ["sipUri"]),
  },
  {
    name: "dynamic-without-target",
    severity: "critical",
    fields: ["type", "dynamicOptions.pingUrl", "dynamicOptions.transferNumber"],
    when: "type is dynamic and dynamicOptions has neither pingUrl nor transferNumber",
    reason: "a dynamic transfer has nobody to ask for a number, and none of its own",
    source: "inferred",
    broken: ofType("dynamic", ["dynamicOptions.pingUrl", "dynamicOptions.transferNumber"]),
  },
  {
    name: "softphone-without-fallback",
    severity: "warning",
    fields: ["type", "softphoneFallbackType", "softphoneFallbackPhoneNumber", "appointmentConfigId"],
    when: "type is softphone and it has no fallback, neither a number nor an appointment",
    reason: "callers whom nobody answers are left with nothing",
    source: "inferred",
    broken: ofType("softphone", [
      "softphoneFallbackType",
      "softphoneFallbackPhoneNumber",
      "appointmentConfigId",
    ]),
  },
  {
    name: "fallback-without-number",
    severity: "warning",
    fields: ["softphoneFallbackType", "softphoneFallbackPhoneNumber"],
    when: "softphoneFallbackType is phone_number and softphoneFallbackPhoneNumber is not set",
    reason: "the fallback has no number to go to",
    source: "inferred",
    broken: (facts) =>
      facts("softphoneFallbackType") === "phone_number" && isNothing(facts("softphoneFallbackPhoneNumber"))
        ? ["softphoneFallbackPhoneNumber"]
        : [],
  },
  {
    name: "phone-number-format",
    severity: "warning",
    fields: phoneNumbers,
    when: "the phone number is not in E.164 form, such as +15550100",
    reason: "the API does not document a format, and this is the one that every carrier takes",
    source: "inferred",
    broken: (facts) =>
      phoneNumbers.filter((path) => {
        const value = facts(path);
        return typeof value === "string" && value !== UNKNOWN && !isNothing(value) && !e164.test(value);
      }),
  },
];

/** Two configs that people cannot tell apart. */
export const sameNameRule: Rule = {
  name: "same-name",
  severity: "warning",
  fields: ["name"],
  when: "two configs of a stack have the same name",
  reason: "the dashboard and campaigns show configs by their names, and these look alike",
  source: "inferred",
};

/** Names of the members of `dynamicOptions` that say where calls go. */
const optionDestinations: readonly (keyof DynamicOptions)[] = ["pingUrl", "transferNumber"];

/** A change after which calls go elsewhere. */
export const destinationRule: Rule = {
  name: "change-of-destination",
  severity: "critical",
  fields: [
    "type",
    "directPhoneNumber",
    "sipUri",
    "softphoneFallbackPhoneNumber",
    ...optionDestinations.map((member) => `dynamicOptions.${member}`),
  ],
  when: "a value changes that says where calls go",
  reason: "calls go elsewhere from then on",
  source: "inferred",
};

/** The whole table, as the documentation shows it. */
export const rules: readonly Rule[] = [...configRules, sameNameRule, destinationRule];

/** A rule that a config is known to break, and where. */
export interface Broken {
  readonly rule: Rule;
  readonly path: string;
}

/** The rules that a config of these facts is known to break. */
export function brokenRules(facts: Facts): Broken[] {
  return configRules.flatMap((rule) => rule.broken(facts).map((path) => ({ rule, path })));
}

/** What a broken rule says, beside the path at which it is broken. Never quotes a value. */
export function brokenText(rule: Rule): string {
  return `${rule.when}: ${rule.reason} (${rule.name})`;
}

/** Whether calls go elsewhere where the value at `path` changes from `before` to `after`. */
export function changesDestination(path: Path, before: unknown, after: unknown): boolean {
  const [head, member] = path;
  if (head !== "dynamicOptions") return destinationRule.fields.includes(String(head));
  if (member !== undefined) return optionDestinations.some((name) => name === member);
  // The options as a whole: cleared, set for the first time, or one secret.
  if (isOpaque(before) || isOpaque(after)) return true;
  const destinations = (value: unknown) =>
    optionDestinations.map((name) => (isObject(value) ? (own(value, name) ?? null) : null));
  return !equal(destinations(before), destinations(after));
}

function isOpaque(value: unknown): boolean {
  return value === SECRET || value === UNKNOWN;
}

/** The test of a rule on configs of one type, which have no value at any of `paths`. The first is where it is broken. */
function ofType(type: string, paths: readonly [string, ...string[]]): ConfigRule["broken"] {
  return (facts) =>
    facts("type") === type && paths.every((path) => isNothing(facts(path))) ? [paths[0]] : [];
}
