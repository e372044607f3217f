// The report as one HTML file that needs no network; Eta escapes every value that it writes.
import { createHash } from "node:crypto";
import { Eta } from "eta";
import { cellText } from "../cells";
import { type Report, resourceClasses } from "../types";
import { page, script, style } from "./page";
import { classWords, details, requestLine, summaryLines } from "./words";

const eta = new Eta({ autoEscape: true });

/** The report as a page: readable on a phone and in the dark, with a filter by class and a search by name. */
export function renderHtml(report: Report): string {
  const classes = resourceClasses.filter((name) => report.totals.byClass[name] !== undefined);
  return eta.renderString(page, {
    report,
    classes: classes.map((name) => ({ name, count: report.totals.byClass[name], words: classWords[name] })),
    summary: summaryLines(report),
    details,
    requestLine,
    cellText: (cell: Parameters<typeof cellText>[0]) => cellText(cell, 2_000),
    json: (value: unknown) => JSON.stringify(value, null, 2),
    searchable: (texts: readonly (string | null)[]) => texts.filter(Boolean).join(" ").toLowerCase(),
    policy: `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    style,
    script,
  });
}

// Only this style and this script may act, whatever else got into the page.
function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
