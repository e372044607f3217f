// The report for a terminal or a log.
import Table from "cli-table3";
import { printable, printableJson, printableLines } from "../../model/printable";
import { cellText } from "../report/cells";
import type { Report, ReportLeaf, Resource } from "../report/types";
import { details, requestLine, summaryLines, unchangedWords } from "./words";

/** The report as plain text. */
export function renderText(report: Report): string {
  const loud = report.resources.filter((r) => r.class !== "unchanged" || r.observed.length > 0);
  const quiet = report.totals.configs - loud.length;
  const blocks = [
    [report.verdict, ...summaryLines(report)].join("\n"),
    ...loud.map(block),
    ...(quiet > 0 ? [`${quiet} ${unchangedWords(report)}.`] : []),
  ];
  return `${blocks.map(printableLines).join("\n\n")}\n`;
}

function block(resource: Resource): string {
  const heading = [`${resource.class.toUpperCase()} ${resource.name}`, ...details(resource)].join("  ");
  const lines = [printable(heading), ...resource.notes.map((note) => `  ${printable(note)}`)];
  if (resource.leaves.length > 0) lines.push(table(resource.leaves));
  if (resource.observed.length > 0)
    lines.push("  Changed live, but not declared by the code:", table(resource.observed));
  for (const request of resource.requests) {
    lines.push(`  ${printable(requestLine(request))}`);
    if (request.body) lines.push(indent(printableJson(request.body, 2), "    "));
  }
  return lines.join("\n");
}

function table(leaves: readonly ReportLeaf[]): string {
  const rows = new Table({
    head: ["class", "field", "last applied", "live", "code"],
    colWidths: [null, null, 34, 34, 34],
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [] },
  });
  for (const leaf of leaves) {
    const columns = [leaf.applied, leaf.live, leaf.code].map((cell) => printable(cellText(cell)));
    rows.push([leaf.class, printable(leaf.path), ...columns]);
    if (leaf.note) rows.push(["", { content: printable(leaf.note), colSpan: 4 }]);
  }
  return indent(rows.toString(), "  ");
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}
