// Pure: what becomes of a live config whose resource the plan drops, and what a report says of it.
import { UNKNOWN } from "../../model/values";
import { type ConfigSteps, nameOf, type Step } from "../preview/document";
import { forgotten, isRemoval } from "../preview/removal";

/** For each id (in lower case) that a resource of the plan adopts, declares or keeps: that resource's URN. */
export type Planned = ReadonlyMap<string, string>;

/** Ids of the plan's resources. */
export function planned(configs: readonly ConfigSteps[]): Planned {
  const ids = new Map<string, string>();
  for (const { urn, refresh, plan } of configs) {
    if (plan.length > 0 && plan.every(isRemoval)) continue;
    const states = [
      refresh?.newState,
      ...plan.filter((step) => !isRemoval(step)).map((step) => step.newState),
    ];
    for (const state of states) {
      for (const id of [state?.inputs?.transferConfigId, state?.id]) {
        if (typeof id === "string" && id !== "" && id !== UNKNOWN) ids.set(id.toLowerCase(), urn);
      }
    }
  }
  return ids;
}

/** What happens to the live config of a resource that is dropped: whether a DELETE is sent, and why. */
export function removal(
  step: Step | undefined,
  id: string | undefined,
  plan: Planned,
): { sent: boolean; note: string } {
  const { outputs, retainOnDelete } = step?.oldState ?? {};
  if (outputs?.deletionPolicy !== "delete" || step?.op === forgotten) return { sent: false, note: released };
  // The engine does not ask the provider to delete such a resource.
  if (retainOnDelete === true) return { sent: false, note: `${released} (retainOnDelete)` };
  const other = id === undefined ? undefined : plan.get(id.toLowerCase());
  if (other === undefined) return { sent: true, note: 'deleted from careCycle (deletionPolicy: "delete")' };
  return {
    sent: false,
    note: `${stays}: ${nameOf(other)} has this config, so nothing is deleted, whatever deletionPolicy says`,
  };
}

const stays = "still live";
const released = `${stays}, no longer managed`;

/** What a report says of the config that is replaced. A replacement deletes nothing, whatever deletionPolicy says. */
export function replacementNote(id: string | undefined, next: unknown): string {
  if (id !== undefined && typeof next === "string" && next.toLowerCase() === id.toLowerCase()) {
    return `adopted again: ${id} stays live and nothing is deleted`;
  }
  return `another config takes its place; ${id ?? "the old one"} is ${released}`;
}
