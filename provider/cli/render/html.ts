// The report as one HTML file that needs no network; Eta escapes every value that it writes.
import { createHash } from "node:crypto";
import { Eta } from "eta";
import { printable, printableJson, printableLines } from "../../model/printable";
import { cellText } from "../report/cells";
import type { Report, Resource } from "../report/types";
import { resourceClasses } from "../report/vocabulary";
import { page, script, style } from "./htmlPage";
import { classWords, details, requestLine, summaryLines } from "./words";

// The filter runs on every value, before it is escaped.
const eta = new Eta({
  autoEscape: true,
  autoFilter: true,
  filterFunction: (value) => printableLines(String(value)),
});

/** The report as a page: readable on a phone and in the dark, with a filter by class and a search by name. */
export function renderHtml(report: Report): string {
  const classes = resourceClasses.filter((name) => report.totals.byClass[name] !== undefined);
  return eta.renderString(page, {
    report: { ...report, resources: report.resources.map(onOneLineEach) },
    classes: classes.map((name) => ({ name, count: report.totals.byClass[name], words: classWords[name] })),
    summary: summaryLines(report),
    details,
    requestLine,
    cellText: (cell: Parameters<typeof cellText>[0]) => cellText(cell, 2_000),
    json: (value: unknown) => printableJson(value, 2),
    searchable: (texts: readonly (string | null)[]) => texts.filter(Boolean).join(" ").toLowerCase(),
    policy: `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    style,
    script,
  });
}

// The page may be shown by a build log, in which a line can be a command.
function onOneLineEach(resource: Resource): Resource {
  const { name, configName, notes } = resource;
  return {
    ...resource,
    name: printable(name),
    configName: configName === null ? null : printable(configName),
    notes: notes.map(printable),
  };
}

// Only this style and this script may act, whatever else got into the page.
function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
