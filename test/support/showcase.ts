// A report with everything that a report can show, made of recorded previews.
import type { Cell, Report, ReportLeaf, Resource } from "../../provider/cli/reportModel/types";
import { calm, reportOf } from "./reports";

const value = (text: unknown): Cell => ({ kind: "value", value: text });

const prompt = (lines: string, mood: string) =>
  `You are a helpful agent who tells the operator in ${lines} sentences what the caller wants, and how ${mood}.`;

const users: NonNullable<Resource["usedBy"]> = [
  { kind: "campaign", id: "c1", name: "Autumn renewals", status: "active", as: ["transferConfigId"] },
  { kind: "campaign", id: "c2", name: "Win back", status: "active", as: ["after hours of block intro"] },
  { kind: "appointment-config", id: "a1", name: "Clinic", status: null, as: ["transferConfigId"] },
];

/** The report: every class, a critical config with users and a warning, long values and long names. */
export function showcase(): Report {
  const names = [
    "drift",
    "both",
    "clear",
    "create",
    "missing",
    "secret",
    "header",
    "observed",
    "delete",
    "replace",
    "adopt",
  ];
  const reports = names.map((name) => calm(reportOf(name, true)));
  const firsts = reports.map(
    ({ resources: [resource] }, index) => ({ ...resource, name: `${resource?.name}-${index}` }) as Resource,
  );
  const [drift, both, ...others] = firsts as [Resource, Resource, ...Resource[]];
  const leaf = drift.leaves[0] as ReportLeaf;
  const more: ReportLeaf[] = [
    {
      ...leaf,
      path: "warmSummaryPrompt",
      live: value(prompt("three", "angry she is")),
      code: value(prompt("two", "urgent it is")),
      firstSeen: "2026-11-20T05:23:11.000Z",
    },
    {
      ...leaf,
      path: "dynamicOptions.pingUrl",
      live: value("https://agents.example.com/v2/transfer/ping?region=eu"),
      code: value("https://agents.example.com/v1/transfer/ping?region=us"),
    },
    {
      ...leaf,
      path: "appointmentConfigId",
      live: value("497f6eca-6276-4993-bfeb-53cbbbba6f08"),
      code: value(null),
    },
    {
      ...leaf,
      path: "softphoneFallbackPhoneNumber",
      live: value("x".repeat(300)),
      code: value("appointment_booking"),
    },
    {
      ...leaf,
      path: "dynamicOptions.body.someKeyOfTheirs.andOneInsideOfIt",
      live: value({ languages: ["en", "es"] }),
      code: value([]),
    },
  ];
  const critical: Resource = {
    ...both,
    severity: "critical",
    leaves: both.leaves.map((l) => ({ ...l, severity: "critical" })),
    usedBy: users,
    warnings: [
      { rule: "not-e164", severity: "warning", path: "directPhoneNumber", message: "is not an E.164 number" },
    ],
  };
  const resources = [critical, { ...drift, leaves: [...drift.leaves, ...more] }, ...others];
  const [report] = reports as [Report];
  const counts = new Map<string, number>();
  for (const { class: name } of resources) counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    ...report,
    stack: "production",
    commit: "c2b0fd4e8d1f0a1b2c3d4e5f60718293a4b5c6d7",
    readAt: "2026-11-24T05:23:41.000Z",
    usage: { requests: 14, notRead: ["campaigns after the first 50"] },
    resources,
    totals: {
      ...report.totals,
      configs: resources.length,
      attention: resources.length,
      byClass: Object.fromEntries(counts),
      leastSeconds: 480,
    },
  };
}
