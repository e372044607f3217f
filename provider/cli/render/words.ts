// Sentences that every format for people shares.
import type { PlannedRequest } from "../requests";
import type { Report, Resource } from "../types";

/** What stands behind a class, for a legend or a badge. */
export const classWords: Record<Resource["class"], string> = {
  missing: "missing: the live config is gone",
  replace: "replace: another config takes its place",
  delete: "delete: the code declares it no more",
  both: "both: the live config and the code moved",
  drift: "drift: the live config moved",
  change: "change: the code moved",
  clear: "clear: the code empties a field",
  adopt: "adopt: a live config is taken over",
  create: "create: a new config",
  observed: "observed: undeclared fields moved",
  unchanged: "unchanged",
};

/** Lines on the whole report, besides the verdict. */
export function summaryLines(report: Report): string[] {
  const { totals, quota, shard, others, unseen } = report;
  const lines: string[] = [];
  if (shard) {
    lines.push(
      `Shard ${shard.index} of ${shard.of}: ${totals.configs} of the stack's ${shard.stackConfigs} recorded configs were looked at.`,
    );
  }
  if (!report.refreshed && totals.configs > 0) {
    lines.push("Live values were not read (a preview without --refresh): drift cannot be seen.");
  }
  if (totals.requests > 0) {
    const verbs = Object.entries(totals.byVerb).map(([verb, n]) => `${n} ${verb}`);
    const most = report.resources.some((r) => r.requests.some((q) => q.ifNeeded)) ? "at most " : "";
    const reads =
      totals.reads > 0
        ? `, after ${totals.reads} GET by which up --refresh reads the recorded configs first`
        : "";
    lines.push(
      `Requests of an update: ${most}${totals.requests} (${verbs.join(", ")})${reads}; at ${quota.limit} in ${quota.windowSeconds} s, ` +
        `that takes at least ${duration(totals.leastSeconds)}.`,
    );
  }
  if (totals.observed > 0 && !report.strict) {
    lines.push(`Not counted: ${totals.observed} moved value(s) that the code does not declare.`);
  }
  if (unseen > 0 && report.refreshed) {
    lines.push(
      `Of ${unseen} config(s), undeclared values are not in this preview: add --show-sames to see whether they moved.`,
    );
  }
  const other = Object.entries(others).map(([op, n]) => `${n} ${op}`);
  if (other.length > 0) lines.push(`Other resources, not looked at here: ${other.join(", ")}.`);
  return lines;
}

/** How a config is called: its name in the program, then its live name and id where they are known. */
export function details(resource: Resource): string[] {
  return [resource.configName, resource.id].filter((text): text is string => text !== null);
}

/** `PATCH /v2/...`, and whether it is sent only if needed. */
export function requestLine(request: PlannedRequest): string {
  return `${request.verb} ${request.path}${request.ifNeeded ? " (if needed)" : ""}`;
}

/** Seconds in words, such as "8 min". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 6) / 10} min` : `${Math.round(seconds / 360) / 10} h`;
}
