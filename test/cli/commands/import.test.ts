// `pulumi import` of what `adopt --import-file` writes, on the real CLI: it sends nothing, the next preview is unchanged but
// for the secrets, and the promises about deletions hold for what was imported.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { DEFAULT_KEY, type SeedConfig } from "../../emulator";
import { findPulumi } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;
const plain: SeedConfig[] = [
  {
    id: uuid(1),
    name: "Sales floor",
    type: "direct",
    directPhoneNumber: "+15550100",
    routingConfigId: "497F6ECA-6276-4993-BFEB-53CBBBBA6F08",
    transferWaitingMessages: ["One moment.", ""],
  },
  {
    id: uuid(2),
    name: "Night desk",
    type: "dynamic",
    dynamicOptions: {
      pingUrl: "https://a.example",
      timeout: 0,
      successConditions: [{ field: "a", value: "b" }],
    },
  },
];
const secretive: SeedConfig = {
  id: uuid(3),
  name: "Scheduling",
  type: "dynamic",
  sipHeaders: "X-Token: SENSITIVE-1",
  dynamicOptions: {
    pingUrl: "https://a.example",
    headers: { authorization: "Bearer SENSITIVE-2", "x.team": "SENSITIVE-3" },
    body: { skill: "SENSITIVE-4", priority: 2, note: null },
  },
};
const secrets = {
  "scheduling-sipheaders": "X-Token: SENSITIVE-1",
  "scheduling-headers-authorization": "Bearer SENSITIVE-2",
  "scheduling-headers-xteam": "SENSITIVE-3",
  "scheduling-body": JSON.stringify({ skill: "SENSITIVE-4", priority: 2, note: null }),
};

const pulumi = findPulumi();
if (pulumi === undefined) {
  process.stderr.write(
    "No `pulumi` at hand, and the embedded engine imports nothing: `pulumi import` was not tried.\n",
  );
}

