// What `npm publish` would send.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const provider = path.join(__dirname, "../../provider");

interface Packed {
  size: number;
  files: { path: string }[];
}

/** The package as npm packs it: its size as a file to download, and the paths in it. */
function pack(): { size: number; paths: string[] } {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json"], {
    cwd: provider,
    encoding: "utf8",
    stdio: "pipe",
  });
  // The banner of the script that copies README and LICENSE may come first.
  const [packed] = JSON.parse(output.slice(output.search(/^\[/m))) as Packed[];
  if (packed === undefined) throw new Error("nothing was packed");
  return { size: packed.size, paths: packed.files.map((file) => file.path) };
}

test("the package is small, and whole without source maps", () => {
  const { size, paths } = pack();
  expect(size).toBeLessThan(180_000);
  expect(paths).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "package.json", "dist/index.js", "dist/index.d.ts"]),
  );
  // The sources aren't in it: maps would lead nowhere.
  expect(paths.filter((file) => /\.map$|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  const scripts = paths.filter((file) => file.endsWith(".js"));
  const mapped = scripts.filter((file) =>
    fs.readFileSync(path.join(provider, file), "utf8").includes("sourceMappingURL"),
  );
  expect(mapped).toEqual([]);
});

test("every entry point of the package is in it", () => {
  const { paths } = pack();
  const manifest: { exports: Record<string, unknown>; bin: object } = require(`${provider}/package.json`);
  const targets = [...Object.values(manifest.exports), manifest.bin].flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target as Record<string, string>),
  );
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.map((target) => target.replace("./", "")).filter((file) => !paths.includes(file))).toEqual(
    [],
  );
});
