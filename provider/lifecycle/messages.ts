// The sentences that a user reads of an operation, each written once; errors of settings and accounts are in session/,
// mistakes in the inputs in model/validateInputs.ts.

import type { Mask } from "../model/maskText";
import { ownedDifferences, releasedFields } from "../model/ownership";
import { printable } from "../model/printable";
import { liveInputs, recordedConfig } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import { at, type LeafDifference, type Path, type Values } from "../model/values";
import { changeText, clientText, configText, placeText, valueText } from "../model/valueTexts";
import { useRightKey } from "../session/keyAccount";

/** Why a value that was written isn't live. `extra` tells that it is a key that the program does not declare. */
export function notAccepted({ path, want, have }: LeafDifference, extra: boolean, mask: Mask): string {
  if (extra)
    return `${placeText(path)}: the API keeps this key, although null was sent to remove it and the program does not declare it`;
  return (
    `${placeText(path)}: the API did not accept the value: sent ${valueText(want, path, mask)}, got ${valueText(have, path, mask)}. ` +
    "Declare the value as the API returns it, or leave the field out."
  );
}

/** Why a value that others changed during an update is not set back: `onConflict` says so, or they changed it again and again. */
export function leftToOthers(
  { path, want, have }: LeafDifference,
  failOnConflict: boolean,
  mask: Mask,
): string {
  const [reason, advice] = failOnConflict
    ? [', and onConflict is "fail"', 'Refresh to see it in a preview, or set onConflict: "overwrite".']
    : [" each time that it was set back", "Find out who else writes this config, and run again."];
  return (
    `${placeText(path)}: changed by somebody else while the update ran${reason}: expected ` +
    `${valueText(want, path, mask)}, found ${valueText(have, path, mask)}. ${advice}`
  );
}

/** What an update will clear, or leave as it is, without any leaf of the engine's diff that says so. */
export function releaseTexts(record: Values, inputs: Values, mask: Mask): string[] {
  const { cleared, left } = releasedFields(record, inputs);
  const emptied = cleared.filter((name) => (record[name] ?? null) !== null);
  const parts = [
    ...(emptied.length > 0 ? [`to be cleared: ${emptied.join(", ")}`] : []),
    ...(left.length > 0 ? [`left as it is: ${left.map(printable).join(", ")}`] : []),
  ];
  const nulls = newNulls(inputs, recordedConfig(record), liveInputs(record), mask);
  return [
    ...(parts.length > 0 ? [`no longer declared and ${parts.join("; ")}`] : []),
    ...(nulls.length > 0 ? [`to be cleared: ${nulls.join(", ")}`] : []),
  ];
}

/**
 * What newly declared nulls will clear, in words. `live` is the recorded config, `declared` what the old inputs
 * declared of it. The engine itself shows a null that replaces a declared value.
 */
function newNulls(inputs: Values, live: Values, declared: Values, mask: Mask): string[] {
  return ownedDifferences(inputs, live)
    .filter(({ path, want }) => want === null && at(declared, path) === undefined)
    .map(
      ({ path, have }) =>
        `${placeText(path)} (${have === undefined ? "not recorded" : valueText(have, path, mask)} => null)`,
    );
}

/** What an adoption will change. */
export function adoptionText(mask: Mask, id: string, live: LiveTransferConfig, inputs: Values): string {
  const changes = ownedDifferences(inputs, live).map((change) => changeText(change, mask));
  const what =
    changes.length > 0
      ? `these fields will be changed:\n  ${changes.join("\n  ")}`
      : "already as declared, nothing will be sent";
  return `adopting ${configText(id, live, mask)}: ${what}`;
}

/** Why an adoption stopped: the config changed after the preview. */
export function adoptionRefusal(config: string, conflicts: readonly string[], repeated: boolean): string {
  return (
    `transfer config ${config} was changed between the preview and its adoption, and onConflict is "fail". ${whatWasSent(repeated)}\n  ` +
    `${conflicts.join("\n  ")}\nPreview again to see what the adoption would change now.`
  );
}

/** Whether a refused update sent anything. `repeated` tells that an earlier attempt may have been carried out. */
export function whatWasSent(repeated: boolean): string {
  return repeated
    ? "An earlier attempt got no usable response and may have been carried out; nothing more was sent."
    : "Nothing was sent.";
}

/** Why there is nothing to adopt. */
export function noSuchConfig(id: string): string {
  return (
    `there is no transfer config ${id} under this key's account. Check the id, and that carecycle:apiKey is a key of the right ` +
    "account; or leave out transferConfigId to create a new config."
  );
}

/** What is to be said of an adopted config that the refresh of the same run found gone. */
export function goneText(id: string): string {
  return `adopting ${id}: it is gone (404), so the update will fail here. Remove transferConfigId to create a new config`;
}

/** Why an adoption cannot say what it will change. */
export function adoptionWithoutKey(id: string): string {
  return `adopting ${id}: no API key is set, so the changes cannot be shown`;
}

