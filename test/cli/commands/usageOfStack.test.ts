// Usage of a stack on the real CLI: ids and key come from the stack; previews and drift name who uses what changed;
// adopt finds what the stack doesn't manage yet.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../../provider/cli/reportModel/types";
import type { UsageReport } from "../../../provider/cli/usage/usageReport";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY } from "../../emulator";
import { findPulumi } from "../../engine";
import { bytes, openProject, type Project } from "../../support/cliProject";

const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: usage of a stack was not tried.\n");

const idOf = (kind: string, i: number) => `${kind}0000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const [desk, idle, stray, gone] = [1, 2, 3, 4].map((i) => idOf("f", i)) as [string, string, string, string];
const seed = [
  { id: desk, name: "Desk", directPhoneNumber: "+15550100" },
  { id: idle, name: "Idle" },
  { id: stray, name: "Stray" },
];
const campaigns = [
  { id: idOf("c", 1), name: "Autumn", status: "paused", transferConfigId: desk },
  { id: idOf("c", 2), name: "Spring", transferConfigId: desk, transferConfigIds: [stray] },
];
const assignments = [
  { campaignId: idOf("c", 1), afterHoursTransferConfigId: gone, block: { name: "intro" } },
];
const declare = (number: string) =>
  [
    `new TransferConfig("desk", ${JSON.stringify({ transferConfigId: desk, name: "Desk", directPhoneNumber: number })});`,
    `new TransferConfig("idle", ${JSON.stringify({ transferConfigId: idle, name: "Idle" })});`,
  ].join("\n");

(pulumi === undefined ? describe.skip : describe)("on the real CLI", () => {
  let project: Project;
  beforeAll(async () => {
    project = await openProject(String(pulumi), seed);
    project.emulator.configure({ campaigns, assignments, appointmentConfigs: "one" });
    await project.program(declare("+15550100"));
    await project.pulumi("up", "--yes", "--skip-preview");
  }, 120_000);
  afterAll(() => project?.close());
  beforeEach(() => project.emulator.clearLog());

  const paths = () =>
    project.emulator.requests.map(({ method, path }) => `${method} ${path.replace("/v2/campaigns", "")}`);
  const usagePaths = [
    "GET ",
    `GET /${idOf("c", 1)}/block-snippets`,
    `GET /${idOf("c", 2)}/block-snippets`,
    "GET /appointment-configs",
  ];
  const sorted = (list: string[]) => [...list].sort();

  test("the stack's configs are listed with their names in the program, by the stack's own key, which is never shown", async () => {
    const before = await bytes(project.stateFile);
    const { code, stdout, stderr } = await project.cli("usage", "--stack", "test", "--format", "json");
    const report = JSON.parse(stdout) as UsageReport;
    expect(code).toBe(2);
    expect(report).toMatchObject({ stack: "test", unused: [idle], missing: [gone] });
    expect(report.configs).toMatchObject([
      {
        id: desk,
        name: "Desk",
        resource: "desk",
        from: "stack",
        usedBy: [{ name: "Spring" }, { name: "Autumn" }],
      },
      { id: idle, name: "Idle", resource: "idle", from: "stack", usedBy: [] },
      { id: stray, name: "Stray", resource: null, from: "reference", exists: true },
      { id: gone, exists: false, usedBy: [{ name: "Autumn", as: ["after hours of block intro"] }] },
    ]);
    const checks = [`GET /transfer-configs/${stray}`, `GET /transfer-configs/${gone}`];
    expect(sorted(paths())).toEqual(sorted([...usagePaths, ...checks]));
    expect(stdout + stderr).not.toContain(DEFAULT_KEY);
    expect((await bytes(project.stateFile)).equals(before)).toBe(true);
    // Without options, the selected stack counts, which is said.
    const selected = await project.cli("usage");
    expect(selected.stdout).toContain(`Desk  ${desk}  (resource desk)`);
    expect(selected.stderr).toContain(
      "pulumi-carecycle: taken from the selected stack, test: its key, quota and configs",
    );
  }, 120_000);

  test("the stack's key wins over the environment's; without the passphrase that is one line, and nothing is sent", async () => {
    project.env.CARECYCLE_API_KEY = "cc_leftover";
    expect((await project.cli("usage", "--stack", "test")).code).toBe(2);
    project.emulator.clearLog();
    const passphrase = project.env.PULUMI_CONFIG_PASSPHRASE;
    project.env.PULUMI_CONFIG_PASSPHRASE = "wrong";
    const run = await project.cli("usage", "--stack", "test");
    project.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
    project.env.CARECYCLE_API_KEY = undefined;
    expect(run).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^[^\n]*passphrase is wrong[^\n]*\n$/),
    });
    expect(project.emulator.requests).toEqual([]);
  }, 120_000);

  test("a key of another account is refused: in its account nothing would point to the stack's configs", async () => {
    const other = idOf("e", 1);
    project.emulator.configure({ apiKeys: { [DEFAULT_KEY]: other } });
    const { code, stdout, stderr } = await project.cli("usage", "--stack", "test");
    project.emulator.configure({ apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID } });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      `the key belongs to client ${other}, but the stack's configs belong to client ${DEFAULT_CLIENT_ID}`,
    );
  }, 120_000);

  test.each(["preview", "drift"])(
    "%s --usage names who uses what changed, and sends nothing more where nothing did",
    async (command) => {
      const quiet = await project.cli(command, "--usage", "--format", "json");
      expect(quiet.code).toBe(0);
      expect(paths().filter((path) => !path.includes("transfer-configs"))).toEqual([]);
      project.emulator.clearLog();
      await project.program(declare("+15550111"));
      const { code, stdout } = await project.cli(command, "--usage", "--format", "json");
      await project.program(declare("+15550100"));
      const report = JSON.parse(stdout) as Report;
      expect(code).toBe(2);
      expect(report.usage).toEqual({ requests: 4, notRead: [] });
      expect(report.resources).toMatchObject([
        {
          name: "desk",
          usedBy: [
            { kind: "campaign", name: "Spring", status: "active", as: ["transferConfigId"] },
            { kind: "campaign", name: "Autumn", status: "paused" },
          ],
        },
        { name: "idle", class: "unchanged", usedBy: null },
      ]);
      expect(sorted(paths().filter((path) => !path.includes("transfer-configs")))).toEqual(
        sorted(usagePaths),
      );
      expect(project.emulator.writes()).toEqual([]);
    },
    120_000,
  );

  test("adopt --discover takes what something points to and the stack doesn't manage, and says what is left out", async () => {
    const out = join(project.folder, "found");
    const { code, stdout, stderr } = await project.cli(
      "adopt",
      "--discover",
      "--stack",
      "test",
      "--out",
      out,
    );
    expect(readdirSync(out)).toEqual(["index.ts", "stray.ts"]);
    expect(stdout).toContain(`wrote ${join(out, "stray.ts")}\n`);
    expect(stderr).toContain(
      "discover: 3 configs found through what points to them; 1 of them left out, which stack test manages already. Configs to which nothing points are not found",
    );
    // As with an id that is given by hand, one that isn't there is named, and ends with 1.
    expect(stderr).toContain(`not found in this key's account: ${gone} (Autumn points to it)`);
    expect(code).toBe(1);
    expect(sorted(paths())).toEqual(
      sorted([...usagePaths, `GET /transfer-configs/${stray}`, `GET /transfer-configs/${gone}`]),
    );
  }, 120_000);

  test("it combines with ids that are given, which it doesn't leave out, by the selected stack", async () => {
    const out = join(project.folder, "all");
    const run = await project.cli(
      "adopt",
      idle,
      stray,
      "--discover",
      "--status",
      "active",
      "--single",
      "--out",
      out,
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain(`pulumi config set carecycle:clientId ${DEFAULT_CLIENT_ID}`);
    expect(existsSync(join(out, "transfer-configs.ts"))).toBe(true);
    expect(
      paths()
        .filter((path) => path.includes("transfer-configs"))
        .sort(),
    ).toEqual([idle, stray].map((id) => `GET /transfer-configs/${id}`));
  }, 120_000);

  test("where everything is managed already there is nothing to write, and no error", async () => {
    project.emulator.configure({ campaigns: campaigns.slice(0, 1), assignments: [] });
    const out = join(project.folder, "none");
    const run = await project.cli("adopt", "--discover", "--cwd", ".", "--out", out);
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(run.stderr).toMatch(/nothing to adopt: no file was written\.\n$/);
    expect(existsSync(out)).toBe(false);
    project.emulator.configure({ campaigns, assignments });
  }, 120_000);
});
