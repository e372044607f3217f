// The report as one HTML file that needs no network; Eta escapes every value that it writes.
import { createHash } from "node:crypto";
import { Eta } from "eta";
import { counted, printable, printableJson, printableLines } from "../../model/printable";
import type { Report, ReportLeaf, Resource } from "../reportModel/types";
import { resourceClasses } from "../reportModel/vocabulary";
import { page, script } from "./htmlPage";
import { style } from "./htmlStyle";
import { type Columns, markedLeaf, type Part } from "./leafTexts";
import { criticalFirst, resourcesToCount, resourcesToShow } from "./order";
import { toneOf } from "./paint";
import { usedByLine } from "./usedBy";
import {
  classWords,
  criticalWords,
  details,
  duration,
  hasCritical,
  hasWithheld,
  headerItems,
  legendOf,
  remarks,
  requestLine,
  summaryLines,
  unchangedWords,
  withheldMark,
  withheldWords,
} from "./words";

// The filter runs on every value, before it is escaped.
const eta = new Eta({
  autoEscape: true,
  autoFilter: true,
  filterFunction: (value) => printableLines(String(value)),
});

const template = eta.compile(page);

/** The report as a page: readable on a phone and in the dark, with a filter by class and a search by name. */
export function renderHtml(report: Report): string {
  const classes = resourceClasses.filter((name) => report.totals.byClass[name] !== undefined);
  const title = ["careCycle transfer configs", report.stack].filter((text) => text !== null).join(": ");
  return eta.render(template, {
    title: printable(title),
    verdict: report.verdict,
    header: headerItems(report).map(({ label, text }) => ({ label, text: printable(text) })),
    tiles: tilesOf(report),
    summary: summaryLines(report),
    legend: legendEntries(report),
    classes: classes.map((name) => ({ name, count: report.totals.byClass[name], words: classWords[name] })),
    resources: [...resourcesToShow(report), ...resourcesToCount(report)].map(card),
    breakable,
    policy: `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    style,
    script,
  });
}

function tilesOf(report: Report): { label: string; text: string; bad?: boolean }[] {
  const { totals, resources } = report;
  const critical = resources.filter(({ severity }) => severity === "critical").length;
  const quiet = totals.configs - totals.attention;
  const tiles: { label: string; text: string; bad?: boolean }[] = [
    { label: `of ${counted(totals.configs, "config")} to look at`, text: String(totals.attention) },
  ];
  if (critical > 0)
    tiles.push({
      label: "critical: calls go elsewhere, or may reach nobody",
      text: String(critical),
      bad: true,
    });
  tiles.push(
    { label: unchangedWords(report), text: String(quiet) },
    {
      label: `${totals.requests === 1 ? "request" : "requests"} of an update`,
      text: String(totals.requests),
    },
  );
  if (totals.reads > 0) tiles.push({ label: "reads before them", text: String(totals.reads) });
  if (totals.leastSeconds > 0)
    tiles.push({ label: "at least, under the quota", text: duration(totals.leastSeconds) });
  return tiles;
}

function legendEntries(report: Report): { name: string; words: string; tone: string }[] {
  const entries = legendOf(report).map(({ name, words }) => ({
    name: name as string,
    words,
    tone: toneOf[name],
  }));
  if (hasCritical(report)) entries.push({ name: "critical", words: criticalWords, tone: "bad" });
  if (hasWithheld(report)) entries.push({ name: withheldMark, words: withheldWords, tone: "calm" });
  return entries;
}

// The page may be shown by a build log, in which a line can be a command: foreign texts stay on one line each.
function card(resource: Resource): object {
  const { class: name, severity, leaves, observed, notes, warnings, requests } = resource;
  const tables = [
    ["", leaves],
    ["Changed live, but not declared by the code:", observed],
  ] as const;
  return {
    class: name,
    tone: toneOf[name],
    critical: severity === "critical",
    name: printable(resource.name),
    details: details(resource).map(printable).join(" · "),
    searchable: [resource.name, ...details(resource)].map(printable).join(" ").toLowerCase(),
    used: usedByLine(resource),
    warnings: warnings.map((warning) => ({
      severity: warning.severity,
      tone: warning.severity === "critical" ? "bad" : "warn",
      text: printable([warning.path, warning.message].filter((text) => text !== null).join(": ")),
    })),
    notes: notes.map(printable),
    tables: tables
      .filter(([, list]) => list.length > 0)
      .map(([title, list]) => [title, criticalFirst(list).map(row)]),
    requestsTitle: requests.length === 1 ? "Request" : `${requests.length} requests`,
    requests: requests.map((request) =>
      [printable(requestLine(request)), ...(request.body ? [printableJson(request.body, 2)] : [])].join(
        "\n\n",
      ),
    ),
  };
}

const columnLabels = { applied: "last applied", live: "live", code: "code" } as const;

function row(leaf: ReportLeaf): object {
  const columns = markedLeaf(leaf);
  const marks: Columns<string> =
    leaf.class === "observed"
      ? { applied: "old", live: "new", code: "" }
      : { applied: "", live: "old", code: "new" };
  return {
    class: leaf.class,
    tone: toneOf[leaf.class],
    critical: leaf.severity === "critical",
    path: printable(leaf.path),
    remarks: remarks(leaf).map(printable),
    columns: (Object.keys(columnLabels) as (keyof Columns<Part>)[]).map((name) => ({
      name,
      label: columnLabels[name],
      none: leaf[name].kind !== "value",
      parts: columns[name].map((part) => ({ text: part.text, mark: part.isChanged ? marks[name] : "" })),
    })),
  };
}

/** Escaped text in which a line may break within what reads as several words: behind punctuation, and in camelCase. */
function breakable(text: string): string {
  return printableLines(text)
    .split(/(?<=[_/.\]=&])|(?=\[)|(?<=[a-z0-9])(?=[A-Z])/)
    .map(escaped)
    .join("<wbr>");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Only this style and this script may act, whatever else got into the page.
function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
