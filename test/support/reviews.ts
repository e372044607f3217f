// A review in process: the document of a refreshed preview, made of what the provider answers as the engine makes it, and
// the update after it.
import { gather, type Preview, type Step } from "../../provider/cli/preview/document";
import { transferConfigType } from "../../provider/model/internalNames";
import type { Values } from "../../provider/model/values";
import { readOnlyVariable } from "../../provider/session/settings";
import { compareInputs } from "../engine/embedded/compare";
import {
  mapFromWire,
  type PropertyMap,
  restoreSecrets,
  toDisplay,
  toProvider,
} from "../engine/embedded/values";
import { refresh, type State, up } from "./engineModel";
import type { Fixture } from "./fixture";

export const urn = `urn:pulumi:test::desks::${transferConfigType}::desk`;

/** What the program's process tells check of itself. */
const turn = { __turn: "1/1 desks/test" };

const shown = (id: string | undefined, inputs: PropertyMap, outputs: PropertyMap = {}) => ({
  type: transferConfigType,
  ...(id !== undefined && { id }),
  inputs: toDisplay(inputs) as Values,
  outputs: toDisplay(outputs) as Values,
});

const sealed = (returned: unknown, given: PropertyMap): PropertyMap => {
  const values = mapFromWire(returned as Values);
  restoreSecrets(values, given);
  return values;
};

/** The preview of a program that declares `inputs` (undefined: no longer has the resource), in a process that only reads. */
export async function previewOf(
  fixture: Fixture,
  old: State | undefined,
  inputs: PropertyMap | undefined,
): Promise<Preview> {
  const { provider } = fixture.later({}, { [readOnlyVariable]: "1" });
  const steps: Step[] = [];
  if (!inputs) {
    if (old)
      steps.push({ op: "delete", urn, oldState: shown(old.id, old.inputs, old.outputs), newState: null });
    return gather(steps, {});
  }
  const live = old && (await refresh(provider, old));
  const checked = await provider.check(live ? toProvider(live.inputs) : {}, {
    ...toProvider(inputs),
    ...turn,
  });
  if (checked.failures && checked.failures.length > 0) throw new Error(JSON.stringify(checked.failures));
  const goal = sealed(checked.inputs, inputs);
  const newState = shown(old?.id, goal);
  if (!old || !live) return gather([{ op: "create", urn, oldState: null, newState }], {});
  const diff = await provider.diff(live.id, toProvider(live.outputs), toProvider(goal));
  const found = compareInputs(live.inputs, goal);
  const changed = diff.changes ?? found !== undefined;
  const before = shown(live.id, live.inputs, live.outputs);
  steps.push({
    op: "refresh",
    urn,
    oldState: shown(old.id, old.inputs, old.outputs),
    newState: shown(old.id, goal),
  });
  steps.push({
    op: changed ? "update" : "same",
    urn,
    oldState: before,
    newState,
    detailedDiff: (changed && diff.changes === undefined ? found?.detailed : null) ?? null,
  });
  return gather(steps, {});
}

/** `up --refresh --run-program` of a program that declares `inputs`, in a process of its own. Returns the state and what failed. */
export async function updateOf(
  fixture: Fixture,
  old: State | undefined,
  inputs: PropertyMap,
  env: NodeJS.ProcessEnv = {},
): Promise<{ state: State | undefined; failed: string[]; lines: string[] }> {
  const later = fixture.later({}, env);
  const failed: string[] = [];
  const live = old && (await refresh(later.provider, old));
  const state = await up(later.provider, live, { ...inputs, ...turn } as PropertyMap, (message) =>
    failed.push(message),
  );
  return { state, failed, lines: later.lines };
}
