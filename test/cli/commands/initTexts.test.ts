// `init`: what it says, and what it refuses. That its projects compile and run is init.test.ts.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../support/runCli";

let parent: string;
let before: string;
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "init-")));
  before = process.cwd();
  process.chdir(parent);
});
afterEach(() => {
  process.chdir(before);
  rmSync(parent, { recursive: true, force: true });
});
const init = (...args: string[]) => runCli(["init", ...args]);
const dependency = (folder = "desks") =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies["pulumi-carecycle"];

test("what was written is counted, and what comes next is said", async () => {
  const { code, stdout } = await init("desks");
  expect(code).toBe(0);
  const [first, second, third, fourth, fifth] = stdout.split("\n");
  expect([first, second, third, fourth]).toEqual(["wrote 7 files to desks", "", "Next:", "  cd desks"]);
  expect(fifth).toMatch(/^ {2}npm install/);
  const { version } = require("pulumi-carecycle/package.json") as { version: string };
  expect(dependency()).toBe(`^${version}`);
});

test("in the working directory, no step leads there", async () => {
  const { stdout } = await init(".");
  expect(stdout).toMatch(/^wrote 7 files to \.\n\nNext:\n {2}npm install/);
});

test("a name that steers a terminal is said without that", async () => {
  expect((await init("a\u001b[2Jb")).stdout).toContain("wrote 7 files to a\ufffd[2Jb\n");
});

test.each([
  [["a"], "(a)"],
  [["a", "b", "c"], "(a, b, c)"],
  [["a", "b", "c", "d"], "(a, b, c, ...)"],
])("a folder with %j is not empty, which is said with a few names", async (names, shown) => {
  mkdirSync("desks/.git", { recursive: true });
  for (const name of names) writeFileSync(join("desks", name), "");
  const { code, stdout, stderr } = await init("desks");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(
    `pulumi-carecycle: desks is not empty ${shown}: nothing was written. Name a new folder.`,
  );
  expect(readdirSync("desks").sort()).toEqual([".git", ...names]);
});

test("a new repository is empty", async () => {
  mkdirSync("desks/.git", { recursive: true });
  expect((await init("desks")).code).toBe(0);
});

test("a file, and what lies below one, is no folder", async () => {
  writeFileSync("file", "");
  expect((await init("file")).stderr).toContain("pulumi-carecycle: file is a file.");
  expect((await init("file/below")).stderr).toContain("pulumi-carecycle: file/below is a file.");
});

test("a folder that can't be read is told with why", async () => {
  const name = "x".repeat(300);
  expect((await init(name)).stderr).toContain(`pulumi-carecycle: cannot read ${name}: ENAMETOOLONG`);
});

test("a folder that can't be made is told with why", async () => {
  symlinkSync("nowhere/desks", "desks");
  const { code, stdout, stderr } = await init("desks");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^pulumi-carecycle: cannot write .+Pulumi\.yaml: E[A-Z]+( See \S+)?\n$/);
});

test("of two that make the same project at once, the slower one overwrites nothing", async () => {
  const ended = await Promise.all([init("desks"), init("desks")]);
  const [made, refused] = ended.sort((a, b) => a.code - b.code);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^wrote 7 files to desks\n/) });
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  // Which of the two it finds depends on how far the other one is.
  expect(refused?.stderr).toMatch(/^pulumi-carecycle: (cannot write .+: EEXIST|.+ is not empty)/);
});

test("scripts of a workflow may be run, and other files not", async () => {
  await init("desks", "--forge", "github");
  const scripts = readdirSync("desks/scripts").filter((name) => name.endsWith(".sh"));
  expect(scripts.length).toBeGreaterThan(0);
  for (const name of scripts) expect(statSync(join("desks/scripts", name)).mode & 0o777).toBe(0o755);
  expect(statSync("desks/index.ts").mode & 0o777).toBe(0o644);
});

describe("--package", () => {
  test.each([
    ["^9.0.0", "^9.0.0"],
    ["https://example.com/a.tgz", "https://example.com/a.tgz"],
    ["npm:other@1.0.0", "npm:other@1.0.0"],
    ["github:a/b", "github:a/b"],
    // Folders are named from the project.
    ["./provider", "file:../provider"],
    ["file:./provider", "file:../provider"],
    ["../provider", "file:../../provider"],
    ["..", "file:../.."],
    ["..\\provider", "file:../../provider"],
    ["./a.tgz.unpacked", "file:../a.tgz.unpacked"],
    [".hidden", ".hidden"],
    ["portal:./provider", "portal:./provider"],
  ])("%s is asked for as %s", async (spec, expected) => {
    await init("desks", "--package", spec);
    expect(dependency()).toBe(expected);
    expect(existsSync("desks/vendor")).toBe(false);
  });

  test.each(["packed.tgz", "file:packed.tgz", "./PACKED.TGZ"])(
    "a file (%s) is kept in the project",
    async (spec) => {
      const name = /[^/:]+$/.exec(spec)?.[0] ?? "";
      writeFileSync(name, "packed");
      const { stdout } = await init("desks", "--package", spec);
      expect(stdout.split("\n").slice(0, 3)).toEqual([
        "wrote 7 files to desks",
        `copied ${name} into its vendor folder: commit it with the rest`,
        "",
      ]);
      expect(dependency()).toBe(`file:vendor/${name}`);
      expect(readFileSync(join("desks/vendor", name), "utf8")).toBe("packed");
    },
  );

  test("a file that is not there, or is a folder, is refused before anything is written", async () => {
    mkdirSync("folder.tgz");
    writeFileSync("file", "");
    for (const spec of ["none.tgz", "folder.tgz", "file/below.tgz", "C:\\none.tgz", "d:/none.tgz"])
      expect(await init("desks", "--package", `file:${spec}`)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining(`pulumi-carecycle: there is no file ${spec}: nothing was written.`),
      });
    expect(existsSync("desks")).toBe(false);
  });

  test("a file that can't be copied is told with why, and no project is written", async () => {
    writeFileSync("packed.tgz", "packed");
    symlinkSync("nowhere/desks", "desks");
    const { code, stdout, stderr } = await init("desks", "--package", "packed.tgz");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^pulumi-carecycle: cannot copy .+packed\.tgz into .+vendor: E[A-Z]+( See \S+)?\n$/,
    );
    expect(existsSync("nowhere")).toBe(false);
  });
});
