// What is read in Pulumi.yaml and in the settings of stacks.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  hasProject,
  pinnedAccounts,
  projectFile,
  projectName,
} from "../../../provider/cli/preview/projectFile";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string, file = "Pulumi.yaml") => writeFileSync(join(folder, file), text);

test.each(["Pulumi.yaml", "Pulumi.yml"])("a folder with %s holds a project", (file) => {
  expect([hasProject(folder), projectFile(folder), projectName(folder)]).toEqual([false, undefined, ""]);
  write("name: desks\nruntime: nodejs\n", file);
  expect([hasProject(folder), projectName(folder)]).toEqual([true, "desks"]);
  expect(projectFile(folder)).toEqual({ name: "desks", runtime: "nodejs", main: "." });
});

test.each([
  ["description: the name: of it\nname: desks\n", "desks"],
  ["runtime:\n  name: nodejs\nname:\t'desks'\n", "desks"],
  ['name: "desks" # ours\n', "desks"],
  ["name:   desks\r\n", "desks"],
  ["description: none\n", ""],
  ["name:\nruntime: nodejs\n", ""],
])("the name of %j is %j", (text, name) => {
  write(text);
  expect(projectName(folder)).toBe(name);
});

test.each([
  ["runtime: nodejs\n", "nodejs"],
  ["runtime: 'nodejs' # a comment\n", "nodejs"],
  ["runtime:\n  name: nodejs\n", "nodejs"],
  [
    "name: desks\nruntime: \t\r\n  options:\r\n    typescript: false\r\n\tname: \t'nodejs-20'\r\n",
    "nodejs-20",
  ],
  ['runtime:\n  options: {}\n  name: "python"\n', "python"],
  // Another key with a name in it is not the runtime's.
  ["runtime:\ntemplate:\n  name: nodejs\n", undefined],
  ["template:\n  runtime:\n    name: nodejs\n", undefined],
  ["runtime:\n  options:\n    nodeargs: x\nname: desks\n", undefined],
])("the runtime of %j is %j", (text, runtime) => {
  write(text);
  expect(projectFile(folder)?.runtime).toBe(runtime);
});

test.each([
  ["app", "app"],
  ["./app/", "./app/"],
  ["index.ts", "."],
  ["app/index.js", "app"],
  ["app/index.mjs", "app"],
  ["app/index.cts", "app"],
  ["app/index.tsx", "app"],
  ["app/index.jsx", "app"],
  ["app.js/src", "app.js/src"],
  ["apps/cjs", "apps/cjs"],
])("the program of main: %s is in %s", (main, program) => {
  write(`name: desks\nmain: ${main}\n`);
  expect(projectFile(folder)?.main).toBe(program);
});

const account = "5e505642-9024-474d-9434-e5a44f505cc5";
const pinned = () => pinnedAccounts(folder).sort();

test.each([
  [`config:\n  carecycle:clientId: ${account}\n`, account],
  [`config:\n    "carecycle:clientId":   "${account}"\n  carecycle:rateLimit: 10\n`, account],
  [`config:\n  'carecycle:clientId': '${account.toUpperCase()}'`, account],
  ["config:\n  carecycle:rateLimit: 10\n", undefined],
  [`config:\n  carecycle:clientId: ${account}0\n`, undefined],
  [`config:\n  # carecycle:clientId: ${account}\n`, undefined],
  [`carecycle:clientId: ${account}\n`, undefined],
])("%j pins the account %s", (text, clientId) => {
  write(text, "Pulumi.dev.yaml");
  expect(pinned()).toStrictEqual([clientId]);
});

test("each stack's settings count, and no other file", () => {
  const text = (digit: string) => `config:\n  carecycle:clientId: ${digit.repeat(8)}${account.slice(8)}\n`;
  for (const file of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.a.yaml.bak", "x.Pulumi.a.yaml", "Pulumi.a.json"])
    write(text("0"), file);
  expect(pinned()).toEqual([]);
  write(text("1"), "Pulumi.dev.yaml");
  write(text("2"), "Pulumi.prod-eu.yml");
  expect(pinned()).toEqual([`11111111${account.slice(8)}`, `22222222${account.slice(8)}`]);
});

test("a folder that is not there pins nothing", () => {
  expect(pinnedAccounts(join(folder, "none"))).toEqual([]);
});
