// Says whether the version that stands in provider/package.json is to be published, as lines for a workflow's output, and
// writes its section of the changelog into a file: `node tools/release.cjs NOTES`.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const read = (file) => fs.readFileSync(path.join(root, file), "utf8");

/** Whether npm has the version. Only its word that it has none counts as one. */
function isPublished(name, version) {
  const { status, stdout } = spawnSync("npm", ["view", `${name}@${version}`, "version", "--json"], {
    encoding: "utf8",
  });
  const answer = stdout.trim() === "" ? undefined : JSON.parse(stdout);
  if (status === 0) return answer === version;
  if (answer?.error?.code === "E404") return false;
  throw new Error(`npm doesn't say whether ${name}@${version} is published: ${stdout}`);
}

/** The changelog's section of the version, without its heading. */
function notesOf(version) {
  const sections = read("provider/CHANGELOG.md").split(/^(?=## )/m);
  const section = sections.find((text) => text.split("\n")[0].trim() === `## ${version}`);
  if (section === undefined) throw new Error(`provider/CHANGELOG.md has no heading "## ${version}"`);
  return section.slice(section.indexOf("\n") + 1).trim();
}

function main([file]) {
  if (file === undefined) throw new Error("usage: node tools/release.cjs NOTES");
  const { name, version } = JSON.parse(read("provider/package.json"));
  const isNew = !isPublished(name, version);
  if (isNew) fs.writeFileSync(file, `${notesOf(version)}\n`);
  console.log(`version=${version}\nisNew=${isNew}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
