// `adopt`: the TypeScript it writes compiles, holds no sensitive value, and takes configs over without a PATCH.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import {
  DEFAULT_CLIENT_ID,
  DEFAULT_KEY,
  type Emulator,
  type SeedConfig,
  startEmulator,
} from "../../emulator";
import { findPulumi, type Stack } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";
import { compileErrors } from "../../support/compileErrors";
import { onEachEngine } from "../../support/engines";
import { runCli } from "../../support/runCli";

const ids = [
  "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
] as const;
const secrets = {
  "scheduling-desk-headers-authorization": "Bearer SENSITIVE-1",
  "scheduling-desk-headers-x-team": "SENSITIVE-2",
  "scheduling-desk-body": '{"skill":"SENSITIVE-3","priority":2,"note":null,"languages":["en"]}',
  "sales-floor-2-sipheaders": "X-Token: SENSITIVE-4",
};
const seed: SeedConfig[] = [
  {
    id: ids[0],
    name: "Sales floor",
    type: "direct",
    directPhoneNumber: "+15550100",
    transferWaitingMessages: ['One "moment".\n', "`$\u007bx}`\u2028"],
  },
  {
    id: ids[1],
    name: "Sales  Floor!",
    type: "sip",
    sipUri: "sip:desk@example.com",
    sipHeaders: secrets["sales-floor-2-sipheaders"],
  },
  {
    id: ids[2],
    name: "Scheduling desk",
    type: "dynamic",
    dynamicOptions: {
      pingUrl: "https://agents.example.com/v1/available",
      method: "GET",
      timeout: 3000,
      headers: {
        authorization: secrets["scheduling-desk-headers-authorization"],
        "x-team": secrets["scheduling-desk-headers-x-team"],
      },
      body: JSON.parse(secrets["scheduling-desk-body"]),
      successConditions: [{ field: "status", operator: "equals", value: "available" }],
    },
  },
];

// Inside the checkout, so that generated files find the package in node_modules above them.
const workFolder = join(__dirname, "../../../.work");
let emulator: Emulator;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  mkdirSync(workFolder, { recursive: true });
  folder = mkdtempSync(join(workFolder, "adopt-"));
  emulator = await startEmulator({ seed, rate: 1000, windowSeconds: 1 });
  env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const adopt = (args: readonly string[], stdin = "") =>
  runCli(["adopt", "--out", folder, ...args], { env, stdin });
const files = () => readdirSync(folder).sort();
const all = () =>
  files()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");

