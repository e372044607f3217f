// What the registry has: versions of a package that a Node admits, and packages installed into a folder of their own.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { compare, satisfies } from "semver";

const run = promisify(execFile);

/** A package that the registry does not have, or not for this platform. */
export class NotThere extends Error {}

/** The environment of package managers: without what the npm that runs this command tells its scripts. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_PATH$|NODE_ENV$|INIT_CWD$)/i.test(name),
  );
  return { ...Object.fromEntries(own), ...more };
}

/** Runs this machine's npm. What a registry lacks is told apart from everything else that can go wrong. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await run("npm", args, { cwd, env: cleanEnvironment(), maxBuffer: 1e8 })).stdout;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const code = /\b(E404|ETARGET|EBADPLATFORM)\b/.exec(stderr)?.[1];
    if (code !== undefined) throw new NotThere(`npm ${args[0]} ${args.at(-1)}: ${code}`);
    throw error;
  }
}

/** The newest version of a package in a range whose `engines` admit a Node. */
export async function newestFor(name: string, range: string, node: string, cwd: string): Promise<string> {
  const text = await npm(["view", "--json", `${name}@${range}`, "version", "engines.node"], cwd);
  // Nothing is printed where no version is in the range.
  return newestOf(name, range, node, text === "" ? [] : (JSON.parse(text) as Viewed | Viewed[]));
}

/** What `npm view --json` prints of a version: the version alone where there is no `engines.node`; a list of several. */
export type Viewed = string | { readonly version: string; readonly "engines.node"?: string };

/** Pure: the choice of {@link newestFor}. */
export function newestOf(
  name: string,
  range: string,
  node: string,
  viewed: Viewed | readonly Viewed[],
): string {
  const admitted = [viewed]
    .flat()
    .map((one) => (typeof one === "string" ? { version: one } : one))
    .filter(({ "engines.node": engines = "*" }: { "engines.node"?: string }) => satisfies(node, engines))
    .map(({ version }) => version)
    .sort(compare);
  const newest = admitted.at(-1);
  if (newest === undefined) throw new NotThere(`no ${name} ${range} for Node ${node}`);
  return newest;
}

/** Installs packages into a folder, without running scripts of theirs. */
export async function installInto(folder: string, ...packages: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true }));
  await npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", ...packages],
    folder,
  );
}
