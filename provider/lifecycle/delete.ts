// The end of a resource: the live config stays, or is deleted where the program says so.

import { ApiError, CareCycleError } from "../api/errors";
import type { Values } from "../model/values";
import { useRightKey } from "../session/account";
import { isMissing } from "../session/session";
import type { OperationContext } from "./context";
import { configText } from "./messages";

/** Leaves the live config alone although its entry is removed from the state, and says why. */
export function release(
  { notify, mask }: OperationContext,
  id: string,
  record: Values,
  reason: string,
): void {
  notify(
    `transfer config ${configText(id, record, mask)}: still live, no longer managed by the entry removed from the state: ${reason}`,
  );
}

/** Ends the management of a config as its recorded `deletionPolicy` says; "retain" is the default. */
export async function remove(context: OperationContext, id: string, record: Values): Promise<void> {
  const { session, notify, mask } = context;
  const config = configText(id, record, mask);
  if (record.deletionPolicy !== "delete") {
    notify(
      `transfer config ${config}: still live, no longer managed: deletionPolicy is "retain" ("delete" would delete it)`,
    );
    return;
  }
  try {
    await session.delete(id, record.clientId);
  } catch (error) {
    if (!isNotSupported(error)) throw error;
    if (await isGone(context, id, record)) {
      notify(
        `transfer config ${config} of client ${record.clientId ?? session.settings.clientId} was not found (404): it was deleted, now or earlier`,
      );
      return;
    }
    throw new CareCycleError(
      `transfer config ${config} could not be deleted: the API ${error.outcome}. The config is still live: the API does not ` +
        'document a DELETE. Delete it in the dashboard and run pulumi up --refresh --run-program, or set deletionPolicy: "retain", ' +
        "run pulumi up, and then remove the resource.",
    );
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
    throw new CareCycleError(
      `transfer config ${configText(id, record, mask)} was not found (404), but ${doubt}. ${useRightKey} If the key is right, the config ` +
        "is gone: run pulumi state delete on the resource.",
    );
  }
}
