// The installed package from the first update to destroy, its types, its command line and its client, in a project as
// users have it. `npm run conformance` runs this; what specs of test/e2e ask, they ask of the same installation.
import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../emulator";
import { findPulumi, type Stack } from "../engine";
import { onEachEngine } from "../support/engines";
import { installation } from "../support/installation";
import { changes, updatedLeaves, wire } from "../support/stackFixture";
import { clientName, type Desks, programName, programText } from "./programs";

if (installation === undefined) throw new Error("this spec is for `npm run conformance`");
const { folder, language, node, nodeVersion, sdk, compiler, version, engine: engineName } = installation;

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = {
  id,
  name: "Sales floor",
  type: "direct",
  directPhoneNumber: "+15550100",
  sipUri: "sip:a@example.com",
};
const adopted = { transferConfigId: id, name: "Sales floor", type: "direct", directPhoneNumber: "+15550100" };
const created = {
  name: "Night desk",
  type: "sip",
  sipHeaders: "X-Token: night-canary",
  warmTransfer: true,
  deletionPolicy: "delete",
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: [live], allowDelete: true, rate: 1000, windowSeconds: 1 });
});
afterAll(() => emulator.close());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in the project's folder, with the row's Node first on PATH. */
function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const PATH = [path.dirname(node), process.env.PATH].join(path.delimiter);
  const options = { cwd: folder, env: { ...process.env, PATH, ...env }, maxBuffer: 1e8 };
  return new Promise((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

const carecycle = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(path.join(folder, "node_modules/.bin/pulumi-carecycle"), args, env);

test("the package is the packed one, in the folder, beside the SDK that was asked for", async () => {
  const real = await fs.realpath(folder);
  const resolve = createRequire(path.join(real, "package.json")).resolve;
  for (const name of ["pulumi-carecycle", "@pulumi/pulumi"])
    expect(await fs.realpath(resolve(name))).toContain(`${real}${path.sep}`);
  const versionOf = async (name: string) =>
    JSON.parse(await fs.readFile(resolve(`${name}/package.json`), "utf8")).version;
  expect(await versionOf("pulumi-carecycle")).toBe(version);
  expect(await versionOf("@pulumi/pulumi")).toBe(sdk);
});

onEachEngine((engine) => {
  let stack: Stack;
  let seen = "";
  /** What was printed and recorded, for the search for secrets. */
  const keep = async ({ text }: { text: string }) => {
    seen += text + (await fs.readFile(stack.stateFile, "utf8"));
  };
  const program = (desks: Desks) =>
    fs.writeFile(path.join(folder, programName(language)), programText(language, desks));
  const up = async (desks: Desks, options?: Parameters<Stack["up"]>[0]) => {
    await program(desks);
    emulator.clearLog();
    const result = await stack.up(options);
    await keep(result);
    return result;
  };
  const writes = () => wire(emulator).filter((line) => !line.startsWith("GET"));
  const settled = async () => expect(changes((await stack.preview({ refresh: true })).steps)).toEqual([]);

  beforeAll(async () => {
    stack = await engine.createStack({
      projectDir: folder,
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
        "carecycle:rateLimit": { value: "1000" },
        "carecycle:rateWindowSeconds": { value: "1" },
      },
      env: {
        CARECYCLE_API_KEY: undefined,
        CARECYCLE_CLIENT_ID: undefined,
        PULUMI_NODEJS_TRANSPILE_ONLY: undefined,
      },
      node,
    });
  });
  afterAll(() => stack?.dispose());

  // One stack from beginning to end: each test goes on where the one before it ended.
  test("the first update adopts by GETs alone, creates by one POST, and runs on the row's Node and SDK", async () => {
    await program({ adopted, created });
    const { steps } = await stack.preview();
    // In whichever order the engine brings them.
    expect(changes(steps).sort()).toEqual(["create adopted", "create created"]);
    expect(writes()).toEqual([]);
    const { outputs } = await up({ adopted, created });
    const { deletionPolicy, ...body } = created;
    expect(deletionPolicy).toBe("delete");
    expect(emulator.writes().map((w) => [w.method, w.body])).toEqual([["POST", body]]);
    expect(outputs).toMatchObject({ node: nodeVersion, sdk, sip: "[secret]" });
    expect(emulator.get(String(outputs.id))).toMatchObject(body);
  });

  test("an unchanged program previews and sends nothing", async () => {
    await settled();
    await up({ adopted, created });
    expect(writes()).toEqual([]);
  });

  const edited = { ...created, name: "Late desk", warmTransfer: false };
  test("an edit is shown field by field and sent as the smallest PATCH", async () => {
    await program({ adopted, created: edited });
    const { steps } = await stack.preview();
    expect(changes(steps)).toEqual(["update created"]);
    expect(updatedLeaves(steps, "created")).toEqual({
      name: { kind: "update", inputDiff: true },
      warmTransfer: { kind: "update", inputDiff: true },
    });
    await up({ adopted, created: edited });
    expect(writes()).toEqual(['PATCH {"name":"Late desk","warmTransfer":false}']);
    await settled();
  });

  test("the command line reports that preview in every format", async () => {
    emulator.set(id, { directPhoneNumber: "+15550666" });
    await program({ adopted, created: edited });
    const { json } = await stack.preview({ refresh: true });
    await fs.writeFile(path.join(folder, "preview.json"), JSON.stringify(json));
    const formats = ["text", "markdown", "html", "json", "junit", "sarif"];
    for (const format of formats) {
      const { code, stdout, stderr } = await carecycle(["report", "preview.json", "--format", format]);
      expect([format, code, stderr]).toEqual([format, 2, ""]);
      expect([format, stdout]).toEqual([format, expect.stringContaining("directPhoneNumber")]);
    }
  });

  test("an edit in the dashboard is shown by a refresh and set back, and what the code leaves out stays", async () => {
    emulator.set(id, { directPhoneNumber: "+15550666", sipUri: "sip:theirs@example.com" });
    await program({ adopted, created: edited });
    const { steps } = await stack.preview({ refresh: true });
    expect(updatedLeaves(steps, "adopted")).toEqual({
      directPhoneNumber: { kind: "update", inputDiff: true },
    });
    await up({ adopted, created: edited }, { refresh: true });
    expect(writes()).toEqual(['PATCH {"directPhoneNumber":"+15550100"}']);
    expect(emulator.get(id)).toMatchObject({
      directPhoneNumber: "+15550100",
      sipUri: "sip:theirs@example.com",
    });
    await settled();
  });

  test("null clears, and stays", async () => {
    const cleared = { ...adopted, sipUri: null };
    await up({ adopted: cleared, created: edited });
    expect(writes()).toEqual(['PATCH {"sipUri":null}']);
    expect(emulator.get(id)?.sipUri).toBeNull();
    await settled();
  });

  test("destroy deletes what may be deleted, and leaves the rest live", async () => {
    const { deployment } = await stack.exportState();
    const own = deployment.resources.find(({ urn }) => urn.endsWith("::created"));
    emulator.clearLog();
    await keep(await stack.destroy());
    expect(emulator.writes().map((w) => [w.method, w.path.split("/").pop()])).toEqual([["DELETE", own?.id]]);
    expect(emulator.get(id)).toBeDefined();
    expect((await stack.exportState()).deployment.resources.filter(({ custom }) => custom)).toEqual([]);
  });

  test("no secret stands in any text, nor in the state", () => {
    expect(seen).toContain("sipHeaders");
    expect(seen).not.toMatch(/night-canary/);
    expect(seen).not.toContain(DEFAULT_KEY);
  });
});

test.each(["node", "nodenext"])(
  "the types are found and say what is wrong, with moduleResolution %s",
  async (resolution) => {
    const { code, stdout } = await run(node, [compiler, "--project", `types/tsconfig.${resolution}.json`]);
    expect([code, stdout]).toEqual([0, ""]);
  },
);

test("the command line has its version and its help, and doctor finds what is installed", async () => {
  expect(await carecycle(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  const help = await carecycle(["--help"]);
  expect([help.code, help.stdout]).toEqual([
    0,
    expect.stringMatching(/^Usage: pulumi-carecycle [\s\S]*\bdrift\b/),
  ]);
  const pulumi = engineName === "pulumi" ? findPulumi() : undefined;
  const folders = [path.dirname(node), ...(pulumi === undefined ? [] : [path.dirname(pulumi)])];
  const doctor = await carecycle(["doctor", "--id", id], {
    CARECYCLE_API_KEY: DEFAULT_KEY,
    CARECYCLE_BASE_URL: emulator.url,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: path.join(folder, "home"),
    // What the script of some package managers calls is in the other two.
    PATH: [...folders, "/usr/bin", "/bin"].join(path.delimiter),
  });
  for (const found of [`Node ${nodeVersion}`, `@pulumi/pulumi ${sdk}`, `pulumi-carecycle ${version}`])
    expect(doctor.stdout).toMatch(new RegExp(`^ok +${found.replaceAll(".", "\\.")}$`, "m"));
  const problems = [...doctor.stdout.matchAll(/^problem +(.*)$/gm)].map(([, text]) => text);
  const without = "the Pulumi CLI is not on PATH";
  expect(problems).toEqual(
    (pulumi ? ["settings were not read: no stack is selected"] : [without, `were not read: ${without}`]).map(
      (text) => expect.stringContaining(text),
    ),
  );
  expect(doctor.code).toBe(1);
});

test("the client reads a config, and its errors are the exported ones", async () => {
  const read = (which: string) =>
    run(node, [clientName(language), which, emulator.url], { CARECYCLE_API_KEY: DEFAULT_KEY });
  expect(await read(id)).toEqual({ code: 0, stdout: "Sales floor\n", stderr: "" });
  const unknown = "11111111-1111-4111-8111-111111111111";
  expect(await read(unknown)).toEqual({ code: 0, stdout: "not found\n", stderr: "" });
});