test.each([[[]], [["--single"]]])(
  "the program of %j compiles under strict and holds no sensitive value, no null, and no read-only field",
  async (options) => {
    const run = await adopt([...options, ...ids]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(files()).toEqual(
      options.length > 0
        ? ["index.ts", "transfer-configs.ts"]
        : ["index.ts", "sales-floor-2.ts", "sales-floor.ts", "scheduling-desk.ts"],
    );
    expect(all()).not.toMatch(/\bnull\b|clientId|updatedAt/);
    expect(all() + run.stdout).not.toMatch(/SENSITIVE|cc_test/);
    expect(run.stdout).toContain(`pulumi config set carecycle:clientId ${DEFAULT_CLIENT_ID}\n`);
    for (const key of Object.keys(secrets)) {
      expect(run.stdout).toContain(`pulumi config set --secret ${key}`);
      expect(all()).toContain(`(${JSON.stringify(key)})`);
    }
    expect(compileErrors(folder)).toEqual([]);
  },
  60_000,
);

test("configs whose names make the same variable compile together", async () => {
  emulator.set(ids[0], { name: "Desk 1" });
  emulator.set(ids[1], { name: "Desk1" });
  emulator.set(ids[2], { name: "index" });
  expect((await adopt(ids)).code).toBe(0);
  expect(files()).toEqual(["desk-1.ts", "desk1-2.ts", "index-2.ts", "index.ts"]);
  expect(compileErrors(folder)).toEqual([]);
}, 60_000);

test("a wait for the quota is said", async () => {
  Object.assign(env, { CARECYCLE_RATE_LIMIT: "1", CARECYCLE_RATE_WINDOW_SECONDS: "6" });
  const run = await adopt([ids[0], ids[1]]);
  expect(run.code).toBe(0);
  expect(run.stderr).toMatch(/^pulumi-carecycle: .*quota/m);
}, 30_000);

test("the program of --import-file compiles, too, and holds no sensitive value", async () => {
  const file = join(folder, "import.json");
  const run = await adopt(["--import-file", file, ...ids]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(all() + run.stdout).not.toMatch(/SENSITIVE|transferConfigId:/);
  rmSync(file);
  expect(compileErrors(folder)).toEqual([]);
}, 60_000);

onEachEngine((engine) => {
  let stack: Stack;
  afterEach(() => stack.dispose());

  test("the first up of the generated program adopts without a PATCH, and the second has nothing to do", async () => {
    await adopt([...ids]);
    const sources = files();
    for (const name of sources) {
      const { outputText } = ts.transpileModule(readFileSync(join(folder, name), "utf8"), {
        compilerOptions: {
          module: ts.ModuleKind.CommonJS,
          target: ts.ScriptTarget.ES2022,
          esModuleInterop: true,
        },
      });
      writeFileSync(join(folder, name.replace(/\.ts$/, ".js")), outputText);
      rmSync(join(folder, name));
    }
    writeFileSync(join(folder, "package.json"), '{"name":"desks","main":"index.js"}');
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: desks\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    const config = Object.fromEntries(
      Object.entries(secrets).map(([key, value]) => [`desks:${key}`, { value, secret: true }]),
    );
    stack = await engine.createStack({
      projectDir: folder,
      config: {
        ...config,
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
      },
      // That it compiles is tested above.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    await stack.up();
    expect(emulator.writes()).toEqual([]);
    expect(existsSync(stack.stateFile)).toBe(true);
    expect(readFileSync(stack.stateFile, "utf8")).not.toContain(secrets["sales-floor-2-sipheaders"]);
    const preview = await stack.preview({ refresh: true });
    expect(preview.steps.filter((s) => !["same", "refresh"].includes(s.op))).toEqual([]);
  }, 120_000);
});

const pulumi = findPulumi();

(pulumi === undefined ? describe.skip : describe)("--set-secrets, on the real CLI", () => {
  let project: Project;
  beforeEach(async () => {
    project = await openProject(String(pulumi), seed);
    delete project.env.CARECYCLE_API_KEY;
  });
  afterEach(() => project?.close());

  test("stores what was read, encrypted, without showing it; the first preview then has nothing to send", async () => {
    const multiline = "X-One: SENSITIVE-5\n--two ünï 'x'\n";
    project.emulator.set(ids[1], { sipHeaders: multiline });
    const run = await project.cli("adopt", ...ids, "--stack", "test", "--set-secrets", "--out", "configs");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("Stored in the config of stack test, encrypted: 4 of 4 secrets.");
    expect(run.stdout).not.toMatch(/SENSITIVE|config set --secret/);
    const file = readFileSync(join(project.folder, "Pulumi.test.yaml"), "utf8");
    expect(file).not.toContain("SENSITIVE");
    expect(file.match(/secure: /g)).toHaveLength(5);
    const shown = JSON.parse(await project.pulumi("config", "--show-secrets", "--json"));
    expect(shown["desks:sales-floor-2-sipheaders"]).toMatchObject({ value: multiline, secret: true });
    expect(JSON.parse(shown["desks:scheduling-desk-body"].value)).toEqual(
      JSON.parse(secrets["scheduling-desk-body"]),
    );

    // Again: what is stored already is right, and what somebody set otherwise is left.
    await project.pulumi("config", "set", "--secret", "sales-floor-2-sipheaders", "mine");
    const again = await project.cli("adopt", ...ids, "--stack", "test", "--set-secrets", "--out", "more");
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(
      /holds other values, .*--force overwrites them\): sales-floor-2-sipheaders$/m,
    );
    const forced = await project.cli(
      "adopt",
      ...ids,
      "--stack",
      "test",
      "--set-secrets",
      "--out",
      "more",
      "--force",
    );
    expect(forced.code).toBe(0);

    writeFileSync(join(project.folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
    writeFileSync(join(project.folder, "package.json"), '{"name":"desks","main":"configs/index.ts"}');
    expect(await project.pulumi("preview")).toMatch(/already as declared/);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(project.emulator.writes()).toEqual([]);
  }, 180_000);

  test("without a key in the environment it reads with that of the selected stack, and says so", async () => {
    writeFileSync(join(project.folder, "index.ts"), 'import "./configs";\n');
    const run = await project.cli("adopt", ids[0], "--out", "configs");
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("taken from the selected stack, test: its key"),
    });
    expect(run.stdout).toContain("Your program imports it already: run pulumi preview.\n");
    expect(existsSync(join(project.folder, "configs/sales-floor.ts"))).toBe(true);
    expect(run.stdout + run.stderr).not.toContain(DEFAULT_KEY);
  }, 60_000);

  test("a stack that cannot be opened stops it before anything is read or written", async () => {
    const run = await project.cli("adopt", ids[0], "--stack", "none", "--set-secrets", "--out", "configs");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("there is no such stack");
    expect(existsSync(join(project.folder, "configs"))).toBe(false);
    expect(project.emulator.requests).toEqual([]);
  }, 60_000);
});
