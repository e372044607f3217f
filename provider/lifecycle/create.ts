// A new resource: creates a config, or adopts a live one.
import { CareCycleError, ConfigurationError } from "../api/errors";
import { MalformedConfigError } from "../api/malformed";
import { findConflicts } from "../model/conflicts";
import { fieldsOf, ownedDifferences } from "../model/ownership";
import { wholeBody } from "../model/patchBody";
import type { LiveTransferConfig } from "../model/types";
import { type CheckFailure, nameRequired } from "../model/validateInputs";
import type { Values } from "../model/values";
import { configText, conflictText } from "../model/valueTexts";
import { isMissing } from "../session/session";
import { distinct, failsOnConflict, type OperationContext } from "./context";
import {
  adoptionRefusal,
  adoptionText,
  adoptionWithoutKey,
  createdAnyway,
  noSuchConfig,
  overwriteText,
} from "./messages";
import { IncompleteWriteError, verify } from "./verify";
import { type Patch, write } from "./write";

/** Creates a config, or adopts the one that `transferConfigId` names. Returns the live config. */
export function create(context: OperationContext, inputs: Values): Promise<LiveTransferConfig> {
  const id = inputs.transferConfigId;
  return typeof id === "string" ? adopt(context, id, inputs) : createNew(context, inputs);
}

async function createNew(context: OperationContext, inputs: Values): Promise<LiveTransferConfig> {
  const { session } = context;
  const body = wholeBody(inputs);
  if (typeof body.name !== "string") {
    throw new CareCycleError(`name: ${nameRequired}`);
  }
  const live = await session.create({ ...body, name: body.name }, context.mask).catch(recordMalformed);
  const target = { id: live.id, clientId: live.clientId, failOnConflict: failsOnConflict(session, inputs) };
  try {
    session.requireAccount(live.id, live.clientId);
  } catch (error) {
    // It exists: recorded, it is at least not forgotten.
    throw new IncompleteWriteError(live, [createdAnyway(error as Error)]);
  }
  // What the response to a POST holds besides, the API itself has put there: it is the base of any repair.
  return verify(context, target, { fields: Object.keys(body), desired: inputs, base: live }, live);
}

/** A config whose response names its id exists, however malformed the rest is: recorded, it is not forgotten. */
function recordMalformed(error: unknown): never {
  if (!(error instanceof MalformedConfigError)) throw error;
  throw new IncompleteWriteError(error.config, [createdAnyway(error)]);
}

// Long enough to serve check and create of one update.
const recentMs = 10_000;

/**
 * Adopts a config: a GET, directly followed by a PATCH of the differences, if there are any. What check read
 * a moment ago is used to find that nothing differs, and to tell what was changed since; never as the base of a write.
 */
async function adopt(context: OperationContext, id: string, inputs: Values): Promise<LiveTransferConfig> {
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
    if (conflicts.length > 0) {
      notify(overwriteText(config, conflicts, "the preview"));
    }
    // Without an earlier read, nobody was told what the adoption changes.
    if (!previewed) notify(adoptionText(context.mask, id, live, inputs));
    return { fields: fieldsOf(writes), desired: inputs, base: live };
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
