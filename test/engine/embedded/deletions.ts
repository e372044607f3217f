// Deletes what the program no longer declares and what was replaced, dependents before what they lean on.

import { deleteObject } from "./operations";
import type { ProviderHost } from "./provider";
import type { LiveStep } from "./report";
import type { Run } from "./run";
import { PROVIDER_TYPE, type Resource } from "./state";

export async function deleteAll(
  run: Run,
  doomed: Resource[],
  host: () => Promise<ProviderHost>,
): Promise<void> {
  const left = new Set(doomed);
  while (left.size > 0 && !run.isStopped) {
    const ready = [...left].filter((resource) => ![...left].some((other) => leansOn(other, resource)));
    // Records that lean on each other cannot be; should a state hold such, all of them go at once.
    const batch = ready.length > 0 ? ready : [...left];
    for (const resource of batch) left.delete(resource);
    await Promise.all(
      batch.map(async (resource) => {
        try {
          await run.inParallel(() => deleteOne(run, resource, host));
        } catch (error) {
          run.fail(error, resource);
        }
      }),
    );
  }
}

/** Whether `resource` must go before `other` can. */
export function leansOn(resource: Resource, other: Resource): boolean {
  if (resource === other || resource.urn === other.urn) return false;
  const { parent, provider, dependencies, propertyDependencies } = resource;
  const urns = [parent, provider?.split("::").slice(0, 4).join("::"), ...dependencies];
  return [...urns, ...Object.values(propertyDependencies).flat()].includes(other.urn);
}

async function deleteOne(run: Run, resource: Resource, host: () => Promise<ProviderHost>): Promise<void> {
  // The deletion of a replaced object belongs to the step that replaced it, and one that is half replaced is gone.
  const isReplaced = resource.delete || resource.pendingReplacement;
  const live: LiveStep = { op: "delete", urn: resource.urn, old: resource };
  if (!isReplaced) run.report.begin(live);
  if (resource.protect && !isReplaced) {
    throw new Error(
      `${run.dryRun ? "Preview failed: " : ""}resource "${resource.urn}" cannot be deleted\nbecause it is protected. ` +
        "To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi program and " +
        `run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${resource.urn}'\``,
    );
  }
  const isLive = resource.custom && resource.type !== PROVIDER_TYPE && !run.dryRun;
  await deleteObject(run, isLive ? await host() : undefined, resource);
  run.snapshot.drop(resource);
  if (!isReplaced) run.report.done(live);
}
