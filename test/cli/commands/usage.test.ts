// `usage`: what points to each config, what was sent to find out, and what it says where something could not be read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UsageReport } from "../../../provider/cli/usage/usageReport";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { runCli } from "../../support/runCli";

const idOf = (kind: string, i: number) => `${kind}0000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const [sales, night, idle, gone] = [1, 2, 3, 4].map((i) => idOf("f", i)) as [string, string, string, string];
const campaign = (i: number, more: object = {}) => ({ id: idOf("c", i), name: `Campaign ${i}`, ...more });
const seed = [sales, night, idle].map((id, i) => ({ id, name: ["Sales", "Night", "Idle"][i] ?? "" }));
const campaigns = [
  campaign(1, { status: "paused", transferConfigIds: [sales] }),
  campaign(2, { transferConfigId: sales.toUpperCase() }),
  campaign(3, { status: "completed", transferConfigId: idle }),
  campaign(4, { status: "testing" }),
];
const assignments = [
  {
    campaignId: idOf("c", 4),
    transferConfigId: null,
    afterHoursTransferConfigId: night,
    scope: "business_hours",
    enabled: true,
    block: { name: "handover" },
    snippet: { name: "Polite" },
  },
];
const appointmentConfigs = [{ id: idOf("a", 1), name: "Consultation", transferConfigId: gone }];

let emulator: Emulator;
let env: NodeJS.ProcessEnv;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "carecycle-usage-"));
  emulator = await startEmulator({
    seed,
    campaigns,
    assignments,
    appointmentConfigs,
    rate: 1000,
    windowSeconds: 1,
  });
  env = {
    CARECYCLE_API_KEY: DEFAULT_KEY,
    CARECYCLE_BASE_URL: emulator.url,
    CARECYCLE_RATE_LIMIT: "1000",
    CARECYCLE_RATE_WINDOW_SECONDS: "1",
  };
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(["usage", ...args], { env });
const json = async (...args: string[]) => {
  const { stdout, ...ended } = await run("--format", "json", ...args);
  return { ...ended, report: JSON.parse(stdout) as UsageReport & { version: number } };
};
const sent = () =>
  emulator.requests.map(({ method, path, query }) => `${method} ${path}${query ? `?${query}` : ""}`).sort();
const snippets = (i: number) => `GET /v2/campaigns/${idOf("c", i)}/block-snippets`;
const configPath = (id: string) => `GET /v2/campaigns/transfer-configs/${id}`;

test("tells what points to each config, what nothing points to, and what doesn't exist; each request is sent once", async () => {
  const { code, report, stderr } = await json(sales, idle);
  expect(sent()).toEqual(
    [
      "GET /v2/campaigns",
      snippets(1),
      snippets(2),
      snippets(4),
      "GET /v2/campaigns/appointment-configs",
      configPath(night),
      configPath(gone),
    ].sort(),
  );
  expect(code).toBe(2);
  expect(report).toMatchObject({
    version: 1,
    stack: null,
    statuses: ["active", "testing", "paused"],
    requests: 7,
    campaigns: { listed: 4, read: 3 },
    notRead: ["campaigns of another status (1 completed; --status all reads them too)"],
    unused: [idle],
    missing: [gone],
  });
  expect(report.configs).toEqual([
    {
      id: sales,
      name: null,
      resource: null,
      from: "argument",
      exists: null,
      usedBy: [
        {
          kind: "campaign",
          id: idOf("c", 2),
          name: "Campaign 2",
          status: "active",
          as: ["transferConfigId"],
        },
        {
          kind: "campaign",
          id: idOf("c", 1),
          name: "Campaign 1",
          status: "paused",
          as: ["transferConfigIds"],
        },
      ],
    },
    { id: idle, name: null, resource: null, from: "argument", exists: null, usedBy: [] },
    expect.objectContaining({
      id: night,
      name: "Night",
      from: "reference",
      exists: true,
      usedBy: [
        expect.objectContaining({
          status: "testing",
          as: ["after hours of block handover, snippet Polite (business_hours)"],
        }),
      ],
    }),
    expect.objectContaining({
      id: gone,
      exists: false,
      usedBy: [
        {
          kind: "appointment-config",
          id: idOf("a", 1),
          name: "Consultation",
          status: null,
          as: ["transferConfigId"],
        },
      ],
    }),
  ]);
  expect(stderr.trimEnd().split("\n")).toEqual([
    "pulumi-carecycle: usage: lists the campaigns first, 1 request for each page; then 1 for each campaign that is active, testing or paused, and 1 for the appointment configs.",
    "pulumi-carecycle: usage: 3 of 4 listed campaigns count: 4 more requests (3 for block snippets, 1 for appointment configs).",
    expect.stringContaining(
      "usage: 2 more requests, 1 for each config that neither the stack nor the command line names",
    ),
  ]);
});

test("--status chooses the campaigns, and 'all' leaves none out", async () => {
  const { report } = await json(idle, "--status", "all");
  expect(report).toMatchObject({ unused: [], notRead: [], campaigns: { listed: 4, read: 4 } });
  emulator.clearLog();
  const one = await json(sales, "--status", "paused", "--status", "draft", "--check", "none");
  expect(sent()).toEqual(["GET /v2/campaigns", snippets(1), "GET /v2/campaigns/appointment-configs"].sort());
  expect(one.report.configs[0]?.usedBy).toMatchObject([{ status: "paused" }]);
  expect(one.report.notRead).toContain(
    "whether 1 config that something points to still exists (--check all asks)",
  );
  expect(one.code).toBe(0);
  expect(await run("--status", "running")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"running" is none'),
  });
});

test("--check all also reads the configs that are named", async () => {
  emulator.remove(sales);
  expect((await json(sales)).report.missing).toEqual([gone]);
  expect((await json(sales, "--check", "all")).report.missing).toEqual([sales, gone]);
});

test("an account in which nothing is wrong ends with 0, and text and markdown say the same", async () => {
  emulator.configure({ appointmentConfigs: [] });
  const text = await run(sales, idle);
  expect(text.code).toBe(0);
  expect(text.stdout).toMatch(/^2 configs in use, 1 that nothing points to \(as far as was read\)\.\n/);
  expect(text.stdout).toContain(
    `    active campaign Campaign 2: transferConfigId\n    paused campaign Campaign 1: transferConfigIds\n`,
  );
  expect(text.stdout).toContain("after hours of block handover, snippet Polite (business_hours)");
  expect(text.stdout).toContain(`Nothing that was read points to these:\n  ${idle}\n`);
  const files = ["u.md", "u.json", "u.txt"].map((name) => join(folder, name));
  const written = await run(sales, idle, ...files.flatMap((file) => ["--output", file]));
  expect(written).toMatchObject({ code: 0, stdout: "" });
  const [markdown = "", asJson = "", asText] = files.map((file) => readFileSync(file, "utf8"));
  expect(markdown).toContain(`- \`${sales}\`\n  - active campaign \`Campaign 2\`: transferConfigId`);
  expect(JSON.parse(asJson)).toMatchObject({ unused: [idle], missing: [] });
  expect(asText).toBe(text.stdout);
});

