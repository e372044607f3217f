// Pure: the order in which the formats for people list configs and leaves.
import type { Report, ReportLeaf, Resource } from "../reportModel/types";

/** What a reader must see before all else: a config that is not there to be judged, then what moves calls. */
function urgency({ class: name, severity }: Resource): number {
  if (name === "unreadable" || name === "missing") return 0;
  return severity === "critical" ? 1 : 2;
}

/** Configs that need a look, those that move calls first; otherwise in the report's order. */
export function resourcesToShow({ resources }: Report): Resource[] {
  return resources.filter(isLoud).sort((a, b) => urgency(a) - urgency(b));
}

/** Configs of which there is nothing to say. */
export function resourcesToCount({ resources }: Report): Resource[] {
  return resources.filter((resource) => !isLoud(resource));
}

function isLoud(resource: Resource): boolean {
  return resource.class !== "unchanged" || resource.observed.length > 0 || resource.warnings.length > 0;
}

/** Leaves, changes of destination first. */
export function criticalFirst(leaves: readonly ReportLeaf[]): ReportLeaf[] {
  const rank = ({ severity }: ReportLeaf) => (severity === "critical" ? 0 : severity === "warning" ? 1 : 2);
  return [...leaves].sort((a, b) => rank(a) - rank(b));
}
