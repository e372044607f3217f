// The report of `usage` as text, markdown and JSON.
import { counted, printable, printableJson, printableLines } from "../../model/printable";
import { markdownLimit } from "../render/markdown";
import { code, prose } from "../render/markdownText";
import { statusesInWords } from "./chosenStatuses";
import type { User } from "./references";
import type { UsageReport, UsedConfig } from "./usageReport";
import { firstOf, shortened } from "./words";

/** Formats of `usage`. */
export const usageFormats = ["text", "json", "markdown"] as const;
/** A format of `usage`. */
export type UsageFormat = (typeof usageFormats)[number];

/** Version of the JSON's shape; it grows with every change. */
const usageVersion = 1;

/** The report in a format. */
export function renderUsage(report: UsageReport, format: UsageFormat): string {
  if (format === "json") return `${printableJson({ version: usageVersion, ...report }, 2)}\n`;
  return format === "text" ? renderText(report) : renderMarkdown(report);
}

interface Section {
  readonly title: string;
  readonly configs: readonly UsedConfig[];
}

function sectionsOf({ configs, missing, unused }: UsageReport): Section[] {
  const [gone, idle] = [new Set(missing), new Set(unused)];
  const others = configs.filter(({ id }) => !gone.has(id) && !idle.has(id));
  return [
    { title: "Pointed to, but not found under this key", configs: configs.filter(({ id }) => gone.has(id)) },
    { title: "In use", configs: others.filter(({ from }) => from !== "reference") },
    {
      title: "In use, and named neither by the stack nor on the command line",
      configs: others.filter(({ from }) => from === "reference"),
    },
    { title: "Nothing that was read points to these", configs: configs.filter(({ id }) => idle.has(id)) },
  ].filter(({ configs: list }) => list.length > 0);
}

function summary({ requests, campaigns, statuses, notRead }: UsageReport): string[] {
  const chosen = statusesInWords(statuses);
  return [
    `Read in ${counted(requests, "request")}: ${campaigns.read} of ${counted(campaigns.listed, "listed campaign")}${chosen && ` (${chosen})`}.`,
    ...notRead.map((what) => `Not read: ${what}.`),
  ];
}

function kindOf({ kind, status }: User): string {
  if (kind === "appointment-config") return "appointment config";
  return status === null ? "campaign" : `${shortened(status)} campaign`;
}

function nameOf(name: string | null, id: string | null): string {
  return shortened(name ?? id ?? "without a name");
}

function renderText(report: UsageReport): string {
  const user = (one: User) => `    ${kindOf(one)} ${nameOf(one.name, one.id)}: ${one.as.join("; ")}`;
  const config = ({ id, name, resource, usedBy }: UsedConfig) => [
    `  ${[...(name === null ? [] : [shortened(name)]), id, ...(resource === null ? [] : [`(resource ${resource})`])].join("  ")}`,
    ...usedBy.map(user),
  ];
  const blocks = [
    [report.verdict, ...summary(report)],
    ...sectionsOf(report).map(({ title, configs }) => [`${title}:`, ...configs.flatMap(config)]),
  ];
  return `${blocks.map((lines) => printableLines(lines.map(printable).join("\n"))).join("\n\n")}\n`;
}

function renderMarkdown(report: UsageReport): string {
  const blocks = [`**${prose(report.verdict)}**`, ...summary(report).map(prose)];
  // Room for the closing line, which counts what was left out.
  let room = markdownLimit - 200 - blocks.join("\n\n").length;
  const sections = sectionsOf(report).map(({ title, configs }) => ({ title: `### ${title}`, configs }));
  for (const { title } of sections) room -= title.length + 4;
  const sizeOf = (most: number) =>
    report.configs.reduce((sum, config) => sum + markdownOf(config, most).length + 1, 0);
  // Long lists of users are cut before whole configs are left out.
  let most = Math.max(1, ...report.configs.flatMap(({ usedBy }) => [usedBy.length, ...usedBy.map(waysOf)]));
  const longest = most;
  while (most > 1 && sizeOf(most) > room) most = Math.ceil(most / 2);
  let omitted = 0;
  let cut = 0;
  for (const { title, configs } of sections) {
    const shown: string[] = [];
    for (const config of configs) {
      const text = markdownOf(config, most);
      if (text.length < room) {
        room -= text.length + 1;
        shown.push(text);
        if (text !== markdownOf(config, longest)) cut++;
      } else omitted++;
    }
    if (shown.length > 0) blocks.push(title, shown.join("\n"));
  }
  const left = [
    ...(omitted > 0 ? [counted(omitted, "config")] : []),
    ...(cut > 0 ? [`some of what points to ${counted(cut, "config")}`] : []),
  ];
  if (left.length > 0)
    blocks.push(`_Left out, because a comment has no room for them: ${left.join(", and ")}._`);
  return `${blocks.join("\n\n")}\n`;
}

const waysOf = ({ as }: User): number => as.length;

/** A config with at most so many of its users, and of the ways in which each points to it. */
function markdownOf({ id, name, resource, usedBy }: UsedConfig, most: number): string {
  const names = [...(name === null ? [] : [shortened(name)]), id, ...(resource === null ? [] : [resource])];
  const users = usedBy
    .slice(0, most)
    .map(
      (one) =>
        `  - ${prose(kindOf(one))} ${code(nameOf(one.name, one.id))}: ${prose(firstOf(one.as, most, "; "))}`,
    );
  const more = usedBy.length > most ? [`  - and ${usedBy.length - most} more`] : [];
  return [`- ${names.map(code).join(" · ")}`, ...users, ...more].join("\n");
}
