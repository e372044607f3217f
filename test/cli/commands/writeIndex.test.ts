// What `adopt` says of the index that it writes, by where the program stands.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeIndex } from "../../../provider/cli/commands/writeIndex";

let project: string;
let before: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "index-")));
  mkdirSync(join(project, "configs"));
  before = process.cwd();
  process.chdir(project);
});
afterEach(() => {
  process.chdir(before);
  rmSync(project, { recursive: true, force: true });
});
const index = (folder = "configs") => readFileSync(join(project, folder, "index.ts"), "utf8");

test("in a folder of the program, it is to be imported", async () => {
  expect(await writeIndex("configs", ["desk.ts", "sales-floor.ts"])).toBe(
    'wrote configs/index.ts, which imports them. Import it in your program (import "./configs"), and run pulumi preview.\n',
  );
  expect(index()).toMatch(/\nexport \* from "\.\/desk";\nexport \* from "\.\/sales-floor";\n$/);
});

test("unless the program does so already", async () => {
  writeFileSync("index.ts", 'import "./configs";\n');
  expect(await writeIndex("./configs/", ["desk.ts"])).toMatch(
    /which imports them\. Your program imports it already: run pulumi preview\.\n$/,
  );
  writeFileSync("index.ts", 'import "./configs2";\n');
  expect(await writeIndex("configs", ["b.ts"])).toContain("Import it in your program");
});

test("in the program's own folder, it is the program", async () => {
  expect(await writeIndex(".", ["desk.ts"])).toBe(
    "wrote index.ts, which imports them. pulumi preview runs it, where package.json or Pulumi.yaml names no other program.\n",
  );
});

test("outside of it, nobody knows how to name it", async () => {
  mkdirSync(join(project, "program"));
  process.chdir(join(project, "program"));
  expect(await writeIndex("../configs", ["desk.ts"])).toBe(
    "wrote ../configs/index.ts, which imports them. Import it in your program, and run pulumi preview.\n",
  );
});

test("of an index that is somebody's own, the lines to add are said", async () => {
  writeFileSync("configs/index.ts", "// mine\n");
  expect(await writeIndex("configs", ["desk.ts", "b.ts"])).toBe(
    '\nconfigs/index.ts is your own and was left as it is. Add to your program:\n  export * from "./desk";\n  export * from "./b";\n',
  );
  expect(index()).toBe("// mine\n");
});

test("one that can't be read or written is an error", async () => {
  mkdirSync("configs/index.ts");
  await expect(writeIndex("configs", ["desk.ts"])).rejects.toThrow("cannot read configs/index.ts: EISDIR");
  await expect(writeIndex("none", ["desk.ts"])).rejects.toThrow("cannot write none/index.ts: ENOENT");
});
