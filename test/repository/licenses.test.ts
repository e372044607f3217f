// What the package brings along: every dependency that an installation of it has, by its licence.
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

interface Locked {
  version?: string;
  license?: string;
  hasInstallScript?: boolean;
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Licences that ask for no more than their text and a notice. */
const ALLOWED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/** Where the lock file has the package that `from` means by `name`: in the nearest node_modules upward. */
function locate(from: string, name: string): string {
  for (let folder = from; ; folder = path.posix.dirname(folder)) {
    const at = path.posix.join(folder === "." ? "" : folder, "node_modules", name);
    if (lock.packages[at] !== undefined) return at;
    if (folder === "." || folder === "")
      throw new Error(`${name}, which ${from} needs, isn't in the lock file`);
  }
}

/**
 * The package's dependencies and theirs. Not its peer: the user's program has chosen that itself.
 */
function productionDependencies(): string[] {
  const found = new Set<string>();
  const visit = (at: string) => {
    const { dependencies, optionalDependencies } = lock.packages[at] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const inner = locate(at, name);
      if (found.has(inner)) continue;
      found.add(inner);
      visit(inner);
    }
  };
  visit("provider");
  return [...found].sort();
}

test("every production dependency has a licence of the list, in the lock file and as installed", () => {
  const all = productionDependencies();
  expect(all.length).toBeGreaterThan(15);
  const declared = Object.keys(lock.packages.provider?.dependencies ?? {});
  expect(declared.filter((name) => !all.some((at) => at.endsWith(`node_modules/${name}`)))).toEqual([]);
  const licences = Object.fromEntries(
    all.map((at) => {
      const file = path.join(root, at, "package.json");
      const installed = JSON.parse(fs.readFileSync(file, "utf8")) as { license?: unknown };
      return [at, [lock.packages[at]?.license, installed.license]];
    }),
  );
  const others = Object.entries(licences).filter(
    ([, both]) => !both.every((licence) => ALLOWED.includes(String(licence))),
  );
  expect(others).toEqual([]);
});

test("none of them runs a script when it is installed, and each is pinned by its hash", () => {
  const all = productionDependencies();
  expect(all.filter((at) => lock.packages[at]?.hasInstallScript)).toEqual([]);
  expect(all.filter((at) => !/^sha512-/.test(lock.packages[at]?.integrity ?? ""))).toEqual([]);
});
