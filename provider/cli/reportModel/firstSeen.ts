// Since when drift is known: what an earlier JSON report of the same stack showed already.
import { z } from "zod";
import { equal } from "../../model/values";
import type { Report, ReportLeaf, Resource } from "./types";
import { reportVersion } from "./vocabulary";

// Only what is read of it, so that one damaged leaf costs no other.
const earlierLeaf = z.object({
  path: z.string(),
  class: z.string(),
  live: z.looseObject({ kind: z.string() }),
  firstSeen: z.iso.datetime().nullish(),
});
const earlierReport = z.object({
  version: z.literal(reportVersion),
  readAt: z.iso.datetime().nullish(),
  resources: z.array(
    z.object({ urn: z.string(), leaves: z.array(z.unknown()), observed: z.array(z.unknown()).default([]) }),
  ),
});

/** When each leaf that had drifted in an earlier report was first seen so, by {@link keyOf}. */
export type Sightings = ReadonlyMap<string, { readonly live: unknown; readonly at: string }>;

/** What happened to the live config, rather than to the code: only that has a day on which it was found. */
const sighted: readonly string[] = ["drift", "both", "observed", "missing"];

/** The drift that a JSON report holds, or undefined for text that is no such report. */
export function readSightings(text: string): Sightings | undefined {
  const report = earlierReport.safeParse(parsed(text)).data;
  if (report === undefined) return undefined;
  const found = new Map<string, { live: unknown; at: string }>();
  for (const { urn, leaves, observed } of report.resources) {
    for (const item of [...leaves, ...observed]) {
      const leaf = earlierLeaf.safeParse(item).data;
      const at = leaf?.firstSeen ?? report.readAt;
      if (leaf && at && sighted.includes(leaf.class))
        found.set(keyOf(urn, leaf.path), { live: leaf.live, at });
    }
  }
  return found;
}

/**
 * The report with `firstSeen` of its drift: as the earlier report has it where the live value still is the same, otherwise
 * when this report's values were read. Of a sensitive value only its place is known, so that drift counts as the same.
 */
export function withFirstSeen(report: Report, earlier: Sightings): Report {
  const { readAt } = report;
  const of = (urn: string) => (leaf: ReportLeaf) => {
    if (!sighted.includes(leaf.class)) return leaf;
    const before = earlier.get(keyOf(urn, leaf.path));
    const at = before !== undefined && equal(before.live, leaf.live) ? before.at : readAt;
    return { ...leaf, firstSeen: at };
  };
  const resources = report.resources.map((resource): Resource => {
    const dated = of(resource.urn);
    return { ...resource, leaves: resource.leaves.map(dated), observed: resource.observed.map(dated) };
  });
  return { ...report, resources };
}

function keyOf(urn: string, path: string): string {
  return `${urn}\n${path}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
