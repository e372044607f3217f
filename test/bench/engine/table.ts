// One table of all measurements, in markdown, so that it can go into the docs as it is.
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

/** A row for each number of resources and phase. Requests and sizes are those of transfer configs. */
export function tableOf(measured: Measured): string {
  const counts = [...new Set(measured.samples.map(({ count }) => count))].sort((a, b) => a - b);
  const rows = counts.flatMap((count) => phases.map((phase) => row(measured, count, phase)));
  const columns = heading.map((title, i) => Math.max(title.length, ...rows.map((r) => (r[i] ?? "").length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, i) => (i === 1 ? cell.padEnd(columns[i] ?? 0) : cell.padStart(columns[i] ?? 0))).join(" | ")} |`;
  const rule = columns.map((width, i) => (i === 1 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
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
