// `adopt`: what it writes, what it leaves as it is, and what it says where something is in the way. That its programs
// compile is adopt.test.ts.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../../support/runCli";
import { adoptFixture, ids, unknownId } from "./adoptFixture";

const on = adoptFixture();

test("existing files are left and named, unless --force is given", async () => {
  writeFileSync(join(on.folder, "sales-floor.ts"), "// mine\n");
  const run = await on.adopt(ids);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/sales-floor\.ts/);
  expect(run.stderr).toContain("--force");
  expect(readFileSync(join(on.folder, "sales-floor.ts"), "utf8")).toBe("// mine\n");
  expect(on.files()).toContain("scheduling-desk.ts");
  expect((await on.adopt([ids[0], "--force"])).code).toBe(0);
  expect(readFileSync(join(on.folder, "sales-floor.ts"), "utf8")).toContain("TransferConfig");
});

test("the index imports all that was written, grows with the next run, and is never written over somebody's own", async () => {
  const index = () => readFileSync(join(on.folder, "index.ts"), "utf8");
  const first = await on.adopt([ids[0]]);
  expect(first.stdout).toMatch(/wrote .*index\.ts, which imports them\. Import it in your program, and run/);
  await on.adopt([ids[2]]);
  expect(index().match(/^export .*$/gm)).toEqual([
    'export * from "./sales-floor";',
    'export * from "./scheduling-desk";',
  ]);
  writeFileSync(join(on.folder, "index.ts"), "// mine\n");
  const own = await on.adopt(["--force", ids[0]]);
  expect(index()).toBe("// mine\n");
  expect(own.stdout).toContain(
    'is your own and was left as it is. Add to your program:\n  export * from "./sales-floor";\n',
  );
});

test("unknown ids are listed at the end with exit code 1, and the others are written", async () => {
  const run = await on.adopt(["--stdin"], `${unknownId}\n${ids[0].toUpperCase()}\n${ids[0]}\n`);
  expect(run.code).toBe(1);
  expect(run.stderr.trimEnd().split("\n")).toEqual([
    `pulumi-carecycle: not found in this key's account: ${unknownId}`,
  ]);
  expect(on.files()).toEqual(["index.ts", "sales-floor.ts"]);
  expect(on.emulator.requests).toHaveLength(2);
});

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ["no id", [], {}, /no ids/],
  ["what is no id", ["sales"], {}, /not a transfer config id \(a UUID\): sales/],
  ["no key", [ids[0]], { CARECYCLE_API_KEY: "" }, /set CARECYCLE_API_KEY/],
  ["a status without a use for it", [ids[0], "--status", "active"], {}, /: --status goes with --discover\./],
  ["details without one", [ids[0], "--campaign-details"], {}, /: --campaign-details goes with --discover\./],
  ["an expired key", [ids[0]], { CARECYCLE_API_KEY: "cc_old" }, /401/],
])("%s is one clear line and exit code 1", async (_, args, more, message) => {
  Object.assign(on.env, more);
  const run = await on.adopt(args);
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toMatch(message);
  expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(on.files()).toEqual([]);
});

test("names of live values that are not declared are said, and the rest is written", async () => {
  on.emulator.set(ids[2], { dynamicOptions: { pingUrl: "x", timeout: "3 s" } });
  const run = await on.adopt([ids[2]]);
  expect(run.code).toBe(0);
  expect(run.stderr.trimEnd().split("\n")).toEqual([
    `pulumi-carecycle: ${ids[2]}: not declared, because this version doesn't accept the live value: dynamicOptions.timeout`,
  ]);
  expect(on.all()).toContain('pingUrl: "x"');
});

test("a config in another shape than documented is named, and the others are written", async () => {
  on.emulator.faults.add({
    method: "GET",
    id: ids[0],
    fault: { kind: "answer-with", json: { transferConfig: { id: ids[0], warmTransfer: "yes" } } },
  });
  const run = await on.adopt([ids[0], ids[1]]);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(new RegExp(`${ids[0]}: .*warmTransfer.*: nothing was written for it`));
  expect(on.files().join()).toContain("sales-floor");
});

test("a config that holds a text that Pulumi reserves is adopted by its id beside the imported ones", async () => {
  on.emulator.set(ids[0], { warmSummaryPrompt: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  const file = join(on.folder, "import.json");
  const run = await on.adopt(["--import-file", file, ids[0], ids[1]]);
  expect(run.stderr).toContain(`${ids[0]}: adopted by transferConfigId instead of imported`);
  expect(readFileSync(join(on.folder, "sales-floor.ts"), "utf8")).toContain(`transferConfigId: "${ids[0]}"`);
  expect(readFileSync(join(on.folder, "sales-floor-2.ts"), "utf8")).not.toContain("transferConfigId:");
  expect(JSON.parse(readFileSync(file, "utf8")).resources).toMatchObject([
    { id: ids[1], name: "sales-floor-2" },
  ]);
});

test("each file that is written is named, and one that can't be is an error", async () => {
  const { stdout } = await on.adopt([ids[0], ids[2]]);
  expect(stdout).toContain(
    `wrote ${join(on.folder, "sales-floor.ts")}\nwrote ${join(on.folder, "scheduling-desk.ts")}\n`,
  );
  writeFileSync(join(on.folder, "file"), "");
  const args = ["adopt", "--out", join(on.folder, "file/configs"), ids[0]];
  expect((await runCli(args, { env: on.env })).stderr).toContain(
    `cannot write ${join(on.folder, "file/configs")}: ENOTDIR`,
  );
  mkdirSync(join(on.folder, "taken/sales-floor.ts"), { recursive: true });
  const taken = ["adopt", "--force", "--out", join(on.folder, "taken"), ids[0]];
  expect((await runCli(taken, { env: on.env })).stderr).toContain(
    `cannot write ${join(on.folder, "taken/sales-floor.ts")}: EISDIR`,
  );
});

test("where nothing is written, there is no index, and no import file", async () => {
  const file = join(on.folder, "import.json");
  const { code, stdout } = await on.adopt(["--import-file", file, unknownId]);
  expect([code, stdout, on.files()]).toEqual([1, "", []]);
});

test("a request that fails for another reason is the error, and nothing is written", async () => {
  on.emulator.faults.add({ method: "GET", fault: { kind: "status", status: 403 } });
  expect(await on.adopt([ids[0]])).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("403"),
  });
  expect(on.files()).toEqual([]);
});
