// Pure: usage, the configs that were asked about, and what is known of the others -> the report of `usage`.

import type { CampaignStatus } from "../../api/client";
import { uuidPattern } from "../../model/fieldTable";
import { counted } from "../../model/printable";
import type { FoundConfig } from "./findConfigs";
import type { Usage } from "./readUsage";
import { keyOf, type User } from "./references";

/** A config that somebody asked about: on the command line, or because a stack manages it. */
export interface KnownConfig {
  readonly id: string;
  readonly name: string | null;
  /** Name of its resource in the stack's program. */
  readonly resource: string | null;
}

/** One transfer config, and what points to it. */
export interface UsedConfig extends KnownConfig {
  /** Where the id comes from: the command line, the stack's state, or what points to it. */
  readonly from: "argument" | "stack" | "reference";
  /** Whether it exists under this key; null where it was not asked. */
  readonly exists: boolean | null;
  readonly usedBy: readonly User[];
}

/** The report of `usage`: what its JSON holds, apart from the version. */
export interface UsageReport {
  /** The outcome in one line. */
  readonly verdict: string;
  readonly stack: string | null;
  readonly statuses: readonly CampaignStatus[];
  /** Requests that it took, without retries. */
  readonly requests: number;
  readonly campaigns: Usage["campaigns"];
  /** What was not read, in words. */
  readonly notRead: readonly string[];
  readonly configs: readonly UsedConfig[];
  /** Ids that were asked about and to which nothing points that was read. */
  readonly unused: readonly string[];
  /** Ids that something points to and that don't exist under this key. */
  readonly missing: readonly string[];
}

/** What a report is made of. */
export interface UsageSources {
  readonly usage: Usage;
  readonly statuses: readonly CampaignStatus[];
  readonly stack: string | null;
  readonly arguments: readonly KnownConfig[];
  readonly recorded: readonly KnownConfig[];
  /** By {@link keyOf} an id; those that were not looked for are absent. */
  readonly found: ReadonlyMap<string, FoundConfig>;
}

/** The ids that something points to, and that neither the stack nor the command line names. */
export function unnamedIds(usage: Usage, known: readonly KnownConfig[]): string[] {
  const named = new Set(known.map(({ id }) => keyOf(id)));
  return [...usage.users.keys()].filter((id) => !named.has(id));
}

export function buildUsageReport({ usage, statuses, stack, found, ...asked }: UsageSources): UsageReport {
  const recorded = new Map(asked.recorded.map((config) => [keyOf(config.id), config]));
  const named = new Map(asked.arguments.map((config) => [keyOf(config.id), config]));
  const known = new Map([...named, ...recorded]);
  const others = unnamedIds(usage, [...known.values()]).map(
    (id) => [id, { id, name: null, resource: null }] as const,
  );
  const configs = [...known, ...others].map(([key, config]): UsedConfig => {
    const seen = found.get(key);
    return {
      id: config.id,
      name: config.name ?? seen?.name ?? null,
      resource: config.resource,
      from: recorded.has(key) ? "stack" : named.has(key) ? "argument" : "reference",
      exists: seen?.exists ?? null,
      usedBy: usage.users.get(key) ?? [],
    };
  });
  configs.sort(inOrder);
  const unused = configs.filter(({ usedBy }) => usedBy.length === 0).map(({ id }) => id);
  const missing = configs
    .filter(({ exists, usedBy }) => exists === false && usedBy.length > 0)
    .map(({ id }) => id);
  const problems = [...found.values()].map(({ problem }) => problem).filter((problem) => problem !== null);
  // Those of the stack too: somebody may have deleted one in the dashboard that a campaign still points to.
  const unasked = configs.filter(
    ({ id, from, usedBy }) => from !== "argument" && usedBy.length > 0 && !found.has(keyOf(id)),
  ).length;
  return {
    verdict: verdictOf(configs, unused.length, missing.length, usage.notRead.length === 0),
    stack,
    statuses,
    requests: usage.requests + [...found.keys()].filter((id) => uuidPattern.test(id)).length,
    campaigns: usage.campaigns,
    notRead: [
      ...usage.notRead,
      ...problems.map((problem) => `whether a config exists (${problem})`),
      ...(unasked > 0
        ? [
            `whether ${counted(unasked, "config")} that something points to still ${unasked === 1 ? "exists" : "exist"} (--check all asks)`,
          ]
        : []),
    ],
    configs,
    unused,
    missing,
  };
}

// Those that were asked about in their order, then the stack's by their names in the program, then the others. A state's own
// order is the one in which requests happened to end.
function inOrder(a: UsedConfig, b: UsedConfig): number {
  const groups: readonly UsedConfig["from"][] = ["argument", "stack", "reference"];
  const byGroup = groups.indexOf(a.from) - groups.indexOf(b.from);
  if (byGroup !== 0 || a.from === "argument") return byGroup;
  const [one, other] = [a.resource ?? a.name ?? a.id, b.resource ?? b.name ?? b.id];
  return one < other ? -1 : one > other ? 1 : 0;
}

function verdictOf(
  configs: readonly UsedConfig[],
  unused: number,
  missing: number,
  isWhole: boolean,
): string {
  if (configs.length === 0) return "Nothing that was read points to a transfer config.";
  const used = configs.length - unused - missing;
  const parts = [
    ...(missing > 0
      ? [`${counted(missing, "id")} that something points to ${missing === 1 ? "doesn't" : "don't"} exist`]
      : []),
    `${counted(used, "config")} in use`,
    ...(unused > 0 ? [`${unused} that nothing points to${isWhole ? "" : " (as far as was read)"}`] : []),
  ];
  return `${parts.join(", ")}.`;
}
