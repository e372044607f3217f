// A config that answers 404 on a refresh: gone and to be created anew, or a reason to stop.
import { CareCycleError } from "./api/client";
import { configText } from "./describe";
import { Mask } from "./mask";
import type { Session } from "./session";
import type { Values } from "./values";

/**
 * Lets a missing config be dropped from the state, with a line that says what that means.
 * @throws CareCycleError, which keeps the resource, where `onMissing` is "fail" or where the key may
 * be another account's: under such a key every id answers 404.
 */
export async function missing(
  session: Session,
  id: string,
  record: Values,
  notify: (line: string) => void,
): Promise<void> {
  const config = `transfer config ${configText(id, record, new Mask(record))} of client ${record.clientId ?? "(unknown)"}`;
  const { settings } = session;
  session.requireAccount(id, record.clientId);
  if ((record.onMissing ?? settings.onMissing) === "fail") {
    throw new CareCycleError(
      `${config} answers 404, and onMissing is "fail": the resource is kept. Check that carecycle:apiKey belongs to that ` +
        'client. If the config was deleted on purpose, set onMissing: "recreate", or run pulumi state delete on the resource.',
    );
  }
  if (!(await session.missingIsCertain())) {
    throw new CareCycleError(
      `${config} answers 404, but no answer so far has shown that the key belongs to the pinned client ${settings.clientId}: ` +
        "the resource is kept. Check carecycle:apiKey; if the config is really gone, run pulumi state delete on the resource.",
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
