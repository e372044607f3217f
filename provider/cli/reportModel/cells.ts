// The value of one column of a leaf, fit to be shown: what may carry credentials never gets in.
import { LATER, maskedValue } from "../../model/maskText";
import { printableJson } from "../../model/printable";
import { isObject, type Path, SECRET, UNKNOWN, type Values, WITHHELD } from "../../model/values";
import type { Cell } from "./types";

export const notRead: Cell = { kind: "not-read" };
export const absent: Cell = { kind: "absent" };

/** The cell of a value at a path of the inputs; `code` is what the code has there. */
export function cellOf(value: unknown, path: Path, code: unknown): Cell {
  if (value === undefined) return absent;
  if (value === UNKNOWN) return { kind: "unknown" };
  if (value === WITHHELD) return { kind: "withheld" };
  const shown = maskedValue(value, path, code);
  return shown === SECRET ? { kind: "secret" } : { kind: "value", value: shown };
}

/** The body of a request, by the API's names; fields outside the table come from the code. */
export function maskedBody(body: Values): Values {
  return withoutMarkers(maskedValue(body, [], body)) as Values;
}

// What the state withholds is sent along as it is live.
function withoutMarkers(value: unknown): unknown {
  if (value === WITHHELD) return SECRET;
  if (Array.isArray(value)) return value.map(withoutMarkers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutMarkers(member)]));
}

const words: Record<Exclude<Cell["kind"], "value">, string> = {
  secret: SECRET,
  withheld: WITHHELD,
  absent: "(absent)",
  "not-read": "(not read)",
  unknown: LATER,
};

/** The value of a cell as JSON; undefined where it has none to show. */
export function cellValueText(cell: Cell): string | undefined {
  return cell.kind === "value" ? printableJson(cell.value) : undefined;
}

/**
 * A cell as text: the words for its kind, or its value as JSON. A value of more than `limit` characters is cut, and says how
 * long it is; then its first `skipped` characters are left out, too.
 */
export function cellText(cell: Cell, limit = 200, skipped = 0): string {
  if (cell.kind !== "value") return words[cell.kind];
  const text = printableJson(cell.value);
  if (text.length <= limit) return text;
  // By code points, so that no character is cut in half.
  const characters = [...text];
  const end = Math.min(skipped + limit, characters.length);
  const shown = characters.slice(skipped, end).join("");
  return `${skipped > 0 ? "…" : ""}${shown}${end < characters.length ? "…" : ""} (${text.length} characters)`;
}
