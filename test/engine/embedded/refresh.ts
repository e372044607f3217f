// Reads live objects into the state, and shows what they differ in from what the state held.

import { invert } from "./compare";
import { diffInputs } from "./diff";
import type { ProviderHost } from "./provider";
import type { LiveStep } from "./report";
import type { Run } from "./run";
import type { Resource } from "./state";
import { equal } from "./values";

/**
 * The record as the live object makes it, undefined where there is none any more. `asResult` shows the
 * step as what became of the record; otherwise it is shown as a refresh, next to the step that is planned.
 */
export async function refreshRecord(
  run: Run,
  host: ProviderHost,
  old: Resource,
  goal: Resource | undefined,
  asResult: boolean,
): Promise<Resource | undefined> {
  const live: LiveStep = { op: "refresh", urn: old.urn, old, new: goal ?? old };
  run.report.begin(live);
  const { id, inputs, outputs } = await host.readLive(old);
  if (id === "") {
    live.new = undefined;
    if (asResult) live.result = "delete";
    run.snapshot.drop(old);
    run.report.done(live);
    return undefined;
  }
  const refreshed: Resource = { ...old, id, inputs: inputs ?? old.inputs, outputs, initErrors: [] };
  if (!equal(refreshed.inputs, old.inputs) || !equal(refreshed.outputs, old.outputs)) {
    refreshed.modified = new Date().toISOString();
  }
  // As if the recorded inputs were the goal: the provider is asked what an update would change back.
  const diff = await diffInputs(host, old, refreshed, old.inputs);
  live.new = refreshed;
  if (asResult) {
    live.result = diff.some ? "update" : "same";
    live.diffs = diff.keys;
    live.detailed = invert(diff.detailed);
  }
  run.snapshot.swap(old, refreshed);
  run.report.done(live);
  return refreshed;
}

/**
 * Refreshes what the state holds and no program has registered. An update that runs the program does not: it deletes
 * that. (One that refreshes first, before the program, reads all of it.)
 */
export async function refreshAll(
  run: Run,
  resources: Resource[],
  host: () => Promise<ProviderHost>,
  asResult = true,
): Promise<void> {
  for (const resource of resources.filter(({ custom }) => !custom)) {
    const live: LiveStep = { op: "refresh", urn: resource.urn, old: resource, new: resource };
    if (asResult) live.result = "same";
    run.report.begin(live);
    run.report.done(live);
  }
  const readable = resources.filter(
    ({ custom, delete: gone, pendingReplacement }) => custom && !gone && !pendingReplacement,
  );
  await Promise.all(
    readable.map(async (resource) => {
      try {
        await run.inParallel(async () => refreshRecord(run, await host(), resource, undefined, asResult));
      } catch (error) {
        run.fail(error, resource);
      }
    }),
  );
}
