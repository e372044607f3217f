// The end of a resource: the live config is retained, or deleted where the program says so.

import { ApiError, CareCycleError } from "../api/client";
import { Mask } from "../model/mask";
import type { Values } from "../model/values";
import { useRightKey } from "../session/account";
import { isMissing, type Session } from "../session/session";
import { configText } from "./messages";

/** Leaves a config live whose entry in the state goes, and says why. */
export function release(config: string, reason: string, notify: (line: string) => void): void {
  notify(`transfer config ${config}: still live, no longer managed by the entry that goes: ${reason}`);
}

/** Ends the management of a config as its recorded `deletionPolicy` says; "retain" is the default. */
export async function remove(
  session: Session,
  id: string,
  record: Values,
  notify: (line: string) => void,
): Promise<void> {
  const config = configText(id, record, new Mask(record));
  if (record.deletionPolicy !== "delete") {
    notify(
      `transfer config ${config}: still live, no longer managed: deletionPolicy is "retain" ("delete" would delete it)`,
    );
    return;
  }
  try {
    await session.delete(id, record.clientId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (await isGone(session, id, record)) {
      notify(
        `transfer config ${config} of client ${record.clientId ?? session.settings.clientId} answers 404: it is deleted, or was gone already`,
      );
      return;
    }
    throw new CareCycleError(
      `transfer config ${config} could not be deleted: the API ${error.came}. The config is still live: the API does not ` +
        'document a DELETE. Delete it in the dashboard and run pulumi up --refresh --run-program, or set deletionPolicy: "retain", ' +
        "run pulumi up, and remove the resource then.",
    );
  }
}

// What an API without the verb answers; 404 is also what it answers for a config that is gone.
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [404, 405, 501].includes(error.status);
}

async function isGone(session: Session, id: string, record: Values): Promise<boolean> {
  try {
    await session.read(id, record.clientId);
    return false;
  } catch (error) {
    if (!isMissing(error)) throw error;
    const doubt = await session.doubtOfMissing(record.clientId);
    if (doubt === undefined) return true;
    throw new CareCycleError(
      `transfer config ${configText(id, record, new Mask(record))} answers 404, but ${doubt}. ${useRightKey} If the key is right, the config ` +
        "is gone: run pulumi state delete on the resource.",
    );
  }
}
