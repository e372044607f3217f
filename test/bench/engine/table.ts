// Tables of all measurements, in markdown, so that they can go into the docs as they are.
import { engineMembers } from "../../support/stateSize";
import { fastest } from "./bounds";
import { kinds, titles } from "./kinds";
import { type Measured, phases } from "./measure";

const heading = [
  "configs",
  "phase",
  ...kinds.map((kind) => `${titles[kind]}, s`),
  ": components",
  ": do-nothing",
  "requests",
  "program, MB",
  "provider, MB",
];

const stateHeading = ["configs", "bytes a config, our own*", "bytes of the export"];

/** A row for each number of resources and phase. Requests and sizes are those of transfer configs. */
export function tableOf(measured: Measured): string {
  const counts = [...new Set(measured.samples.map(({ count }) => count))].sort((a, b) => a - b);
  const rows = counts.flatMap((count) => phases.map((phase) => row(measured, count, phase)));
  return markdown(heading, rows, 1);
}

/** A row for each number of transfer configs, and what counts as their own bytes. */
export function stateTableOf({ states }: Pick<Measured, "states">): string {
  const ours = states.filter(({ kind }) => kind === "ours").sort((a, b) => a.count - b.count);
  const rows = ours.map((state) => [state.count, state.ownBytes, state.exportBytes].map(String));
  return `${markdown(stateHeading, rows)}

* The largest record as compact JSON, without what the engine writes for every resource: ${engineMembers.join(", ")}.`;
}

/** A markdown table; numbers stand right, the column `left` stands left. */
function markdown(titles: readonly string[], rows: readonly string[][], left?: number): string {
  const columns = titles.map((title, i) => Math.max(title.length, ...rows.map((r) => (r[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === left ? cell.padEnd(columns[i] ?? 0) : cell.padStart(columns[i] ?? 0))).join(" | ")} |`;
  const rule = columns.map((width, i) => (i === left ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(titles), line(rule), ...rows.map(line)].join("\n");
}

function row(measured: Measured, count: number, phase: (typeof phases)[number]): string[] {
  const [floor, noop, ours] = kinds.map((kind) => fastest(measured, count, kind, phase) ?? Number.NaN);
  const own = measured.samples.filter((s) => s.count === count && s.kind === "ours" && s.phase === phase);
  const largest = (of: (sample: (typeof own)[number]) => number) => `${Math.round(Math.max(...own.map(of)))}`;
  return [
    `${count}`,
    phase,
    ...[floor, noop, ours].map((seconds) => seconds?.toFixed(2) ?? ""),
    ...[floor, noop].map((other) => (Number(ours) / Number(other)).toFixed(2)),
    largest((s) => s.requests),
    largest((s) => s.programMegabytes),
    largest((s) => s.providerMegabytes),
  ];
}
