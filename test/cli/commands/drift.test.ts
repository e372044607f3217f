// `drift` on the real CLI: what it finds, what it leaves alone, and what it says where something is missing.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePreview } from "../../../provider/cli/preview/document";
import { inShard } from "../../../provider/cli/preview/shard";
import { buildReport } from "../../../provider/cli/reportModel/report";
import { findPulumi } from "../../engine";
import { bytes, openProject, type Project } from "../../support/cliProject";
import { onEachEngine } from "../../support/engines";
import { startStackFixture } from "../../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const second = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const seed = [
  { id, name: "Desk", directPhoneNumber: "+15550100" },
  { id: second, name: "Second" },
];
const desk = { transferConfigId: id, name: "Desk", directPhoneNumber: "+15550100" };
const other = { transferConfigId: second, name: "Second" };
const declare = (resources: Record<string, object>) =>
  Object.entries(resources)
    .map(([name, args]) => `new TransferConfig(${JSON.stringify(name)}, ${JSON.stringify(args)});`)
    .join("\n");

onEachEngine((engine) => {
  test("a preview with drift is reported with its three values", async () => {
    const fixture = await startStackFixture(engine, { seed });
    try {
      await fixture.program({ desk });
      await fixture.stack.up();
      fixture.emulator.set(id, { directPhoneNumber: "+15550199" });
      const { json } = await fixture.stack.preview({ refresh: true });
      const report = buildReport(parsePreview(JSON.stringify(json), "the preview"));
      expect(report.resources[0]).toMatchObject({
        class: "drift",
        leaves: [
          {
            path: "directPhoneNumber",
            applied: { value: "+15550100" },
            live: { value: "+15550199" },
            code: { value: "+15550100" },
            class: "drift",
          },
        ],
        requests: [{ method: "GET" }, { method: "PATCH", body: { directPhoneNumber: "+15550100" } }],
      });
    } finally {
      await fixture.close();
    }
  }, 120_000);
});

const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: the drift command was not tried.\n");

