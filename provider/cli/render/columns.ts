// Pure: text in columns of a terminal. Words are never split; only what is longer than a whole line is.
import width from "string-width";

/** Columns that a text takes: some characters take two, or none. */
export { width };

/** Breaks a text into lines of at most `limit` columns, at spaces; a longer word is broken, behind punctuation where it has some. */
export function wrap(text: string, limit: number): string[] {
  if (limit === Number.POSITIVE_INFINITY) return [text];
  const lines: string[] = [];
  let [line, columns] = ["", 0];
  for (const piece of words(text).flatMap((word) => pieces(word, limit))) {
    const joint = line === "" || !piece.startsNew ? "" : " ";
    const more = width(piece.text);
    if (columns + joint.length + more <= limit) {
      line += joint + piece.text;
      columns += joint.length + more;
    } else {
      if (line !== "") lines.push(line);
      [line, columns] = [piece.text, more];
    }
  }
  return [...lines, line];
}

/** Columns of the longest word: a column of that width splits none. */
export function longestWord(text: string): number {
  return Math.max(...words(text).map((word) => width(word)));
}

/** A text with spaces behind it, up to `columns`. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** Every line of a text behind `by`. */
export function indented(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}

// A line that begins with "::" is a command to GitHub's runner: such a word stays on the line of the one before it.
function words(text: string): string[] {
  return text.split(/ (?! *:)/);
}

interface Piece {
  readonly text: string;
  /** Whether a space stands before it. */
  readonly startsNew: boolean;
}

function pieces(word: string, limit: number): Piece[] {
  if (width(word) <= limit) return [{ text: word, startsNew: true }];
  const result: string[] = [];
  let current = "";
  for (const part of word.split(/(?<=[-/,.:;&?=_}\]])(?!:)/)) {
    for (const bit of width(part) <= limit ? [part] : (part.match(/.:*/gsu) ?? [])) {
      if (width(current) + width(bit) > limit) {
        result.push(current);
        current = "";
      }
      current += bit;
    }
  }
  return [...result, current].map((text, index) => ({ text, startsNew: index === 0 }));
}
