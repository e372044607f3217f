// Which resources are replaced because one that they depend on is deleted before it is replaced.

import { diffInputs, isReplacement, withReplaceOnChanges } from "./diff";
import type { ProviderHost } from "./provider";
import type { Run } from "./run";
import type { Resource } from "./state";
import { type PropertyMap, UNKNOWN } from "./values";

/**
 * The dependents that must be deleted before `root` is, each after what it depends on. A provider is asked with
 * unknowns in the place of what will change.
 */
export async function dependentReplacements(
  run: Run,
  host: ProviderHost,
  root: Resource,
): Promise<Resource[]> {
  const condemned: Resource[] = [];
  const replaced = new Set([root.urn]);
  for (const resource of run.snapshot.remaining()) {
    if (resource === root || !resource.custom || resource.delete) continue;
    if (
      resource.replaceWith.some((urn) => replaced.has(urn)) ||
      (await mustBeReplaced(host, resource, replaced))
    ) {
      condemned.push(resource);
      replaced.add(resource.urn);
    }
  }
  return condemned;
}

async function mustBeReplaced(
  host: ProviderHost,
  resource: Resource,
  replaced: Set<string>,
): Promise<boolean> {
  const keys = Object.entries(resource.propertyDependencies).filter(([, urns]) =>
    urns.some((u) => replaced.has(u)),
  );
  if (keys.length === 0) return false;
  const inputs: PropertyMap = { ...resource.inputs };
  for (const [key] of keys) if (key in inputs) inputs[key] = UNKNOWN;
  const diff = await diffInputs(host, resource, resource, inputs);
  return isReplacement(withReplaceOnChanges(diff, resource.replaceOnChanges));
}
