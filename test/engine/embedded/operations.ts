// The steps themselves: what each does to the live object, to the state and to the report.

import type { InputDiff } from "./diff";
import { PartialFailure, type ProviderHost } from "./provider";
import type { LiveStep } from "./report";
import { type Run, Stopped } from "./run";
import type { Resource } from "./state";
import { containsUnknown } from "./values";

/** A step that is decided on, and still to be taken. */
export type Plan = () => Promise<void>;

const now = () => new Date().toISOString();

async function step(run: Run, live: LiveStep, work: () => Promise<void>): Promise<void> {
  run.report.begin(live);
  await work();
  run.report.done(live);
}

export function same(run: Run, old: Resource, goal: Resource): Plan {
  return () =>
    step(run, { op: "same", urn: goal.urn, old, new: goal }, async () => {
      carryOver(old, goal);
      goal.outputs = old.outputs;
      run.snapshot.add(goal, old);
    });
}

export function create(run: Run, host: ProviderHost | undefined, goal: Resource): Plan {
  return () => step(run, { op: "create", urn: goal.urn, new: goal }, () => createObject(run, host, goal, []));
}

async function createObject(
  run: Run,
  host: ProviderHost | undefined,
  goal: Resource,
  superseded: Resource[],
): Promise<void> {
  goal.created = goal.modified = now();
  if (run.dryRun || host === undefined) {
    // The host has no preview: what the program gets are the inputs, the SDK takes the rest as unknown.
    if (goal.custom) goal.outputs = goal.inputs;
    run.snapshot.add(goal, ...superseded);
    return;
  }
  refuseUnknowns(goal);
  try {
    Object.assign(goal, await host.create(goal));
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    Object.assign(goal, { id: error.id, outputs: error.outputs, initErrors: error.reasons });
    run.snapshot.add(goal, ...superseded);
    throw error;
  }
  run.snapshot.add(goal, ...superseded);
}

export function update(
  run: Run,
  host: ProviderHost | undefined,
  old: Resource,
  goal: Resource,
  diff?: InputDiff,
): Plan {
  const live: LiveStep = {
    op: "update",
    urn: goal.urn,
    old,
    new: goal,
    diffs: diff?.keys,
    detailed: diff?.detailed,
  };
  return () => step(run, live, () => updateObject(run, host, old, goal));
}

async function updateObject(
  run: Run,
  host: ProviderHost | undefined,
  old: Resource,
  goal: Resource,
): Promise<void> {
  carryOver(old, goal);
  if (run.dryRun || host === undefined) {
    if (goal.custom) goal.outputs = goal.inputs;
    run.snapshot.add(goal, old);
    return;
  }
  refuseUnknowns(goal);
  goal.modified = now();
  try {
    goal.outputs = await host.update(old, goal);
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    // With the old inputs recorded, the next run sees the same change again and repeats it.
    Object.assign(goal, { inputs: old.inputs, outputs: error.outputs, initErrors: error.reasons });
    run.snapshot.add(goal, old);
    throw error;
  }
  run.snapshot.add(goal, old);
}

/** `condemned` are dependents that are deleted with the old object; they are created again at their registration. */
export function replace(
  run: Run,
  host: ProviderHost,
  old: Resource,
  goal: Resource,
  diff: InputDiff,
  condemned: readonly Resource[],
): Plan {
  const live: LiveStep = {
    op: "replace",
    urn: goal.urn,
    old,
    new: goal,
    diffs: diff.keys,
    replaces: diff.replaces,
    detailed: diff.detailed,
  };
  if (!diff.deleteBeforeReplace) {
    return () =>
      step(run, live, async () => {
        await createObject(run, host, goal, []);
        old.delete = true;
        run.snapshot.save();
      });
  }
  return () =>
    step(run, live, async () => {
      for (const doomed of [...condemned.toReversed(), old]) {
        if (doomed.pendingReplacement) continue;
        await deleteObject(run, host, doomed);
        doomed.pendingReplacement = true;
        run.snapshot.save();
        // A failure elsewhere ends the run between the steps of a replacement too.
        if (run.isStopped) throw new Stopped();
      }
      await createObject(run, host, goal, [old]);
    });
}

export async function deleteObject(run: Run, host: ProviderHost | undefined, old: Resource): Promise<void> {
  if (run.dryRun || host === undefined || !old.custom || old.retainOnDelete || old.pendingReplacement) return;
  await host.delete(old);
}

function carryOver(old: Resource, goal: Resource): void {
  if (old.id !== undefined) goal.id = old.id;
  if (old.created !== undefined) goal.created = old.created;
  if (old.modified !== undefined) goal.modified = old.modified;
}

function refuseUnknowns(goal: Resource): void {
  if (containsUnknown(goal.inputs)) throw new Error(`an input of ${goal.urn} is unknown in an update`);
}
