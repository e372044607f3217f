// What a run of Stryker found, file by file, and the table that the documentation shows of it.
import { isIn, parts } from "./parts";

/** What is read of Stryker's JSON report (mutation-testing-report-schema). */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** How many mutants of a file ended how. */
export interface Score {
  /** Killed by a failing test, or by one that did not end. */
  readonly killed: number;
  readonly survived: number;
  /** Reached by no test. */
  readonly noCoverage: number;
  /** Left out by a comment in the code, which has the reason. */
  readonly ignored: number;
  /** Not even loadable: nothing is said about the tests by those. */
  readonly invalid: number;
  /** Day of the run. */
  readonly on: string;
  /** Versions and settings of the run. */
  readonly with: string;
}

/** When a score was measured, and with what. */
export type Run = Pick<Score, "on" | "with">;

type Count = Exclude<keyof Score, "on" | "with">;

/** Scores by path from the repository's root. */
export type Scores = Readonly<Record<string, Score>>;

const statuses = {
  killed: ["Killed", "Timeout"],
  survived: ["Survived"],
  noCoverage: ["NoCoverage"],
  ignored: ["Ignored"],
  invalid: ["CompileError", "RuntimeError"],
} as const;

/** The scores of a report, and of which run they are; `files` are those that it holds, if only because they have no mutants. */
export function scoresOf({ files: found }: MutationReport, run: Run, files = Object.keys(found)): Scores {
  const score = (mutants: readonly Mutant[]): Score => {
    const count = (which: readonly string[]) => mutants.filter(({ status }) => which.includes(status)).length;
    return {
      killed: count(statuses.killed),
      survived: count(statuses.survived),
      noCoverage: count(statuses.noCoverage),
      ignored: count(statuses.ignored),
      invalid: count(statuses.invalid),
      ...run,
    };
  };
  return Object.fromEntries(files.map((file) => [file, score(found[file]?.mutants ?? [])]));
}

/** Killed mutants in percent of the valid ones; undefined where there are none. */
export function percent(scores: readonly Score[]): number | undefined {
  const sum = (name: Count) => scores.reduce((total, score) => total + score[name], 0);
  const valid = sum("killed") + sum("survived") + sum("noCoverage");
  return valid === 0 ? undefined : (100 * sum("killed")) / valid;
}

/** A line for each mutant that no test noticed: where it is, and what it changes. */
export function unnoticed({ files }: MutationReport): string[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ location, mutatorName, replacement = "", status }) => {
        const { line, column } = location.start;
        const change = `${oneLine(textAt(source, location))} -> ${oneLine(replacement)}`;
        return `${file}:${line}:${column} ${status === "Survived" ? "survived" : "no test"}, ${mutatorName}: ${change}`;
      }),
  );
}

/** The text of a file between two positions, both counted from 1. */
function textAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join("\n");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 60)} ... ${line.slice(-30)}` : line;
}

/** The table of parts and files. `files` are the paths of all that there are; what has no score was not measured. */
export function scoreTable(scores: Scores, files: readonly string[]): string {
  const rows = parts.flatMap((part) => {
    const { name } = part;
    const own = files.filter((file) => isIn(part, file)).sort();
    const all = own.flatMap((file) => scores[file] ?? []);
    const title = all.length === own.length ? name : `${name} (${all.length} of ${own.length} files)`;
    return [
      row(`**${title}**`, all),
      ...own.map((file) => row(`\`${file}\``, scores[file] === undefined ? [] : [scores[file]])),
    ];
  });
  const runs = [...new Set(files.flatMap((file) => scores[file]?.with ?? []))].sort();
  return [
    "| | Score | Killed | Survived | No test | Left out | Measured on |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...rows,
    "",
    `Measured with ${runs.join("; ")}.`,
  ].join("\n");
}

function row(title: string, scores: readonly Score[]): string {
  const sum = (name: Count) => scores.reduce((total, score) => total + score[name], 0);
  if (scores.length === 0) return `| ${title} | not measured | | | | | |`;
  const days = [...new Set(scores.map(({ on }) => on))].sort();
  const score = percent(scores);
  const cells = [
    title,
    score === undefined ? "none" : `${score.toFixed(1)} %`,
    sum("killed"),
    sum("survived"),
    sum("noCoverage"),
    sum("ignored") + sum("invalid"),
    days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0],
  ];
  return `| ${cells.join(" | ")} |`;
}
