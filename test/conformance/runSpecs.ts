// Runs the specs on a row's installation, by jest in a process of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine";
import { variables } from "../support/installation";
import { cleanEnvironment } from "./registry";

const root = join(__dirname, "../..");

/**
 * What of test/e2e is asked of each installation. On the real CLI, whose every run takes seconds, it is less: the rest
 * runs on it from the checkout.
 */
export const e2eSpecs: Readonly<Record<Engine["name"], readonly string[]>> = {
  embedded: ["adoption", "converge", "nulls", "ownership", "state"],
  pulumi: ["converge"],
};

/** What became of the specs. */
export interface SpecResult {
  readonly passed: number;
  /** Each with its message. */
  readonly failed: readonly string[];
}

interface JestResults {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs them all on one engine. */
export async function runSpecs(folder: string, engine: Engine["name"]): Promise<SpecResult> {
  const own = mkdtempSync(join(tmpdir(), "conformance-results-"));
  const output = join(own, "results.json");
  const suites = ["conformance/installed.spec", ...e2eSpecs[engine].map((name) => `e2e/${name}.test`)];
  const args = [
    join(root, "node_modules/jest/bin/jest.js"),
    ...["--rootDir", root, "--maxWorkers", "2", "--testTimeout", "300000"],
    ...["--testMatch", ...suites.map((name) => `**/${name}.ts`)],

    ...["--json", "--outputFile", output],
  ];
  const env = cleanEnvironment({ [variables.folder]: folder, [variables.engine]: engine });
  try {
    const said = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "ignore", "pipe"] });
      let text = "";
      child.stderr.on("data", (chunk) => {
        text += String(chunk);
      });
      child.once("error", reject);
      child.once("close", () => resolve(text));
    });
    return readResults(() => readFileSync(output, "utf8"), suites.length, said);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Reads jest's results: a suite that could not start has failed, as has a test that was left out. */
export function readResults(read: () => string, suites: number, said: string): SpecResult {
  let results: JestResults;
  try {
    results = JSON.parse(read()) as JestResults;
  } catch {
    return { passed: 0, failed: [`jest itself: ${said.slice(-2000)}`] };
  }
  const failed = results.testResults.flatMap(({ message, status, assertionResults }) => {
    const own = assertionResults.flatMap((test) =>
      test.status === "passed"
        ? []
        : [`${test.fullName}: ${test.status}\n${test.failureMessages.join("\n")}`],
    );
    return own.length === 0 && status !== "passed" ? [message] : own;
  });
  if (results.testResults.length !== suites)
    failed.push(`${results.testResults.length} suites were run instead of ${suites}`);
  return { passed: results.numPassedTests, failed };
}
