// What one config that is gone or cannot be read does to the report of the others: nothing.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePreview } from "../../../provider/cli/preview/document";
import { buildReport } from "../../../provider/cli/reportModel/report";
import type { Fault } from "../../emulator";
import { findPulumi } from "../../engine";
import { bytes, openProject, type Project } from "../../support/cliProject";
import { onEachEngine } from "../../support/engines";
import { changes, startStackFixture } from "../../support/stackFixture";

const gone = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const seed = [
  { id: gone, name: "Desk" },
  { id: other, name: "Other", directPhoneNumber: "+15550100" },
];
const desk = { transferConfigId: gone, name: "Desk" };
const second = { transferConfigId: other, name: "Other", directPhoneNumber: "+15550100" };

/** What of a report the tests look at. */
interface Shown {
  readonly verdict: string;
  readonly resources: { name: string; class: string; notes: string[]; requests: { method: string }[] }[];
}

onEachEngine((engine) => {
  test("a preview goes on past an adopted config that is gone, and the update ends at it", async () => {
    const fixture = await startStackFixture(engine, { seed });
    try {
      await fixture.program({ desk, second });
      await fixture.stack.up();
      fixture.emulator.remove(gone);
      fixture.emulator.set(other, { directPhoneNumber: "+15550199" });
      fixture.emulator.clearLog();
      const { json, steps } = await fixture.stack.preview({ refresh: true });
      expect(changes(steps).sort()).toEqual(["create desk", "update second"]);
      const report = buildReport(parsePreview(JSON.stringify(json), "the preview"));
      expect(report.resources).toMatchObject([
        { name: "desk", class: "missing", requests: [{ method: "GET" }] },
        { name: "second", class: "drift", requests: [{ method: "GET" }, { method: "PATCH" }] },
      ]);
      expect(report.resources[0]?.notes).toEqual([
        expect.stringMatching(/gone \(404\).*Remove transferConfigId/),
      ]);
      await expect(fixture.stack.up({ refresh: true })).rejects.toThrow(
        /there is no transfer config 497f6eca/,
      );
      expect(fixture.emulator.writes().filter((r) => r.method !== "PATCH")).toEqual([]);
    } finally {
      await fixture.close();
    }
  }, 120_000);
});

const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: the drift command was not tried.\n");

(pulumi === undefined ? describe.skip : describe)("drift on the real CLI", () => {
  let project: Project;
  const declare = (resources: Record<string, object>) =>
    project.program(
      Object.entries(resources)
        .map(([name, args]) => `new TransferConfig(${JSON.stringify(name)}, ${JSON.stringify(args)});`)
        .join("\n"),
    );
  async function drift(...args: string[]): Promise<{ code: number; stderr: string; report: Shown }> {
    const { stdout, ...ended } = await project.cli("drift", "--format", "json", ...args);
    return { ...ended, report: JSON.parse(stdout) as Shown };
  }

  beforeAll(async () => {
    project = await openProject(String(pulumi), seed);
    await declare({ desk, second });
    await project.pulumi("up", "--yes", "--skip-preview");
  }, 120_000);
  afterAll(() => project?.close());
  beforeEach(() => {
    project.emulator.set(other, { directPhoneNumber: "+15550199" });
  });

  test.each<[string, Fault, RegExp]>([
    ["answers 403", { kind: "status", status: 403 }, /answered 403/],
    ["answers 500 to the end", { kind: "status", status: 500 }, /answered 500/],
    ["has a broken shape", { kind: "wrong-shape" }, /answered 200, but /],
    ["is another account's", { kind: "other-client", clientId: other }, /belongs to|recorded under client/],
  ])(
    "a config that %s is unreadable, the drift of the other is told, and the exit code is 1",
    async (_, fault, reason) => {
      project.emulator.faults.add({ method: "GET", id: gone, nth: "every", fault });
      const before = await bytes(project.stateFile);
      const { code, report } = await drift();
      project.emulator.faults.clear();
      expect(code).toBe(1);
      expect(report.verdict).toBe(
        "2 of 2 transfer configs: 1 unreadable, 1 drifted. An update sends at most 2 requests to the others.",
      );
      expect(report.resources).toMatchObject([
        { name: "desk", class: "unreadable", notes: [expect.stringMatching(reason)], requests: [] },
        { name: "second", class: "drift" },
      ]);
      expect((await bytes(project.stateFile)).equals(before)).toBe(true);
    },
    120_000,
  );

  test("an unreadable config is named in every format", async () => {
    project.emulator.faults.add({
      method: "GET",
      id: gone,
      nth: "every",
      fault: { kind: "status", status: 403 },
    });
    for (const format of ["text", "markdown", "html"]) {
      const run = await project.cli("drift", "--format", format, "--strict");
      expect(run.code).toBe(1);
      expect(run.stdout).toMatch(/unreadable/i);
      expect(run.stdout).toContain("answered 403");
    }
    project.emulator.faults.clear();
  }, 120_000);

  test("a config that is gone is missing and exit code 2, whatever onMissing says, and stays so after the state lost it", async () => {
    project.emulator.remove(gone);
    const missing = { name: "desk", class: "missing" };
    const drifted = { name: "second", class: "drift" };
    const first = await drift();
    expect(first).toMatchObject({ code: 2, stderr: "" });
    expect(first.report.resources).toMatchObject([{ ...missing, requests: [{ method: "GET" }] }, drifted]);

    await declare({ desk: { ...desk, onMissing: "fail" }, second });
    expect((await drift()).report.resources).toMatchObject([missing, drifted]);

    // The update drops it from the state and ends; what the code adopts is then nowhere.
    await declare({ desk, second });
    await expect(
      project.pulumi("up", "--yes", "--skip-preview", "--refresh", "--run-program"),
    ).rejects.toThrow(/there is no transfer config/);
    project.emulator.set(other, { directPhoneNumber: "+15550199" });
    const last = await drift();
    expect(last.code).toBe(2);
    expect(last.report.resources).toMatchObject([{ ...missing, requests: [{ method: "GET" }] }, drifted]);
    expect(last.report.resources[0]?.notes).toEqual([expect.stringContaining("there is no transfer config")]);
  }, 120_000);

  test("nothing of a look is left to an update", async () => {
    const state = await project.pulumi("stack", "export");
    expect(state).not.toMatch(/__unreadable|__nothingToAdopt/);
    project.env.CARECYCLE_INTERNAL_READ_ONLY = "1";
    project.emulator.clearLog();
    await expect(
      project.pulumi("up", "--yes", "--skip-preview", "--refresh", "--run-program"),
    ).rejects.toThrow(/which only read/);
    delete project.env.CARECYCLE_INTERNAL_READ_ONLY;
    expect(project.emulator.writes()).toEqual([]);
  }, 120_000);

  test("the import option is one error that names transferConfigId", async () => {
    await writeFile(
      join(project.folder, "index.js"),
      `const { TransferConfig } = require("pulumi-carecycle");\nnew TransferConfig("n", {}, { import: "${other}" });\n`,
    );
    const failure = await project.pulumi("preview").catch((error: Error) => error.message);
    expect(failure).toContain(`declare transferConfigId: "${other}"`);
    expect(failure).not.toMatch(/toJavaScript|^ +at /m);
  }, 60_000);
});