describe("what was not read is said", () => {
  const many = Array.from({ length: 120 }, (_, i) =>
    campaign(i + 1, { transferConfigId: i === 119 ? night : sales }),
  );

  test.each(["ignored", "echoed"] as const)(
    "where page is %s, the first page alone",
    async (campaignPaging) => {
      emulator.configure({ campaigns: many, campaignPaging, appointmentConfigs: [] });
      const { code, report } = await json(sales, night);
      expect(code).toBe(0);
      expect(report).toMatchObject({ unused: [], campaigns: { listed: 50, read: 50 } });
      expect(report.notRead).toEqual([
        expect.stringMatching(/^only the first page \(the 50 newest campaigns of 120\) was read: /),
      ]);
      // The night's campaign is on the third page; an assignment of the first one keeps it in use.
      expect(report.configs.find(({ id }) => id === night)?.usedBy).toHaveLength(1);
      expect(sent().filter((line) => line.includes("?"))).toEqual(["GET /v2/campaigns?page=2"]);
    },
  );

  test.each([
    ["campaigns", "/v2/campaigns", "the campaigns (GET /v2/campaigns answered 403 FORBIDDEN: Scripted 403)"],
    [
      "appointment configs",
      "/v2/campaigns/appointment-configs",
      "the appointment configs (GET /v2/campaigns/appointment-configs answered 403 FORBIDDEN: Scripted 403)",
    ],
    [
      "one campaign's block snippets",
      snippets(2).slice(4),
      "block snippets of 1 campaign (GET /v2/campaigns/{id}/block-snippets answered 403 FORBIDDEN: Scripted 403): Campaign 2",
    ],
  ])("a 403 of %s is named, the rest is read, and the exit code is 1", async (_, path, sentence) => {
    emulator.faults.add({ method: "GET", path, nth: "every", fault: { kind: "status", status: 403 } });
    const { code, report } = await json(sales, "--status", "all");
    expect(code).toBe(1);
    expect(report.notRead).toContain(sentence);
    expect(report.configs.length).toBeGreaterThan(1);
  });

  test("a campaign that is deleted meanwhile is skipped, which is no error", async () => {
    const fault = { kind: "status", status: 404 } as const;
    emulator.faults.add({ method: "GET", path: snippets(4).slice(4), fault });
    const { code, report } = await json(sales, gone, "--status", "all");
    expect(code).toBe(0);
    expect(report.notRead).toEqual([
      expect.stringMatching(/404.*skipped, as if deleted meanwhile\): Campaign 4$/),
    ]);
  });

  test("an endpoint that is broken is given up after a few campaigns, and the others are read", async () => {
    emulator.configure({ campaigns: many.slice(0, 40) });
    for (const { id } of many)
      emulator.faults.add({
        method: "GET",
        path: `/v2/campaigns/${id}/block-snippets`,
        nth: "every",
        fault: { kind: "status", status: 501 },
      });
    const { code, report } = await json(sales);
    expect(code).toBe(1);
    expect(sent().filter((line) => line.endsWith("block-snippets")).length).toBeLessThan(20);
    expect(report.notRead.join()).toMatch(/answered 501.*not tried any more after/);
    expect(report.configs.find(({ id }) => id === sales)?.usedBy).toHaveLength(40);
  });

  test("where the list doesn't show what campaigns point to, --campaign-details reads it, counted and announced", async () => {
    emulator.configure({ campaignLinks: "campaign", appointmentConfigs: [] });
    const without = await json(sales);
    expect(without.report.unused).toEqual([sales]);
    expect(without.report.notRead[0]).toMatch(
      /the list of campaigns doesn't show it \(--campaign-details reads each campaign, 3 more requests\)/,
    );
    emulator.clearLog();
    const { report, stderr } = await json(sales, "--campaign-details");
    expect(stderr).toContain(
      "7 more requests (3 for block snippets, 3 for the campaigns themselves, 1 for appointment configs)",
    );
    expect(sent().filter((line) => /campaigns\/c[-0-9]+$/.test(line))).toHaveLength(3);
    expect(report.configs[0]?.usedBy).toMatchObject([{ name: "Campaign 2" }, { name: "Campaign 1" }]);
    emulator.configure({ campaignLinks: "nowhere" });
    expect((await json(sales, "--campaign-details")).report.notRead[0]).toMatch(/no response shows it/);
  });
});

