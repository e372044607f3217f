// The report for a pull-request comment: at most 65,536 characters, cut by whole configs.
import { printable, printableJson } from "../../model/printable";
import { cellText } from "../report/cells";
import type { PlannedRequest, Report, ReportLeaf, Resource, ResourceClass } from "../report/types";
import { details, requestLine, summaryLines, unchangedWords } from "./words";

/** Characters of a pull-request comment. */
const commentLimit = 65_536;

/** Characters of this rendering at the most: what posts it adds a marker and a link of its own. */
export const markdownLimit = 65_000;

/** The report as GitHub-flavoured Markdown. */
export function renderMarkdown(report: Report): string {
  const loud = report.resources.filter((r) => r.class !== "unchanged" || r.observed.length > 0);
  const quiet = report.resources.filter((r) => !loud.includes(r));
  const head = [`**${report.verdict}**`, ...summaryLines(report).map(prose)].join("\n\n");
  // Room for the closing lines, which are written last because they count what was left out.
  let room = markdownLimit - head.length - 1_000;
  const shown: string[] = [];
  const omitted: Resource[] = [];
  for (const resource of loud) {
    const text = [block(resource, true), block(resource, false)].find((t) => t.length + 2 <= room);
    if (text === undefined) omitted.push(resource);
    else shown.push(text);
    room -= text === undefined ? 0 : text.length + 2;
  }
  return `${[head, ...shown, omission(omitted), folded(quiet, unchangedWords(report), room)].filter((t) => t !== "").join("\n\n")}\n`;
}

function block(resource: Resource, whole: boolean): string {
  const name = [resource.name, ...details(resource)].map(code).join(" · ");
  const parts = [`### ${resource.class}: ${name}`, ...resource.notes.map(prose)];
  const all = [...resource.leaves, ...resource.observed];
  if (!whole && (all.length > 0 || resource.requests.length > 0)) {
    return [
      ...parts,
      `${all.length} value(s) and ${resource.requests.length} request(s) do not fit here.`,
    ].join("\n\n");
  }
  if (resource.leaves.length > 0) parts.push(table(resource.leaves));
  if (resource.observed.length > 0)
    parts.push("Changed live, but not declared by the code:", table(resource.observed));
  if (resource.requests.length > 0) parts.push(requests(resource.requests));
  return parts.join("\n\n");
}

function table(leaves: readonly ReportLeaf[]): string {
  const rows = leaves.map((leaf) => [
    leaf.note === null ? leaf.class : `${leaf.class} (${prose(leaf.note)})`,
    code(leaf.path),
    ...[leaf.applied, leaf.live, leaf.code].map((cell) => code(cellText(cell))),
  ]);
  const head = [
    ["class", "field", "last applied", "live", "code"],
    ["---", "---", "---", "---", "---"],
  ];
  return [...head, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function requests(list: readonly PlannedRequest[]): string {
  const texts = list.map((request) => {
    const line = code(requestLine(request));
    return request.body ? `${line}\n\n${fenced(printableJson(request.body, 2))}` : line;
  });
  const summary = `<summary>${list.length === 1 ? "Request" : `${list.length} requests`}</summary>`;
  return `<details>${summary}\n\n${texts.join("\n\n")}\n\n</details>`;
}

// A fence is longer than any run of backticks in it.
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

function omission(omitted: readonly Resource[]): string {
  if (omitted.length === 0) return "";
  const counts = new Map<ResourceClass, number>();
  for (const { class: name } of omitted) counts.set(name, (counts.get(name) ?? 0) + 1);
  const list = [...counts].map(([name, n]) => `${n} ${name}`).join(", ");
  return `_Left out, because a comment is limited to ${commentLimit} characters: ${omitted.length} config(s) (${list})._`;
}

function folded(quiet: readonly Resource[], words: string, room: number): string {
  if (quiet.length === 0) return "";
  const items: string[] = [];
  let left = room;
  for (const resource of quiet) {
    const item = `- ${[resource.name, ...details(resource)].map(code).join(" · ")}`;
    left -= item.length + 1;
    if (left < 0) break;
    items.push(item);
  }
  const more = quiet.length - items.length;
  const rest = more > 0 ? `\n- and ${more} more` : "";
  return `<details><summary>${quiet.length} ${words}</summary>\n\n${items.join("\n")}${rest}\n\n</details>`;
}

/** Foreign text as inline code, in which nothing is a mention, a link, markup or the end of a cell. */
function code(text: string): string {
  const line = printable(text);
  if (line.trim() !== "" && !/[`|]/.test(line)) return `\`${/^ | $/.test(line) ? ` ${line} ` : line}\``;
  return `<code>${line.replace(/[^\p{L}\p{N} ]/gu, (c) => `&#${c.codePointAt(0)};`)}</code>`;
}

/** A sentence of this program; what foreign names it holds become plain text. */
function prose(text: string): string {
  const escaped = printable(text).replace(/[\\`*_[\]<>|&~]/g, (c) => `&#${c.codePointAt(0)};`);
  // Behind a zero-width space neither is a mention or a reference.
  return escaped.replace(/@|#(?!\d+;)/g, "$&\u200b").replace(/\s+/g, " ");
}
