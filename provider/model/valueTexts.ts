// Values, differences and configs in words. What the resource's mask hides is never shown.

import type { Conflict } from "./conflicts";
import type { Mask } from "./maskText";
import { printable, printableJson } from "./printable";
import { type LeafDifference, type Path, pathText, SECRET, UNKNOWN, type Values } from "./values";

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

/** The account of a config or a key, as a message names it: `client ID`. Responses say it, so it is text from outside. */
export function clientText(clientId: unknown): string {
  return `client ${(clientId ?? null) === null ? "(unknown)" : printable(String(clientId))}`;
}

/** A path as a message names it. Keys of maps are text from outside, too. */
export function placeText(path: Path): string {
  return printable(pathText(path));
}
