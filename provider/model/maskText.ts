// Masks what is printed (redactState.ts does the same for what is recorded): a secret is masked by its path, and by its value
// wherever else it turns up.
import { fields, isSensitive, mayHoldSecrets, readOnlyNames } from "./fieldTable";
import { printable, printableJson, printableLines } from "./printable";
import { namedSecret, type PathTest, sensitivity } from "./secretPaths";
import {
  isObject,
  type Leaf,
  leaves,
  own,
  type Path,
  SECRET,
  UNKNOWN,
  type Values,
  WITHHELD,
} from "./values";

// From this length on, sensitive values that the program did not make secret itself are masked by value too: credentials
// of the table of fields, and neighbours in a list. Shorter ones, such as a header value "GET", would mask ordinary words
// of this package's own messages; the API's messages were masked in any case.
const minLength = 8;

/** Whether a leaf of a body or a response stands for an additional field: those of the API that this package knows do not. */
function isAdditional([field]: Path): boolean {
  return !Object.hasOwn(fields, String(field)) && !(readOnlyNames as readonly unknown[]).includes(field);
}

/** What must not be printed of one resource. Its sources are inputs and outputs, which say what the program made secret. */
export class Mask {
  readonly #named: PathTest;
  readonly #sensitive: PathTest;
  readonly #texts = new Set<string>();
  #masker: ((text: string) => string) | undefined;

  constructor(...sources: Values[]) {
    this.#named = namedSecret(...sources);
    this.#sensitive = sensitivity(...sources);
    for (const source of sources) this.learn(source);
  }

  /** Whether the value at a path of the inputs, or one inside it, is secret. */
  hides(path: Path): boolean {
    return mayHoldSecrets(path) || this.#sensitive(path);
  }

  /** Takes note of secret values in inputs, outputs, a body or a response, so that {@link text} finds them. */
  learn(values: Values): void {
    for (const leaf of leaves(values)) {
      const text = textOf(leaf);
      if (text === undefined) continue;
      // In a body and in a response, additional fields stand beside the others.
      const isNamed =
        this.#named(leaf.path) ||
        (isAdditional(leaf.path) && this.#named(["additionalFields", ...leaf.path]));
      if (this.#texts.has(text)) continue;
      if (isNamed || (text.length >= minLength && this.#sensitive(leaf.path))) {
        this.#texts.add(text);
        this.#masker = undefined;
      }
    }
  }

  /** The text with every known secret value masked. */
  text(text: string): string {
    this.#masker ??= masker([...this.#texts]);
    return this.#masker(text);
  }
}

/**
 * The texts of a body that may carry credentials, those of fields that this package does not know included.
 */
export function sensitiveTexts(body: unknown): string[] {
  return leaves(body)
    .filter(({ path }) => isSensitive(path) || !Object.hasOwn(fields, String(path[0])))
    .map(textOf)
    .filter((text) => text !== undefined);
}

// Masked by value, these would hide ordinary words and protect nothing: they are masked by path only.
function textOf({ value }: Leaf): string | undefined {
  if (value === null || value === undefined || value === UNKNOWN || value === WITHHELD) return undefined;
  if (typeof value === "boolean" || typeof value === "object") return undefined;
  const text = String(value);
  const ordinary = typeof value === "number" ? text.length < 4 : /^(|true|false|null)$/.test(text);
  return ordinary ? undefined : text;
}

/** Stands for a value that is known after the update only. */
export const LATER = "[known after apply]";

/** Whether the text stands for a value that a preview does not show, whatever that holds. */
export function isOpaque(value: unknown): boolean {
  return value === SECRET || value === UNKNOWN;
}

/**
 * The value with {@link SECRET} at every leaf that may carry credentials. `declared` is what the program has in its place:
 * what the program makes secret is, wherever it was plain; nothing is known of an additional field, but what a preview shows of
 * it in plain text isn't a secret.
 */
export function maskedValue(value: unknown, path: Path, declared: unknown): unknown {
  if (value === UNKNOWN) return LATER;
  if (value === null || value === undefined || value === WITHHELD) return value;
  if (declared === SECRET) return SECRET;
  if (Array.isArray(value)) {
    const elements = Array.isArray(declared) ? declared : [];
    return value.map((element, i) => maskedValue(element, [...path, i], elements[i]));
  }
  if (isObject(value)) {
    const members = isObject(declared) ? declared : {};
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        maskedValue(member, [...path, name], own(members, name)),
      ]),
    );
  }
  return isSensitive(path) || (path[0] === "additionalFields" && !isShown(declared)) ? SECRET : value;
}

function isShown(declared: unknown): boolean {
  return declared !== null && typeof declared !== "object" && declared !== undefined && !isOpaque(declared);
}

/** Masks texts however they are quoted: whole, as JSON, or one of several lines. Occurrences may overlap. */
export function masker(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))];
  return (text) => {
    const found = forms.flatMap((form) => occurrences(form, text)).sort((a, b) => a[0] - b[0]);
    let [shown, end] = ["", 0];
    for (const [from, to] of found) {
      if (from >= end) shown += text.slice(end, from) + SECRET;
      end = Math.max(end, to);
    }
    return shown + text.slice(end);
  };
}

function formsOf(secret: string): string[] {
  const lines = [...new Set([secret, ...secret.split(/[\r\n]+/)].map((line) => line.trim()))];
  // A short line without letters or digits, such as "}", is punctuation.
  return lines
    .filter((line) => line !== "" && (line.length >= 4 || /[\p{L}\p{N}]/u.test(line) || line === secret))
    .flatMap((line) => {
      const quoted = JSON.stringify(line).slice(1, -1);
      const printed = [printable(line), printableLines(line), printableJson(line).slice(1, -1)];
      return [line, quoted, quoted.replace(/[^\x20-\x7e]/g, escaped), ...printed];
    });
}

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

type Range = readonly [from: number, to: number];

// Not by regular expressions: one of megabytes cannot be compiled, and a response may hold such a value.
function occurrences(form: string, text: string): Range[] {
  const first = text.indexOf(form);
  if (first < 0) return [];
  return form.length < 4 ? wholeWords(form, text, first) : anywhere(form, text, first);
}

// A short one counts only as a whole word: masked everywhere, an "a" would leave no message.
function wholeWords(form: string, text: string, first: number): Range[] {
  const ranges: Range[] = [];
  const isInWord = (index: number) => /\w/.test(text.charAt(index));
  for (let from = first; from >= 0; from = text.indexOf(form, from + 1)) {
    const to = from + form.length;
    if (!isInWord(from - 1) && !isInWord(to)) ranges.push([from, to]);
  }
  return ranges;
}

/** Occurrences, those that follow each other by the form's own period as one: "aaaa" is in a line of "a" everywhere. */
function anywhere(form: string, text: string, first: number): Range[] {
  const ranges: Range[] = [];
  const period = periodOf(form);
  const tail = form.slice(-period);
  for (let from = first; from >= 0; ) {
    let to = from + form.length;
    while (text.startsWith(tail, to)) to += period;
    ranges.push([from, to]);
    from = text.indexOf(form, to - form.length + 1);
  }
  return ranges;
}

/** The least distance at which a text can occur twice: its length, less that of its longest border (Knuth, Morris, Pratt). */
function periodOf(text: string): number {
  const borders = new Int32Array(text.length);
  for (let i = 1, length = 0; i < text.length; i++) {
    while (length > 0 && text.charCodeAt(i) !== text.charCodeAt(length)) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(i) === text.charCodeAt(length)) length++;
    borders[i] = length;
  }
  return text.length - (borders[text.length - 1] ?? 0);
}