/** What is said of a new config that exists although its creation failed. */
export function createdAnyway({ message }: Error): string {
  return `The config was created, but: ${message}`;
}

/** What an update or, with `since`, an adoption overwrites of what others changed. */
export function overwriteText(
  config: string,
  conflicts: readonly string[],
  since = "the last refresh",
): string {
  return `${config}: overwriting changes made since ${since}: ${conflicts.join("; ")}`;
}

/** What an update overwrites without knowing whether others changed it. */
export function unrecordedText(config: string, paths: readonly string[]): string {
  return `${config}: overwriting values that the state does not record: ${paths.join(", ")}`;
}

/** Why an update stopped: the config changed since the last update or refresh. */
export function updateRefusal(config: string, conflicts: readonly string[], repeated: boolean): string {
  return (
    `transfer config ${config} was changed since the last update or refresh, and onConflict is "fail". ${whatWasSent(repeated)}\n  ` +
    `${conflicts.join("\n  ")}\nEither run pulumi up --refresh --run-program, whose preview shows these changes, or set ` +
    'onConflict: "overwrite" to overwrite them.'
  );
}

/** Why dynamicOptions that the program no longer declares is not cleared after all. */
export function sharedOptionsText(config: string): string {
  return `${config}: dynamicOptions is no longer declared, and left as it is: it now holds members that the program does not declare`;
}

/** What an update sets back because others changed it meanwhile. */
export function setBackText(config: string, changed: readonly LeafDifference[], mask: Mask): string {
  const changes = changed.map((d) => changeText(d, mask)).join("; ");
  return `${config}: changed by somebody else during the update, set back: ${changes}`;
}

/** What was sent without a way to see whether it was accepted. */
export function unverifiableText(config: string, path: Path): string {
  return `${config}: ${placeText(path)} was sent, but the API does not return it: whether it was accepted cannot be verified`;
}

/** What a PATCH carried along and the response lacks. */
export function lostText(config: string, paths: readonly Path[]): string {
  return `${config}: sent unchanged, but missing or different in the response: ${paths.map(placeText).join(", ")}`;
}

/** What is said of a config whose entry goes and that the program keeps: `reason` says why it isn't deleted. */
export function keptText(config: string, reason: string): string {
  return `transfer config ${config}: still live, no longer managed by the entry removed from the state: ${reason}`;
}

/** What is said once in a run in which the API refuses the key. */
export const refusedKeyText =
  "the API refuses the key (401): set a valid one. A refresh or destroy uses the key recorded by the last update; after a " +
  "rotation, run with --refresh --run-program, so that it uses the current one.";

/** What is said of a config that the program drops under deletionPolicy "retain". */
export function retainedText(config: string): string {
  return `transfer config ${config}: still live, no longer managed: deletionPolicy is "retain" ("delete" would delete it). Without transferConfigId, the next up makes another one`;
}

/** What is said of a config that was to be deleted and was gone. */
export function alreadyGoneText(config: string, client: unknown): string {
  return `transfer config ${config} of ${clientText(client)} was not found (404): it was deleted, now or earlier`;
}

/** Why a config could not be deleted. `outcome` is how the request ended. */
export function notDeletedText(config: string, outcome: string): string {
  return (
    `transfer config ${config} could not be deleted: the API ${outcome}. The config is still live: the API does not ` +
    'document a DELETE. Delete it in the dashboard and run pulumi up --refresh --run-program, or set deletionPolicy: "retain", ' +
    "run pulumi up, and then remove the resource."
  );
}

/** Why a 404 does not count as deleted. */
export function doubtfulDelete(config: string, doubt: string): string {
  return (
    `transfer config ${config} was not found (404), but ${doubt}. ${useRightKey} If the key is right, the config ` +
    "is gone: run pulumi state delete on the resource."
  );
}

/** Why a refresh keeps a config that answers 404: onMissing is "fail". */
export function missingRefusal(config: string): string {
  return (
    `${config} was not found (404), and onMissing is "fail": the resource is kept. Check that carecycle:apiKey belongs to that ` +
    'client. If the config was deleted on purpose, set onMissing: "recreate", or run pulumi state delete on the resource.'
  );
}

/** Why a refresh keeps a config that answers 404: the key may be another account's. */
export function doubtfulMissing(config: string, doubt: string): string {
  return (
    `${config} was not found (404), but ${doubt}: the resource is kept. ${useRightKey} If the key is right and the config is really ` +
    "gone, run pulumi state delete on the resource."
  );
}

/** What is said of a config that a refresh drops from the state. `adopted` tells that the program adopts it by its id. */
export function missingText(config: string, adopted: boolean): string {
  const next = adopted
    ? "remove its transferConfigId from the program, and the next update creates a new one with a new id"
    : "the next update creates a new one with a new id";
  return (
    `${config} is gone (404) and is dropped from the state: ${next}. ` +
    "Campaigns and block-snippet assignments that used the old id do not follow."
  );
}
