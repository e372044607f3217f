// What `npm publish` would send.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import ts from "typescript";
import { diagnose, messageOf } from "../support/compileErrors";
import { lockOfPackage } from "../support/lockOfPackage";
import { type Packed, pack, providerFolder as provider } from "../support/pack";

const root = path.join(__dirname, "../..");

interface Manifest {
  version: string;
  exports: Record<string, unknown>;
  bin: object;
  scripts: Record<string, string>;
  repository?: { url: string; directory: string };
  homepage?: string;
  bugs?: string;
}

const manifest = JSON.parse(fs.readFileSync(path.join(provider, "package.json"), "utf8")) as Manifest;

/** Of the compiler: "Cannot find name". */
const cannotFindName = 2304;

let folder: string;
let packed: Packed;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "packed-"));
  packed = pack(folder);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test("the package is small: dist, README and LICENSE, whole without source maps", () => {
  const { size, paths } = packed;
  expect(size).toBeLessThan(150_000);
  expect(paths.filter((file) => !file.startsWith("dist/")).sort()).toEqual([
    "LICENSE",
    "README.md",
    "package.json",
  ]);
  expect(paths).toEqual(expect.arrayContaining(["dist/index.js", "dist/index.d.ts"]));
  // The sources aren't in it: maps would lead nowhere.
  expect(paths.filter((file) => /\.map$|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  const scripts = paths.filter((file) => file.endsWith(".js"));
  const mapped = scripts.filter((file) =>
    fs.readFileSync(path.join(provider, file), "utf8").includes("sourceMappingURL"),
  );
  expect(mapped).toEqual([]);
});

test("its scripts keep the names of functions, so that a stack trace can be read", () => {
  const named = /\bfunction (\w+)[(<]|\bconst (\w+) = (?:async )?(?:\([^()]*\)|\w+) =>/g;
  const lost = packed.paths
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const source = file.replace(/^dist\//, "").replace(/\.js$/, ".ts");
      const script = fs.readFileSync(path.join(provider, file), "utf8");
      const names = [...fs.readFileSync(path.join(provider, source), "utf8").matchAll(named)];
      return names
        .map(([, declared, assigned]) => (declared ? `function ${declared}(` : `${assigned}=`))
        .filter((definition) => !script.includes(definition))
        .map((definition) => `${source}: ${definition}`);
    });
  expect(lost).toEqual([]);
});

test("every entry point of the package is in it", () => {
  const targets = [...Object.values(manifest.exports), manifest.bin].flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target as Record<string, string>),
  );
  expect(targets.length).toBeGreaterThan(5);
  const names = targets.map((target) => target.replace("./", ""));
  expect(names.filter((file) => !packed.paths.includes(file))).toEqual([]);
});

test("its scripts load no file that it lacks", () => {
  const loaded = packed.paths
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(provider, file), "utf8");
      return [...text.matchAll(/(?:require|import)\("(\.[^"]+)"\)/g)].map(([, specifier = ""]) =>
        path.posix.join(path.posix.dirname(file), specifier),
      );
    });
  expect(loaded.length).toBeGreaterThan(200);
  const isThere = (target: string) =>
    ["", ".js", ".json", "/index.js"].some((end) => packed.paths.includes(target + end));
  expect(loaded.filter((target) => !isThere(target))).toEqual([]);
});

test("the types of its entry points lead to no file that it lacks", () => {
  const declarations = packed.paths.filter((file) => file.endsWith(".d.ts"));
  expect(declarations.length).toBeGreaterThan(5);
  const lacking = declarations.flatMap((file) => {
    const text = fs.readFileSync(path.join(provider, file), "utf8");
    return [...text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)]
      .map(([, specifier = ""]) => path.posix.join(path.posix.dirname(file), `${specifier}.d.ts`))
      .filter((target) => !packed.paths.includes(target));
  });
  expect(lacking).toEqual([]);
});

