// Makes text from outside (live names, messages of the API) fit to print: nothing in it steers a terminal or a CI log.

// The terminal's own commands begin with a control character (ESC, or CSI as one character of C1); bidirectional
// controls make text read in another order than it has. Tabs and line breaks are only a gap.
const gap = /\r\n|[\t-\r\u0085\p{Zl}\p{Zp}]/gu;
const gapInLine = /(?!\n)[\t-\r\u0085\p{Zl}\p{Zp}]/gu;
const unprintable = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;

// The runners of GitHub and Azure look for these anywhere in a line, not only at its start as for `::error::`.
const command = /##(?=\[|vso\[)/g;

/** One line: line breaks and tabs become spaces, what a terminal would obey becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(gap, " ").replace(unprintable, "\ufffd").replace(command, "# #");
}

// GitHub's runners trim a line before they look for a command at its start.
const commandAtStart = /^([^\S\n]*):(?=:)/gm;

/** As {@link printable}, with the line breaks (`\n`) kept: for text of several lines that is put together here. */
export function printableLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(gapInLine, " ")
    .replace(unprintable, "\ufffd")
    .replace(command, "# #")
    .replace(commandAtStart, "$1: ");
}

/** Text of several lines as one: what ends or begins a line gives way to a single space. */
export function joinLines(text: string): string {
  // Line by line, because an expression such as /\s*\n\s*/ takes time in the square of the blanks that it meets.
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

/** A number with its noun: "1 value", "2 values". */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

// JSON.stringify escapes the control characters below U+0020 and lone surrogates alone.
const unprintableInJson = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** A value as JSON on one line (or indented), with the characters escaped that {@link printable} would replace. */
export function printableJson(value: unknown, indent?: number): string {
  return String(JSON.stringify(value, null, indent))
    .replace(unprintableInJson, escaped)
    .replace(command, `#${escaped("#")}`);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
