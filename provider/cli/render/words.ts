// Sentences that every format for people shares.
import { printable } from "../../model/printable";
import type { PlannedRequest, Report, Resource } from "../report/types";

/** What stands behind a class, for a legend or a badge. */
export const classWords: Record<Resource["class"], string> = {
  unreadable: "unreadable: the live config could not be read",
  missing: "missing: the live config is gone",
  replace: "replace: another config takes its place",
  delete: "delete: removed from the code, and deleted from careCycle",
  release: "release: removed from the code, stays live",
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
  const { totals, quota, shard, others, unseen, unread, unlisted } = report;
  const lines: string[] = [];
  if (shard) {
    lines.push(
      `Shard ${shard.index} of ${shard.of}: ${totals.configs} of the stack's ${shard.stackConfigs} recorded configs were looked at.`,
    );
  }
  if (unread > 0) {
    lines.push(
      `Live values of ${unread} config(s) were not read (no --refresh, or not for these): their drift cannot be seen.`,
    );
  }
  if (unlisted > 0) {
    lines.push(
      `${unlisted} unchanged resource(s) are not in this preview (no --show-sames); those of them that are transfer configs ` +
        "were not read, and their number is not known.",
    );
  }
  if (totals.requests > 0) {
    const methods = Object.entries(totals.byMethod).map(([method, n]) => `${n} ${method}`);
    const most = report.resources.some((r) => r.requests.some((q) => q.ifNeeded)) ? "at most " : "";
    const reads =
      totals.reads > 0
        ? `, after ${totals.reads} GET by which up --refresh --run-program reads the recorded configs first`
        : "";
    lines.push(
      `Requests of an update: ${most}${totals.requests} (${methods.join(", ")})${reads}; at ${quota.limit} in ${quota.windowSeconds} s, ` +
        `that takes at least ${duration(totals.leastSeconds)}.`,
    );
  }
  if (totals.observed > 0 && !report.strict) {
    lines.push(`Not counted: ${totals.observed} moved value(s) that the code does not declare.`);
  }
  const unshown = unseen - unread;
  if (unshown > 0) {
    lines.push(
      `Of ${unshown} config(s), undeclared values are not in this preview: add --show-sames to see whether they moved.`,
    );
  }
  const other = Object.entries(others).map(([op, n]) => `${n} ${op}`);
  if (other.length > 0) lines.push(`Other resources, not looked at here: ${other.join(", ")}.`);
  return lines.map(printable);
}

/** What the configs are of which nothing is shown: of what was not read, only the code's part is known. */
export function unchangedWords({ unread }: Report): string {
  return unread > 0 ? "unchanged in the code" : "unchanged";
}

/** How a config is called: its name in the program, then its live name and id where they are known. */
export function details(resource: Resource): string[] {
  return [resource.configName, resource.id].filter((text): text is string => text !== null);
}

/** `PATCH /v2/...`, and whether it is sent only if needed. */
export function requestLine(request: PlannedRequest): string {
  return `${request.method} ${request.path}${request.ifNeeded ? " (if needed)" : ""}`;
}

/** Seconds in words, such as "8 min". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 6) / 10} min` : `${Math.round(seconds / 360) / 10} h`;
}