(pulumi === undefined ? describe.skip : describe)("on the real CLI", () => {
  let project: Project;
  afterEach(() => project?.close());

  /** Adopts the configs of `seed`, puts the generated program in place, and runs the import that was printed. */
  const imported = async (seed: SeedConfig[]): Promise<string> => {
    project = await openProject(String(pulumi), seed);
    project.env.CARECYCLE_API_KEY = DEFAULT_KEY;
    const ids = seed.map(({ id }) => String(id));
    const adopt = ["adopt", "--single", "--import-file", "import.json", ...ids];
    const run = await project.cli(...adopt);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(await project.cli(...adopt)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--force"),
    });
    const source = readFileSync(join(project.folder, "transfer-configs.ts"), "utf8");
    expect(source).not.toContain("transferConfigId:");
    expect(source).toContain("import the live ones first");
    const compilerOptions = {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    };
    writeFileSync(
      join(project.folder, "index.js"),
      ts.transpileModule(source, { compilerOptions }).outputText,
    );
    rmSync(join(project.folder, "transfer-configs.ts"));
    project.env.CARECYCLE_API_KEY = undefined;
    project.emulator.clearLog();
    const command = /^ {2}pulumi (import --file .*)$/m.exec(run.stdout)?.[1] ?? "";
    await project.pulumi(...command.split(" "), "--yes", "--skip-preview");
    expect(project.emulator.requests).toEqual([]);
    return run.stdout;
  };
  const plan = async (...args: string[]) => {
    const document = JSON.parse(await project.pulumi("preview", "--json", ...args));
    const steps: { op: string; urn: string; detailedDiff: object | null }[] = document.steps;
    return steps.filter(({ op, urn }) => urn.includes("TransferConfig") && op !== "refresh");
  };
  const up = async (body?: string) => {
    if (body !== undefined) await project.program(body);
    project.emulator.clearLog();
    return project.pulumi("up", "--yes", "--skip-preview");
  };
  const methods = () => project.emulator.requests.map(({ method }) => method);

  test("the import sends nothing, and the next previews, with a refresh and without, are unchanged", async () => {
    const said = await imported(plain);
    expect(said).not.toContain("credentials");
    expect(await plan()).toEqual([]);
    expect(project.emulator.requests).toEqual([]);
    expect(await plan("--refresh", "--run-program")).toEqual([]);
    expect(methods()).toEqual(["GET", "GET"]);
    await project.pulumi("refresh", "--yes", "--skip-preview");
    expect(await plan()).toEqual([]);
    await up();
    expect(project.emulator.requests).toEqual([]);
    // What drifts later is found as of any other.
    project.emulator.set(uuid(1), { directPhoneNumber: "+15550199" });
    expect((await plan("--refresh", "--run-program")).map(({ detailedDiff }) => detailedDiff)).toEqual([
      { directPhoneNumber: { kind: "update", inputDiff: true } },
    ]);
  }, 240_000);

  test.each([false, true])(
    "secrets stand nowhere before the first up, whose preview shows them alone (after a refresh: %s)",
    async (refreshed) => {
      const said = await imported([secretive]);
      expect(said).toContain(
        'scheduling: dynamicOptions.headers.authorization, dynamicOptions.headers["x.team"], dynamicOptions.body, sipHeaders',
      );
      const files = () =>
        [join(project.folder, "import.json"), project.stateFile].map((file) => readFileSync(file, "utf8"));
      if (refreshed) await project.pulumi("refresh", "--yes", "--skip-preview");
      expect(files().join() + said).not.toContain("SENSITIVE");
      for (const [key, value] of Object.entries(secrets)) {
        await project.pulumi("config", "set", "--secret", key, value);
      }
      const [step, ...others] = await plan();
      expect(others).toEqual([]);
      expect(Object.keys(step?.detailedDiff ?? {}).sort()).toEqual([
        "dynamicOptions.body",
        "dynamicOptions.headers.authorization",
        'dynamicOptions.headers["x.team"]',
        "sipHeaders",
      ]);
      await up();
      expect(methods().filter((method) => method !== "GET")).toEqual([]);
      expect(files().join()).not.toContain("SENSITIVE");
      expect(await plan()).toEqual([]);
      expect(await plan("--refresh", "--run-program")).toEqual([]);
    },
    240_000,
  );

  test("an imported config is renamed by an alias, never deleted by default, and deleted where the program says so", async () => {
    await imported(plain);
    const [sales, night] = ['{ name: "Sales floor" }', '{ name: "Night desk" }'];
    const alias = (name: string) => `{ aliases: [{ name: "${name}" }] }`;
    await up(
      `new TransferConfig("sales", ${sales}, ${alias("sales-floor")}); new TransferConfig("night", ${night}, ${alias("night-desk")});`,
    );
    // Fields that the generated program declared are released; nothing is created or deleted.
    expect(methods().filter((method) => method === "POST" || method === "DELETE")).toEqual([]);
    const kept = project.emulator.list().map(({ id }) => id);

    // Renamed without an alias: a removal, after which the config is still live, and a new one.
    await up(`new TransferConfig("sales-2", ${sales}); new TransferConfig("night", ${night});`);
    expect(methods().filter((method) => method !== "GET")).toEqual(["POST"]);
    expect(project.emulator.list().map(({ id }) => id)).toEqual(expect.arrayContaining(kept));

    const deleting = '{ name: "Night desk", deletionPolicy: "delete" }';
    await up(`new TransferConfig("night", ${deleting});`);
    expect(methods()).toEqual([]);
    // Adopted under another name, it is the program's still.
    await up(`new TransferConfig("night-2", { transferConfigId: "${uuid(2)}", deletionPolicy: "delete" });`);
    expect(methods().filter((method) => method !== "GET")).toEqual([]);
    // This API has no DELETE: that it is asked for one is what counts here.
    await expect(up("")).rejects.toThrow(/could not be deleted/);
    expect(
      project.emulator.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path),
    ).toEqual([expect.stringContaining(uuid(2))]);
  }, 240_000);
});
