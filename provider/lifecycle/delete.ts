// The end of a resource: the live config stays, or is deleted where the program says so.

import { ApiError, CareCycleError } from "../api/errors";
import type { Values } from "../model/values";
import { configText } from "../model/valueTexts";
import { isMissing } from "../session/session";
import { alreadyGoneText, doubtfulDelete, keptText, notDeletedText, retainedText } from "./messages";
import type { OperationContext } from "./operationContext";

/** Leaves the live config alone although its entry is removed from the state, and says why. */
export function release(
  { notify, mask }: OperationContext,
  id: string,
  record: Values,
  reason: string,
): void {
  notify(keptText(configText(id, record, mask), reason));
}

/** Ends the management of a config as its recorded `deletionPolicy` says; "retain" is the default. */
export async function remove(context: OperationContext, id: string, record: Values): Promise<void> {
  const { session, notify, mask } = context;
  const config = configText(id, record, mask);
  if (record.deletionPolicy !== "delete") {
    notify(retainedText(config));
    return;
  }
  try {
    await session.delete(id, record.clientId, mask);
  } catch (error) {
    if (!isNotSupported(error)) throw error;
    if (!(await isGone(context, id, record))) throw new CareCycleError(notDeletedText(config, error.outcome));
    notify(alreadyGoneText(config, record.clientId ?? session.settings.clientId));
  }
}

// How an API without this method responds; 404 is also its response for a config that is gone.
function isNotSupported(error: unknown): error is ApiError {
  return error instanceof ApiError && [404, 405, 501].includes(error.status);
}

async function isGone({ session, mask }: OperationContext, id: string, record: Values): Promise<boolean> {
  try {
    await session.read(id, record.clientId);
    return false;
  } catch (error) {
    if (!isMissing(error)) throw error;
    const doubt = await session.reasonToDoubt404(record.clientId);
    if (doubt === undefined) return true;
    throw new CareCycleError(doubtfulDelete(configText(id, record, mask), doubt));
  }
}
