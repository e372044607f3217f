// Stryker's report, told as scores, lines and a table.
import { type MutationReport, percent, scoresOf, scoreTable, unnoticed } from "../../tools/mutation/scores";

const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});
const mutant = (status: string) => ({
  mutatorName: "BooleanLiteral",
  replacement: "false",
  status,
  location: at(2, 10, 14),
});
const report: MutationReport = {
  files: {
    "provider/model/values.ts": {
      source: "function f() {\n  return true;\n}\n",
      mutants: ["Killed", "Killed", "Timeout", "Survived", "NoCoverage", "Ignored", "RuntimeError"].map(
        mutant,
      ),
    },
    "provider/cli/output.ts": { source: "", mutants: [] },
  },
};

const run = { on: "2026-11-24", with: "Stryker 1" };

test("a score counts what died, what lived, what no test reached, and what says nothing", () => {
  const scores = scoresOf(report, run);
  expect(scores).toEqual({
    "provider/model/values.ts": {
      killed: 3,
      survived: 1,
      noCoverage: 1,
      ignored: 1,
      invalid: 1,
      ...run,
    },
    "provider/cli/output.ts": {
      killed: 0,
      survived: 0,
      noCoverage: 0,
      ignored: 0,
      invalid: 0,
      ...run,
    },
  });
  expect(percent(Object.values(scores))).toBe(60);
  expect(percent([])).toBeUndefined();
});

test("files without mutants have a score all the same, where they were measured", () => {
  const scores = scoresOf(report, run, ["provider/model/types.ts"]);
  expect(Object.entries(scores)).toEqual([
    ["provider/model/types.ts", { killed: 0, survived: 0, noCoverage: 0, ignored: 0, invalid: 0, ...run }],
  ]);
});

test("mutants that nothing noticed are listed with the place and the change", () => {
  expect(unnoticed(report)).toEqual([
    "provider/model/values.ts:2:10 survived, BooleanLiteral: true -> false",
    "provider/model/values.ts:2:10 no test, BooleanLiteral: true -> false",
  ]);
});

test("the table has a row for each part and each of its files, and says what was not measured", () => {
  const files = [...Object.keys(report.files), "provider/cli/cli.ts", "provider/api/quota.ts"];
  const table = scoreTable(scoresOf(report, run), files);
  expect(table).toContain("| **model** | 60.0 % | 3 | 1 | 1 | 2 | 2026-11-24 |\n");
  expect(table).toContain("| `provider/model/values.ts` | 60.0 % | 3 | 1 | 1 | 2 | 2026-11-24 |\n");
  expect(table).toContain("| **cli (1 of 2 files)** | none | 0 | 0 | 0 | 0 | 2026-11-24 |\n");
  expect(table).toContain("| `provider/cli/cli.ts` | not measured | | | | | |");
  expect(table.endsWith("\n\nMeasured with Stryker 1.")).toBe(true);
  expect(table).toContain("| **api (0 of 1 files)** | not measured | | | | | |\n");
});
