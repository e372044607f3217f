// Reads Pulumi.yaml, and finds the program's own copy of the SDK.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

export interface Project {
  name: string;
  rootDir: string;
  programDir: string;
  /** What is run: a path within programDir, "." for its package's main. */
  entryPoint: string;
  typescript: boolean;
  /** Whether the program's package says that its files are ES modules. */
  esModules: boolean;
  /** Resolves a module of the SDK that the program would import. */
  sdk(module: string): string;
}

interface ProjectFile {
  name: string;
  main?: string;
  runtime?: string | { name: string; options?: { typescript?: boolean; nodeargs?: string } };
  config?: unknown;
}

export function readProject(rootDir: string): Project {
  const root = resolve(rootDir);
  const path = join(root, "Pulumi.yaml");
  if (!existsSync(path)) throw new Error(`no Pulumi.yaml in ${root}`);
  const here = createRequire(path);
  const yaml = createRequire(here.resolve("@pulumi/pulumi"))("js-yaml") as { load(text: string): unknown };
  const file = yaml.load(readFileSync(path, "utf8")) as ProjectFile;
  const runtime = typeof file.runtime === "string" ? { name: file.runtime } : file.runtime;
  if (runtime?.name !== "nodejs")
    throw new Error("a runtime other than nodejs is not in the embedded engine");
  if (file.config) throw new Error("`config` in Pulumi.yaml is not in the embedded engine");

  const main = resolve(root, file.main ?? ".");
  const isFolder = statSync(main).isDirectory();
  const programDir = isFolder ? main : dirname(main);
  const options = ("options" in runtime && runtime.options) || {};
  if (options.nodeargs) throw new Error("`nodeargs` in Pulumi.yaml is not in the embedded engine");
  return {
    name: file.name,
    rootDir: root,
    programDir,
    entryPoint: isFolder ? "." : basename(main),
    typescript: options.typescript ?? true,
    esModules: isOfModules(programDir),
    sdk: (module) => createRequire(join(programDir, "package.json")).resolve(`@pulumi/pulumi/${module}`),
  };
}

function isOfModules(folder: string): boolean {
  const path = join(folder, "package.json");
  return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).type === "module";
}
