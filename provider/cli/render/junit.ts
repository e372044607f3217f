// The report as JUnit XML, for pipelines that show test results: a test case for each config. Eta escapes every value that it writes.
import { Eta } from "eta";
import { printable } from "../../model/printable";
import type { Report, ReportLeaf, Resource } from "../reportModel/types";
import { leafTexts } from "./leafTexts";
import { criticalFirst } from "./order";
import { usedByLine } from "./usedBy";
import { classWords, details, headerItems, remarks, requestLine, warningLine } from "./words";

// What XML cannot hold even as a reference: half of a character, and two that Unicode has none for. Control characters are gone before.
const notInXml = /[\p{Cs}\ufffe\uffff]/gu;

const eta = new Eta({
  autoEscape: true,
  autoFilter: true,
  autoTrim: false,
  filterFunction: (value) => String(value).replace(notInXml, "\ufffd"),
});

const template = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="<%= it.name %>" tests="<%= it.cases.length %>" failures="<%= it.failures %>" errors="<%= it.errors %>">
<testsuite name="<%= it.name %>" tests="<%= it.cases.length %>" failures="<%= it.failures %>" errors="<%= it.errors %>" skipped="0"<% if (it.timestamp) { %> timestamp="<%= it.timestamp %>"<% } %>>
<properties>
<% for (const p of it.properties) { %><property name="<%= p.label %>" value="<%= p.text %>"/>
<% } %></properties>
<% for (const c of it.cases) { %><testcase classname="<%= it.suite %>" name="<%= c.name %>"><% if (c.outcome) { %>
<<%~ c.outcome %> type="<%= c.type %>" message="<%= c.message %>"><%= c.text %></<%~ c.outcome %>>
<% } else if (c.text) { %>
<system-out><%= c.text %></system-out>
<% } %></testcase>
<% } %></testsuite>
</testsuites>
`;

/**
 * The report as one suite. A config that needs attention (exit code 2) is a failure, one that could not be read (exit code 1) an error,
 * and every other one passes; what a passing one has to say is its output.
 */
export function renderJunit(report: Report): string {
  const cases = report.resources.map(testCase);
  return eta.renderString(template, {
    name: "careCycle transfer configs",
    suite: printable(`carecycle.${report.stack ?? "stack"}`),
    // XML Schema's dateTime without a zone, as JUnit writes it; all tools take it for UTC.
    timestamp: report.readAt?.replace(/(\.\d+)?Z$/, ""),
    properties: [
      { label: "Verdict", text: report.verdict },
      ...headerItems({ ...report, readAt: null }),
      ...(report.readAt === null ? [] : [{ label: "Live values read", text: report.readAt }]),
    ].map(({ label, text }) => ({ label, text: printable(text) })),
    cases,
    failures: cases.filter((c) => c.outcome === "failure").length,
    errors: cases.filter((c) => c.outcome === "error").length,
  });
}

interface TestCase {
  readonly name: string;
  readonly outcome: "failure" | "error" | null;
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

function testCase(resource: Resource): TestCase {
  const { class: name, severity } = resource;
  const outcome = name === "unreadable" ? "error" : name === "unchanged" ? null : "failure";
  const type = severity === "critical" ? `${name}, critical` : name;
  const fields = criticalFirst(resource.leaves).map(({ path }) => path);
  return {
    name: printable(resource.name),
    outcome,
    type,
    message: printable(`${type}: ${fields.length > 0 ? fields.join(", ") : classWords[name]}`),
    text: textOf(resource),
  };
}

function textOf(resource: Resource): string {
  const { leaves, observed, notes, warnings, requests } = resource;
  const used = usedByLine(resource);
  const lines = [
    ...leavesOf(leaves),
    ...leavesOf(observed),
    ...warnings.map(warningLine),
    ...notes,
    ...(used === null ? [] : [used]),
    ...requests.map(requestLine),
  ];
  if (lines.length === 0) return "";
  const who = details(resource);
  return [...(who.length > 0 ? [who.join(" · ")] : []), ...lines].map(printable).join("\n");
}

function leavesOf(leaves: readonly ReportLeaf[]): string[] {
  return criticalFirst(leaves).map((leaf) => {
    const { applied, live, code } = leafTexts(leaf);
    const mark = leaf.severity === "critical" ? ", critical" : "";
    const said = remarks(leaf).map((text) => `; ${text}`);
    return `${leaf.class}${mark}: ${leaf.path}: last applied ${applied}, live ${live}, code ${code}${said.join("")}`;
  });
}
