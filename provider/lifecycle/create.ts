// A new resource: creates a config, or adopts a live one (adopt.ts).
import { CareCycleError } from "../api/errors";
import { MalformedConfigError } from "../api/malformed";
import { wholeBody } from "../model/patchBody";
import type { LiveTransferConfig } from "../model/types";
import { nameRequired } from "../model/validateInputs";
import type { Values } from "../model/values";
import { adopt } from "./adopt";
import { createdAnyway } from "./messages";
import { failsOnConflict, type OperationContext } from "./operationContext";
import { IncompleteWriteError, verify } from "./verify";

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