test("markdown cuts the users of a config with too many, shows the other configs, and says so", async () => {
  const many = Array.from({ length: 500 }, (_, i) =>
    campaign(i, { name: `${i} ${"*".repeat(110)}`, status: "active", transferConfigId: sales }),
  );
  emulator.configure({
    campaigns: [...many, campaign(501, { status: "active", transferConfigId: night })],
    assignments: [],
    appointmentConfigs: [],
  });
  const { stdout } = await run("--format", "markdown", sales, night, idle);
  expect(stdout.length).toBeLessThan(65_536);
  for (const id of [sales, night, idle]) expect(stdout).toContain(id);
  const [, more] = /^ {2}- and (\d+) more$/m.exec(stdout) ?? [];
  expect(stdout.match(/^ {2}- active campaign `\d+ \*/gm)).toHaveLength(500 - Number(more));
  expect(stdout).toContain("no room for them: some of what points to 1 config._");
});

test.each(["", ".."])("a campaign whose id is %j counts for no request, because none is sent", async (id) => {
  emulator.faults.add({
    method: "GET",
    path: "/v2/campaigns",
    fault: { kind: "answer-with", json: { items: [{ id, status: "active", transferConfigIds: [sales] }] } },
  });
  const { report, stderr } = await json(sales);
  expect(stderr).toContain("1 more request (0 for block snippets, 1 for appointment configs)");
  expect(report.notRead).toContain("block snippets of 1 campaign without an id");
  expect(sent()).toContain("GET /v2/campaigns/appointment-configs");
  expect(report.requests).toBe(sent().length);
});

test("members that are missing, or have another type, hinder nothing", async () => {
  const odd = [
    {},
    { id: 7, name: null, status: [], transferConfigId: {}, transferConfigIds: [sales, 3, null] },
    null,
    "x",
  ];
  emulator.faults.add({
    method: "GET",
    path: "/v2/campaigns",
    fault: { kind: "answer-with", json: { items: odd } },
  });
  emulator.faults.add({
    method: "GET",
    path: "/v2/campaigns/appointment-configs",
    fault: { kind: "answer-with", json: { appointmentConfigs: [{ transferConfigId: "not-an-id" }, 7] } },
  });
  const { code, report } = await json(sales);
  // What points to something that is no id points to nothing.
  expect(code).toBe(2);
  expect(report).toMatchObject({ missing: ["not-an-id"], unused: [], requests: 2 });
  expect(report.notRead).toEqual(["block snippets of 2 campaigns without an id"]);
  expect(sent()).toEqual(["GET /v2/campaigns", "GET /v2/campaigns/appointment-configs"]);
});

test("an object in the place of an id is read by its own id", async () => {
  const one = { id: sales.toUpperCase(), name: "Sales" };
  emulator.configure({
    campaigns: [
      campaign(1, { transferConfigId: one }),
      campaign(2, { transferConfigIds: [one, { id: 7 }, { id: { id: night } }, {}] }),
      campaign(3, { transferConfigId: { id: null }, transferConfigIds: { id: sales } }),
    ],
    assignments: [
      {
        campaignId: idOf("c", 3),
        transferConfigId: null,
        afterHoursTransferConfigId: one,
        block: { name: "intro" },
      },
    ],
    appointmentConfigs: [{ id: idOf("a", 1), name: "Visits", transferConfigId: one }],
  });
  const { report } = await json(sales);
  expect(report.missing).toEqual([]);
  expect(report.configs).toHaveLength(1);
  expect(report.configs[0]?.usedBy.map(({ name, as }) => [name, as])).toEqual([
    ["Campaign 1", ["transferConfigId"]],
    ["Campaign 2", ["transferConfigIds"]],
    ["Campaign 3", ["after hours of block intro"]],
    ["Visits", ["transferConfigId"]],
  ]);
});

test("a name cannot steer a terminal or a log, nor be markup", async () => {
  const name = `\u001b[2K\n::error::x <b>|\`${"y".repeat(500)}`;
  emulator.configure({
    campaigns: [campaign(1, { name, status: name, transferConfigId: sales })],
    assignments: [],
  });
  for (const format of ["text", "markdown", "json"]) {
    const { stdout, stderr } = await run(sales, "--format", format);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey.
    expect(stdout + stderr).not.toMatch(/\u001b|^\s*::/m);
    if (format === "markdown") expect(stdout).not.toMatch(/<b>|y{121}/);
  }
});

test("in another account than the pinned one nothing would point to anything: that is an error", async () => {
  Object.assign(env, { CARECYCLE_CLIENT_ID: sales });
  const { code, stdout, stderr } = await run(sales);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(`the key belongs to client ${DEFAULT_CLIENT_ID}, but client ${sales} is pinned`);
});

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ["what is no id", ["sales"], {}, /not a transfer config id \(a UUID\): sales/],
  ["no key", [], { CARECYCLE_API_KEY: "" }, /set CARECYCLE_API_KEY/],
  ["an expired key", [], { CARECYCLE_API_KEY: "cc_old" }, /401/],
  ["a format that it doesn't have", ["--output", "u.html"], {}, /writes text, json and markdown/],
  ["a folder that isn't there", ["--cwd", "/none"], {}, /there is no folder/],
])("%s is one clear line and exit code 1", async (_, args, more, message) => {
  Object.assign(env, more);
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout]).toEqual([1, ""]);
  const lines = stderr
    .trimEnd()
    .split("\n")
    .filter((line) => !line.includes("usage: lists the campaigns"));
  expect(lines).toEqual([expect.stringMatching(message)]);
});

