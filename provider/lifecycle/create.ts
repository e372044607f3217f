// Taking over a live config: what the preview says of it, and the write that follows.
import { CareCycleError, ConfigurationError, type LiveTransferConfig } from "../api/client";
import type { Mask } from "../model/mask";
import { overwritten } from "../model/overwritten";
import { fieldsOf, ownedDifferences } from "../model/ownership";
import type { CheckFailure } from "../model/validation";
import type { Values } from "../model/values";
import { isMissing, type Session } from "../session/session";
import { changeText, configText, conflictText } from "./messages";
import { converge, once, type Plan } from "./write";

// Long enough to serve check and create of one update.
const recentMs = 10_000;

/**
 * Adopts a config: a GET, directly followed by a PATCH of the differences, if there are any. What check read
 * a moment ago is used to find that nothing differs, and to tell what was changed since; never as the base of a write.
 */
export async function adopt(
  session: Session,
  id: string,
  inputs: Values,
  notify: (line: string) => void,
  mask: Mask,
): Promise<LiveTransferConfig> {
  const seen = session.seen(id);
  if (seen && seen.ageMs < recentMs && ownedDifferences(inputs, seen.live).length === 0) return seen.live;
  const guarded = (inputs.onConflict ?? session.settings.onConflict) === "fail";
  const say = once(notify);
  const plan = (live: LiveTransferConfig): Plan => {
    const writes = ownedDifferences(inputs, live);
    const moved = seen
      ? overwritten(writes, seen.live, live).moved.map((conflict) => conflictText(conflict, mask))
      : [];
    if (moved.length > 0 && guarded) throw new CareCycleError(refusal(configText(id, live, mask), moved));
    if (moved.length > 0)
      say(
        `${configText(id, live, mask)}: overwriting what was changed since the preview: ${moved.join("; ")}`,
      );
    // Nothing was read before, so nobody was told yet.
    if (!seen) say(adoptionText(id, live, inputs, mask));
    return { names: fieldsOf(writes), wanted: inputs, base: live };
  };
  return converge(session, { id, guarded, notify: say, mask }, plan).catch((error: unknown) => {
    throw isMissing(error) ? new CareCycleError(noSuchConfig(id)) : error;
  });
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
    notify(adoptionText(id, await session.read(id), inputs, mask));
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

function adoptionText(id: string, live: LiveTransferConfig, inputs: Values, mask: Mask): string {
  const changes = ownedDifferences(inputs, live).map((change) => changeText(change, mask));
  const what =
    changes.length > 0
      ? `will be changed:\n  ${changes.join("\n  ")}`
      : "is as declared, nothing will be sent";
  return `adopting ${configText(id, live, mask)}: it ${what}`;
}

function refusal(config: string, moved: readonly string[]): string {
  return (
    `transfer config ${config} was changed while it was about to be adopted, and onConflict is "fail". Nothing was sent.\n  ` +
    `${moved.join("\n  ")}\nPreview again to see what the adoption would change now.`
  );
}

function noSuchConfig(id: string): string {
  return (
    `there is no transfer config ${id} under this key's account. Check the id and the account of carecycle:apiKey, ` +
    "or leave transferConfigId out to create a new config."
  );
}
