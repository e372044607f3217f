// Which copies of a package a program loads: the one that Node finds from its folder, and those that its dependencies
// bring along.
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isObject } from "../../model/values";

/** A package as it is installed. */
export interface Installed {
  /** Real path of its folder. */
  readonly folder: string;
  readonly version: string;
  /** The Node that it asks for (`engines.node`). */
  readonly node: string | undefined;
}

/** The package that a program in `folder` loads, as Node looks for it: in the nearest node_modules upwards. */
export function resolved(name: string, folder: string): Installed | undefined {
  for (const modules of modulesAbove(folder)) {
    const found = installedAt(join(modules, name));
    if (found) return found;
  }
  return undefined;
}

/** Every copy that a program in `folder` or one of its dependencies can load, the program's own first. */
export function copies(name: string, folder: string): Installed[] {
  const own = resolved(name, folder);
  if (own === undefined) return [];
  const found = new Map<string, Installed>([[own.folder, own]]);
  const visited = new Set<string>();
  for (const modules of modulesAbove(folder)) {
    search(name, modules, found, visited);
    // Node never looks above the folder where the program finds its own.
    if (installedAt(join(modules, name))) break;
  }
  return [...found.values()];
}

function modulesAbove(folder: string): string[] {
  const above = dirname(folder);
  const own = join(resolve(folder), "node_modules");
  return above === folder ? [own] : [own, ...modulesAbove(above)];
}

function search(name: string, modules: string, found: Map<string, Installed>, visited: Set<string>): void {
  const real = realPath(modules);
  if (real === undefined || visited.has(real)) return;
  visited.add(real);
  const copy = installedAt(join(real, name));
  if (copy) found.set(copy.folder, copy);
  for (const entry of entriesOf(real)) {
    if (entry === ".pnpm") {
      // pnpm keeps each package in a folder of its own here, with a node_modules around it.
      for (const store of entriesOf(join(real, entry)))
        search(name, join(real, entry, store, "node_modules"), found, visited);
    } else if (entry.startsWith("@")) {
      for (const scoped of entriesOf(join(real, entry)))
        search(name, join(real, entry, scoped, "node_modules"), found, visited);
    } else if (!entry.startsWith(".")) {
      search(name, join(real, entry, "node_modules"), found, visited);
    }
  }
}

function installedAt(folder: string): Installed | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (!isObject(manifest)) return undefined;
    const { version, engines } = manifest;
    const node = isObject(engines) && typeof engines.node === "string" ? engines.node : undefined;
    return { folder: realpathSync(folder), version: String(version), node };
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realPath(folder: string): string | undefined {
  try {
    return statSync(folder).isDirectory() ? realpathSync(folder) : undefined;
  } catch {
    // Not there, or inside of what is no folder: pnpm has a lock.yaml among those of its packages.
    return undefined;
  }
}
