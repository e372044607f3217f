// `npm run conformance`: packs the package, installs it as each row of the matrix says, and runs the specs there.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Engine, enginesAtHand, NO_PULUMI_NOTICE } from "../engine";
import { pack } from "../support/pack";
import { print, runMain } from "../support/runMain";
import { matrix, type Row, titleOf } from "./matrix";
import { keyOf, ResultFile } from "./resultFile";
import { RowRunner } from "./rowRunner";
import { gaps, isSound, leftOut, outcomeLine, page, type RowResult, textTable } from "./table";

const USAGE = `Usage: npm run conformance -- [options]
  --engine NAME   embedded (default) or pulumi; both, if given twice
  --only TEXT     the rows whose title has this text; may be given several times
  --list          prints the titles of the rows, and ends
  --keep          leaves the folders, and prints where they are
  --results FILE  keeps what passed in FILE; with the same package, specs and engines, a later run goes on from there
  --write-docs    writes docs/conformance.md; rows that --only leaves out, and that FILE does not have, are named as not tried`;

const options = {
  engine: { type: "string", multiple: true },
  only: { type: "string", multiple: true },
  list: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  results: { type: "string" },
  "write-docs": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const docs = join(__dirname, "../../docs/conformance.md");

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) return print(USAGE, 0);
  if (values.list) return print(matrix.map(titleOf).join("\n"), 0);
  const { only = [""] } = values;
  const rows = matrix.filter((row) => only.some((text) => titleOf(row).includes(text)));
  if (rows.length === 0) throw new Error(`no row has ${only.join(" or ")} in its title (see --list)`);
  const engines = enginesNamed(values.engine ?? ["embedded"]);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "conformance-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Three copies of Node are not to be left behind.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      remove();
      process.exit(1);
    });
  try {
    const { file } = pack(folder);
    print(`${engines.map(({ description }) => description).join(" and ")}: ${rows.length} rows`);
    const kept = new ResultFile(values.results, keyOf(file, engines));
    const runner = await RowRunner.start(folder, file, engines);
    const results: RowResult[] = [];
    for (const row of rows) {
      const began = Date.now();
      const earlier = kept.find(row);
      const result = earlier ?? (await runner.run(row, print));
      results.push(result);
      if (!earlier) kept.add(result);
      const time = earlier ? `on ${earlier.date}` : `${Math.round((Date.now() - began) / 1000)} s`;
      print(`${outcomeLine(result)} (${time})`);
      if (!values.keep) runner.remove(row);
    }
    print(`\n${textTable(results)}`);
    const isWhole = rows.length === matrix.length;
    const missing = isWhole ? gaps(results) : undefined;
    if (missing !== undefined) print(missing);
    const resultOf = (row: Row) => results[rows.indexOf(row)] ?? kept.find(row) ?? leftOut(row);
    if (values["write-docs"]) writeFileSync(docs, page(matrix.map(resultOf), description(engines)));
    return results.every(isSound) && results.some(({ tried }) => tried.length > 0) ? 0 : 1;
  } finally {
    if (values.keep)
      print(`The folders are in ${folder}. A spec on one of them: CONFORMANCE_FOLDER=... npx jest`);
    else remove();
  }
}

function enginesNamed(names: readonly string[]): Engine[] {
  const atHand = enginesAtHand();
  return [...new Set(names)].map((name) => {
    if (name !== "embedded" && name !== "pulumi")
      throw new Error(`--engine must be embedded or pulumi, not "${name}"`);
    const engine = atHand.find((one) => one.name === name);
    if (engine === undefined) throw new Error(NO_PULUMI_NOTICE);
    return engine;
  });
}

const description = (engines: readonly Engine[]) => ({
  // The embedded engine runs each row's own SDK.
  engines: engines.map(({ name, description }) =>
    name === "embedded" ? "the embedded engine" : description,
  ),
  system: `${process.platform} ${process.arch}`,
});

runMain("conformance", main);
