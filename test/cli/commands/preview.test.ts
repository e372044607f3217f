// `preview` on the real CLI: as many reads as there are changes, whatever the size of the stack.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../../provider/cli/reportModel/types";
import { findPulumi } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";

const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: the preview command was not tried.\n");

const idOf = (i: number) => `497f6eca-6276-4993-bfeb-${String(i).padStart(12, "0")}`;
const number = "+15550100";

/** A stack of many configs, and two live configs that it does not manage. */
interface Fleet {
  readonly project: Project;
  readonly stray: string;
  readonly successor: string;
  /** Writes the program, in which `edits` replace the arguments of some configs (undefined: dropped), with more JavaScript. */
  program(edits?: Record<string, object | undefined>, more?: string): Promise<void>;
  preview(...args: string[]): Promise<{ code: number; stderr: string; report: Report }>;
}

async function openFleet(size: number): Promise<Fleet> {
  const stray = idOf(size + 1);
  const successor = idOf(size + 2);
  const seed = [...Array(size).keys(), size + 1, size + 2].map((i) => ({
    id: idOf(i),
    name: `Desk ${i}`,
    directPhoneNumber: number,
  }));
  const project = await openProject(String(pulumi), seed);
  await project.pulumi("config", "set", "carecycle:rateLimit", "1000");
  await project.pulumi("config", "set", "carecycle:rateWindowSeconds", "1");
  // One config through the engine, the others as copies of its state: creating 500 would take most of a minute.
  await project.program(
    `new TransferConfig("desk-0", ${JSON.stringify({ name: "Desk 0", directPhoneNumber: number })});`,
  );
  await project.pulumi("up", "--yes", "--skip-preview");
  const state = JSON.parse(await project.pulumi("stack", "export"));
  const { resources } = state.deployment;
  const template = resources.pop();
  const copies = Array.from({ length: size }, (_, i) =>
    JSON.parse(
      JSON.stringify(template)
        .replaceAll(template.id, idOf(i))
        .replaceAll("desk-0", `desk-${i}`)
        .replaceAll("Desk 0", `Desk ${i}`),
    ),
  );
  resources.push(...copies);
  const file = join(project.folder, "state.json");
  await writeFile(file, JSON.stringify(state));
  await project.pulumi("stack", "import", "--file", file);

  const program = (edits: Record<string, object | undefined> = {}, more = "") => {
    const args = Array.from({ length: size }, (_, i) => [
      `desk-${i}`,
      { name: `Desk ${i}`, directPhoneNumber: number },
    ]);
    const entries = Object.entries({ ...Object.fromEntries(args), ...edits }).filter(
      ([, a]) => a !== undefined,
    );
    return project.program(
      `const all = ${JSON.stringify(entries)};\nfor (const [name, args] of all) new TransferConfig(name, args);\n${more}`,
    );
  };
  async function preview(...args: string[]): Promise<{ code: number; stderr: string; report: Report }> {
    project.emulator.clearLog();
    const { stdout, ...ended } = await project.cli("preview", "--format", "json", ...args);
    if (stdout === "") throw new Error(ended.stderr);
    expect(project.emulator.writes()).toEqual([]);
    return { ...ended, report: JSON.parse(stdout) as Report };
  }

  return { project, stray, successor, program, preview };
}