test("its types name nothing that a compiler for ES2020 does not know, as new projects of Pulumi are compiled", () => {
  const files = packed.paths.filter((file) => file.endsWith(".d.ts"));
  const unknown = diagnose(
    files.map((file) => path.join(provider, file)),
    {
      lib: ["lib.es2020.d.ts"],
      target: ts.ScriptTarget.ES2020,
      types: [],
      // Not their imports: those are held to their own words.
      noResolve: true,
      skipLibCheck: false,
    },
  )
    .filter(({ code }) => code === cannotFindName)
    .map((found) => `${path.relative(provider, found.file?.fileName ?? "")}: ${messageOf(found)}`)
    // That one is in @types/node, which such projects have.
    .filter((message) => !message.includes("'AbortSignal'"));
  expect(unknown).toEqual([]);
});

test("its types name nothing of the SDK that the SDK's own index does not, and are in the form that TypeScript 3.8 reads", () => {
  const sdk = path.dirname(require.resolve("@pulumi/pulumi/package.json"));
  const fileOf = (place: string) =>
    [`${place}.d.ts`, path.join(place, "index.d.ts")].find((file) => fs.existsSync(file));
  const specifiers = (text: string) =>
    [...text.matchAll(/(?:from |import\()"([^"]+)"/g)].map(([, specifier = ""]) => specifier);
  // A program that checks the declarations of its libraries meets the mistakes of those that the index leaves out.
  const reached = new Set<string>();
  const walk = (file: string | undefined) => {
    if (file === undefined || reached.has(file)) return;
    reached.add(file);
    for (const specifier of specifiers(fs.readFileSync(file, "utf8")))
      if (specifier.startsWith(".")) walk(fileOf(path.join(path.dirname(file), specifier)));
  };
  walk(path.join(sdk, "index.d.ts"));
  expect(reached.size).toBeGreaterThan(20);
  const declarations = packed.paths
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => fs.readFileSync(path.join(provider, file), "utf8"));
  const named = declarations.flatMap(specifiers).filter((specifier) => specifier.startsWith("@pulumi/"));
  expect(named).toContain("@pulumi/pulumi/resource");
  const unreached = named.filter(
    (specifier) => !reached.has(fileOf(path.join(sdk, specifier.slice("@pulumi/pulumi".length))) ?? ""),
  );
  expect(unreached).toEqual([]);
  expect(declarations.filter((text) => /(?:import|export) \{[^}]*\btype \w/.test(text))).toEqual([]);
});

test("nothing of it runs when it is installed, and npm can say where it comes from", () => {
  for (const name of ["preinstall", "install", "postinstall", "prepare"])
    expect(manifest.scripts).not.toHaveProperty(name);
  const home = "https://github.com/pulumi-carecycle/pulumi-carecycle";
  expect(manifest).toMatchObject({
    // Provenance is refused for any other repository than the workflow's own.
    repository: { type: "git", url: `git+${home}.git`, directory: "provider" },
    homepage: `${home}#readme`,
    bugs: `${home}/issues`,
  });
});

test("publint and attw find nothing in it", () => {
  const run = (name: string, ...args: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, "node_modules", name), ...args], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    });
    return stdout + stderr;
  };
  expect(run("publint/src/cli.js", "run", packed.file, "--strict")).toMatch(/All good!\s*$/);
  const report = run("@arethetypeswrong/cli/dist/index.js", packed.file, "--format", "json");
  const { analysis, problems } = JSON.parse(report) as {
    analysis: { entrypoints: Record<string, unknown> };
    problems: unknown;
  };
  const subpaths = Object.keys(analysis.entrypoints);
  expect(subpaths.sort()).toEqual(Object.keys(manifest.exports).sort());
  // By kind of problem; there is no entry for a kind without one.
  expect(problems ?? {}).toEqual({});
});

test("in a checkout npx runs what was built", () => {
  const bin = path.join(root, "node_modules/.bin/pulumi-carecycle");
  expect(execFileSync(bin, ["--version"], { encoding: "utf8" })).toBe(`${manifest.version}\n`);
});

