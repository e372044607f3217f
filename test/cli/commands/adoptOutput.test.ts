// `adopt`: what it writes, what it leaves as it is, and what it says where something is in the way. The import file is
// adoptImportFile.test.ts, and that its programs compile is adopt.test.ts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../../support/runCli";
import { adoptFixture, ids, unknownId } from "./adoptFixture";

const on = adoptFixture();

test("existing files are left and named, unless --force is given", async () => {
  const [first, second, third] = ["sales-floor", "sales-floor-2", "scheduling-desk"].map((name) =>
    join(on.folder, `${name}.ts`),
  ) as [string, string, string];
  for (const file of [first, second]) writeFileSync(file, "// mine\n");
  const run = await on.adopt(ids);
  expect(run.code).toBe(1);
  expect(run.stderr).toBe(
    `pulumi-carecycle: these files exist and were left as they are (--force overwrites them): ${first}, ${second}\n`,
  );
  expect(run.stdout.match(/^wrote [^,\n]+$/gm)).toEqual([`wrote ${third}`]);
  expect(readFileSync(first, "utf8")).toBe("// mine\n");
  expect(on.files()).toContain("scheduling-desk.ts");
  const forced = await on.adopt([ids[0], "--force"]);
  expect(forced.code).toBe(0);
  expect(forced.stdout).toContain(`wrote ${first}\n`);
  expect(readFileSync(first, "utf8")).toContain("TransferConfig");
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

test("each config has a file of its own, which names its id; --single writes them all to one", async () => {
  expect((await on.adopt(ids)).code).toBe(0);
  expect(on.files()).toEqual(["index.ts", "sales-floor-2.ts", "sales-floor.ts", "scheduling-desk.ts"]);
  for (const id of ids) expect(on.all()).toContain(`transferConfigId: "${id}"`);
  const out = join(on.folder, "one");
  const { stdout } = await on.adopt(["--single", "--out", out, ...ids]);
  expect(stdout).toContain(`wrote ${join(out, "transfer-configs.ts")}\n`);
  expect(readdirSync(out)).toEqual(["index.ts", "transfer-configs.ts"]);
});

test("unknown ids are listed at the end with exit code 1, and the others are written", async () => {
  const other = unknownId.replaceAll("1111-", "2222-");
  const run = await on.adopt(["--stdin", other], `${unknownId}\n${ids[0].toUpperCase()}\n${ids[0]}\n`);
  expect(run.code).toBe(1);
  expect(run.stderr.trimEnd().split("\n")).toEqual([
    `pulumi-carecycle: not found in this key's account: ${other}, ${unknownId}`,
  ]);
  expect(on.files()).toEqual(["index.ts", "sales-floor.ts"]);
  expect(on.emulator.requests).toHaveLength(3);
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
    fault: {
      kind: "answer-with",
      json: { transferConfig: { id: ids[0], warmTransfer: "yes", directPhoneNumber: 7 } },
    },
  });
  const run = await on.adopt([ids[0], ids[1]]);
  expect(run.code).toBe(1);
  const wrong = (name: string) => `transferConfig\\.${name} has another type: [^;]+`;
  expect(run.stderr).toMatch(
    new RegExp(
      `^pulumi-carecycle: ${ids[0]}: ${wrong("warmTransfer")}; ${wrong("directPhoneNumber")}: nothing was written for it\n$`,
    ),
  );
  expect(on.files()).toEqual(["index.ts", "sales-floor.ts"]);
});

test("each file that is written is named, and one that can't be is an error", async () => {
  const { stdout } = await on.adopt([ids[0], ids[2]]);
  expect(stdout).toContain(
    `wrote ${join(on.folder, "sales-floor.ts")}\nwrote ${join(on.folder, "scheduling-desk.ts")}\n`,
  );
  writeFileSync(join(on.folder, "file"), "");
  const args = ["adopt", "--out", join(on.folder, "file/configs"), ids[0]];
  expect((await runCli(args, { env: on.env })).stderr).toMatch(
    `cannot write ${join(on.folder, "file/configs")}: ENOTDIR See https:`,
  );
  mkdirSync(join(on.folder, "taken/sales-floor.ts"), { recursive: true });
  const taken = ["adopt", "--force", "--out", join(on.folder, "taken"), ids[0]];
  expect((await runCli(taken, { env: on.env })).stderr).toContain(
    `cannot write ${join(on.folder, "taken/sales-floor.ts")}: EISDIR`,
  );
});

test("where nothing is written, there is no index, no import file, and no folder for them", async () => {
  const file = join(on.folder, "import.json");
  const { code, stdout } = await on.adopt([
    "--import-file",
    file,
    "--out",
    join(on.folder, "none"),
    unknownId,
  ]);
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

test("on a terminal, progress shows how many configs are read, and is gone in the end, also where one can't be", async () => {
  const args = ["adopt", "--out", on.folder, ids[0], ids[2]];
  const read = await runCli(args, { env: on.env, tty: true });
  expect(read.code).toBe(0);
  expect(read.stderr).toMatch(/Reading live configs [^\n]* 2\/2 /);
  on.emulator.faults.add({ method: "GET", nth: "every", fault: { kind: "status", status: 403 } });
  const failed = await runCli(args, { env: on.env, tty: true });
  expect(failed.code).toBe(1);
  // A cursor that is hidden comes back when the bar goes.
  for (const { stderr } of [read, failed])
    expect(stderr.lastIndexOf("[?25h")).toBeGreaterThan(stderr.lastIndexOf("[?25l"));
});
