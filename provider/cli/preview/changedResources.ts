// Pure: which resources of a preview are worth a read of their live values, and the preview with those read.
import { transferConfigType } from "../../model/internalNames";
import { type Step, typeOf } from "./document";
import { isRemoval, isReplacing } from "./removal";

/** URNs to read in a second preview, after one that read nothing. */
export interface Changed {
  /** What the code changes, without the adoptions. */
  readonly targets: readonly string[];
  /** What a first write adopts: the first preview has read it already, and a second one reads it again. */
  readonly adoptions: readonly string[];
}

/** The resources of a preview that have a step. What is dropped is not read: an update doesn't read it either. */
export function changedResources(steps: readonly Step[]): Changed {
  const changed = steps.filter((step) => !isQuiet(step));
  const adoptions = new Set(changed.filter(isAdoption).map(({ urn }) => urn));
  const targets = changed
    .filter(({ urn }) => !adoptions.has(urn))
    // A resource that an alias renames is refreshed under its old URN.
    .flatMap(({ urn, oldState }) => (oldState?.urn === undefined ? [urn] : [urn, oldState.urn]));
  return { targets: [...new Set(targets)], adoptions: [...adoptions] };
}

/** The first preview, in which the steps of what was read in the second one are those of the second. */
export function withRead(first: readonly Step[], second: readonly Step[], read: readonly string[]): Step[] {
  const fresh = second.filter(({ urn }) => read.includes(urn));
  const urns = new Set(fresh.map(({ urn }) => urn));
  const ids = new Set(fresh.flatMap(({ oldState }) => oldState?.id ?? []));
  // A refresh clears a taint: what was to be removed for it, under an old URN perhaps, stays.
  const stays = ({ op, oldState }: Step) => op === "delete-replaced" && ids.has(oldState?.id ?? "");
  return [...first.filter((step) => !urns.has(step.urn) && !stays(step)), ...fresh];
}

// The engine previews the stack itself whatever the targets are, and accepts no target for a mere read.
function isQuiet(step: Step): boolean {
  return (
    step.op === "same" ||
    step.op.startsWith("read") ||
    isRemoval(step) ||
    typeOf(step) === "pulumi:pulumi:Stack"
  );
}

/** Whether the step makes a resource out of a live config, be it a new resource or one that adopts another config. */
function isAdoption(step: Step): boolean {
  const { op, oldState, newState } = step;
  const id = newState?.inputs?.transferConfigId;
  if (typeOf(step) !== transferConfigType || id === undefined) return false;
  // One that is replaced by itself is tainted, and read like any other.
  return op === "create" || (isReplacing(step) && String(id).toLowerCase() !== oldState?.id?.toLowerCase());
}
