// `adopt --import-file`: the file for `pulumi import`, and the program that goes with it. What the file holds is
// importFile.test.ts, and that Pulumi takes it is import.test.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptFixture, ids } from "./adoptFixture";

const on = adoptFixture();
const importedIds = (file: string) =>
  JSON.parse(readFileSync(file, "utf8")).resources.map(({ id }: { id: string }) => id);

test("the file names the configs, the program doesn't, and the output says how to import them", async () => {
  const file = join(on.folder, "my import.json");
  const { code, stdout, stderr } = await on.adopt(["--import-file", file, ...ids]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(importedIds(file)).toEqual(ids);
  expect(stdout).toContain(`wrote ${file}\n`);
  expect(stdout).toContain(`pulumi import --file '${file}' --generate-code=false --protect=false\n`);
  expect(on.all() + stdout).not.toMatch(/SENSITIVE|transferConfigId:/);
});

test("one that exists stops it before anything is written, and is overwritten by --force", async () => {
  const file = join(on.folder, "import.json");
  writeFileSync(file, "mine");
  expect(await on.adopt(["--import-file", file, ids[0]])).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining(`${file} exists, and nothing was written: --force overwrites it.`),
  });
  expect(on.files()).toEqual(["import.json"]);
  expect(readFileSync(file, "utf8")).toBe("mine");
  expect((await on.adopt(["--import-file", file, "--force", ids[0]])).code).toBe(0);
  expect(importedIds(file)).toEqual([ids[0]]);
});

test("a config that holds a text that Pulumi reserves is adopted by its id beside the imported ones", async () => {
  on.emulator.set(ids[0], { warmSummaryPrompt: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  const file = join(on.folder, "import.json");
  const run = await on.adopt(["--import-file", file, ids[0], ids[1]]);
  expect(run.code).toBe(0);
  expect(run.stderr).toBe(
    `pulumi-carecycle: ${ids[0]}: adopted by transferConfigId instead of imported, because it holds a text that Pulumi reserves for itself\n`,
  );
  expect(readFileSync(join(on.folder, "sales-floor.ts"), "utf8")).toContain(`transferConfigId: "${ids[0]}"`);
  expect(readFileSync(join(on.folder, "sales-floor-2.ts"), "utf8")).not.toContain("transferConfigId:");
  expect(importedIds(file)).toEqual([ids[1]]);
});

test("where no config can be imported, there is no file, and nothing is said of one", async () => {
  on.emulator.set(ids[0], { warmSummaryPrompt: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  const { code, stdout } = await on.adopt(["--import-file", join(on.folder, "import.json"), ids[0]]);
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/import\.json|pulumi import/);
  expect(on.files()).toEqual(["index.ts", "sales-floor.ts"]);
});
