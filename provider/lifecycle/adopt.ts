// The adoption of a live config: what it will change, and the change.
import { CareCycleError, ConfigurationError } from "../api/errors";
import { findConflicts } from "../model/conflicts";
import { fieldsOf, ownedDifferences } from "../model/ownership";
import type { LiveTransferConfig } from "../model/types";
import type { CheckFailure } from "../model/validateInputs";
import type { Values } from "../model/values";
import { configText, conflictText } from "../model/valueTexts";
import { isMissing } from "../session/session";
import { adoptionRefusal, adoptionText, adoptionWithoutKey, noSuchConfig, overwriteText } from "./messages";
import { distinct, failsOnConflict, type OperationContext } from "./operationContext";
import { type Patch, write } from "./write";

// Long enough to serve check and create of one update.
const recentMs = 10_000;

/**
 * Adopts a config: a GET, directly followed by a PATCH of the differences, if there are any. What check read
 * a moment ago is used to find that nothing differs, and to tell what was changed since; never as the base of a write.
 */
export async function adopt(
  context: OperationContext,
  id: string,
  inputs: Values,
): Promise<LiveTransferConfig> {
  const { session, mask } = context;
  const previewed = session.lastRead(id);
  if (previewed && previewed.ageMs < recentMs && ownedDifferences(inputs, previewed.live).length === 0) {
    return previewed.live;
  }
  const failOnConflict = failsOnConflict(session, inputs);
  const notify = distinct(context.notify);
  const plan = (live: LiveTransferConfig, repeated: boolean): Patch => {
    const config = configText(id, live, mask);
    const writes = ownedDifferences(inputs, live);
    const conflicts = previewed
      ? findConflicts(writes, previewed.live, live).conflicts.map((conflict) => conflictText(conflict, mask))
      : [];
    if (conflicts.length > 0 && failOnConflict)
      throw new CareCycleError(adoptionRefusal(config, conflicts, repeated));
    // Without an earlier read, nobody was told what the adoption changes.
    if (!previewed) notify(adoptionText(context.mask, id, live, inputs));
    const lines = conflicts.length > 0 ? [overwriteText(config, conflicts, "the preview")] : [];
    return { fields: fieldsOf(writes), desired: inputs, base: live, lines };
  };
  return write({ ...context, notify }, { id, failOnConflict }, plan).catch((error: unknown) => {
    throw isMissing(error) ? new CareCycleError(noSuchConfig(id)) : error;
  });
}

/**
 * Reads the config that a new resource is about to adopt, and prints what the adoption will write.
 * Without an API key it says so instead: the preview of a pull request from a fork has none.
 */
export async function previewAdoption(
  context: OperationContext,
  id: string,
  inputs: Values,
): Promise<{ problems: readonly CheckFailure[]; live: LiveTransferConfig | undefined }> {
  const { session, notify } = context;
  if (session.settings.apiKey === undefined) {
    notify(adoptionWithoutKey(id));
    return { problems: [], live: undefined };
  }
  try {
    const live = await session.read(id);
    notify(adoptionText(context.mask, id, live, inputs));
    return { problems: [], live };
  } catch (error) {
    if (!(error instanceof CareCycleError) || error instanceof ConfigurationError) throw error;
    const problem = isMissing(error)
      ? { property: "transferConfigId", reason: noSuchConfig(id) }
      : { property: "", reason: error.message };
    return { problems: [problem], live: undefined };
  }
}
