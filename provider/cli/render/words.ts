// Sentences that the formats for people share.
import { printable } from "../../model/printable";
import type { PlannedRequest, Report, Resource } from "../report/types";

/** What a class means, for a legend or a badge. */
export const classWords: Record<Resource["class"], string> = {
  unreadable: "unreadable: the live config could not be read",
  missing: "missing: the live config is gone",
  replace: "replace: another config takes its place",
  delete: "delete: removed from the code, and deleted from careCycle",
  release: "release: removed from the code; still live, no longer managed",
  both: "both: the live config and the code changed",
  drift: "drift: the live config changed",
  change: "change: the code changed",
  clear: "clear: the code clears a field",
  adopt: "adopt: a live config comes under management",
  create: "create: a new config",
  observed: "observed: undeclared fields changed",
  unchanged: "unchanged",
};

/** Lines on the whole report, besides the verdict. */
export function summaryLines(report: Report): string[] {
  const { totals, quota, shard, others, unseen, read, unread, unlisted } = report;
  const lines: string[] = [];
  if (shard) {
    lines.push(
      `Shard ${shard.index} of ${shard.of}: ${totals.configs} of the stack's ${shard.stackConfigs} recorded configs were checked.`,
    );
  }
  if (unread > 0) {
    const which = read > 0 ? `${read} config(s) were read; those of ${unread}` : `${unread} config(s)`;
    lines.push(
      `Live values of ${which} were not read, so it isn't known whether they drifted ` +
        "(pulumi-carecycle preview --all reads them).",
    );
  }
  if (unlisted > 0) {
    lines.push(
      `${unlisted} unchanged resource(s) aren't in this preview (no --show-sames); any transfer configs among them ` +
        "were not read, and how many there are isn't known.",
    );
  }
  if (totals.requests > 0) {
    const methods = Object.entries(totals.byMethod).map(([method, n]) => `${n} ${method}`);
    const most = report.resources.some((r) => r.requests.some((q) => q.ifNeeded)) ? "at most " : "";
    const reads =
      totals.reads > 0
        ? `, after ${totals.reads} GET with which up --refresh --run-program first reads the recorded configs`
        : "";
    lines.push(
      `Requests: ${most}${totals.requests} (${methods.join(", ")})${reads}; at ${quota.limit} per ${quota.windowSeconds} s, ` +
        `that takes at least ${duration(totals.leastSeconds)}.`,
    );
  }
  if (totals.observed > 0 && !report.strict) {
    lines.push(`Not counted: ${totals.observed} changed value(s) that the code doesn't declare.`);
  }
  const unshown = unseen - unread;
  if (unshown > 0) {
    lines.push(
      `The undeclared values of ${unshown} config(s) aren't in this preview: add --show-sames to see whether they changed.`,
    );
  }
  const other = Object.entries(others).map(([op, n]) => `${n} ${op}`);
  if (other.length > 0) lines.push(`Other resources, not covered here: ${other.join(", ")}.`);
  return lines.map(printable);
}

/** What to call the configs that are only counted: of those that were not read, only the code is known. */
export function unchangedWords({ unread }: Report): string {
  return unread > 0 ? "unchanged in the code" : "unchanged";
}

/** What identifies a config besides its name in the program: its live name and id, where they are known. */
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
