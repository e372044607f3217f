// Pure: the rules across fields that a config breaks, as a report shows them. Undeclared fields count with their live values
// where the document holds those.
import { factsOf, nothingLive } from "../../model/facts";
import { brokenRulesName } from "../../model/internalNames";
import { desiredValues } from "../../model/ownership";
import { type Broken, brokenRules, brokenText, rules, type Severity, sameNameRule } from "../../model/rules";
import { recordedConfig } from "../../model/state";
import { newConfigFailures } from "../../model/validateInputs";
import { textsIn, UNKNOWN, type Values } from "../../model/values";
import type { ReportLeaf, Resource } from "./types";

type Warning = Resource["warnings"][number];

/** What the document tells of a config that an update keeps or makes. */
export interface Kept {
  /** Inputs of the code, internal ones included; nothing where they aren't known or the code drops the config. */
  readonly code: Values | null | undefined;
  /** Outputs as live or as recorded, internal ones included; nothing where they aren't known. */
  readonly live: Values | null | undefined;
  /** Whether an update creates the config. */
  readonly creates: boolean;
}

/** What the rules say of one config. */
export interface Findings {
  readonly warnings: Warning[];
  /** Name of the config after the update, where it is known. */
  readonly name: string | undefined;
  /** Notes on why an update fails here before it sends anything. */
  readonly refusal: string[] | undefined;
}

/** What the rules say of a config. */
export function findings({ code, live, creates }: Kept): Findings {
  if (!code) return { warnings: [], name: undefined, refusal: undefined };
  const facts = factsOf(
    live
      ? { declared: desiredValues(code, live), live: recordedConfig(live) }
      : { declared: code, live: creates ? nothingLive : undefined },
  );
  const found = [...brokenRules(facts), ...foundByProvider(code)];
  const once = new Map(found.map((broken) => [`${broken.rule.name} ${broken.path}`, broken]));
  const name = facts("name");
  const [refusal] = creates ? newConfigFailures(code) : [];
  return {
    warnings: [...once.values()].map(({ rule, path }) => ({
      rule: rule.name,
      severity: rule.severity,
      path,
      message: brokenText(rule),
    })),
    name: typeof name === "string" && name !== UNKNOWN ? name : undefined,
    refusal: refusal && [`the update fails here: ${refusal.path} ${refusal.message}`],
  };
}

/** What the provider found of a config to adopt, whose live values are not in the document. */
function foundByProvider(code: Values): Broken[] {
  return textsIn(code[brokenRulesName]).flatMap((text) => {
    const [name, path = ""] = text.split(" ");
    const rule = rules.find((other) => other.name === name);
    return rule?.fields.includes(path) ? [{ rule, path }] : [];
  });
}

/** A config with the name that it will have. */
export interface Named {
  readonly resource: Resource;
  readonly nextName: string | undefined;
}

const shown = 3;

/** The configs, each with a warning where others have its name. */
export function withSameNames(named: readonly Named[]): Resource[] {
  const groups = new Map<string | undefined, Resource[]>();
  for (const { resource, nextName } of named) {
    if (nextName === undefined) continue;
    const group = groups.get(nextName) ?? [];
    group.push(resource);
    groups.set(nextName, group);
  }
  return named.map(({ resource, nextName }) => {
    const others = groups.get(nextName)?.filter((other) => other !== resource) ?? [];
    return others.length === 0
      ? resource
      : { ...resource, warnings: [...resource.warnings, sameName(others)] };
  });
}

function sameName(others: readonly Resource[]): Warning {
  const list = others.slice(0, shown).map(({ name }) => name);
  const more = others.length > shown ? [`${others.length - shown} more`] : [];
  return {
    rule: sameNameRule.name,
    severity: sameNameRule.severity,
    path: "name",
    message: `the same as of ${[...list, ...more].join(", ")}: ${sameNameRule.reason} (${sameNameRule.name})`,
  };
}

/** The config with the highest severity of what it holds. */
export function withSeverity(resource: Resource): Resource {
  const all: (Pick<ReportLeaf, "severity"> | Warning)[] = [
    ...resource.leaves,
    ...resource.observed,
    ...resource.warnings,
  ];
  const has = (severity: Severity) => all.some((one) => one.severity === severity);
  return { ...resource, severity: has("critical") ? "critical" : has("warning") ? "warning" : null };
}
