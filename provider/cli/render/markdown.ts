// The report for a pull-request comment: at most 65,536 characters, cut by whole configs.
import { counted, printableJson } from "../../model/printable";
import type { PlannedRequest, Report, ReportLeaf, Resource, ResourceClass } from "../reportModel/types";
import { leafTexts } from "./leafTexts";
import { code, fold, prose, row } from "./markdownText";
import { criticalFirst, resourcesToCount, resourcesToShow } from "./order";
import { usedByLine } from "./usedBy";
import {
  criticalWords,
  details,
  hasCritical,
  hasWithheld,
  headerItems,
  legendOf,
  remarks,
  requestLine,
  summaryLines,
  unchangedWords,
  warningLine,
  withheldMark,
  withheldWords,
} from "./words";

/** Characters of a pull-request comment. */
const commentLimit = 65_536;

/** Characters of this rendering at the most: what posts it adds a marker and a link of its own. */
export const markdownLimit = 65_000;

/** Configs from which on a table of all comes first: fewer are seen at a glance. */
const overviewFrom = 10;

/** Characters of that table at the most: the changes themselves need the rest. */
const overviewLimit = 20_000;

/** The report as GitHub-flavoured Markdown. */
export function renderMarkdown(report: Report): string {
  const loud = resourcesToShow(report);
  const quiet = resourcesToCount(report);
  const header = headerItems(report).map(({ label, text }) => `${label} ${code(text)}`);
  const head = [
    `**${report.verdict}**`,
    ...(header.length > 0 ? [header.join(" · ")] : []),
    ...summaryLines(report).map(prose),
    ...(loud.length >= overviewFrom ? [overview(loud)] : []),
    ...(loud.length > 0 ? [legend(report)] : []),
  ].join("\n\n");
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
  const title = resource.severity === "critical" ? `${resource.class}, critical` : resource.class;
  const used = usedByLine(resource, { name: code, words: prose });
  const parts = [`### ${title}: ${name}`, ...resource.notes.map(prose)];
  if (used !== null) parts.push(used);
  if (resource.warnings.length > 0) {
    const items = resource.warnings.map(
      (warning) => `- ${prose(warningLine(warning)).replace(/^critical:/, "**critical:**")}`,
    );
    parts.push(items.join("\n"));
  }
  const all = [...resource.leaves, ...resource.observed];
  if (!whole && (all.length > 0 || resource.requests.length > 0)) {
    return [
      ...parts,
      `${counted(all.length, "value")} and ${counted(resource.requests.length, "request")} do not fit here.`,
    ].join("\n\n");
  }
  if (resource.leaves.length > 0) parts.push(table(resource.leaves));
  if (resource.observed.length > 0)
    parts.push("Changed live, but not declared by the code:", table(resource.observed));
  if (resource.requests.length > 0) parts.push(requests(resource.requests));
  return parts.join("\n\n");
}

function table(leaves: readonly ReportLeaf[]): string {
  const rows = criticalFirst(leaves).map((leaf) => {
    const { applied, live, code: declared } = leafTexts(leaf);
    const name = leaf.severity === "critical" ? `**${leaf.class}, critical**` : leaf.class;
    const said = remarks(leaf).map(prose).join("; ");
    return [said === "" ? name : `${name} (${said})`, ...[leaf.path, applied, live, declared].map(code)];
  });
  return [["class", "field", "last applied", "live", "code"], Array<string>(5).fill("---"), ...rows]
    .map(row)
    .join("\n");
}

/** One row for each config, without links: where it stands in the comment may have been cut. */
function overview(loud: readonly Resource[]): string {
  const rows = [row(["class", "config", "name", "changed"]), row(["---", "---", "---", "---"])];
  let room = overviewLimit;
  for (const resource of loud) {
    const { severity, class: name, leaves, observed } = resource;
    const fields = criticalFirst([...leaves, ...observed]).map(({ path }) => path);
    const more = fields.length - 3;
    const text = row([
      severity === "critical" ? `**${name}, critical**` : name,
      code(resource.name),
      resource.configName === null ? "" : code(resource.configName),
      fields.slice(0, 3).map(code).join(", ") + (more > 0 ? ` and ${more} more` : ""),
    ]);
    room -= text.length + 1;
    if (room < 0) break;
    rows.push(text);
  }
  const cut = loud.length - (rows.length - 2);
  return rows.join("\n") + (cut > 0 ? `\n\n_${counted(cut, "more config")} not in this table._` : "");
}

function legend(report: Report): string {
  const items = legendOf(report).map(({ name, words }) => `- **${name}**: ${prose(words)}`);
  if (hasCritical(report)) items.push(`- **critical**: ${criticalWords}`);
  if (hasWithheld(report)) items.push(`- ${code(withheldMark)}: ${prose(withheldWords)}`);
  return fold("What the classes mean", items.join("\n"));
}

function requests(list: readonly PlannedRequest[]): string {
  const texts = list.map((request) => {
    const line = code(requestLine(request));
    return request.body ? `${line}\n\n${fenced(printableJson(request.body, 2))}` : line;
  });
  return fold(list.length === 1 ? "Request" : `${list.length} requests`, texts.join("\n\n"));
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
  return `_Left out, because a comment is limited to ${commentLimit} characters: ${counted(omitted.length, "config")} (${list})._`;
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
  return fold(`${quiet.length} ${words}`, items.join("\n") + rest);
}
