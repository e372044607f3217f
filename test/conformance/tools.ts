// The Node and the package manager of a row, from the registry, each installed once.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Manager, Row } from "./matrix";
import { cleanEnvironment, installInto, NotThere, newestFor } from "./registry";

const run = promisify(execFile);

/** A Node. */
export interface Node {
  /** Path of its executable. */
  readonly path: string;
  /** Its version, without a "v". */
  readonly version: string;
}

/** A package manager, run by the row's Node where it is written in JavaScript. */
export interface PackageManager {
  /** Its executable and the arguments before those of a command. */
  readonly command: readonly string[];
  readonly version: string;
}

interface Source {
  /** Name in the registry. */
  readonly name: string;
  readonly range: string;
  /** Where its script may be in the package; bun has an executable in a package for each platform. */
  readonly scripts: readonly string[];
}

const sources: Readonly<Record<Manager, Source>> = {
  npm: { name: "npm", range: ">=10", scripts: ["bin/npm-cli.js"] },
  "yarn 1": { name: "yarn", range: "1", scripts: ["bin/yarn.js"] },
  "yarn 4": { name: "@yarnpkg/cli-dist", range: "4", scripts: ["bin/yarn.js"] },
  "pnpm 10": { name: "pnpm", range: "10", scripts: ["bin/pnpm.cjs"] },
  "pnpm 12": { name: "pnpm", range: "12", scripts: ["bin/pnpm.mjs"] },
  "bun 1": { name: "bun", range: "1", scripts: [] },
};

export class Tools {
  readonly #installed = new Map<string, Promise<string>>();

  /** Installs what is asked for into folders in `folder`. */
  constructor(private readonly folder: string) {}

  /** The Node of a row. */
  async node({ node, nodeVersion = String(node) }: Row): Promise<Node> {
    const name = `node-${process.platform}-${process.arch}`;
    const modules = await this.#install(`${name}@${nodeVersion}`);
    const path = join(modules, name, "bin", "node");
    const { stdout } = await run(path, ["--version"]);
    return { path, version: stdout.trim().replace(/^v/, "") };
  }

  /** The newest version of a row's package manager that its Node admits. */
  async manager({ manager }: Row, node: Node): Promise<PackageManager> {
    const { name, range, scripts } = sources[manager];
    const version = await newestFor(name, range, node.version, this.folder);
    const modules = await this.#install(`${name}@${version}`);
    const script = scripts.map((path) => join(modules, name, path)).find(existsSync);
    const command = script === undefined ? [await executable(modules)] : [node.path, script];
    return { command, version };
  }

  /** The script of a TypeScript compiler whose ways of resolving modules include the older one. */
  async compiler(): Promise<string> {
    return join(await this.#install("typescript@5"), "typescript/bin/tsc");
  }

  /** The node_modules in which the package is. */
  #install(spec: string): Promise<string> {
    const folder = join(this.folder, spec.replace(/[^\w.-]+/g, "_"));
    const installed =
      this.#installed.get(spec) ?? installInto(folder, spec).then(() => join(folder, "node_modules"));
    this.#installed.set(spec, installed);
    return installed;
  }
}

/** The bun among the packages for platforms that runs on this one. */
async function executable(modules: string): Promise<string> {
  const scope = join(modules, "@oven");
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const path = join(scope, name, "bin", "bun");
    const runs = await run(path, ["--version"]).catch(() => undefined);
    if (runs !== undefined) return path;
  }
  throw new NotThere("no bun for this platform");
}

/** An environment in which `node` is this one, and nothing of the user's caches and settings is written to. */
export function environmentOf(node: Node, cache: string): NodeJS.ProcessEnv {
  return cleanEnvironment({
    PATH: `${dirname(node.path)}${delimiter}${process.env.PATH}`,
    // A tarball of the same name and version as an earlier one must not come from there.
    XDG_CACHE_HOME: join(cache, "cache"),
    XDG_DATA_HOME: join(cache, "data"),
    YARN_CACHE_FOLDER: join(cache, "yarn"),
    YARN_GLOBAL_FOLDER: join(cache, "yarn-global"),
    BUN_INSTALL_CACHE_DIR: join(cache, "bun"),
    CI: "true",
  });
}
