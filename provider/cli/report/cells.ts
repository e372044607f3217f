// The value of one column of a leaf, fit to be shown: what may carry credentials never gets in.
import { isSensitive } from "../../model/fields";
import { printableJson } from "../../model/printable";
import { isObject, own, type Path, SECRET, UNKNOWN, type Values, WITHHELD } from "../../model/values";
import type { Cell } from "./types";

const LATER = "[known after apply]";

export const notRead: Cell = { kind: "not-read" };
export const absent: Cell = { kind: "absent" };

/** Whether the text stands for a value that the document does not show, whatever that holds. */
export function isOpaque(value: unknown): boolean {
  return value === SECRET || value === UNKNOWN;
}

/** The cell of a value at a path of the inputs; `code` is what the code has there. */
export function cellOf(value: unknown, path: Path, code: unknown): Cell {
  if (value === undefined) return absent;
  if (value === UNKNOWN) return { kind: "unknown" };
  if (value === WITHHELD) return { kind: "withheld" };
  const shown = masked(value, path, code);
  return shown === SECRET ? { kind: "secret" } : { kind: "value", value: shown };
}

/** The body of a request, by the API's names; fields outside the table come from the code. */
export function maskedBody(body: Values): Values {
  return masked(body, [], body) as Values;
}

/** The value with {@link SECRET} at every leaf that may carry credentials. */
function masked(value: unknown, path: Path, code: unknown): unknown {
  if (Array.isArray(value)) {
    const declared = Array.isArray(code) ? code : [];
    return value.map((element, i) => masked(element, [...path, i], declared[i]));
  }
  if (isObject(value)) {
    const declared = isObject(code) ? code : {};
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([k, v]) => [k, masked(v, [...path, k], own(declared, k))]));
  }
  if (value === UNKNOWN) return LATER;
  if (value === null || value === undefined || value === WITHHELD) return value;
  return isSensitive(path) || (path[0] === "additionalFields" && !isPlain(code)) ? SECRET : value;
}

// Nothing is known of an additional field. What the code has in plain text isn't a secret; anything else may be one.
function isPlain(code: unknown): boolean {
  return code !== null && typeof code !== "object" && code !== undefined && !isOpaque(code);
}

const words: Record<Exclude<Cell["kind"], "value">, string> = {
  secret: SECRET,
  withheld: WITHHELD,
  absent: "(absent)",
  "not-read": "(not read)",
  unknown: LATER,
};

/** A cell as text of at most `limit` characters; values are written as JSON. */
export function cellText(cell: Cell, limit = 200): string {
  if (cell.kind !== "value") return words[cell.kind];
  const text = printableJson(cell.value);
  if (text.length <= limit) return text;
  // By code points, so that no character is cut in half.
  return `${[...text.slice(0, limit + 1)].slice(0, limit).join("")}… (${text.length} characters)`;
}
