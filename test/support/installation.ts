// Where specs run on an installed package instead of the workspace's: CONFORMANCE_FOLDER names a folder that
// `npm run conformance -- --keep` left, outside of the checkout, with the packed tarball in its node_modules.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine";
import type { Language } from "./programLanguages";

/** What the folder says of itself in conformance.json. */
export interface InstallationFile {
  /** Language of the programs. */
  readonly language: Language;
  /** Path of the Node that runs them, the provider and the command line. */
  readonly node: string;
  /** Its version, such as `22.1.0`. */
  readonly nodeVersion: string;
  /** The version of @pulumi/pulumi that was asked for. */
  readonly sdk: string;
  /** Path of a TypeScript compiler's script, for what the types say. */
  readonly compiler: string;
  /** The version of the packed package. */
  readonly version: string;
}

/** An installed package, and how programs use it. */
export interface Installation extends InstallationFile {
  readonly folder: string;
  /** The engine to run on. */
  readonly engine: Engine["name"];
}

/** Names of the environment variables: the folder, and the engine. */
export const variables = { folder: "CONFORMANCE_FOLDER", engine: "CONFORMANCE_ENGINE" } as const;

/** Name of the file in the folder. */
export const installationFile = "conformance.json";

/** The installation that specs run on; undefined where they run on the workspace's package. */
export const installation = readInstallation(process.env);

function readInstallation(env: NodeJS.ProcessEnv): Installation | undefined {
  const folder = env[variables.folder];
  if (folder === undefined || folder === "") return undefined;
  const file = JSON.parse(readFileSync(join(folder, installationFile), "utf8")) as InstallationFile;
  return { ...file, folder, engine: env[variables.engine] === "pulumi" ? "pulumi" : "embedded" };
}
