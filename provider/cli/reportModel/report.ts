// Pure: a preview document -> the report that every format shows.
import { readSettings, type Settings } from "../../session/settings";
import type { ConfigSteps, Preview } from "../preview/document";
import { isRemoval } from "../preview/removal";
import { commitOf } from "./commit";
import { planned } from "./removals";
import { leastSeconds } from "./requests";
import { type Built, resourceOf } from "./resource";
import { type ReviewedApi, reviewedApi } from "./reviewedApi";
import { withAccountLookups, withoutCertainty } from "./runs";
import type { QuotaSettings, Report, Resource, ResourceClass, Totals } from "./types";
import { resourceClasses } from "./vocabulary";
import { withSameNames, withSeverity } from "./warnings";

/** Options of {@link buildReport}. */
export interface ReportOptions {
  /** Counts drift of observed leaves. */
  readonly strict?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly shard?: Report["shard"];
  /** Name of the stack, for a preview without a step, whose URNs would tell. */
  readonly stack?: string;
  /** When the live values had been read. @default not known, as with a document that may be of any age */
  readonly readAt?: Date;
  /**
   * Counts the reads of an update that refreshes every recorded config.
   * @default false: only the configs that the preview refreshed are read again
   */
  readonly updateReadsAll?: boolean;
}

/** The report of a preview, and what the requests of each config rest on. */
export interface Review {
  readonly report: Report;
  readonly built: readonly Built[];
  readonly api: ReviewedApi;
}

/**
 * Builds the report of a preview.
 * @throws ConfigurationError for an invalid quota setting.
 */
export function buildReport(preview: Preview, options: ReportOptions = {}): Report {
  return reviewOf(preview, options).report;
}

/** As {@link buildReport}, with what a plan is made of. */
export function reviewOf(preview: Preview, options: ReportOptions = {}): Review {
  const strict = options.strict ?? false;
  const settings = readQuota(preview.config, options.env ?? {});
  const quota = { limit: settings.rateLimit, windowSeconds: settings.rateWindowSeconds };
  const plan = planned(preview.configs);
  const single = preview.configs.map((steps) => resourceOf(steps, settings, strict, plan));
  const pinned = settings.clientId !== undefined;
  const built = withAccountLookups(withoutCertainty(single), {
    pinned,
    updateReadsAll: options.updateReadsAll,
  });
  const resources = withSameNames(built).map(withSeverity).sort(byClassThenName);
  const isReadAgain = options.updateReadsAll ? isKept : isRefreshed;
  const reads = preview.configs.filter(isReadAgain).length;
  const totals = totalsOf(resources, reads, quota);
  const unread = built.filter((b) => b.unread).length;
  const { unlisted } = preview;
  const isAnyRead = preview.configs.some(isRefreshed);
  const report: Report = {
    stack: preview.stack ?? options.stack ?? null,
    commit: commitOf(options.env ?? {}),
    readAt: (isAnyRead && options.readAt?.toISOString()) || null,
    usage: null,
    verdict: verdictOf(totals, resources, options.shard ?? null, unread, unlisted),
    refreshed: isAnyRead,
    read: built.filter((b) => b.read).length,
    unread,
    unlisted,
    strict,
    shard: options.shard ?? null,
    quota,
    totals,
    others: preview.others,
    unseen: built.filter((b) => b.unseen).length,
    resources,
  };
  return { report, built, api: reviewedApi(preview, options.env ?? {}, settings.clientId, built) };
}

function isRefreshed({ refresh }: ConfigSteps): boolean {
  return refresh !== undefined;
}

/** Whether an update that refreshes reads the config: the state records it, and the code keeps it. */
function isKept({ refresh, plan }: ConfigSteps): boolean {
  const states = [refresh, ...plan].flatMap((step) => step?.oldState ?? []);
  const recorded = states.some(({ pendingReplacement }) => !pendingReplacement);
  return recorded && !(plan.length > 0 && plan.every(isRemoval));
}

