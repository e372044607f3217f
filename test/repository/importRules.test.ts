// The house rules that a machine can hold: import directions, and the size of files.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.join(__dirname, "../..");
const biome = require.resolve("@biomejs/biome/bin/biome");

/** Files with one import each, linted in a folder of their own under the repository's rules. */
function restricted(files: Record<string, string>): string[] {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "house-")));
  try {
    fs.copyFileSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
    for (const [name, imported] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), `export { x } from "${imported}";\n`);
    }
    const run = spawnSync(process.execPath, [biome, "lint", "--vcs-enabled=false", "--reporter=github"], {
      cwd: folder,
      encoding: "utf8",
    });
    const found = [...run.stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=([^,]+)/g)];
    return found.map((match) => path.relative(folder, path.resolve(folder, String(match[1])))).sort();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of the published package, by their paths in provider/. */
function sources(): string[] {
  return fs
    .readdirSync(path.join(root, "provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/^(dist|node_modules)/.test(file));
}

test("imports against the one direction of data are refused", () => {
  const wrong = {
    "provider/api/errors.ts": "./http",
    "provider/api/brandNew.ts": "../session/settings",
    "provider/cli/brandNew.ts": "../lifecycle/provider",
    "provider/cli/commands/brandNew.ts": "../../session/session",
    "provider/cli/render/brandNew.ts": "../../program/programSession",
    "provider/dynamic.ts": "./program/transferConfig",
    "provider/index.ts": "./lifecycle/provider",
    "provider/lifecycle/brandNew.ts": "../program/transferConfig",
    "provider/lifecycle/other.ts": "../cli/context",
    "provider/model/brandNew.ts": "../api/client",
    "provider/model/impure.ts": "node:fs",
    "provider/model/library.ts": "slugify",
    "provider/model/sdk.ts": "@pulumi/pulumi",
    "provider/model/values.ts": "./fields",
    "provider/program/brandNew.ts": "../lifecycle/provider",
    "provider/program/index.ts": "@pulumi/pulumi",
    "provider/program/other.ts": "../cli/context",
    "provider/program/part.ts": "@pulumi/pulumi/output",
    "provider/program/sdk.ts": "@pulumi/pulumi",
    "provider/session/brandNew.ts": "../lifecycle/provider",
    "provider/session/other.ts": "../program/programSession",
    "test/emulator/store.ts": "../../provider/model/fieldTable",
  };
  expect(restricted(wrong)).toEqual(Object.keys(wrong).sort());
});

test("imports along it are not", () => {
  expect(
    restricted({
      "provider/api/brandNew.ts": "../model/fieldTable",
      "provider/cli/brandNew.ts": "../session/settings",
      "provider/cli/reportModel/brandNew.ts": "../../model/ownership",
      "provider/dynamic.ts": "./lifecycle/provider",
      "provider/index.ts": "./program/transferConfig",
      "provider/lifecycle/brandNew.ts": "../session/session",
      "provider/model/brandNew.ts": "zod",
      "provider/model/closest.ts": "fastest-levenshtein",
      "provider/model/neighbour.ts": "./fields",
      "provider/program/brandNew.ts": "../model/validateInputs",
      "provider/program/other.ts": "./sdk",
      "provider/program/sdk.ts": "@pulumi/pulumi/output",
      "provider/session/brandNew.ts": "../api/client",
    }),
  ).toEqual([]);
});

// Lint looks at import declarations only: beside one of types alone, `require` of the same module is held to the rules, too.
test("what is required when it is first needed is imported for its types", () => {
  const required = sources().flatMap((file) => {
    const text = fs.readFileSync(path.join(root, "provider", file), "utf8");
    return [...text.matchAll(/\brequire\("(\.[^"]+)"\)/g)].map(([, from]) => ({
      at: `${file}: ${from}`,
      isImported: text.includes(` from "${from}";`),
    }));
  });
  expect(required.length).toBeGreaterThan(2);
  expect(required.filter(({ isImported }) => !isImported).map(({ at }) => at)).toEqual([]);
});

test("no file of the published package is longer than 250 lines", () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(20);
  const long = files.filter(
    (file) => fs.readFileSync(path.join(root, "provider", file), "utf8").split("\n").length > 251,
  );
  expect(long).toEqual([]);
});
