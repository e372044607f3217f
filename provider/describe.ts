// Differences and values in words, for lines that a user reads. Sensitive values never show.
import type { Conflict } from "./changes";
import { isSensitive } from "./fields";
import { printable, printableJson } from "./printable";
import { type LeafDifference, type Path, pathText, UNKNOWN, type Values } from "./values";

/** A value as JSON, whole, because what is masked later must be found in it; "[secret]" where the path may carry credentials. */
export function valueText(value: unknown, path: Path): string {
  if (value === undefined) return "(absent)";
  if (value === UNKNOWN) return "(known after apply)";
  if (value !== null && holdsSensitive(path)) return "[secret]";
  return printableJson(value);
}

/** `path: have => want`. */
export function changeText({ path, want, have }: LeafDifference): string {
  return `${placeText(path)}: ${valueText(have, path)} => ${valueText(want, path)}`;
}

/** `path: expected X, found Y`. */
export function conflictText({ path, expected, found }: Conflict): string {
  return `${placeText(path)}: expected ${valueText(expected, path)}, found ${valueText(found, path)}`;
}

/** A config's name and id, as a line names it. */
export function configText(id: string, values: Values): string {
  return typeof values.name === "string" ? `${printableJson(values.name)} (${id})` : id;
}

// Keys of maps are text from outside, too.
function placeText(path: Path): string {
  return printable(pathText(path));
}

// A whole object is shown as one value only where it appears or goes; its members may be sensitive then.
// Of fields that this package does not know, nothing is known.
function holdsSensitive(path: Path): boolean {
  return (
    isSensitive(path) || (path.length === 1 && path[0] === "dynamicOptions") || path[0] === "additionalFields"
  );
}
