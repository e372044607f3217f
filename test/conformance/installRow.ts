// The folder of a row: a project outside of the checkout, with the packed tarball installed by the row's package manager.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { type InstallationFile, installationFile } from "../support/installation";
import type { Manager, Row } from "./matrix";
import { projectFiles } from "./programs";
import { npm } from "./registry";
import { environmentOf, type Node, type PackageManager } from "./tools";

const run = promisify(execFile);

/** What a row's folder is made of. */
export interface Ingredients {
  readonly row: Row;
  /** Where the folder is made, beside the tarball. */
  readonly parent: string;
  readonly tarball: string;
  readonly node: Node;
  readonly manager: PackageManager;
  /** Version of @pulumi/pulumi. */
  readonly sdk: string;
  /** Path of the TypeScript compiler's script. */
  readonly compiler: string;
  /** Version of the packed package. */
  readonly version: string;
}

/** What stands in package.json of a row's folder. */
export function dependenciesOf({ row, tarball, sdk }: Ingredients): Record<string, string> {
  return {
    "@pulumi/pulumi": sdk,
    "@types/node": "^20",
    "pulumi-carecycle": `file:../${basename(tarball)}`,
    // As `pulumi new` writes it. Programs that bring no compiler run on the one that is part of the SDK.
    ...(row.sdk === "newest" && { typescript: "^5" }),
  };
}

/** Where the folder is. */
export const rowFolder = (parent: string, { manager, node, sdk, language }: Row) =>
  join(parent, `${manager.replace(" ", "")}-node${node}-${sdk}-${language}`);

/** Makes the folder and installs into it. Resolves with its path. */
export async function installRow(ingredients: Ingredients): Promise<string> {
  const { row, parent, node, manager, sdk, compiler, version } = ingredients;
  const folder = rowFolder(parent, row);
  const registry = (await npm(["config", "get", "registry"], parent)).trim();
  const installation: InstallationFile = {
    language: row.language,
    node: node.path,
    nodeVersion: node.version,
    sdk,
    compiler,
    version,
  };
  const files: Record<string, string> = {
    ...projectFiles(row.language, dependenciesOf(ingredients)),
    ...settingsOf(row.manager, registry),
    [installationFile]: JSON.stringify(installation),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [executable = "", ...before] = manager.command;
  const env = { ...environmentOf(node, join(parent, "cache")), npm_config_registry: registry };
  try {
    await run(executable, [...before, ...installCommands[row.manager]], { cwd: folder, env, maxBuffer: 1e8 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${row.manager} could not install:\n${`${stdout}\n${stderr}`.trim().slice(-4000)}`);
  }
  return folder;
}

const installCommands: Readonly<Record<Manager, readonly string[]>> = {
  npm: ["install", "--no-audit", "--no-fund"],
  "yarn 1": ["install", "--non-interactive"],
  // In a CI it would insist on a lockfile.
  "yarn 4": ["install", "--no-immutable"],
  "pnpm 10": ["install", "--no-frozen-lockfile"],
  "pnpm 12": ["install", "--no-frozen-lockfile"],
  "bun 1": ["install"],
};

/** Settings that a package manager takes from nowhere but a file of its own. */
function settingsOf(manager: Manager, registry: string): Record<string, string> {
  // Otherwise it fails at the script of a package that the SDK needs, which does nothing but print a warning.
  if (manager === "pnpm 12") return { "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n" };
  if (manager !== "yarn 4") return {};
  const { protocol, hostname } = new URL(registry);
  const settings = {
    // Pulumi looks for the SDK in node_modules.
    nodeLinker: "node-modules",
    enableTelemetry: false,
    npmRegistryServer: registry,
    ...(protocol === "http:" && { unsafeHttpWhitelist: [hostname] }),
  };
  return { ".yarnrc.yml": JSON.stringify(settings) };
}
