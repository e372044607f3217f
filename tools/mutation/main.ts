// `npm run mutation -- model`: changes the package's code in many small ways, and tells which changes no test noticed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isIn, leftOut, type Part, packageFiles, partOf, parts } from "./parts";
import { type MutationReport, percent, type Run, type Scores, scoresOf, unnoticed } from "./scores";

const USAGE = `Usage: npm run mutation -- [part|file|glob]... [options]
Parts: ${parts.map(({ name }) => name).join(", ")} (default: all of them)
A file or a glob is one of provider/, such as model/values.ts or "lifecycle/{read,write}.ts".
  --concurrency N   test runners beside each other (1)
  --own-tests       only the own tests of the part: quicker, and less is noticed
  --incremental     keep the results of the last run where neither code nor test changed
  --write-docs      note the scores in docs/mutation.md
Reports are left in .work/mutation. Fails where a whole part has less than its least score (tools/mutation/parts.ts).`;

const root = join(__dirname, "../..");
const folder = ".work/mutation";
const notes = join(__dirname, "scores.json");

/** Mutants to make: a part of the package, or some files of it. */
interface Scope {
  readonly part: Part;
  readonly patterns: readonly string[];
  readonly isWhole: boolean;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      concurrency: { type: "string", default: "1" },
      incremental: { type: "boolean", default: false },
      "own-tests": { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const scopes = (positionals.length > 0 ? positionals : parts.map(({ name }) => name)).map(scopeOf);
  let isGood = true;
  for (const scope of scopes) {
    const report = await mutate(scope, {
      concurrency: Number(values.concurrency),
      incremental: values.incremental,
      ownTests: values["own-tests"],
    });
    const run = thisRun(values["own-tests"] && scope.part.others.length > 0);
    if (values["write-docs"]) note(report, scope, run);
    isGood = summarize(report, scope, run) && isGood;
  }
  if (values["write-docs"]) writePage();
  return isGood;
}

function scopeOf(text: string): Scope {
  const name = text.replace(/^provider\//, "").replace(/\/$/, "");
  const whole = parts.find((part) => part.name === name);
  if (whole) return { part: whole, patterns: patternsOf(whole), isWhole: true };
  const part = partOf(name);
  if (part === undefined) throw new Error(`${text} is not in a part of the package.\n${USAGE}`);
  return { part, patterns: [`provider/${name}`], isWhole: false };
}

/** All files of a part, without those of parts inside it. */
function patternsOf({ name }: Part): string[] {
  const inner = [...leftOut, ...parts.map((part) => part.name)].filter((other) =>
    other.startsWith(`${name}/`),
  );
  return [`provider/${name}/**/*.ts`, ...inner.map((other) => `!provider/${other}/**`)];
}

async function mutate(
  { part, patterns }: Scope,
  { concurrency, incremental, ownTests }: { concurrency: number; incremental: boolean; ownTests: boolean },
): Promise<MutationReport> {
  const { Stryker } = await import("@stryker-mutator/core");
  const report = join(folder, part.name.replaceAll("/", "-"));
  mkdirSync(join(root, folder), { recursive: true });
  process.chdir(root);
  // Stryker's processes hand them on to Jest.
  process.env.MUTATION_OWN_TESTS = part.own.join(" ");
  process.env.MUTATION_OTHER_TESTS = ownTests ? "" : part.others.join(" ");
  process.env.RUNS ??= "10";
  await new Stryker({
    configFile: "tools/mutation/stryker.json",
    mutate: [...patterns],
    concurrency,
    incremental,
    incrementalFile: `${report}.incremental.json`,
    jsonReporter: { fileName: `${report}.json` },
    htmlReporter: { fileName: `${report}.html` },
  }).runMutationTest();
  return JSON.parse(readFileSync(join(root, `${report}.json`), "utf8")) as MutationReport;
}

/** Prints what was found; tells whether it is good enough. */
function summarize(report: MutationReport, { part, patterns, isWhole }: Scope, run: Run): boolean {
  const scores = Object.values(scoresOf(report, run));
  const score = percent(scores) ?? 100;
  const least = isWhole ? part.least : 0;
  for (const line of unnoticed(report)) console.log(line);
  const what = isWhole ? part.name : patterns.join(" ");
  console.log(
    `${what}: ${score.toFixed(1)} % of the mutants were noticed${isWhole ? `; least: ${least} %` : ""}`,
  );
  return score >= least;
}

/** Keeps the scores of the files; of a whole part, those of files that are gone are dropped. */
function note(report: MutationReport, { part, isWhole }: Scope, run: Run): void {
  const before = Object.entries(JSON.parse(readFileSync(notes, "utf8")) as Scores);
  const kept = before.filter(([file]) => !(isWhole && isIn(part, file)));
  // A whole part includes the files in which there is nothing to change.
  const files = isWhole ? packageFiles().filter((file) => isIn(part, file)) : undefined;
  const all = { ...Object.fromEntries(kept), ...scoresOf(report, run, files) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(notes, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

/** Writes the page with the table of what is noted. */
function writePage(): void {
  // Loaded only now: it reads the notes.
  const { writtenPages } = require("../docs/written") as typeof import("../docs/written");
  const page = writtenPages().find(([path]) => path === "docs/mutation.md");
  if (page) writeFileSync(join(root, page[0]), page[1]);
}

/** When this runs, and with what. */
function thisRun(isPartial: boolean): Run {
  const version = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  const tools = [
    `Stryker ${version("@stryker-mutator/core")}`,
    `Jest ${version("jest")}`,
    `Node ${process.versions.node}`,
    `RUNS=${process.env.RUNS}`,
    ...(isPartial ? ["only the own tests of the folder"] : []),
  ];
  return { on: new Date().toISOString().slice(0, 10), with: tools.join(", ") };
}

main().then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    console.error(`mutation: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
