// From a changeset to a version, and from a version to what the release workflow is told.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "release-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const text = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");

function write(file: string, content: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), content);
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return status === 0 ? stdout : `failed: ${stderr}`;
}

test("a changeset becomes the next version, its heading in the changelog, and what the examples ask for", () => {
  for (const file of ["package.json", "package-lock.json", ".changeset/config.json", "provider/CHANGELOG.md"])
    write(file, fs.readFileSync(path.join(root, file), "utf8"));
  for (const name of [
    "provider",
    ...fs.readdirSync(path.join(root, "examples")).map((e) => `examples/${e}`),
  ]) {
    const file = path.join(root, name, "package.json");
    if (fs.existsSync(file)) write(`${name}/package.json`, fs.readFileSync(file, "utf8"));
  }
  const before = text("provider/CHANGELOG.md");
  const { version } = JSON.parse(text("provider/package.json")) as { version: string };
  const [major, minor] = version.split(".");
  const next = `${major}.${Number(minor) + 1}.0`;
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  write(".changeset/one.md", '---\n"pulumi-carecycle": minor\n---\n\nSays hello.\n');
  run("git", ["init", "-q", "-b", "main"]);

  const cli = path.join(root, "node_modules/@changesets/cli/bin.js");
  expect(run(process.execPath, [cli, "version"])).not.toMatch(/^failed/);
  expect(JSON.parse(text("provider/package.json"))).toMatchObject({ version: next });
  expect(JSON.parse(text("examples/quickstart/package.json"))).toMatchObject({
    version: "0.1.0",
    dependencies: { "pulumi-carecycle": `^${next}` },
  });
  const [title = "", ...rest] = before.split("\n");
  const after = text("provider/CHANGELOG.md");
  expect(after.startsWith(`${title}\n\n## ${next}\n`)).toBe(true);
  expect(after).toContain("\n- Says hello.\n");
  // Nothing that stood there was reformatted.
  expect(after.endsWith(rest.join("\n"))).toBe(true);
  expect(fs.existsSync(path.join(folder, ".changeset/one.md"))).toBe(false);
});

describe("the release workflow is told", () => {
  /** Runs the script in a repository of that changelog, with an npm that gives that response. */
  function release(changelog: string, npm: { status: number; stdout: string }): string {
    write("provider/package.json", JSON.stringify({ name: "pulumi-carecycle", version: "1.2.3" }));
    write("provider/CHANGELOG.md", changelog);
    write("tools/release.cjs", fs.readFileSync(path.join(root, "tools/release.cjs"), "utf8"));
    write("response.json", npm.stdout);
    write(
      "bin/npm",
      `#!/bin/sh\n[ "$*" = "view pulumi-carecycle@1.2.3 version --json" ] || exit 9\ncat response.json\nexit ${npm.status}\n`,
    );
    fs.chmodSync(path.join(folder, "bin/npm"), 0o755);
    const PATH = `${path.join(folder, "bin")}${path.delimiter}${process.env.PATH}`;
    return run(process.execPath, ["tools/release.cjs", "notes.md"], { PATH });
  }
  const changelog = "# Changelog\n\n## 1.2.3\n### Minor Changes\n\n- New.\n\n## 1.2.2\n\n- Old.\n";
  const unknown = { status: 1, stdout: '{"error":{"code":"E404"}}' };

  test("a version that npm doesn't have, with its section of the changelog", () => {
    expect(release(changelog, unknown)).toBe("version=1.2.3\nisNew=true\n");
    expect(text("notes.md")).toBe("### Minor Changes\n\n- New.\n");
    expect(release(changelog, { status: 0, stdout: "" })).toBe("version=1.2.3\nisNew=true\n");
  });

  test("one that npm has", () => {
    expect(release("", { status: 0, stdout: '"1.2.3"\n' })).toBe("version=1.2.3\nisNew=false\n");
    expect(fs.existsSync(path.join(folder, "notes.md"))).toBe(false);
  });

  test("nothing, where npm doesn't say, or the changelog has no such version, or one not yet released", () => {
    expect(release(changelog, { status: 1, stdout: '{"error":{"code":"E500"}}' })).toMatch(/^failed.*say/);
    expect(release(changelog, { status: 1, stdout: "" })).toMatch(/^failed/);
    for (const heading of ["## 1.2.4", "## 1.2.3 (unreleased)"])
      expect(release(changelog.replace("## 1.2.3", heading), unknown)).toMatch(/^failed.*no heading/);
  });
});
