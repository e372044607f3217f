// An update: the smallest PATCH from what is live, read directly before it, to what the code declares.
import { CareCycleError } from "../api/errors";
import { findConflicts } from "../model/conflicts";
import { emptiesNotKept, withEmpties } from "../model/emptyValues";
import { additionalFields, desiredValues, fieldsOf, ownedDifferences } from "../model/ownership";
import { recordedConfig } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import type { Values } from "../model/values";
import { configText, conflictText } from "../model/valueTexts";
import { overwriteText, sharedOptionsText, unrecordedText, updateRefusal } from "./messages";
import { distinct, failsOnConflict, type OperationContext } from "./operationContext";
import { type Patch, write } from "./write";

/**
 * Writes the declared fields that are not live, and null to those released. Returns the live config, or
 * undefined where `record` (the old outputs) holds all of it already: nothing is sent then. Changes that others made
 * since the record and that would be overwritten are refused where `onConflict` is "fail", and named in a line otherwise.
 */
export async function update(
  context: OperationContext,
  id: string,
  record: Values,
  inputs: Values,
): Promise<LiveTransferConfig | undefined> {
  const { session, mask } = context;
  // Before anything else: an update that sends nothing must not make a config of another account look settled.
  if (record.clientId !== undefined) session.requireAccount(id, record.clientId);
  const planned = desiredValues(inputs, record);
  const recorded = recordedConfig(record, planned);
  if (ownedDifferences(planned, recorded).length === 0) return undefined;

  const failOnConflict = failsOnConflict(session, inputs);
  const notKept = emptiesNotKept(record, planned);
  const notify = distinct(context.notify);
  const plan = (live: LiveTransferConfig, repeated: boolean): Patch => {
    const config = configText(id, live, mask);
    // Others may have added members since, which null would remove as well.
    const { dynamicOptions, ...rest } = planned;
    const now = desiredValues(inputs, { ...record, dynamicOptions: live.dynamicOptions });
    const stays = dynamicOptions !== undefined && now.dynamicOptions === undefined;
    const desired = stays ? rest : planned;
    if (stays) {
      notify(sharedOptionsText(config));
    }
    // A key that the response does not include is assumed to be as it was last sent; so is an empty object or list that
    // the API does not keep. Only the comparison sees the latter: a PATCH carries along what is really live.
    const base: LiveTransferConfig = { ...additionalFields(record), ...live };
    const compared = withEmpties(base, notKept) as LiveTransferConfig;
    const writes = ownedDifferences(desired, compared);
    const { conflicts, unrecorded } = findConflicts(writes, recorded, compared);
    const list = conflicts.map((conflict) => conflictText(conflict, mask));
    if (list.length > 0 && failOnConflict) throw new CareCycleError(updateRefusal(config, list, repeated));
    const lines = [
      ...(list.length > 0 ? [overwriteText(config, list)] : []),
      ...(unrecorded.length > 0 ? [unrecordedText(config, unrecorded)] : []),
    ];
    return { fields: fieldsOf(writes), desired, base, lines };
  };
  const target = { id, clientId: record.clientId, failOnConflict, notKept };
  return write({ ...context, notify }, target, plan);
}
