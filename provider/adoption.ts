// Taking over a live config: what the preview says of it, and the write that follows.
import { CareCycleError, ConfigurationError, type LiveTransferConfig } from "./api/client";
import { fieldsOf, ownedDifferences } from "./changes";
import type { CheckFailure } from "./check";
import { patch } from "./converge";
import { changeText, configText } from "./describe";
import type { Mask } from "./mask";
import { isMissing, type Session } from "./session";
import type { Values } from "./values";

/** Adopts a config: a GET, and a PATCH of the differences, if there are any. */
export async function adopt(
  session: Session,
  id: string,
  inputs: Values,
  notify: (line: string) => void,
  mask: Mask,
): Promise<LiveTransferConfig> {
  const live = await session.readRecent(id).catch((error: unknown) => {
    throw isMissing(error) ? new CareCycleError(noSuchConfig(id)) : error;
  });
  const names = fieldsOf(ownedDifferences(inputs, live));
  if (names.length === 0) return live;
  return patch(session, { id, wanted: inputs, clientId: live.clientId, notify, mask }, names, live);
}

/**
 * Reads the config that a new resource is about to adopt, and prints what the adoption will write.
 * Without a key at hand it says so instead: a preview of a pull request from a fork has none.
 */
export async function previewAdoption(
  session: Session,
  id: string,
  inputs: Values,
  notify: (line: string) => void,
  mask: Mask,
): Promise<CheckFailure[]> {
  if (session.settings.apiKey === undefined) {
    notify(`adopting ${id}: no API key is set, so what would change is not shown`);
    return [];
  }
  try {
    const live = await session.readRecent(id);
    const changes = ownedDifferences(inputs, live).map((change) => changeText(change, mask));
    const what =
      changes.length > 0
        ? `will be changed:\n  ${changes.join("\n  ")}`
        : "is as declared, nothing will be sent";
    notify(`adopting ${configText(id, live, mask)}: it ${what}`);
    return [];
  } catch (error) {
    if (!(error instanceof CareCycleError) || error instanceof ConfigurationError) throw error;
    return [
      isMissing(error)
        ? { property: "transferConfigId", reason: noSuchConfig(id) }
        : { property: "", reason: error.message },
    ];
  }
}

function noSuchConfig(id: string): string {
  return (
    `there is no transfer config ${id} under this key's account. Check the id and the account of carecycle:apiKey, ` +
    "or leave transferConfigId out to create a new config."
  );
}
