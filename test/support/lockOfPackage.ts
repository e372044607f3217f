// A lockfile with what the published package depends on, as this checkout's has it: npm then needs no registry to install it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = join(__dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

/** The lockfile of a project of that name that depends on nothing yet. */
export function lockOfPackage(name: string, version: string): object {
  const { packages } = read("package-lock.json") as { packages: Record<string, Entry> };
  const taken: Record<string, Entry> = {};
  const take = (dependency: string) => {
    const own = `node_modules/${dependency}`;
    if (taken[own] !== undefined) return;
    const nested = `provider/${own}`;
    const from = packages[nested] === undefined ? own : nested;
    const keys = Object.keys(packages).filter(
      (key) => key === from || key.startsWith(`${from}/node_modules/`),
    );
    for (const key of keys) taken[key.replace(/^provider\//, "")] = packages[key] ?? {};
    for (const key of keys)
      for (const inner of Object.keys(packages[key]?.dependencies ?? {}))
        if (packages[`${from}/node_modules/${inner}`] === undefined) take(inner);
  };
  for (const dependency of Object.keys((read("provider/package.json") as Entry).dependencies ?? {}))
    take(dependency);
  return { name, version, lockfileVersion: 3, requires: true, packages: { "": { name, version }, ...taken } };
}
