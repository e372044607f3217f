// A config that answers 404 on a refresh: gone and to be created anew, or a reason to stop.

import { CareCycleError } from "../api/client";
import { Mask } from "../model/mask";
import type { Values } from "../model/values";
import { useRightKey } from "../session/account";
import type { Session } from "../session/session";
import { configText } from "./messages";

/**
 * Lets a missing config be dropped from the state, with a line that says what that means.
 * @throws CareCycleError, which keeps the resource, where `onMissing` is "fail" or where the key isn't
 * known to belong to the client that the config was recorded under: under another's key every id answers 404.
 */
export async function missing(
  session: Session,
  id: string,
  record: Values,
  notify: (line: string) => void,
): Promise<void> {
  const config = `transfer config ${configText(id, record, new Mask(record))} of client ${record.clientId ?? "(unknown)"}`;
  session.requireAccount(id, record.clientId);
  if ((record.onMissing ?? session.settings.onMissing) === "fail") {
    throw new CareCycleError(
      `${config} answers 404, and onMissing is "fail": the resource is kept. Check that carecycle:apiKey belongs to that ` +
        'client. If the config was deleted on purpose, set onMissing: "recreate", or run pulumi state delete on the resource.',
    );
  }
  const doubt = await session.doubtOfMissing(record.clientId);
  if (doubt !== undefined) {
    throw new CareCycleError(
      `${config} answers 404, but ${doubt}: the resource is kept. ${useRightKey} If the key is right and the config is really ` +
        "gone, run pulumi state delete on the resource.",
    );
  }
  const next =
    record.transferConfigId === undefined
      ? "the next update creates a new one with a new id"
      : "remove its transferConfigId from the program, and the next update creates a new one with a new id";
  notify(
    `${config} is gone (404): it is dropped from the state; ${next}. ` +
      "Campaigns and block-snippet assignments that used the old id do not follow.",
  );
}

/**
 * The adoption of a config that this process's read found gone: in a preview with --refresh --run-program, the engine
 * registers it as a new resource. A failed check would end the whole run there; create fails with the same words.
 */
export function adoptingGone(id: string, notify: (line: string) => void): [] {
  notify(
    `adopting ${id}: it is gone (404), so the update will fail here. Remove transferConfigId to create a new config`,
  );
  return [];
}
