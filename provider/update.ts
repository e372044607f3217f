// An update: the smallest PATCH from what the state recorded, or from what is live where that is read first.
import { CareCycleError, type LiveTransferConfig } from "./api/client";
import { bodyOf } from "./body";
import { additionalFields, conflicts, fieldsOf, givenBack, ownedDifferences } from "./changes";
import { patch } from "./converge";
import { configText, conflictText } from "./describe";
import { emptiesNotKept, withEmpties } from "./empties";
import type { Mask } from "./mask";
import type { Session } from "./session";
import { asRecorded, recordedConfig } from "./state";
import { type Values, withheldPaths } from "./values";

/**
 * Writes the declared fields that changed since `record` (the old outputs), and null to those given
 * back. Answers the live config, or undefined where there was nothing to write and nothing was sent.
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
  const names = fieldsOf(ownedDifferences(planned, recorded));
  if (names.length === 0) return undefined;

  const { clientId } = record;
  const guarded = (inputs.onConflict ?? session.settings.onConflict) === "fail";
  const notKept = emptiesNotKept(record, planned);
  const write = { id, wanted: planned, clientId, guarded, notKept, notify, mask };
  const needsLive =
    names.includes("dynamicOptions") || withheldPaths(bodyOf(names, planned, recorded)).length > 0;
  if (!guarded && !needsLive) return patch(session, write, names, recorded);

  // A PATCH of an object carries its undeclared members along, so it starts from the live ones.
  const live = await (guarded ? session.read(id, clientId) : session.readRecent(id, clientId));
  // Somebody may have added members meanwhile, which null would take along.
  const { dynamicOptions, ...rest } = planned;
  const now = withGivenBack(inputs, { ...record, dynamicOptions: live.dynamicOptions });
  const stays = dynamicOptions !== undefined && now.dynamicOptions === undefined;
  const wanted = stays ? rest : planned;
  if (stays) {
    notify(
      `${configText(id, live, mask)}: dynamicOptions: no longer declared and left as it is: it now holds members that the program does not declare`,
    );
  }
  // A key that the API does not echo is taken to be as it was last sent; so is an empty object or list that
  // it does not keep.
  const base = withEmpties({ ...additionalFields(record), ...live }, notKept) as LiveTransferConfig;
  const writes = ownedDifferences(wanted, base);
  const moved = conflicts(writes, { ...base, ...recorded }, asRecorded(base, record));
  if (moved.length > 0) {
    const list = moved.map((conflict) => conflictText(conflict, mask));
    if (guarded) throw new CareCycleError(refusal(configText(id, live, mask), list));
    notify(
      `${configText(id, live, mask)}: overwriting what was changed since the last refresh: ${list.join("; ")}`,
    );
  }
  return writes.length === 0 ? live : patch(session, { ...write, wanted }, fieldsOf(writes), base);
}

/** What must hold after the update: declared inputs, and null for what is given back. */
function withGivenBack(inputs: Values, record: Values): Values {
  const { cleared } = givenBack(record, inputs);
  return { ...inputs, ...Object.fromEntries(cleared.map((name) => [name, null])) };
}

function refusal(config: string, list: readonly string[]): string {
  return (
    `transfer config ${config} was changed since the state recorded it, and onConflict is "fail". Nothing was sent.\n  ` +
    `${list.join("\n  ")}\nEither run pulumi up --refresh --run-program to see these changes in a preview first, or set ` +
    'onConflict: "overwrite" to write over them.'
  );
}
