// Pure: texts as GitHub-flavoured Markdown in which nothing foreign is markup.
import { printable } from "../../model/printable";

/** Foreign text as inline code, in which nothing is a mention, a link, markup or the end of a cell. */
export function code(text: string): string {
  const line = printable(text);
  if (line.trim() !== "" && !/[`|]/.test(line)) return `\`${/^ | $/.test(line) ? ` ${line} ` : line}\``;
  return `<code>${line.replace(/[^\p{L}\p{N} ]/gu, (c) => `&#${c.codePointAt(0)};`)}</code>`;
}

/** A sentence of this program; what foreign names it holds become plain text. */
export function prose(text: string): string {
  const escaped = printable(text).replace(/[\\`*_[\]<>|&~]/g, (c) => `&#${c.codePointAt(0)};`);
  // Behind a zero-width space neither is a mention or a reference.
  return escaped.replace(/@|#(?!\d+;)/g, "$&\u200b").replace(/\s+/g, " ");
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text behind a line that unfolds it. */
export function fold(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}
