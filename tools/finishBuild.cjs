// Runs after the compiler, within `npm run build`: writes what the package holds besides compiled sources, and makes the
// scripts small. Names of functions and classes stay, so that a stack trace can be read.
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const dist = path.join(root, "provider/dist");
const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
const write = (file, value) => fs.writeFileSync(path.join(dist, file), `${JSON.stringify(value)}\n`);

/** What is packed besides compiled sources comes from these: a package that is older is built again. */
const sources = ["examples/gitops", "docs/troubleshooting.md"];

/** Declarations that no entry point exports, and that those of one need: their comments are for readers of the sources. */
const innerTypes = ["api/responses.d.ts", "model/values.d.ts"];

/** The files of examples/gitops that a new project gets as they are, by path. */
function templates() {
  const folder = path.join(root, "examples/gitops");
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"),
    )
    .filter((file) =>
      /^(\.github\/|scripts\/|\.gitlab-ci\.yml$|\.gitignore$|tsconfig\.json$|package\.json$)/.test(file),
    );
  return Object.fromEntries(files.sort().map((file) => [file, read(`examples/gitops/${file}`)]));
}

/** The messages that the page of troubleshooting quotes, in its order. */
function quotedMessages() {
  return [...read("docs/troubleshooting.md").matchAll(/^### `(.+)`$/gm)].map(([, message]) => message);
}

function main() {
  const { minifySync } = require("@swc/core");
  const { reportJsonSchema } = require(path.join(dist, "cli/reportModel/schema"));
  write("cli/reportModel/report.schema.json", reportJsonSchema());
  write("cli/init/templates.json", templates());
  write("cli/troubleshooting.json", quotedMessages());
  const names = { keep_fnames: true, keep_classnames: true };
  const mangled = { ...names, keep_private_props: true };
  for (const file of fs.readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".js")) continue;
    const script = path.join(dist, file);
    // Node finds the names that a script exports by its text: there, statements and the compiler's helpers stay as they are.
    const toplevel = /[\\/]/.test(file) && !file.startsWith("api");
    // No function becomes part of another one, so that a stack trace names it.
    const compress = toplevel && {
      ...names,
      inline: 0,
      reduce_funcs: false,
      reduce_vars: false,
      collapse_vars: false,
    };
    const options = { compress, mangle: { ...mangled, toplevel }, module: false };
    const { code } = minifySync(fs.readFileSync(script, "utf8"), options);
    fs.writeFileSync(script, code);
  }
  for (const file of innerTypes) {
    const declarations = path.join(dist, file);
    const text = fs.readFileSync(declarations, "utf8");
    fs.writeFileSync(declarations, text.replace(/^ *\/\*\*.*?\*\/\n/gms, ""));
  }
  // In a checkout, npx runs this very file.
  fs.chmodSync(path.join(dist, "cli/main.js"), 0o755);
}

module.exports = { sources };
if (require.main === module) main();
