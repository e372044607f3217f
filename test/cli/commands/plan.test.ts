// `preview --plan` on the real CLI, and the update that keeps to it; `report --plan` of documents that hold too little.
import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CliContext } from "../../../provider/cli/cliContext";
import { writePlan } from "../../../provider/cli/plan/writePlan";
import { parsePreview } from "../../../provider/cli/preview/document";
import { reviewOf } from "../../../provider/cli/reportModel/report";
import { planSchema } from "../../../provider/model/planSchema";
import { DEFAULT_CLIENT_ID } from "../../emulator";
import { findPulumi } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";
import { temporaryPlan } from "../../support/planFile";
import { previewPath, readPreview, refusedCreate } from "../../support/previews";
import { runCli } from "../../support/runCli";

const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: preview --plan was not tried.\n");

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const sealed = "7d2f9b63-4e1c-4c7f-8b68-1e3f5c02d8bb";
/** A resource whose options no document shows. */
const vault = (more: string) =>
  `new TransferConfig("vault", { transferConfigId: "${sealed}", name: "Vault"${more} }, { additionalSecretOutputs: ["dynamicOptions"] });`;
const canary = (name: string) => `canary-${name}-credential`;

(pulumi === undefined ? describe.skip : describe)("preview --plan on the real CLI", () => {
  let project: Project;
  const up = (...args: string[]) => project.pulumi("up", "--yes", "--skip-preview", ...args);
  const wire = () => project.emulator.writes().map(({ method, body }) => [method, body]);
  beforeAll(async () => {
    const dynamicOptions = { pingUrl: "https://a.example", headers: { authorization: canary("live") } };
    project = await openProject(String(pulumi), [
      { id, name: "Desk", sipHeaders: canary("sip"), dynamicOptions },
      { id: other, name: "Old", warmSummaryPrompt: "a", dynamicOptions },
      { id: sealed, name: "Vault", dynamicOptions: { ...dynamicOptions, transferNumber: "+15550144" } },
    ]);
    await project.program(
      `new TransferConfig("desk", { transferConfigId: "${id}", name: "Desk" });${vault("")}`,
    );
    await up();
  }, 120_000);
  afterAll(() => project?.close());

  test("the plan has the adoption, the change and the create; no live secret; and the update keeps to it", async () => {
    const declare = (number: string) =>
      project.program(
        `new TransferConfig("desk", { transferConfigId: "${id}", name: "Desk", directPhoneNumber: "${number}",
           dynamicOptions: { pingUrl: "https://b.example" }, sipHeaders: "${canary("new")}" });
         new TransferConfig("adopted", { transferConfigId: "${other}", name: "New", dynamicOptions: { timeout: 3 } });
         new TransferConfig("fresh", { name: "Fresh", warmSummaryPrompt: pulumi.secret("${canary("prompt")}") });
         ${vault(', dynamicOptions: { pingUrl: "https://b.example" }')}`,
      );
    await declare("+15550111");
    const file = join(project.folder, "plan.json");
    project.emulator.clearLog();
    const ended = await project.cli("preview", "--plan", file, "--format", "json");
    expect([ended.code, ended.stderr]).toEqual([2, `The plan in ${file} holds 4 writes.\n`]);
    expect(wire()).toEqual([]);
    const text = await readFile(file, "utf8");
    expect(text + ended.stdout).not.toContain("canary");
    expect((await stat(file)).mode & 0o077).toBe(0);
    const plan = planSchema.parse(JSON.parse(text));
    expect([plan.stack, plan.writes.map(({ method }) => method).sort()]).toEqual([
      "desks/test",
      ["PATCH", "PATCH", "PATCH", "POST"],
    ]);
    expect(plan).toMatchObject({ baseUrl: project.emulator.url, clientId: DEFAULT_CLIENT_ID });

    project.env.CARECYCLE_PLAN = file;
    await declare("+15550199");
    await expect(up()).rejects.toThrow(
      /directPhoneNumber: the plan sends "\+15550111", the update "\+15550199"/,
    );
    await declare("+15550111");
    // Not touched by the first run, which ended at the first error or not.
    project.emulator.set(id, {
      dynamicOptions: { pingUrl: "https://a.example", headers: { authorization: canary("x") } },
    });
    const refused = await up().catch((error: Error) => error.message);
    expect(refused).toMatch(/dynamicOptions\.headers\.authorization: live \[secret\] when the plan was made/);
    expect(refused).not.toContain("canary");
    project.emulator.set(id, {
      dynamicOptions: { pingUrl: "https://a.example", headers: { authorization: canary("live") } },
    });
    await up();
    expect(project.emulator.get(id)).toMatchObject({
      directPhoneNumber: "+15550111",
      sipHeaders: canary("new"),
      dynamicOptions: { pingUrl: "https://b.example", headers: { authorization: canary("live") } },
    });
    expect(project.emulator.get(sealed)).toMatchObject({
      dynamicOptions: {
        pingUrl: "https://b.example",
        headers: { authorization: canary("live") },
        transferNumber: "+15550144",
      },
    });
    expect(project.emulator.get(other)).toMatchObject({ name: "New", dynamicOptions: { timeout: 3 } });
    expect(
      wire()
        .map(([method]) => method)
        .sort(),
    ).toEqual(["PATCH", "PATCH", "PATCH", "POST"]);
    const state = await project.pulumi("stack", "export");
    expect(state).not.toMatch(/__liveHashes|__adoption/);
    delete project.env.CARECYCLE_PLAN;
  }, 240_000);

  test("a plan of an empty program is what destroy is held to", async () => {
    project.emulator.configure({ allowDelete: true });
    await project.program(
      `new TransferConfig("desk", { transferConfigId: "${id}", name: "Desk", deletionPolicy: "delete" });`,
    );
    await up();
    await project.program("");
    const file = join(project.folder, "empty.json");
    const ended = await project.cli("preview", "--plan", file);
    expect([ended.code, ended.stderr]).toEqual([2, `The plan in ${file} holds 1 write.\n`]);
    project.env.CARECYCLE_PLAN = file;
    project.emulator.set(id, { name: "Front" });
    project.emulator.clearLog();
    await expect(project.pulumi("destroy", "--yes", "--skip-preview")).rejects.toThrow(
      /name: "Desk" in the plan, live "Front"/,
    );
    expect(wire()).toEqual([]);
    project.emulator.set(id, { name: "Desk" });
    await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(wire()).toEqual([["DELETE", undefined]]);
    delete project.env.CARECYCLE_PLAN;
  }, 120_000);
});

