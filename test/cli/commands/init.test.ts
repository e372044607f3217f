// `init`: the project that it writes compiles, previews on every engine, and takes live configs over with `adopt`.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { indexWith } from "../../../provider/cli/init/indexFile";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import type { Stack } from "../../engine";
import { projectErrors } from "../../support/compileErrors";
import { onEachEngine } from "../../support/engines";
import { runCli } from "../../support/runCli";
import { configSteps } from "../../support/stackFixture";

const root = join(__dirname, "../../..");
const workFolder = join(root, ".work");
const ids = ["497f6eca-6276-4993-bfeb-53cbbbba6f08", "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa"] as const;

let parent: string;
let folder: string;
beforeEach(() => {
  mkdirSync(workFolder, { recursive: true });
  // Inside the checkout, so that the project finds the package as if it was installed.
  parent = mkdtempSync(join(workFolder, "init-"));
  folder = join(parent, "Front Desks");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const init = (...args: string[]) => runCli(["init", folder, ...args]);
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
const read = (file: string) => readFileSync(join(folder, file), "utf8");

const common = [
  ".gitignore",
  "Pulumi.yaml",
  "README.md",
  "configs/index.ts",
  "index.ts",
  "package.json",
  "tsconfig.json",
];

test("without a forge: a project of seven files, named after its folder", async () => {
  const { code, stdout } = await init();
  expect(code).toBe(0);
  expect(files()).toEqual(common);
  expect(parse(read("Pulumi.yaml"))).toMatchObject({ name: "front-desks", runtime: "nodejs" });
  const { version } = JSON.parse(readFileSync(join(root, "provider/package.json"), "utf8"));
  expect(JSON.parse(read("package.json"))).toMatchObject({
    name: "front-desks",
    private: true,
    dependencies: { "pulumi-carecycle": `^${version}`, "@pulumi/pulumi": expect.any(String) },
    devDependencies: { typescript: expect.any(String), "ts-node": expect.any(String) },
  });
  expect(stdout).toContain("wrote 7 files to ");
  expect(stdout).toMatch(/npm install\n.*\n.*carecycle:apiKey\n.*adopt --discover.*\n.*pulumi preview\n/);
  expect(projectErrors(folder)).toEqual([]);
}, 60_000);

test.each(["github", "gitlab"])(
  "the workflows of %s are those of the example, and no others",
  async (forge) => {
    const { code } = await init("--forge", forge);
    expect(code).toBe(0);
    const own = files().filter((file) => !common.includes(file));
    expect(own.length).toBeGreaterThan(5);
    for (const file of own) {
      expect(read(file)).toBe(readFileSync(join(root, "examples/gitops", file), "utf8"));
      expect(file).not.toMatch(forge === "github" ? /gitlab/ : /github/);
    }
    // What a workflow runs is there, and may be run.
    const scripts = new Set(own.flatMap((file) => read(file).match(/scripts\/[\w-]+\.(?:sh|cjs)/g) ?? []));
    expect(scripts.size).toBeGreaterThan(3);
    for (const script of scripts) expect(own).toContain(script);
    for (const file of own.filter((name) => name.endsWith(".sh")))
      expect(statSync(join(folder, file)).mode & 0o111).not.toBe(0);
  },
);

test("a folder that holds something is refused and left as it is; a new repository is empty", async () => {
  mkdirSync(join(folder, ".git"), { recursive: true });
  expect((await init()).code).toBe(0);
  const before = read("index.ts");
  const refused = await init("--forge", "github");
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(/is not empty \(.*\): nothing was written/);
  expect(read("index.ts")).toBe(before);
  expect(files()).toEqual(common);
  writeFileSync(join(parent, "file"), "");
  const file = await runCli(["init", join(parent, "file")]);
  expect(file).toMatchObject({ code: 1, stderr: expect.stringContaining("is a file") });
});

test("--package takes a folder, which package.json names from the project", async () => {
  await init("--package", "file:./provider");
  const [, written = ""] =
    /^file:(.*)$/.exec(JSON.parse(read("package.json")).dependencies["pulumi-carecycle"]) ?? [];
  expect(join(folder, written)).toBe(join(process.cwd(), "provider"));
});

test("--package takes a file instead of the version, and keeps it in the project", async () => {
  const file = join(parent, "pulumi-carecycle-0.1.0.tgz");
  const refused = await init("--package", file);
  expect(refused).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining(`there is no file ${file}`),
  });
  expect(existsSync(folder)).toBe(false);
  writeFileSync(file, "packed");
  const { stdout } = await init("--package", `file:${relative(process.cwd(), file)}`);
  expect(stdout).toContain("copied pulumi-carecycle-0.1.0.tgz into its vendor folder: commit it");
  const asked = () => JSON.parse(read("package.json")).dependencies["pulumi-carecycle"];
  expect(asked()).toBe("file:vendor/pulumi-carecycle-0.1.0.tgz");
  expect(read("vendor/pulumi-carecycle-0.1.0.tgz")).toBe("packed");
  rmSync(folder, { recursive: true });
  await init("--package", "^9.0.0");
  expect(asked()).toBe("^9.0.0");
});

test("the index takes new modules once, keeps its lines, and is nobody else's", () => {
  const empty = indexWith(undefined, []);
  expect(empty).toMatch(/^\/\/ Written by .*\n\nexport \{\};\n$/);
  const one = indexWith(empty, ["b"]);
  expect(one).toMatch(/\n\nexport \* from "\.\/b";\n$/);
  expect(indexWith(one, ["a", "b"])).toBe(`${one}export * from "./a";\n`);
  expect(indexWith(one, [])).toBe(one);
  expect(indexWith(empty, [])).toBe(empty);
  expect(indexWith("import './x';\n", ["a"])).toBeUndefined();
});

onEachEngine((engine) => {
  let emulator: Emulator;
  let stack: Stack | undefined;
  afterEach(async () => {
    await stack?.dispose();
    await emulator.close();
  });

  test("the project previews as it is, and adopts what is in use", async () => {
    emulator = await startEmulator({
      seed: ids.map((id, i) => ({ id, name: `Desk ${i}` })),
      campaigns: [
        {
          id: "9d1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
          transferConfigId: ids[0],
          transferConfigIds: [ids[1]],
        },
      ],
      rate: 1000,
      windowSeconds: 1,
    });
    await init("--forge", "github");
    stack = await engine.createStack({
      projectDir: folder,
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
      },
      // What the compiler says is asked below, once.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    expect(configSteps((await stack.preview()).steps)).toEqual([]);
    const env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
    const adopted = await runCli(["adopt", "--discover", "--out", join(folder, "configs")], { env });
    expect(adopted.code).toBe(0);
    expect(projectErrors(folder)).toEqual([]);
    const { steps, text } = await stack.preview();
    expect(configSteps(steps)).toHaveLength(2);
    expect(text).toContain("already as declared");
    await stack.up();
    expect(emulator.writes()).toEqual([]);
  }, 180_000);
});
