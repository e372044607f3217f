// Keeps sensitive live values that the program did not set out of everything that is recorded or shown.
import { fieldNames, isSensitive } from "./fields";
import { isObject, own, type Path, type Values, WITHHELD } from "./values";

export { WITHHELD };

/**
 * The fields of a live config, fit to be recorded. The engine encrypts a leaf only where the recorded
 * or the declared value at the same path was secret; so a sensitive leaf keeps its value only where
 * `known` (old outputs, or inputs) holds one there, and is replaced by {@link WITHHELD} elsewhere.
 * `sipHeaders` is left out where it is not managed.
 */
export function withhold(live: Values, known: Values, managed: readonly string[]): Values {
  const shown: Values = {};
  for (const name of fieldNames) {
    if (live[name] !== undefined) shown[name] = hide(live[name], known[name], [name], isSensitive);
  }
  if (shown.sipHeaders === WITHHELD && !managed.includes("sipHeaders")) delete shown.sipHeaders;
  return shown;
}

/** Values of fields that this package does not know: nothing is known of what they may carry. */
export function withholdAdditional(live: Values, known: Values): Values {
  return hide(live, known, ["additionalFields"], () => true) as Values;
}

function hide(value: unknown, known: unknown, path: Path, sensitive: (path: Path) => boolean): unknown {
  if (Array.isArray(value)) {
    const old = Array.isArray(known) ? known : [];
    return value.map((element, i) => hide(element, old[i], [...path, i], sensitive));
  }
  if (isObject(value)) {
    const old = isObject(known) ? known : {};
    // An empty key stops the engine's preview, which has no path to show it by.
    const entries = Object.entries(value).filter(([k]) => k !== "");
    return Object.fromEntries(entries.map(([k, v]) => [k, hide(v, own(old, k), [...path, k], sensitive)]));
  }
  return value === null || !sensitive(path) || isKnownLeaf(known) ? value : WITHHELD;
}

// A declared null was not secret, and what stands there now is somebody else's.
function isKnownLeaf(known: unknown): boolean {
  return known !== undefined && known !== null && known !== WITHHELD && typeof known !== "object";
}
