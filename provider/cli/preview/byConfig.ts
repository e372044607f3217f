// Pure: steps by URN -> steps by transfer config. A plan may have a config under two URNs, and two configs under one.
import type { Step } from "./document";
import { isRemoval, isReplacing } from "./removal";

/** Steps that belong together. */
export interface Gathered {
  urn: string;
  refresh: Step | undefined;
  plan: Step[];
}

/** The entries of a preview, each with the steps of one config. */
export function byConfig(byUrn: readonly Gathered[]): Gathered[] {
  return joinRenamed(joinReplaced(byUrn.flatMap(withoutLeftovers)));
}

// What an earlier run was to remove and did not is another config than the one that has its URN now. What a replacement of this
// plan removes isn't: it is what is replaced.
function withoutLeftovers(entry: Gathered): Gathered[] {
  const { urn, plan } = entry;
  const own = plan.find((step) => !isRemoval(step)) ?? plan.find(({ op }) => op === "delete") ?? plan[0];
  const replacing = plan.filter(isReplacing);
  const id = idOf(replacing);
  const isReplaced = ({ oldState }: Step) =>
    replacing.length > 0 && (id === undefined || [id, undefined].includes(oldState?.id));
  const left = plan.filter((step) => isRemoval(step) && step !== own && !isReplaced(step));
  return [
    { ...entry, plan: plan.filter((step) => !left.includes(step)) },
    ...left.map((step) => ({ urn, refresh: undefined, plan: [step] })),
  ];
}

// A resource that an alias renames and that is replaced at once is removed under its old URN.
function joinReplaced(entries: readonly Gathered[]): Gathered[] {
  const replaced = new Map(
    entries.filter(({ plan }) => plan.some(isReplacing)).map((e) => [idOf(e.plan), e]),
  );
  return entries.filter((entry) => {
    const next = entry.plan[0]?.op === "delete-replaced" ? replaced.get(idOf(entry.plan)) : undefined;
    if (next === undefined || next === entry || idOf(entry.plan) === undefined) return true;
    next.plan.push(...entry.plan);
    next.refresh ??= entry.refresh;
    return false;
  });
}

// A resource that an alias renames is refreshed under its old URN and planned under the new one.
function joinRenamed(entries: readonly Gathered[]): Gathered[] {
  const waiting = new Map(
    entries.filter((e) => e.plan.length === 0).map((e) => [e.refresh?.oldState?.id, e]),
  );
  const joined = new Set<Gathered>();
  for (const entry of entries) {
    const id = idOf(entry.plan);
    const before = entry.refresh || id === undefined ? undefined : waiting.get(id);
    if (!before) continue;
    entry.refresh = before.refresh;
    joined.add(before);
  }
  return entries.filter((entry) => !joined.has(entry));
}

/** The id that these steps know their config by. */
function idOf(steps: readonly Step[]): string | undefined {
  return steps.find((step) => step.oldState?.id !== undefined)?.oldState?.id;
}
