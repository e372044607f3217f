// Which copies of a package a program loads, as Node and the package managers lay them out.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copies, resolved } from "../../../provider/cli/doctor/packages";

const name = "pulumi-carecycle";
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "packages-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Installs a package into the node_modules of a folder; returns the path of its own. */
function install(where: string, version: string, what = name, more: object = {}): string {
  const path = join(folder, where, "node_modules", what);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name: what, version, ...more }));
  return path;
}
const versions = (program = folder) => copies(name, program).map(({ version }) => version);

test("a package that nobody installed has no copy", () => {
  install(".", "1.0.0", "some-lib");
  install("node_modules/some-lib", "0.0.9");
  expect(copies(name, folder)).toEqual([]);
  expect(resolved(name, folder)).toBeUndefined();
});

test("the program's own comes first, then those that its dependencies bring along", () => {
  install(".", "1.0.0", "some-lib");
  install(".", "1.0.0", "@team/lib");
  const own = install(".", "0.1.0");
  expect(copies(name, folder)).toEqual([{ folder: own, version: "0.1.0", node: undefined }]);
  install("node_modules/some-lib", "0.0.9");
  install("node_modules/@team/lib", "0.0.8");
  install("node_modules/.pnpm/x@1", "0.0.7");
  install("node_modules/some-lib/node_modules/deeper", "0.0.6");
  expect(versions()[0]).toBe("0.1.0");
  expect(versions().sort()).toEqual(["0.0.6", "0.0.7", "0.0.8", "0.0.9", "0.1.0"]);
});

test("what is no folder is no package, and what package managers keep beside them is none either", () => {
  install(".", "0.1.0");
  for (const dir of [".pnpm", "@team", ".bin", ".cache"])
    mkdirSync(join(folder, "node_modules", dir), { recursive: true });
  for (const file of [".pnpm/lock.yaml", "@team/notes.txt", "notes.txt", ".package-lock.json"])
    writeFileSync(join(folder, "node_modules", file), "");
  install("node_modules/.cache", "0.0.5");
  install("node_modules/.bin", "0.0.4");
  expect(versions()).toEqual(["0.1.0"]);
});

test("what a package keeps elsewhere than in node_modules is nothing that Node loads", () => {
  install(".", "0.1.0");
  const fixture = join(install(".", "1.0.0", "some-lib"), "fixtures", name);
  mkdirSync(fixture, { recursive: true });
  writeFileSync(join(fixture, "package.json"), '{"version":"0.0.9"}');
  expect(versions()).toEqual(["0.1.0"]);
});

test("files where folders are looked for hold none", () => {
  install(".", "0.1.0");
  for (const file of [".pnpm", "@team"]) writeFileSync(join(folder, "node_modules", file), "");
  expect(versions()).toEqual(["0.1.0"]);
});

test("a folder called node_modules that is a file holds none", () => {
  install(".", "0.1.0");
  install(".", "1.0.0", "some-lib");
  writeFileSync(join(folder, "node_modules/some-lib/node_modules"), "");
  expect(versions()).toEqual(["0.1.0"]);
});

test("the nearest folder upwards counts, links are followed, and cycles end", () => {
  const program = join(folder, "stacks/prod");
  mkdirSync(join(program, "node_modules"), { recursive: true });
  const real = install("elsewhere", "0.2.0");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(real, join(folder, "node_modules", name));
  mkdirSync(join(real, "node_modules"), { recursive: true });
  symlinkSync(join(folder, "node_modules"), join(real, "node_modules/loop"));
  symlinkSync(join(folder, "node_modules"), join(program, "node_modules/again"));
  expect(copies(name, program)).toEqual([{ folder: real, version: "0.2.0", node: undefined }]);
});

test("copies above the folder where the program finds its own are nobody's", () => {
  install(".", "0.0.1");
  const own = install("stacks", "0.1.0");
  install("stacks/prod", "1.0.0", "some-lib");
  install("stacks/prod/node_modules/some-lib", "0.0.9");
  install("stacks", "1.0.0", "another-lib");
  install("stacks/node_modules/another-lib", "0.0.8");
  const program = join(folder, "stacks/prod");
  expect(resolved(name, program)?.folder).toBe(own);
  expect(versions(program)).toEqual(["0.1.0", "0.0.9", "0.0.8"]);
});

test("a relative folder is one of the working directory", () => {
  const found = resolved("typescript", "test/cli");
  expect(found).toEqual(resolved("typescript", join(process.cwd(), "test/cli")));
  expect(found?.version).toMatch(/^\d/);
});

test.each<[string, string, object]>([
  ["a Node that it asks for", '{"version":"1.2.3","engines":{"node":">=20"}}', { node: ">=20" }],
  ["engines in a list, as old packages have them", '{"version":"1.2.3","engines":["node >= 20"]}', {}],
  ["another engine alone", '{"version":"1.2.3","engines":{"npm":">=9"}}', {}],
  ["a Node that is no text", '{"version":"1.2.3","engines":{"node":20}}', {}],
  ["no engines", '{"version":"1.2.3"}', {}],
])("a manifest with %s", (_, manifest, more) => {
  const path = install(".", "");
  writeFileSync(join(path, "package.json"), manifest);
  expect(resolved(name, folder)).toEqual({ folder: path, version: "1.2.3", node: undefined, ...more });
});

test.each(["", "[]", "null", '"text"'])(
  "a manifest that holds %j is none: the next one upwards counts",
  (text) => {
    const above = install(".", "0.1.0");
    const path = install("stacks", "");
    writeFileSync(join(path, "package.json"), text);
    expect(resolved(name, join(folder, "stacks"))?.folder).toBe(above);
  },
);