(pulumi === undefined ? describe.skip : describe)("preview of 500 configs on the real CLI", () => {
  const size = 500;
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(size);
  }, 120_000);
  afterAll(() => fleet?.project.close());

  test("a change of nothing sends no request, and says that nothing was read", async () => {
    await fleet.program();
    const { code, report } = await fleet.preview();
    expect(fleet.project.emulator.requests).toEqual([]);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      verdict: `Nothing changed in the code; ${size} transfer configs were not read.`,
      read: 0,
      unread: size,
      totals: { configs: size, attention: 0, requests: 0 },
    });
  }, 120_000);

  test("k changes are k reads, with one more for each adoption; the report is of the whole stack", async () => {
    fleet.project.emulator.set(idOf(3), { directPhoneNumber: "+15550199" });
    await fleet.program({
      "desk-2": { name: "Desk 2", directPhoneNumber: "+15550111" },
      "desk-3": { name: "Desk 3", directPhoneNumber: "+15550111" },
      "desk-4": { transferConfigId: fleet.successor, name: "Desk 4" },
      "desk-499": undefined,
      stray: { transferConfigId: fleet.stray, name: "Stray" },
      fresh: { name: "Fresh" },
    });
    const { code, report } = await fleet.preview();
    // Two changes; an adoption by a new resource, and one by a replacement.
    expect(fleet.project.emulator.requests).toHaveLength(2 + 2);
    expect(code).toBe(2);
    expect(report).toMatchObject({
      read: 2,
      unread: size - 3,
      totals: { configs: size + 2, reads: size - 1 },
    });
    const { totals, resources } = report;
    expect(totals.byClass).toEqual({
      replace: 1,
      release: 1,
      both: 1,
      change: 1,
      adopt: 1,
      create: 1,
      unchanged: size - 4,
    });
    const shown = (value: unknown) => ({ kind: "value", value });
    const leafOf = (name: string) => resources.find((r) => r.name === name)?.leaves[0];
    const wanted = shown("+15550111");
    expect(leafOf("desk-2")).toMatchObject({ applied: shown(number), live: shown(number), code: wanted });
    expect(leafOf("desk-3")).toMatchObject({
      applied: shown(number),
      live: shown("+15550199"),
      code: wanted,
    });
    expect(resources.find((r) => r.name === "desk-9")).toMatchObject({
      class: "unchanged",
      notes: [expect.stringContaining("not read")],
    });
    expect(report.verdict).toContain(`${size - 3} not read`);
  }, 120_000);
});

