// An update: the smallest PATCH from what is live, read directly before it, to what the code declares.
import { CareCycleError, type LiveTransferConfig } from "../api/client";
import { emptiesNotKept, withEmpties } from "../model/empties";
import type { Mask } from "../model/mask";
import { overwritten } from "../model/overwritten";
import { additionalFields, fieldsOf, givenBack, ownedDifferences } from "../model/ownership";
import { recordedConfig } from "../model/state";
import type { Values } from "../model/values";
import type { Session } from "../session/session";
import { configText, conflictText } from "./messages";
import { converge, once, type Plan } from "./write";

/**
 * Writes the declared fields that are not live, and null to those given back. Answers the live config, or
 * undefined where `record` (the old outputs) holds all of it already: nothing is sent then. What somebody changed
 * since the record is refused where it would be written over and `onConflict` is "fail", and named in a line otherwise.
 */
export async function update(
  session: Session,
  id: string,
  record: Values,
  inputs: Values,
  notify: (line: string) => void,
  mask: Mask,
): Promise<LiveTransferConfig | undefined> {
  const planned = withGivenBack(inputs, record);
  const recorded = recordedConfig(record, planned);
  if (ownedDifferences(planned, recorded).length === 0) return undefined;

  const guarded = (inputs.onConflict ?? session.settings.onConflict) === "fail";
  const notKept = emptiesNotKept(record, planned);
  const say = once(notify);
  const plan = (live: LiveTransferConfig, repeated: boolean): Plan => {
    const config = configText(id, live, mask);
    // Somebody may have added members meanwhile, which null would take along.
    const { dynamicOptions, ...rest } = planned;
    const now = withGivenBack(inputs, { ...record, dynamicOptions: live.dynamicOptions });
    const stays = dynamicOptions !== undefined && now.dynamicOptions === undefined;
    const wanted = stays ? rest : planned;
    if (stays) {
      say(
        `${config}: dynamicOptions: no longer declared and left as it is: it now holds members that the program does not declare`,
      );
    }
    // A key that the API does not echo is taken to be as it was last sent; so is an empty object or list that
    // it does not keep. Only the comparison sees the latter: a PATCH carries along what is really live.
    const base: LiveTransferConfig = { ...additionalFields(record), ...live };
    const compared = withEmpties(base, notKept) as LiveTransferConfig;
    const writes = ownedDifferences(wanted, compared);
    const { moved, unrecorded } = overwritten(writes, recorded, compared);
    if (moved.length > 0) {
      const list = moved.map((conflict) => conflictText(conflict, mask));
      if (guarded) throw new CareCycleError(refusal(config, list, repeated));
      say(`${config}: overwriting what was changed since the last refresh: ${list.join("; ")}`);
    }
    if (unrecorded.length > 0)
      say(`${config}: writing over values that the state does not record: ${unrecorded.join(", ")}`);
    return { names: fieldsOf(writes), wanted, base };
  };
  return converge(session, { id, clientId: record.clientId, guarded, notKept, notify: say, mask }, plan);
}

/** What must hold after the update: declared inputs, and null for what is given back. */
function withGivenBack(inputs: Values, record: Values): Values {
  const { cleared } = givenBack(record, inputs);
  return { ...inputs, ...Object.fromEntries(cleared.map((name) => [name, null])) };
}

function refusal(config: string, list: readonly string[], repeated: boolean): string {
  const sent = repeated
    ? "An earlier attempt of this update got no answer and may have been carried out; nothing more was sent."
    : "Nothing was sent.";
  return (
    `transfer config ${config} was changed since the state recorded it, and onConflict is "fail". ${sent}\n  ` +
    `${list.join("\n  ")}\nEither run pulumi up --refresh --run-program to see these changes in a preview first, or set ` +
    'onConflict: "overwrite" to write over them.'
  );
}
