// The value of one column of a leaf, fit to be shown: what may carry credentials never gets in.
import { isSensitive, optionMembers } from "../fields";
import { isObject, type Path, UNKNOWN, type Values } from "../values";
import { WITHHELD } from "../withheld";

/** A value, or the reason why there is none to show. */
export type Cell =
  | { readonly kind: "value"; readonly value: unknown }
  /** There is a value, and it may carry credentials. */
  | { readonly kind: "secret" }
  /** There is a sensitive live value that was set outside the program. */
  | { readonly kind: "withheld" }
  /** Nothing stands at the path. */
  | { readonly kind: "absent" }
  /** The document does not hold this column. */
  | { readonly kind: "not-read" }
  /** The value comes from another resource and is known after the update. */
  | { readonly kind: "unknown" };

/** What the engine writes in place of a secret. */
export const SECRET = "[secret]";
const LATER = "[known after apply]";

export const notRead: Cell = { kind: "not-read" };
export const absent: Cell = { kind: "absent" };

/** The cell of a value at a path of the config. */
export function cellOf(value: unknown, path: Path): Cell {
  if (value === undefined) return absent;
  if (value === UNKNOWN) return { kind: "unknown" };
  if (value === WITHHELD) return { kind: "withheld" };
  const shown = masked(value, path);
  return shown === SECRET ? { kind: "secret" } : { kind: "value", value: shown };
}

/** The value with {@link SECRET} at every leaf that may carry credentials. */
export function masked(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) return value.map((element, i) => masked(element, [...path, i]));
  if (isObject(value)) return maskedMembers(value, path);
  if (value === UNKNOWN) return LATER;
  return value === null || value === undefined || value === WITHHELD || !mayHoldCredentials(path)
    ? value
    : SECRET;
}

/** The body of a request, by the API's names. */
export function maskedBody(body: Values): Values {
  return maskedMembers(body, []);
}

function maskedMembers(value: Values, path: Path): Values {
  const members = Object.entries(value).filter(([name]) => !name.startsWith("__"));
  return Object.fromEntries(members.map(([name, member]) => [name, masked(member, [...path, name])]));
}

// A member of dynamicOptions that this package does not know may be anything.
function mayHoldCredentials(path: Path): boolean {
  const [head, member] = path;
  const unheardOf = head === "dynamicOptions" && member !== undefined && !(member in optionMembers);
  return unheardOf || isSensitive(path);
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
  const text = JSON.stringify(cell.value);
  if (text.length <= limit) return text;
  // By code points, so that no character is cut in half.
  return `${[...text.slice(0, limit + 1)].slice(0, limit).join("")}… (${text.length} characters)`;
}
