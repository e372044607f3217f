// Sentences that the formats for people share.
import { counted, printable } from "../../model/printable";
import type {
  LeafClass,
  PlannedRequest,
  Report,
  ReportLeaf,
  Resource,
  ResourceClass,
} from "../reportModel/types";
import { resourceClasses } from "../reportModel/vocabulary";

/** What a class means. */
export const classWords: Record<ResourceClass | LeafClass, string> = {
  unreadable: "the live config could not be read",
  missing: "the live config is gone",
  replace: "another config takes its place",
  delete: "removed from the code, and deleted from careCycle",
  release: "removed from the code; still live, no longer managed",
  both: "the live value and the code changed since the last update, to different values; on a config: drift and changes",
  drift: "the live value was changed outside the code; an update puts it back",
  change: "the code changed; an update sends it",
  clear: "the code clears the field: an update sends null",
  adopt: "a live config comes under management",
  create: "a new config",
  observed: "a live value changed that the code doesn't declare; an update leaves it as it is",
  unchanged: "live and code agree",
};

/** What marks a change of destination, and why it is marked. */
export const criticalWords = "calls go elsewhere, or may reach nobody";

/** The classes that a report shows, of configs and of leaves, each with what it means: its legend. */
export function legendOf(report: Report): { name: ResourceClass | LeafClass; words: string }[] {
  const { resources } = report;
  const shown = new Set<string>(
    resources.flatMap((r) => [r.class, ...[...r.leaves, ...r.observed].map((l) => l.class)]),
  );
  return resourceClasses
    .filter((name) => name !== "unchanged" && shown.has(name))
    .map((name) => ({ name, words: classWords[name] }));
}

/** How a value that is kept out of every text is shown, and what that means. */
export const withheldMark = "[withheld: …]";
export const withheldWords =
  "what may be a credential, and was not set by an update of this program: no state and no report holds it; where the code declares it, an update compares the two, and writes only if they differ";

/** Whether a report shows a value as withheld. */
export function hasWithheld({ resources }: Report): boolean {
  const shown = resources.flatMap(({ leaves, observed }) => [...leaves, ...observed]);
  return shown.some(({ applied, live, code }) =>
    [applied, live, code].some(({ kind }) => kind === "withheld"),
  );
}

/** Whether a report marks anything as critical. */
export function hasCritical({ resources }: Report): boolean {
  return resources.some(({ severity }) => severity === "critical");
}

/** What the report is of: stack, commit, and when the live values had been read; without what is not known. */
export function headerItems({ stack, commit, readAt }: Report): { label: string; text: string }[] {
  const items = [
    { label: "Stack", text: stack },
    { label: "Commit", text: commit?.slice(0, 12) },
    { label: "Live values read", text: readAt === null ? null : minuteOf(readAt) },
  ];
  return items.filter((item): item is { label: string; text: string } => item.text != null);
}

/** A time to the minute: `2026-11-24 09:30 UTC`. */
export function minuteOf(time: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/.exec(time) ?? [];
  return day === undefined ? time : `${day} ${minute} UTC`;
}

/** What is to be said of a leaf besides its values: its note, and since when its drift is known. */
export function remarks({ note, firstSeen }: ReportLeaf): string[] {
  return [note, firstSeen === null ? null : `first seen ${minuteOf(firstSeen)}`].filter(
    (text) => text !== null,
  );
}

/** A rule that a config breaks, in one line. */
export function warningLine({ severity, path, message }: Resource["warnings"][number]): string {
  return `${severity}: ${path === null ? "" : `${path}: `}${message}`;
}

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
    const which =
      read > 0 ? `${counted(read, "config")} were read; those of ${unread}` : counted(unread, "config");
    lines.push(
      `Live values of ${which} were not read, so it isn't known whether they drifted ` +
        "(pulumi-carecycle preview --all reads them).",
    );
  }
  if (unlisted > 0) {
    lines.push(
      `${counted(unlisted, "unchanged resource")} ${unlisted === 1 ? "isn't" : "aren't"} in this preview (no --show-sames); any transfer configs among them ` +
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
      `Requests: ${most}${totals.requests} (${methods.join(", ")})${reads}. At ${quota.limit} per ${quota.windowSeconds} s, ` +
        `${leastWords(totals.leastSeconds)}.`,
    );
  }
  if (totals.observed > 0 && !report.strict) {
    lines.push(`Not counted: ${counted(totals.observed, "changed value")} that the code doesn't declare.`);
  }
  const unshown = unseen - unread;
  if (unshown > 0) {
    lines.push(
      `The undeclared values of ${counted(unshown, "config")} aren't in this preview: add --show-sames to see whether they changed.`,
    );
  }
  const other = Object.entries(others).map(([op, n]) => `${n} ${op}`);
  if (other.length > 0) lines.push(`Other resources, not covered here: ${other.join(", ")}.`);
  lines.push(...usageLines(report));
  return lines.map(printable);
}

function usageLines({ usage }: Report): string[] {
  if (usage === null) return [];
  const { requests, notRead } = usage;
  const texts = [
    ...(requests > 0 ? [`What uses the configs took ${counted(requests, "request")} to read.`] : []),
    ...(notRead.length > 0 ? [`Not read: ${notRead.join("; ")}.`] : []),
  ];
  return texts.length > 0 ? [texts.join(" ")] : [];
}

function leastWords(seconds: number): string {
  return seconds === 0 ? "none of them has to wait" : `that takes at least ${duration(seconds)}`;
}

/** What to call the configs that are only counted: of those that were not read, only the code is known. */
export function unchangedWords({ unread }: Report): string {
  return unread > 0 ? "unchanged in the code" : "unchanged";
}

/** What identifies a config besides its name in the program: its live name and id, where they are known. */
export function details(resource: Resource): string[] {
  return [resource.configName, resource.id].filter((text) => text !== null).map(shortened);
}

// A heading names a config; nobody reads a name of megabytes.
function shortened(name: string): string {
  return name.length <= 300 ? name : `${[...name.slice(0, 301)].slice(0, 300).join("")}…`;
}

/** `PATCH /v2/...`, and whether it is sent only if needed. */
export function requestLine(request: PlannedRequest): string {
  return `${request.method} ${request.path}${request.ifNeeded ? " (if needed)" : ""}`;
}

/** Seconds in words, such as "8 min". */
export function duration(seconds: number): string {
  if (seconds === 0) return "no wait";
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 6) / 10} min` : `${Math.round(seconds / 360) / 10} h`;
}
