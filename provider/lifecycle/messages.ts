// Differences and values in words, for lines that a user reads. What the resource's mask hides is never shown.

import type { Conflict } from "../model/conflicts";
import type { Mask } from "../model/mask";
import { ownedDifferences, releasedFields } from "../model/ownership";
import { printable, printableJson } from "../model/printable";
import { liveInputs, recordedConfig } from "../model/state";
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
    return `${pathText(path)}: the API keeps this key, although null was sent to remove it and the program does not declare it`;
  return (
    `${pathText(path)}: the API did not accept the value: sent ${valueText(want, path, mask)}, got ${valueText(have, path, mask)}. ` +
    "Declare the value as the API returns it, or leave the field out."
  );
}

/** Why a value that others changed during an update is not set back. */
export function leftToOthers({ path, want, have }: LeafDifference, mask: Mask): string {
  return (
    `${pathText(path)}: changed by somebody else while the update ran, and onConflict is "fail": expected ` +
    `${valueText(want, path, mask)}, found ${valueText(have, path, mask)}. Refresh to see it in a preview, or set onConflict: "overwrite".`
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
        `${pathText(path)} (${have === undefined ? "not recorded" : valueText(have, path, mask)} => null)`,
    );
}
