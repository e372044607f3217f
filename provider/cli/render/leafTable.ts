// Pure: the leaves of a config as a table with the same columns in the whole report, or one below the other where no table fits.
import { printable } from "../../model/printable";
import type { ReportLeaf } from "../reportModel/types";
import { longestWord, padded, width as widthOf, wrap } from "./columns";
import { type Columns, leafTexts } from "./leafTexts";
import { type Paint, toneOf } from "./paint";
import { remarks } from "./words";

/** Widths of the columns, the same for every config. */
export interface Layout {
  readonly name: number;
  readonly field: number;
  /** Of each of the three values; 0 where there is no room for a table. */
  readonly value: number;
  /** Of a line, without its indentation. */
  readonly line: number;
}

const titles = { applied: "last applied", live: "live", code: "code" } as const;
const columnNames = Object.keys(titles) as (keyof Columns<string>)[];
const gap = "  ";
// Below it, a sentence becomes a word in each line.
const leastValue = 14;
const mostValue = 48;
const mostField = 44;

/**
 * The layout for all leaves of a report in `width` columns, of which two are indentation. A path that leaves no room for the
 * values counts for nothing: the leaves of its config stand one below the other.
 */
export function layoutOf(leaves: readonly ReportLeaf[], width: number): Layout {
  const line = width - 2;
  const name = Math.max(5, ...leaves.map((leaf) => nameOf(leaf).length));
  const room = line - name - 4 * gap.length;
  const paths = leaves.map((leaf) => widthOf(printable(leaf.path)));
  const field = Math.max(5, ...paths.filter((path) => path <= Math.min(mostField, room - 3 * leastValue)));
  const longest = Math.max(
    titles.applied.length,
    ...leaves.flatMap((leaf) => textsOf(leaf).map((text) => widthOf(text))),
  );
  const value = Math.min(Math.floor((room - field) / 3), longest, mostValue);
  return { name, field, value: value < titles.applied.length ? 0 : value, line };
}

/** The leaves of one config. */
export function renderLeaves(leaves: readonly ReportLeaf[], layout: Layout, paint: Paint): string {
  const fits = leaves.every(
    (leaf) =>
      widthOf(printable(leaf.path)) <= layout.field &&
      textsOf(leaf).every((text) => longestWord(text) <= layout.value),
  );
  return (fits ? table(leaves, layout, paint) : stack(leaves, layout, paint)).join("\n");
}

function table(leaves: readonly ReportLeaf[], { name, field, value, line }: Layout, paint: Paint): string[] {
  const widths = [name, field, value, value, value];
  const row = (
    cells: readonly string[],
    styled: (text: string, column: number) => string = (text) => text,
  ) => {
    const columns = cells.map((cell, index) => wrap(cell, widths[index] ?? value));
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      columns
        .map((lines, index) => {
          const text = lines[at] ?? "";
          const fill =
            index === columns.length - 1 ? "" : " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
          return (text === "" ? "" : styled(text, index)) + fill;
        })
        .join(gap)
        .trimEnd(),
    );
  };
  const head = row(["class", "field", ...columnNames.map((column) => titles[column])]);
  const rule = widths.map((width) => "─".repeat(width)).join(gap);
  return [
    ...head,
    paint("faint", rule),
    ...leaves.flatMap((leaf) => [
      ...row([nameOf(leaf), printable(leaf.path), ...textsOf(leaf)], (text, column) =>
        styled(leaf, column, text, paint),
      ),
      ...remarks(leaf).flatMap((remark) =>
        wrap(printable(remark), line - name - gap.length).map((text) => `${padded("", name)}${gap}${text}`),
      ),
    ]),
  ];
}

function stack(leaves: readonly ReportLeaf[], { line }: Layout, paint: Paint): string[] {
  const label = titles.applied.length + gap.length;
  return leaves.flatMap((leaf) => [
    `${paint(tone(leaf), nameOf(leaf))}${gap}${printable(leaf.path)}`,
    ...textsOf(leaf).flatMap((text, index) =>
      wrap(text, line - label - gap.length).map((part, at) => {
        const title = at === 0 ? titles[columnNames[index] ?? "code"] : "";
        return `${gap}${padded(title, label)}${styled(leaf, index + 2, part, paint)}`;
      }),
    ),
    ...remarks(leaf).flatMap((remark) =>
      wrap(printable(remark), line - gap.length).map((text) => gap + text),
    ),
  ]);
}

// The class, what an update replaces, and by what.
function styled(leaf: ReportLeaf, column: number, text: string, paint: Paint): string {
  if (column === 0) return paint(tone(leaf), text);
  if (column === 3 && leaf.live.kind === "value" && leaf.class !== "observed") return paint("old", text);
  return column === 4 && leaf.code.kind === "value" ? paint("new", text) : text;
}

function tone({ severity, class: name }: ReportLeaf): (typeof toneOf)[typeof name] {
  return severity === "critical" ? "bad" : toneOf[name];
}

function nameOf({ class: name, severity }: ReportLeaf): string {
  return severity === "critical" ? `${name} !` : name;
}

function textsOf(leaf: ReportLeaf): string[] {
  const texts = leafTexts(leaf);
  return columnNames.map((column) => printable(texts[column]));
}