test("120 campaigns and 500 configs stay in the quota, with progress on a terminal", async () => {
  const configs = Array.from({ length: 500 }, (_, i) => ({ id: idOf("e", i), name: `Desk ${i}` }));
  const many = Array.from({ length: 120 }, (_, i) =>
    campaign(i + 1, { transferConfigIds: configs.filter((_, c) => c % 120 === i).map(({ id }) => id) }),
  );
  await emulator.close();
  const windowSeconds = 0.6;
  emulator = await startEmulator({
    seed: configs,
    campaigns: many,
    appointmentConfigs: [],
    rate: 60,
    windowSeconds,
  });
  Object.assign(env, {
    CARECYCLE_BASE_URL: emulator.url,
    CARECYCLE_RATE_LIMIT: "60",
    CARECYCLE_RATE_WINDOW_SECONDS: String(windowSeconds),
  });
  const { code, stdout, stderr } = await runCli(["usage", "--format", "json"], { env, tty: true });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ requests: 3 + 120 + 1 + 500, notRead: [], missing: [] });
  expect(emulator.requests).toHaveLength(3 + 120 + 1 + 500);
  expect(emulator.throttled()).toBe(0);
  expect(emulator.peakRequestsPerWindow()).toBeLessThanOrEqual(60);
  expect(stderr).toContain(
    "121 more requests (120 for block snippets, 1 for appointment configs); at 60 per 0.6 s, that takes at least 1.2 s.",
  );
  expect(stderr).toContain("500 more requests");
  expect(stderr).toMatch(/Reading usage .* [1-9]\d*\/121 /);
  expect(stderr).toMatch(/Reading the configs .* [1-9]\d*\/500 /);
}, 60_000);

