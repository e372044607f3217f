// The report as SARIF 2.1.0, for code scanning: a result for each leaf that is not as the code says.
import { createHash } from "node:crypto";
import { printable, printableJson } from "../../model/printable";
import type { Report, ReportLeaf, Resource } from "../reportModel/types";
import { leafTexts } from "./leafTexts";
import type { RenderOptions } from "./renderOptions";
import { classWords, remarks, warningLine } from "./words";

/** Results that GitHub takes in one run: it refuses a file with more. */
const mostResults = 25_000;

type Level = "error" | "warning" | "note";

interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly resource: Resource;
  readonly path: string | null;
}

/**
 * The report as a SARIF log of one run. A leaf that is critical is an error, one that an update leaves alone a note, any other a
 * warning; the rule of a result is the class of its leaf, or the name of a rule across fields. A config without leaves (one that could not
 * be read) has one result. Every result stands at the project's file, since a preview does not tell lines, and names the resource by its URN.
 */
export function renderSarif(report: Report, { projectFile = "Pulumi.yaml" }: RenderOptions = {}): string {
  const all = report.resources.flatMap((resource) => findingsOf(resource, report.strict));
  const levels: readonly Level[] = ["error", "warning", "note"];
  const findings = all
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
    .slice(0, mostResults);
  const location = { artifactLocation: { uri: encodeURI(projectFile) }, region: { startLine: 1 } };
  const run = {
    tool: { driver: { ...driver(), rules: rulesOf(findings) } },
    // One for each stack, so that code scanning keeps the results of several apart.
    automationDetails: { id: `pulumi-carecycle/${printable(report.stack ?? "stack")}/` },
    invocations: [invocationOf(report, all.length - findings.length)],
    results: findings.map((finding) => ({
      ruleId: finding.rule,
      level: finding.level,
      message: { text: unlinked(printable(finding.message)) },
      locations: [{ physicalLocation: location, logicalLocations: [logicalLocation(finding)] }],
      partialFingerprints: { "configAndPath/v1": fingerprint(finding) },
    })),
    properties: { verdict: report.verdict, stack: report.stack, commit: report.commit },
  };
  // The name of the schema, which readers compare with their own copy.
  const $schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return `${printableJson({ $schema, version: "2.1.0", runs: [run] }, 2)}\n`;
}

function driver(): object {
  const { name, version } = require("pulumi-carecycle/package.json") as { name: string; version: string };
  return { name, semanticVersion: version };
}

function findingsOf(resource: Resource, strict: boolean): Finding[] {
  const found = [...resource.leaves, ...resource.observed].map((leaf): Finding => {
    const { applied, live, code } = leafTexts(leaf);
    const said = remarks(leaf)
      .map((text) => `; ${text}`)
      .join("");
    return {
      rule: leaf.class,
      level: levelOf(leaf, strict),
      message: `${resource.name}: ${leaf.path} is ${live} live and ${code} in the code (last applied: ${applied})${said}`,
      resource,
      path: leaf.path,
    };
  });
  for (const warning of resource.warnings) {
    found.push({
      rule: warning.rule,
      level: warning.severity === "critical" ? "error" : "warning",
      message: `${resource.name}: ${warningLine(warning)}`,
      resource,
      path: warning.path,
    });
  }
  if (resource.leaves.length > 0 || resource.class === "unchanged" || resource.class === "observed")
    return found;
  const said = [classWords[resource.class], ...resource.notes].join("; ");
  const level = resource.class === "unreadable" || resource.severity === "critical" ? "error" : "warning";
  return [
    ...found,
    { rule: resource.class, level, message: `${resource.name}: ${said}`, resource, path: null },
  ];
}

function levelOf({ severity, class: name }: ReportLeaf, strict: boolean): Level {
  if (severity === "critical") return "error";
  return name === "observed" && !strict ? "note" : "warning";
}

function rulesOf(findings: readonly Finding[]): object[] {
  const words: Readonly<Record<string, string>> = classWords;
  return [...new Set(findings.map(({ rule }) => rule))].map((id) => ({
    id,
    shortDescription: {
      text: (Object.hasOwn(words, id) && words[id]) || "a rule across the fields of a transfer config",
    },
  }));
}

function logicalLocation({ resource, path }: Finding): object {
  const at = path === null ? "" : `/${path}`;
  return {
    name: printable(path ?? resource.name),
    fullyQualifiedName: printable(`${resource.urn}${at}`),
    kind: path === null ? "resource" : "member",
  };
}

// In a message, `[text](target)` is a link.
function unlinked(text: string): string {
  return text.replaceAll("](", "] (");
}

// The same from run to run, whatever the values are: an alert stays one alert while a value moves on.
function fingerprint({ rule, resource, path }: Finding): string {
  return createHash("sha256")
    .update(JSON.stringify([resource.urn, path, rule]))
    .digest("hex");
}

function invocationOf({ totals, readAt }: Report, omitted: number): object {
  return {
    executionSuccessful: totals.byClass.unreadable === undefined,
    ...(readAt !== null && { endTimeUtc: readAt }),
    ...(omitted > 0 && {
      toolExecutionNotifications: [
        {
          level: "warning",
          message: { text: `${omitted} results are left out, because code scanning takes ${mostResults}.` },
        },
      ],
    }),
  };
}