test("report --plan refuses a document without the live values of what is written to", async () => {
  for (const name of ["plain-change", "adopt"]) {
    const run = await runCli(["report", previewPath(name), "--plan", "/nowhere/plan.json"]);
    expect(run).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^pulumi-carecycle: --plan needs the live values .* preview --plan/),
    });
  }
});

const written = temporaryPlan();

test("a plan names the resources at which an update fails whatever it holds", async () => {
  const run = await runCli(["report", "-", "--plan", written], { stdin: JSON.stringify(refusedCreate()) });
  expect(run).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("the update fails here: appointmentConfigId is required"),
    stderr: `The plan in ${written} holds 0 writes. An update fails at sales-floor, with this plan or without: the report says why.\n`,
  });
  expect(planSchema.parse(JSON.parse(await readFile(written, "utf8"))).writes).toEqual([]);
});

test("a plan names the resources whose writes it lacks, because they were not read", async () => {
  const preview = parsePreview(JSON.stringify(readPreview("plain-change")), "test");
  let told = "";
  const stderr = { write: (text: string) => (told += text) };
  await writePlan(written, reviewOf(preview, { strict: false, env: {} }), {
    stderr,
  } as unknown as CliContext);
  expect(told).toBe(
    `The plan in ${written} holds 0 writes. It lacks the writes to sales-floor, whose live values were not read: an update under this plan stops there.\n`,
  );
});

test.each([
  ["missing", {}],
  ["both", { "carecycle:onConflict": "fail" }],
])("a plan names the resources that need a refresh: %s", async (name, config) => {
  const document = { ...readPreview(name), config };
  const run = await runCli(["report", "-", "--plan", written], { stdin: JSON.stringify(document) });
  expect(run.stderr).toMatch(
    /^The plan in \S+ holds 1 write\. An update without --refresh stops at sales-floor or passes over it, because the live config changed or is gone\.\n$/,
  );
});

test("a plan is its owner's alone, also where others could read the file before", async () => {
  await writeFile(written, "old, and longer than what comes".repeat(1000));
  await chmod(written, 0o644);
  const run = await runCli(["report", previewPath("change"), "--plan", written]);
  expect([run.code, (await stat(written)).mode & 0o777]).toEqual([2, 0o600]);
  expect(planSchema.parse(JSON.parse(await readFile(written, "utf8"))).writes).toHaveLength(1);
});

test("report --usage asks for the key before it writes a plan", async () => {
  await rm(written, { force: true });
  const run = await runCli(["report", previewPath("change"), "--plan", written, "--usage"]);
  expect([run.code, run.stdout]).toEqual([1, ""]);
  await expect(stat(written)).rejects.toThrow("ENOENT");
});

test("report --plan names a file that it cannot write", async () => {
  const run = await runCli(["report", previewPath("change"), "--plan", "/nowhere/plan.json"]);
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot write /nowhere/plan.json") });
});
