// Pure: the values of a leaf as text, and which part of the old and the new one differs.
import { diffWordsWithSpace } from "diff";
import { cellText, cellValueText } from "../reportModel/cells";
import type { Cell, ReportLeaf } from "../reportModel/types";

/** A part of a text, and whether the other text differs there. */
export interface Part {
  readonly text: string;
  readonly isChanged: boolean;
}

/** The three columns of a leaf. */
export interface Columns<T> {
  readonly applied: T;
  readonly live: T;
  readonly code: T;
}

// The two columns that a reader compares: what an update replaces, and by what.
function compared({ class: name }: ReportLeaf): readonly [keyof Columns<Cell>, keyof Columns<Cell>] {
  return name === "observed" ? ["applied", "live"] : ["live", "code"];
}

/**
 * The columns as texts of some `limit` characters. Long ones that begin alike are cut at their beginning too, so that the
 * difference is in sight.
 */
export function leafTexts(leaf: ReportLeaf, limit = 200): Columns<string> {
  const [old, next] = compared(leaf);
  const skipped = sharedStart(cellValueText(leaf[old]), cellValueText(leaf[next]), limit);
  const text = (name: keyof Columns<Cell>) => cellText(leaf[name], limit, skipped);
  return { applied: text("applied"), live: text("live"), code: text("code") };
}

// Characters that may be left out at the beginning: all but a little of what two long texts share.
function sharedStart(a: string | undefined, b: string | undefined, limit: number): number {
  if (a === undefined || b === undefined || Math.max(a.length, b.length) <= limit) return 0;
  const shared = prefixLength([...a], [...b]);
  const kept = Math.min(40, Math.floor(limit / 4));
  return shared + kept < limit ? 0 : shared - kept;
}

/** The columns with the changed parts marked, as in {@link leafTexts}. */
export function markedLeaf(leaf: ReportLeaf, limit = 2_000): Columns<readonly Part[]> {
  const texts = leafTexts(leaf, limit);
  const [old, next] = compared(leaf);
  const whole = (text: string): Part[] => [{ text, isChanged: false }];
  const columns = { applied: whole(texts.applied), live: whole(texts.live), code: whole(texts.code) };
  if (leaf[old].kind !== "value" || leaf[next].kind !== "value") return columns;
  const [oldText, oldEnd] = lengthApart(texts[old]);
  const [nextText, nextEnd] = lengthApart(texts[next]);
  const [before, after] = changedParts(oldText, nextText);
  return {
    ...columns,
    [old]: joined([...before, ...whole(oldEnd)]),
    [next]: joined([...after, ...whole(nextEnd)]),
  };
}

// What `cellText` says of a text that it cut is no part of the value. A value ends with a quote, a bracket, a digit or a letter.
function lengthApart(text: string): [string, string] {
  const end = /…? \(\d+ characters\)$/.exec(text)?.index ?? text.length;
  return [text.slice(0, end), text.slice(end)];
}

/** The two texts in parts: together they are the texts, and the unchanged ones are the same in both. */
export function changedParts(old: string, next: string): [Part[], Part[]] {
  if (old === next) return [unchanged(old), unchanged(next)];
  // A long text without a word in common takes too long to compare, and all of it differs.
  const changes = diffWordsWithSpace(old, next, { timeout: 50 });
  if (changes === undefined) return [changed(old), changed(next)];
  const before: Part[] = [];
  const after: Part[] = [];
  for (const [index, { value, added, removed }] of changes.entries()) {
    const between = index > 0 && index < changes.length - 1;
    const other = changes[index + 1];
    if (!added && !removed) {
      // A hyphen or a space that two changes share is no anchor for the eye.
      const isChanged = between && /^[-_\s]+$/.test(value);
      before.push({ text: value, isChanged });
      after.push({ text: value, isChanged });
    } else if (removed && other?.added) {
      const [a, b] = refined(value, other.value);
      before.push(...a);
      after.push(...b);
    } else if (removed) before.push({ text: value, isChanged: true });
    else if (!changes[index - 1]?.removed) after.push({ text: value, isChanged: true });
  }
  return [joined(before), joined(after)];
}

// Within two words that replace each other: what they begin and end with alike, where that is most of them, as in
// two phone numbers.
function refined(old: string, next: string): [Part[], Part[]] {
  const [a, b] = [[...old], [...next]];
  const start = prefixLength(a, b);
  const end = Math.min(prefixLength([...a].reverse(), [...b].reverse()), a.length - start, b.length - start);
  if ((start + end) * 2 < Math.min(a.length, b.length)) return [changed(old), changed(next)];
  const parts = (all: string[]): Part[] => [
    { text: all.slice(0, start).join(""), isChanged: false },
    { text: all.slice(start, all.length - end).join(""), isChanged: true },
    { text: all.slice(all.length - end).join(""), isChanged: false },
  ];
  return [parts(a), parts(b)];
}

function prefixLength(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

function unchanged(text: string): Part[] {
  return [{ text, isChanged: false }];
}

function changed(text: string): Part[] {
  return [{ text, isChanged: true }];
}

function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.text === "") continue;
    if (last?.isChanged === part.isChanged)
      result[result.length - 1] = { ...part, text: last.text + part.text };
    else result.push(part);
  }
  return result;
}