(pulumi === undefined ? describe.skip : describe)("preview of a few configs on the real CLI", () => {
  const size = 5;
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await openFleet(size);
  }, 120_000);
  afterAll(() => fleet?.project.close());

  test("a change that takes a value from an adopted config is planned with it", async () => {
    await fleet.program(
      { "desk-2": undefined, stray: undefined },
      `const stray = new TransferConfig("stray", { transferConfigId: "${fleet.stray}", name: "Stray" });\n` +
        `new TransferConfig("desk-2", { name: stray.name, directPhoneNumber: "${number}" });`,
    );
    const { report } = await fleet.preview();
    // The adoption is read again with what depends on it.
    expect(fleet.project.emulator.requests.length).toBeLessThanOrEqual(4);
    expect(report.resources.filter((r) => r.class !== "unchanged")).toMatchObject([
      { name: "desk-2", class: "change", leaves: [{ path: "name", live: { value: "Desk 2" } }] },
      { name: "stray", class: "adopt" },
    ]);
  }, 120_000);

  test("a resource that the code renames is read under its old name, and reported once", async () => {
    await fleet.program(
      { "desk-2": undefined },
      `new TransferConfig("front", { name: "Front", directPhoneNumber: "${number}" }, { aliases: [{ name: "desk-2" }] });`,
    );
    const { report } = await fleet.preview();
    expect(fleet.project.emulator.requests).toHaveLength(1);
    expect(report.totals.configs).toBe(size);
    expect(report.resources[0]).toMatchObject({ name: "front", leaves: [{ live: { value: "Desk 2" } }] });
  }, 120_000);

  test("a changed config that cannot be read is unreadable, and hides no other", async () => {
    fleet.project.emulator.faults.add({
      method: "GET",
      id: idOf(2),
      nth: "every",
      fault: { kind: "status", status: 403 },
    });
    await fleet.program({
      "desk-2": { name: "Desk 2", directPhoneNumber: "+15550111" },
      "desk-3": { name: "Desk 3", directPhoneNumber: "+15550111" },
    });
    const { code, report } = await fleet.preview();
    fleet.project.emulator.faults.clear();
    expect(code).toBe(1);
    expect(report.totals.byClass).toMatchObject({ unreadable: 1, unchanged: size - 2 });
  }, 120_000);

  test("--strict asks for --all", async () => {
    await fleet.program();
    const run = await fleet.project.cli("preview", "--strict");
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("run it with --all") });
  }, 120_000);

  test("--all reads every config, and then knows of the drift of those that the code leaves alone", async () => {
    await fleet.program();
    fleet.project.emulator.set(idOf(3), { directPhoneNumber: "+15550199" });
    const { code, report } = await fleet.preview("--all");
    expect(fleet.project.emulator.requests).toHaveLength(size);
    expect(code).toBe(2);
    expect(report).toMatchObject({ read: size, unread: 0, totals: { byClass: { drift: 1 } } });
  }, 120_000);

  test("tainted configs are reported as an update with a refresh leaves them, under their old names and new ones", async () => {
    const { project } = fleet;
    const renamed = (name: string, alias: string) =>
      `new TransferConfig("${name}", ${JSON.stringify({ name, directPhoneNumber: number })}, { aliases: [{ name: "${alias}" }] });`;
    const adopting = { "desk-3": { name: "Desk 3", transferConfigId: idOf(3) } };
    await fleet.program(adopting);
    await project.pulumi("up", "--yes", "--skip-preview");
    for (const name of ["desk-2", "desk-3", "desk-4"]) {
      const urn = `urn:pulumi:test::desks::pulumi-nodejs:dynamic/carecycle:TransferConfig::${name}`;
      await project.pulumi("state", "taint", "--yes", urn);
    }
    await fleet.program({ ...adopting, "desk-4": undefined }, renamed("desk-4-renamed", "desk-4"));
    const { report } = await fleet.preview();
    const changed = report.resources.filter((resource) => resource.class !== "unchanged");
    expect(changed).toMatchObject([{ name: "desk-4-renamed", class: "change", id: idOf(4) }]);
    project.emulator.clearLog();
    await project.pulumi("up", "--yes", "--skip-preview", "--refresh", "--run-program");
    expect(project.emulator.writes()).toMatchObject([{ method: "PATCH", body: { name: "desk-4-renamed" } }]);
    await fleet.program({ "desk-4": undefined }, renamed("desk-4", "desk-4-renamed"));
    await project.pulumi("up", "--yes", "--skip-preview");
  }, 120_000);

  test("a config whose replacement was interrupted is not read any more; dropped, it is released without a request", async () => {
    const { project } = fleet;
    const dropped = { name: "Desk 4", directPhoneNumber: number, deletionPolicy: "delete" };
    await fleet.program({ "desk-4": dropped });
    await project.pulumi("up", "--yes", "--skip-preview");
    project.emulator.faults.add({ method: "POST", nth: "every", fault: { kind: "reset-before" } });
    const urn = `urn:pulumi:test::desks::pulumi-nodejs:dynamic/carecycle:TransferConfig::desk-4`;
    await expect(project.pulumi("up", "--yes", "--skip-preview", "--replace", urn)).rejects.toThrow();
    project.emulator.faults.clear();
    project.emulator.clearLog();
    const { report: interrupted } = await fleet.preview("--all");
    const reads = new Set(project.emulator.requests.map(({ path }) => path)).size;
    expect(interrupted).toMatchObject({ read: reads, unread: 0, totals: { reads } });
    expect((await fleet.preview("--all", "--strict")).code).toBe(2);
    await fleet.program({ "desk-4": undefined });
    for (const args of [[], ["--all"]]) {
      const { report } = await fleet.preview(...args);
      expect(report.resources.find(({ name }) => name === "desk-4")).toMatchObject({
        class: "release",
        requests: [],
      });
    }
    project.emulator.clearLog();
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(project.emulator.writes()).toEqual([]);
  }, 120_000);
});
