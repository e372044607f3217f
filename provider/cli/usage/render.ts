// The report of `usage` as text, markdown and JSON.
import { counted, printable, printableJson, printableLines } from "../../model/printable";
import { markdownLimit } from "../render/markdown";
import { code, prose } from "../render/markdownText";
import type { User } from "./references";
import type { UsageReport, UsedConfig } from "./usageReport";
import { either, shortened } from "./words";

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
  const chosen = statuses.length === 8 ? "" : ` (${either(statuses)})`;
  return [
    `Read in ${counted(requests, "request")}: ${campaigns.read} of ${counted(campaigns.listed, "listed campaign")}${chosen}.`,
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
  const user = (one: User) =>
    `  - ${prose(kindOf(one))} ${code(nameOf(one.name, one.id))}: ${prose(one.as.join("; "))}`;
  const config = ({ id, name, resource, usedBy }: UsedConfig) => {
    const names = [...(name === null ? [] : [shortened(name)]), id, ...(resource === null ? [] : [resource])];
    return [`- ${names.map(code).join(" · ")}`, ...usedBy.map(user)].join("\n");
  };
  const blocks = [`**${prose(report.verdict)}**`, ...summary(report).map(prose)];
  // Room for the closing line, which counts what was left out.
  let room = markdownLimit - 200 - blocks.join("\n\n").length;
  let omitted = 0;
  for (const { title, configs } of sectionsOf(report)) {
    room -= title.length + 8;
    const shown: string[] = [];
    for (const text of configs.map(config)) {
      room -= text.length + 1;
      if (room < 0) omitted++;
      else shown.push(text);
    }
    if (shown.length > 0) blocks.push(`### ${title}`, shown.join("\n"));
  }
  if (omitted > 0)
    blocks.push(`_Left out, because a comment has no room for them: ${counted(omitted, "config")}._`);
  return `${blocks.join("\n\n")}\n`;
}
