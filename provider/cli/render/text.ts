// The report for a terminal or a log.
import { printable, printableJson } from "../../model/printable";
import type { Report, ReportLeaf, Resource } from "../reportModel/types";
import { indented, wrap } from "./columns";
import { type Layout, layoutOf, renderLeaves } from "./leafTable";
import { criticalFirst, resourcesToCount, resourcesToShow } from "./order";
import { type Paint, painter, toneOf } from "./paint";
import type { RenderOptions } from "./renderOptions";
import { usedByLine } from "./usedBy";
import {
  criticalWords,
  details,
  hasCritical,
  hasWithheld,
  headerItems,
  legendOf,
  requestLine,
  summaryLines,
  unchangedWords,
  warningLine,
  withheldMark,
  withheldWords,
} from "./words";

// Narrower than this, a line would hold hardly a word beside its indentation.
const narrowest = 40;

// What no terminal shows is read by people in a log, and by `grep`: a sentence stays on its line there.
const logTable = 100;

/** The report as text: in a terminal, of at most `width` columns, but for single words that are longer. */
export function renderText(report: Report, options: RenderOptions = {}): string {
  const width = Math.max(options.width ?? Number.POSITIVE_INFINITY, narrowest);
  const paint = painter(options.color ?? false);
  const resources = resourcesToShow(report);
  const quiet = resourcesToCount(report).length;
  const layout = layoutOf(
    resources.flatMap((r) => [...r.leaves, ...r.observed]),
    options.width === undefined ? logTable : width,
  );
  const lines = (texts: readonly string[]) =>
    texts.flatMap((text) => wrap(printable(text), width)).join("\n");
  const header = headerItems(report).map(({ label, text }) => `${label}: ${text}`);
  const blocks = [
    paint("bold", lines([report.verdict])),
    lines([...(header.length > 0 ? [header.join("  ")] : []), ...summaryLines(report)]),
    ...resources.map((resource) => block(resource, { layout, paint, width })),
    quiet > 0 ? `${quiet} ${unchangedWords(report)}.` : "",
    resources.length > 0 ? legend(report, width, paint) : "",
  ];
  return `${blocks.filter((text) => text !== "").join("\n\n")}\n`;
}

interface Look {
  readonly layout: Layout;
  readonly paint: Paint;
  readonly width: number;
}

function block(resource: Resource, { layout, paint, width }: Look): string {
  const { class: name, leaves, observed, notes, warnings, severity } = resource;
  const mark = severity === "critical" ? " (critical)" : "";
  const label = `${name.toUpperCase()}${mark}`;
  const [first = "", ...more] = wrap(
    printable([`${label} ${resource.name}`, ...details(resource)].join("  ")),
    width,
  );
  const tone = severity === "critical" ? "bad" : toneOf[name];
  const lines = [
    first.startsWith(label) ? paint(tone, label) + first.slice(label.length) : first,
    ...more.map((line) => `  ${line}`),
  ];
  const say = (text: string) => wrap(printable(text), width - 2).map((line) => `  ${line}`);
  lines.push(...notes.flatMap(say));
  lines.push(...[usedByLine(resource)].filter((text) => text !== null).flatMap(say));
  for (const warning of warnings)
    lines.push(
      ...say(warningLine(warning)).map((line) =>
        paint(warning.severity === "critical" ? "bad" : "warn", line),
      ),
    );
  const table = (list: readonly ReportLeaf[]) =>
    indented(renderLeaves(criticalFirst(list), layout, paint), "  ");
  if (leaves.length > 0) lines.push(table(leaves));
  if (observed.length > 0) lines.push("  Changed live, but not declared by the code:", table(observed));
  for (const request of resource.requests) {
    lines.push(`  ${printable(requestLine(request))}`);
    if (request.body) lines.push(indented(printableJson(request.body, 2), "    "));
  }
  return lines.join("\n");
}

function legend(report: Report, width: number, paint: Paint): string {
  const entries = legendOf(report).map(({ name, words }) => ({
    name: name as string,
    words,
    tone: toneOf[name],
  }));
  if (hasCritical(report)) entries.push({ name: "! critical", words: criticalWords, tone: "bad" });
  if (hasWithheld(report)) entries.push({ name: withheldMark, words: withheldWords, tone: "calm" });
  const column = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const lines = entries.flatMap(({ name, words, tone }) =>
    wrap(words, width - column).map((line, index) =>
      index === 0 ? paint(tone, name) + " ".repeat(column - name.length) + line : " ".repeat(column) + line,
    ),
  );
  return lines.join("\n");
}