test("its tarball, committed to a repository of examples/gitops as the README there says, is what npm ci installs", () => {
  const repository = path.join(folder, "repository");
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: repository, encoding: "utf8", stdio: "pipe" });
  const write = (file: string, content: object) =>
    fs.writeFileSync(path.join(repository, file), JSON.stringify(content));
  const read = (file: string) => JSON.parse(fs.readFileSync(path.join(repository, file), "utf8"));
  const readme = fs.readFileSync(path.join(root, "examples/gitops/README.md"), "utf8");
  const tarball = `./vendor/${path.basename(packed.file)}`;
  expect(readme).toContain(`npm install ${tarball}\n`);

  fs.cpSync(path.join(root, "examples/gitops"), repository, {
    recursive: true,
    filter: (file) => !/[\\/]node_modules$/.test(file),
  });
  // The SDK and the compiler are left out: they come from the registry, tarball or not, and take most of the time.
  const { name, version } = read("package.json") as { name: string; version: string };
  write("package.json", { name, version, private: true });
  write("package-lock.json", lockOfPackage(name, version));
  fs.mkdirSync(path.join(repository, "vendor"));
  fs.copyFileSync(packed.file, path.join(repository, tarball));
  const options = ["--ignore-scripts", "--legacy-peer-deps", "--prefer-offline"];
  run("npm", "install", tarball, "--package-lock-only", ...options);
  run("git", "init", "--quiet");
  run("git", "add", ".");
  expect(run("git", "ls-files").split("\n")).toEqual(
    expect.arrayContaining(["package-lock.json", tarball.slice(2)]),
  );
  const integrity = `sha512-${createHash("sha512").update(fs.readFileSync(packed.file)).digest("base64")}`;
  expect(read("package.json").dependencies).toEqual({ "pulumi-carecycle": `file:${tarball.slice(2)}` });
  expect(read("package-lock.json").packages["node_modules/pulumi-carecycle"]).toMatchObject({
    resolved: `file:${tarball.slice(2)}`,
    integrity,
  });

  // As the workflows do.
  run("npm", "ci", ...options);
  expect(run("node_modules/.bin/pulumi-carecycle", "--version")).toBe(`${manifest.version}\n`);
  expect(fs.lstatSync(path.join(repository, "node_modules/pulumi-carecycle")).isSymbolicLink()).toBe(false);
});

describe("packing", () => {
  /** A copy of what packing reads, where building runs the given script instead of the compiler. */
  function checkout({ build, built }: { build: string; built: boolean }): string {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
    const left = built ? /[\\/]node_modules$/ : /[\\/](dist|node_modules)$/;
    for (const name of [
      "provider",
      "tools",
      "examples/gitops",
      "docs/troubleshooting.md",
      "README.md",
      "LICENSE",
    ])
      fs.cpSync(path.join(root, name), path.join(copy, name), {
        recursive: true,
        preserveTimestamps: true,
        filter: (file) => !left.test(file),
      });
    const { scripts, ...rest } = manifest;
    fs.writeFileSync(path.join(copy, "provider/build.cjs"), build);
    fs.writeFileSync(
      path.join(copy, "provider/package.json"),
      JSON.stringify({ ...rest, scripts: { ...scripts, build: "node build.cjs" } }),
    );
    return copy;
  }

  const dryRun = (copy: string) =>
    spawnSync("npm", ["pack", "--json", "--dry-run"], { cwd: path.join(copy, "provider"), encoding: "utf8" });

  test("builds first where what is built is older than its source, and not where it is not", () => {
    const copy = checkout({
      build: 'require("node:fs").appendFileSync("dist/built.js", "built;")',
      built: true,
    });
    try {
      const isPacked = () =>
        JSON.parse(dryRun(copy).stdout)[0]
          .files.map((packed: { path: string }) => packed.path)
          .includes("dist/built.js");
      expect(isPacked()).toBe(false);
      fs.appendFileSync(path.join(copy, "provider/model/internalNames.ts"), "\n");
      expect(isPacked()).toBe(true);
    } finally {
      fs.rmSync(copy, { recursive: true, force: true });
    }
  });

  test.each([
    ["fails", "process.exitCode = 1"],
    ["leaves nothing", ""],
  ])("fails where nothing is built, and building %s", (_, build) => {
    const copy = checkout({ build, built: false });
    try {
      const { status, stdout, stderr } = dryRun(copy);
      expect(status).not.toBe(0);
      expect(stderr).toContain("nothing is packed");
      expect(stdout).not.toContain('"filename"');
    } finally {
      fs.rmSync(copy, { recursive: true, force: true });
    }
  });
});
