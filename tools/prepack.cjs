// Runs before the package is packed: a tarball holds what the sources say now, or there is none. `npm ci --ignore-scripts`
// builds nothing, and npm packs whatever is there without a word.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { sources } = require("./finishBuild.cjs");

const root = path.join(__dirname, "..");
const provider = path.join(root, "provider");
const timeOf = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The sources whose compiled file is older, or isn't there. */
function stale() {
  const built = timeOf(path.join(provider, "dist/cli/troubleshooting.json"));
  const others = sources.flatMap((source) => {
    const at = path.join(root, source);
    const files = fs.statSync(at, { throwIfNoEntry: false })?.isDirectory()
      ? fs
          .readdirSync(at, { recursive: true, encoding: "utf8" })
          .filter((file) => !/^node_modules\b/.test(file))
      : [""];
    return files
      .map((file) => path.join(at, file))
      .filter((file) => fs.statSync(file).isFile() && timeOf(file) > built);
  });
  const scripts = fs
    .readdirSync(provider, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && !/^(dist|node_modules)\b/.test(file))
    .filter((file) => {
      const compiled = path.join(provider, "dist", file.replace(/\.ts$/, ".js"));
      return timeOf(compiled) < timeOf(path.join(provider, file));
    });
  return [...scripts, ...others];
}

/** The files that package.json names: entry points with their types, and the command. */
function entryPoints({ exports, bin }) {
  const targets = [...Object.values(exports), bin].flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  return targets.filter((target) => target.startsWith("./dist/"));
}

function missing() {
  const manifest = JSON.parse(fs.readFileSync(path.join(provider, "package.json"), "utf8"));
  return entryPoints(manifest).filter((file) => !fs.existsSync(path.join(provider, file)));
}

if (stale().length > 0 || missing().length > 0) {
  // Its output would end up in that of `npm pack --json`.
  const build = spawnSync("npm", ["run", "build"], { cwd: provider, stdio: ["ignore", 2, 2], shell: true });
  if (build.status !== 0) {
    console.error("pulumi-carecycle: nothing is packed, because the build failed.");
    process.exit(1);
  }
}
if (missing().length > 0) {
  console.error(`pulumi-carecycle: nothing is packed, because there is no ${missing().join(", ")}.`);
  process.exit(1);
}
for (const file of ["README.md", "LICENSE"])
  fs.copyFileSync(path.join(root, file), path.join(provider, file));
