// A refresh: what is live, or what follows from a config that is gone (404).
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { CareCycleError } from "../api/errors";
import { liveInputs, refreshedOutputs } from "../model/state";
import type { Values } from "../model/values";
import { clientText, configText } from "../model/valueTexts";
import { isMissing } from "../session/session";
import { doubtfulMissing, missingRefusal, missingText } from "./messages";
import type { OperationContext } from "./operationContext";

/** The live config as outputs and inputs, under the ownership that `record` holds; empty if it is gone. */
export async function read(
  context: OperationContext,
  id: string,
  record: Values,
): Promise<dynamic.ReadResult<Values>> {
  try {
    const props = refreshedOutputs(await context.session.read(id, record.clientId), record);
    return { id, props, inputs: liveInputs(props) };
  } catch (error) {
    if (!isMissing(error)) throw error;
    await reportMissing(context, id, record);
    return {};
  }
}

/**
 * Lets a missing config be dropped from the state, with a line that says what that means.
 * @throws CareCycleError, which keeps the resource, where `onMissing` is "fail" or where the key isn't
 * known to belong to the client that the config was recorded under: with another client's key, every id answers 404.
 */
async function reportMissing(
  { session, notify, mask }: OperationContext,
  id: string,
  record: Values,
): Promise<void> {
  const config = `transfer config ${configText(id, record, mask)} of ${clientText(record.clientId)}`;
  if (record.clientId !== undefined) session.requireAccount(id, record.clientId);
  if ((record.onMissing ?? session.settings.onMissing) === "fail")
    throw new CareCycleError(missingRefusal(config));
  const doubt = await session.reasonToDoubt404(record.clientId);
  if (doubt !== undefined) throw new CareCycleError(doubtfulMissing(config, doubt));
  notify(missingText(config, record.transferConfigId !== undefined));
}