test("no name begins a line as a command to a CI log", async () => {
  emulator.set(sales, { name: "::error::x" });
  const { stdout } = await run();
  expect(stdout).toContain(": :error::x");
  expect(stdout).not.toMatch(/^\s*::/m);
});

describe("in a project, without --stack", () => {
  const path = process.env.PATH;
  beforeEach(() => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
    // No Pulumi CLI here: the selected stack can't be read. That it counts where it can is usageOfStack.test.ts.
    process.env.PATH = folder;
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  test("the environment's key does where no stack can be read, and that is said", async () => {
    const { code, stdout, stderr } = await runCli(["usage", sales, "--format", "json"], { env, cwd: folder });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ stack: null });
    expect(stderr).toContain(
      "pulumi-carecycle: without a stack, with the key of the environment: the Pulumi CLI is not on PATH",
    );
  });

  test("adopt --discover does not go on without the stack, whose configs it leaves out", async () => {
    const run = await runCli(["adopt", "--discover", "--out", join(folder, "configs")], { env, cwd: folder });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("the Pulumi CLI is not on PATH");
    expect(sent()).toEqual([]);
  });

  test("without that key, what is wrong with the stack is the error, and nothing is sent", async () => {
    env.CARECYCLE_API_KEY = undefined;
    const run = await runCli(["usage"], { env, cwd: folder });
    expect(run).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("Pulumi CLI is not on PATH"),
    });
    expect(sent()).toEqual([]);
  });
});