// The key is "[secret]" in a document, and no report needs one.
function readQuota(config: Preview["config"], env: NodeJS.ProcessEnv): Settings {
  const names = ["rateLimit", "rateWindowSeconds", "onConflict", "onMissing", "clientId"].map(
    (name) => `carecycle:${name}`,
  );
  const { CARECYCLE_RATE_LIMIT, CARECYCLE_RATE_WINDOW_SECONDS, CARECYCLE_CLIENT_ID } = env;
  return readSettings((key) => (names.includes(key) ? config[key] : undefined), {
    CARECYCLE_RATE_LIMIT,
    CARECYCLE_RATE_WINDOW_SECONDS,
    CARECYCLE_CLIENT_ID,
  });
}

// What needs attention first, then by name.
function byClassThenName(a: Resource, b: Resource): number {
  const rank = (r: Resource) => resourceClasses.indexOf(r.class);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

// An update of a reviewed drift is an `up --refresh --run-program`, which reads again what the preview has read.
function totalsOf(resources: readonly Resource[], reads: number, quota: QuotaSettings): Totals {
  const requests = resources.flatMap((r) => r.requests);
  return {
    configs: resources.length,
    attention: resources.filter((r) => r.class !== "unchanged").length,
    byClass: count(resources.map((r) => r.class)),
    observed: resources.reduce((sum, r) => sum + r.observed.length, 0),
    requests: requests.length,
    byMethod: count(requests.map((r) => r.method)),
    reads,
    leastSeconds: leastSeconds(reads + requests.length, quota),
  };
}

function count<T extends string>(values: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function verdictOf(
  totals: Totals,
  resources: readonly Resource[],
  shard: Report["shard"],
  unread: number,
  unlisted: number,
): string {
  const { configs, attention, byClass, requests } = totals;
  const of = shard ? ` of shard ${shard.index}/${shard.of}` : "";
  const all = `${configs} transfer config${configs === 1 ? "" : "s"}${of}`;
  if (attention === 0 && unread > 0) return `Nothing changed in the code; ${notRead(unread, configs, of)}.`;
  if (configs === 0 && unlisted > 0) {
    return "Nothing changed in the code; unchanged transfer configs aren't in this preview and were not read (how many isn't known).";
  }
  if (configs === 0) return `Nothing to do: the preview has no step on a transfer config${of}.`;
  if (attention === 0) {
    const seen = unlisted > 0 ? " that the preview read" : "";
    return `Nothing to do: ${all}${seen} ${configs === 1 ? "is" : "are"} as declared.`;
  }
  const parts = resourceClasses
    .filter((name): name is Exclude<ResourceClass, "unchanged"> => name !== "unchanged")
    .flatMap((name) => (byClass[name] === undefined ? [] : [`${byClass[name]} ${words[name]}`]));
  const bound = resources.some((r) => r.requests.some((q) => q.ifNeeded)) ? "at most " : "";
  const most = `${bound}${requests === 1 ? "1 request" : `${requests} requests`}`;
  // What an update would send to a config that could not be read is not known.
  const where = byClass.unreadable === undefined ? "" : " to the others";
  const blind = unread > 0 ? `; ${unread} not read` : "";
  const aside = unread > 0 ? " (drift of what was not read aside)" : "";
  const sent = requests === 0 ? "nothing" : most;
  return `${attention} of ${all}: ${parts.join(", ")}${blind}. An update sends ${sent}${where}${aside}.`;
}

function notRead(unread: number, configs: number, of: string): string {
  const which = unread === configs ? "" : `${unread} of `;
  const all = `${configs} transfer config${configs === 1 ? "" : "s"}${of}`;
  return `${which}${all} ${unread === 1 ? "was" : "were"} not read`;
}

const words: Record<Exclude<ResourceClass, "unchanged">, string> = {
  unreadable: "unreadable",
  missing: "missing",
  replace: "to replace",
  delete: "to delete",
  release: "to release",
  both: "drifted and changed",
  drift: "drifted",
  change: "changed",
  clear: "to clear",
  adopt: "to adopt",
  create: "to create",
  observed: "drifted in fields that the code doesn't declare",
};
