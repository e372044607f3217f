// The report that every format shows: plain data, sensitive values left out already.
import type { ReportLeaf } from "./leaves";
import type { PlannedRequest, QuotaSettings } from "./requests";

/** What is to be said of a whole config. `both` has drift and changes, on one leaf or on several. */
export const resourceClasses = [
  "unreadable",
  "missing",
  "replace",
  "delete",
  "release",
  "both",
  "drift",
  "change",
  "clear",
  "adopt",
  "create",
  "observed",
  "unchanged",
] as const;

/** One of {@link resourceClasses}. */
export type ResourceClass = (typeof resourceClasses)[number];

/** One transfer config of the report. */
export interface Resource {
  readonly urn: string;
  /** Name in the program. */
  readonly name: string;
  readonly id: string | null;
  /** Live (or else declared) name of the config; null where it is not known. */
  readonly configName: string | null;
  readonly class: ResourceClass;
  readonly leaves: readonly ReportLeaf[];
  /** Live leaves that moved and that the code does not declare. */
  readonly observed: readonly ReportLeaf[];
  /** What an update would send. */
  readonly requests: readonly PlannedRequest[];
  readonly notes: readonly string[];
}

/** Sums over all configs. */
export interface Totals {
  readonly configs: number;
  /** Configs that are not unchanged. */
  readonly attention: number;
  readonly byClass: Readonly<Partial<Record<ResourceClass, number>>>;
  /** Observed leaves that moved. */
  readonly observed: number;
  /** Requests of an update; those sent only if needed are counted. */
  readonly requests: number;
  readonly byMethod: Readonly<Partial<Record<PlannedRequest["method"], number>>>;
  /** GETs of recorded configs by which `up --refresh --run-program` begins, one each; 0 for a preview without a refresh. */
  readonly reads: number;
  /** Of the reads and the requests together. */
  readonly leastSeconds: number;
}

/** The report of a preview. */
export interface Report {
  readonly verdict: string;
  /** Whether any live values were read. */
  readonly refreshed: boolean;
  /** Configs of {@link resources} that the code keeps and whose live values the preview did not read. */
  readonly unread: number;
  /** Unchanged resources of any type that the preview neither lists nor read; how many are configs is not known. */
  readonly unlisted: number;
  readonly strict: boolean;
  /** The part of the stack that was looked at, or null for all of it. */
  readonly shard: { readonly index: number; readonly of: number; readonly stackConfigs: number } | null;
  readonly quota: QuotaSettings;
  readonly totals: Totals;
  /** Steps on resources of other types, by operation. */
  readonly others: Readonly<Record<string, number>>;
  /** Configs whose observed leaves the document does not hold. */
  readonly unseen: number;
  readonly resources: readonly Resource[];
}
