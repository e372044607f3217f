// Lines that a user reads: values and differences in words, adoptions, what an update clears. What the resource's mask
// hides is never shown.

import type { Conflict } from "../model/conflicts";
import type { Mask } from "../model/mask";
import { ownedDifferences, releasedFields } from "../model/ownership";
import { printable, printableJson } from "../model/printable";
import { liveInputs, recordedConfig } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import { at, type LeafDifference, type Path, pathText, SECRET, UNKNOWN, type Values } from "../model/values";

/** A value as JSON, whole, because what is masked later must be found in it; {@link SECRET} where the path is secret. */
export function valueText(value: unknown, path: Path, mask: Mask): string {
  if (value === undefined) return "(absent)";
  if (value === UNKNOWN) return "(known after apply)";
  if (value !== null && mask.hides(path)) return SECRET;
  return printableJson(value);
}

/** `path: have => want`. */
export function changeText({ path, want, have }: LeafDifference, mask: Mask): string {
  return `${placeText(path)}: ${valueText(have, path, mask)} => ${valueText(want, path, mask)}`;
}

/** `path: expected X, found Y`. */
export function conflictText({ path, expected, found }: Conflict, mask: Mask): string {
  return `${placeText(path)}: expected ${valueText(expected, path, mask)}, found ${valueText(found, path, mask)}`;
}

/** A config's name and id, as a line names it: the id alone where the name is secret. */
export function configText(id: string, values: Values, mask: Mask): string {
  return typeof values.name === "string" && !mask.hides(["name"])
    ? `${printableJson(values.name)} (${id})`
    : id;
}

// Keys of maps are text from outside, too.
function placeText(path: Path): string {
  return printable(pathText(path));
}

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
    ...(left.length > 0 ? [`left as it is: ${left.join(", ")}`] : []),
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