(pulumi === undefined ? describe.skip : describe)("on the real CLI", () => {
  let project: Project;
  beforeAll(async () => {
    project = await openProject(String(pulumi), seed);
    await project.program(declare({ desk, other }));
    await project.pulumi("up", "--yes", "--skip-preview");
  }, 120_000);
  afterAll(() => project?.close());
  beforeEach(() => {
    project.emulator.set(id, { directPhoneNumber: "+15550100" });
    project.emulator.clearLog();
  });

  test("drift exits 2, names the field with its three values, writes nothing, and leaves the state as it is", async () => {
    project.emulator.set(id, { directPhoneNumber: "+15550199", warmMode: "immediate-summary" });
    const before = await bytes(project.stateFile);
    const run = await project.cli("drift", "--format", "json");
    expect(run).toMatchObject({ code: 2, stderr: "" });
    const report = JSON.parse(run.stdout);
    expect(report.totals).toMatchObject({ configs: 2, attention: 1, observed: 1 });
    expect(report.unseen).toBe(0);
    expect(report.resources[0].leaves).toMatchObject([
      {
        path: "directPhoneNumber",
        applied: { kind: "value", value: "+15550100" },
        live: { kind: "value", value: "+15550199" },
        code: { kind: "value", value: "+15550100" },
        class: "drift",
        severity: "critical",
        firstSeen: null,
        note: null,
      },
    ]);
    expect((await bytes(project.stateFile)).equals(before)).toBe(true);
    expect(project.emulator.writes()).toEqual([]);
  }, 60_000);

  test("--since carries from run to run when drift was first seen; the header says stack, commit and time", async () => {
    const file = (name: string) => join(project.folder, name);
    const check = async (since: string[], output: string) => {
      const run = await project.cli("drift", ...since, "--output", file(output));
      const report = JSON.parse(await readFile(file(output), "utf8"));
      const [desk] = report.resources;
      return { run, report, firstSeen: desk.leaves[0].firstSeen };
    };
    project.env.GITHUB_SHA = "c2b0fd4e8d1f0a1b2c3d4e5f60718293a4b5c6d7";
    project.emulator.set(id, { directPhoneNumber: "+15550199" });
    const begun = Date.now();
    const first = await check([], "1.json");
    expect(first.report).toMatchObject({ stack: "test", commit: project.env.GITHUB_SHA });
    expect(Date.parse(first.report.readAt)).toBeGreaterThanOrEqual(begun);
    expect(first.firstSeen).toBeNull();
    const second = await check(["--since", file("1.json")], "2.json");
    expect(second.firstSeen).toBe(first.report.readAt);
    const third = await check(["--since", file("2.json")], "3.json");
    expect(third.firstSeen).toBe(first.report.readAt);
    project.emulator.set(id, { directPhoneNumber: "+15550177" });
    const moved = await check(["--since", file("3.json")], "4.json");
    expect(moved.firstSeen).toBe(moved.report.readAt);
    await writeFile(file("5.json"), "{");
    const damaged = await check(["--since", file("5.json")], "6.json");
    expect(damaged.run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("all drift counts as first seen now"),
    });
    delete project.env.GITHUB_SHA;
    project.emulator.clearLog();
    const missing = await project.cli("drift", "--since", file("none.json"));
    expect(missing).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/cannot read .*none\.json: ENOENT/),
    });
    expect(project.emulator.requests).toEqual([]);
  }, 120_000);

  test("a stack without drift exits 0, and 2 with --strict where an undeclared field changed", async () => {
    project.emulator.set(second, { warmMode: null });
    expect((await project.cli("drift")).code).toBe(0);
    project.emulator.set(second, { warmMode: "immediate-summary" });
    expect(await project.cli("drift", "--stack", "test")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("immediate-summary"),
    });
    expect((await project.cli("drift", "--strict")).code).toBe(2);
  }, 60_000);

  test("shards together read every config once, and each says what it saw", async () => {
    const runs = [];
    for (const shard of ["1/2", "2/2"])
      runs.push(await project.cli("drift", "--shard", shard, "--format", "json"));
    const reports = runs.map((run) => JSON.parse(run.stdout));
    expect(reports.map((r) => r.shard)).toEqual([
      { index: 1, of: 2, stackConfigs: 2 },
      { index: 2, of: 2, stackConfigs: 2 },
    ]);
    const names = reports.flatMap((r) => r.resources.map((x: { name: string }) => x.name));
    expect(names.sort()).toEqual(["desk", "other"]);
    expect(project.emulator.requests.map((r) => r.method)).toEqual(["GET", "GET"]);
  }, 60_000);

  test("a resource that the code renames is followed, and a shard that cannot see it does not pass for clean", async () => {
    project.emulator.set(id, { directPhoneNumber: "+15550199" });
    await project.program(
      `new TransferConfig("front", ${JSON.stringify(desk)}, { aliases: [{ name: "desk" }] });\n${declare({ other })}`,
    );
    const whole = JSON.parse((await project.cli("drift", "--format", "json")).stdout);
    expect(whole.resources).toHaveLength(2);
    expect(whole.resources[0]).toMatchObject({ name: "front", class: "drift" });
    const deskUrn = "urn:pulumi:test::desks::pulumi-nodejs:dynamic/carecycle:TransferConfig::desk";
    const index = [1, 2].find((i) => inShard(deskUrn, { index: i, of: 2 }));
    const run = await project.cli("drift", "--shard", `${index}/2`);
    await project.program(declare({ desk, other }));
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/skipped desk/) });
  }, 60_000);

  test.each<[string, Record<string, string | undefined>, string[], RegExp]>([
    ["a wrong passphrase", { PULUMI_CONFIG_PASSPHRASE: "wrong" }, [], /set PULUMI_CONFIG_PASSPHRASE/],
    ["a missing stack", {}, ["--stack", "nope"], /no such stack.*pulumi stack ls/],
    ["a missing CLI", { PATH: "/nonexistent" }, [], /Pulumi CLI is not on PATH: install it/],
    ["a folder without a project", {}, ["--cwd", "/"], /no Pulumi\.yaml.*--cwd/],
    ["a folder that is not there", {}, ["--cwd", "/nonexistent"], /no folder \/nonexistent/],
  ])(
    "%s is one clear line and exit code 1",
    async (_, env, args, message) => {
      const before = { ...project.env };
      Object.assign(project.env, env);
      const run = await project.cli("drift", ...args);
      Object.assign(project.env, before);
      expect(run).toMatchObject({ code: 1, stdout: "" });
      expect(run.stderr).toMatch(message);
      expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    },
    60_000,
  );

  test("a change within what the program made one secret is found, and its PATCH announced", async () => {
    const secretly = (skill: string) =>
      `${declare({ desk })}\nnew TransferConfig("other", { transferConfigId: "${second}", name: "Second", ` +
      `dynamicOptions: { pingUrl: "https://example.com", body: pulumi.secret({ skill: "${skill}" }) } });`;
    await project.program(secretly("sales"));
    await project.pulumi("up", "--yes", "--skip-preview");
    expect((await project.cli("drift")).code).toBe(0);
    await project.program(secretly("support"));
    const run = await project.cli("drift", "--format", "json");
    expect(run).toMatchObject({ code: 2, stderr: "" });
    expect(run.stdout).not.toMatch(/"sales"|"support"/);
    expect(JSON.parse(run.stdout).resources[0]).toMatchObject({
      name: "other",
      leaves: [{ path: "dynamicOptions.body", live: { kind: "secret" }, class: "change" }],
      requests: [{ method: "GET" }, { method: "PATCH", body: { dynamicOptions: { body: "[secret]" } } }],
    });
  }, 120_000);

  test("an expired key is one clear line that says how to set another", async () => {
    project.emulator.configure({ apiKeys: { cc_new_key: "5e505642-9024-474d-9434-e5a44f505cc5" } });
    const run = await project.cli("drift");
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/401 UNAUTHORIZED.*pulumi config set --secret carecycle:apiKey/);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run.stderr).not.toContain("cc_");
  }, 60_000);
});
