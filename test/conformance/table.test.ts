// What the table says of a run, and which run is a failure.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { embedded } from "../engine";
import { matrix, type Row, uncovered } from "./matrix";
import { NotThere, newestOf } from "./registry";
import { keyOf, ResultFile } from "./resultFile";
import { readResults } from "./runSpecs";
import { gaps, isSound, leftOut, outcomeLine, page, type RowResult, textTable } from "./table";

const date = "2026-11-24";
const versions = { manager: "11.2.3", node: "20.20.0", sdk: "3.216.0" };
const [first, second] = matrix as [Row, Row];
const passed: RowResult = {
  row: first,
  versions,
  date,
  tried: [{ engine: "embedded", passed: 12, failed: 0 }],
};
const failed: RowResult = {
  row: first,
  versions,
  date,
  tried: [{ engine: "embedded", passed: 11, failed: 1 }],
};
const missing: RowResult = {
  row: second,
  versions: {},
  date,
  tried: [],
  missing: "no such package",
  broken: false,
};
const broken: RowResult = { ...missing, broken: true };
const run = { engines: ["the embedded engine", "pulumi v3.260.0"], system: "linux x64" };

test("a row is sound if its specs passed, or if it could not be had and need not", () => {
  expect([passed, failed, missing, broken].map(isSound)).toEqual([true, false, true, false]);
  const nothingRun = { ...passed, tried: [{ engine: "embedded", passed: 0, failed: 0 }] };
  expect(isSound(nothingRun)).toBe(false);
});

test("the table shows each row with its versions and its outcome, one that was not tried with the reason", () => {
  const [titles, ...lines] = textTable([passed, failed, missing]).split("\n");
  expect(titles?.split(/ {2,}/)).toEqual(["Package manager", "Node", "SDK", "Program", "Specs"]);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ["npm 11.2.3", "20.20.0", "3.216.0 (oldest)", "TypeScript", "embedded: 12 passed"],
    ["npm 11.2.3", "20.20.0", "3.216.0 (oldest)", "TypeScript", "embedded: 1 of 12 failed"],
    ["yarn 1", "20", "(newest)", "JavaScript", "not tried: no such package"],
  ]);
  expect([passed, failed, missing].map(outcomeLine)).toEqual([
    "OK      npm, Node 20, oldest SDK, TypeScript: embedded: 12 passed",
    "NOT OK  npm, Node 20, oldest SDK, TypeScript: embedded: 1 of 12 failed",
    "MISSING yarn 1, Node 20, newest SDK, JavaScript: not tried: no such package",
  ]);
});

test("the page has a line for each row, the versions, the day and the engines", () => {
  const everything = matrix.map((row): RowResult => ({ ...passed, row }));
  const text = page(everything, run);
  expect(text).toContain("Run on 2026-11-24, on linux x64, with the embedded engine and pulumi v3.260.0:");
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  expect(lines).toHaveLength(matrix.length + 2);
  for (const [i, { reason }] of matrix.entries()) expect(lines[i + 2]).toContain(`passed | ${reason} |`);
  expect(text).not.toContain("Not covered");
});

test("what no passed row has is named, on the page too", () => {
  const results = matrix.map(
    (row): RowResult => (row.manager === "bun 1" ? { ...missing, row } : { ...passed, row }),
  );
  expect(gaps(results)).toBe("Not covered by a row that passed: bun 1.");
  expect(page(results, run)).toContain("\n\nNot covered by a row that passed: bun 1.\n\n");
  const partly = matrix.map((row): RowResult => (row.node === 24 ? leftOut(row) : { ...passed, row }));
  expect(page(partly, run)).toMatch(
    /^\| npm \| 24 \| \(newest\) \| ESM \| not tried: left out of this run \|/m,
  );
  expect(gaps(partly)).toBe("Not covered by a row that passed: Node 24.");
  expect(gaps([failed])).toContain("npm");
  expect(uncovered([first])).toContain("Node 24");
});

describe("a file of results", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "record-"));
    file = path.join(folder, "results.json");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  test("keeps what passed for a later run with the same key, and nothing else", () => {
    const kept = new ResultFile(file, "key");
    kept.add(failed);
    kept.add(missing);
    expect(fs.existsSync(file)).toBe(false);
    kept.add(passed);
    expect(new ResultFile(file, "key").find(first)).toEqual(passed);
    expect(new ResultFile(file, "key").find(second)).toBeUndefined();
    // The same title is not the same row.
    expect(new ResultFile(file, "key").find({ ...first, nodeVersion: "20.20.0" })).toBeUndefined();
    expect(new ResultFile(file, "another").find(first)).toBeUndefined();
  });

  test("has another key for another package and another engine", () => {
    const tarball = path.join(folder, "package.tgz");
    const engines = [embedded];
    const keys = ["one", "two"].map((text) => {
      fs.writeFileSync(tarball, text);
      return keyOf(tarball, engines);
    });
    expect(keys[0]).not.toBe(keys[1]);
    expect(keyOf(tarball, engines)).toBe(keys[1]);
    const newer = engines.map((engine) => ({ ...engine, description: "another version" }));
    expect(keyOf(tarball, newer)).not.toBe(keys[1]);
  });
});

describe("the results of jest", () => {
  const suite = (status: string, tests: [string, string][], message = "") => ({
    message,
    status,
    assertionResults: tests.map(([fullName, state]) => ({
      fullName,
      status: state,
      failureMessages: ["why"],
    })),
  });
  const read = (testResults: object[]) => () => JSON.stringify({ numPassedTests: 1, testResults });

  test("count a failed test, one that was left out, and a suite that did not start", () => {
    const results = read([
      suite("failed", [
        ["a", "passed"],
        ["b", "failed"],
        ["c", "pending"],
      ]),
      suite("failed", [], "cannot find module"),
    ]);
    const failures = ["b: failed\nwhy", "c: pending\nwhy", "cannot find module"];
    expect(readResults(results, 2, "")).toEqual({ passed: 1, failed: failures });
  });

  test("count a suite that jest did not find, and a jest that wrote nothing", () => {
    const one = [suite("passed", [["a", "passed"]])];
    expect(readResults(read(one), 1, "")).toEqual({ passed: 1, failed: [] });
    expect(readResults(read(one), 2, "").failed).toEqual(["1 suites were run instead of 2"]);
    const nothing = () => {
      throw new Error("ENOENT");
    };
    expect(readResults(nothing, 1, "a bad option")).toEqual({
      passed: 0,
      failed: ["jest itself: a bad option"],
    });
  });
});

test("the newest version is the one whose engines admit the Node, by number and not by place", () => {
  const viewed = [
    { version: "3.250.0", "engines.node": ">=22" },
    { version: "3.9.0", "engines.node": ">=20" },
    { version: "3.248.0", "engines.node": "^20.17.0 || >=22.9.0" },
    { version: "3.10.0" },
  ];
  expect(newestOf("sdk", "3", "20.20.2", viewed)).toBe("3.248.0");
  expect(newestOf("sdk", "3", "20.1.0", viewed)).toBe("3.10.0");
  expect(newestOf("sdk", "3", "24.0.0", viewed)).toBe("3.250.0");
  expect(newestOf("sdk", "3", "18.0.0", { version: "3.1.0" })).toBe("3.1.0");
  expect(newestOf("bun", "1", "18.0.0", ["1.9.0", "1.10.0"])).toBe("1.10.0");
  expect(newestOf("bun", "1", "18.0.0", "1.9.0")).toBe("1.9.0");
  expect(() => newestOf("sdk", "9", "20.0.0", [])).toThrow(NotThere);
});
