// The workflow's `up` on the real CLI: under onConflict "fail" it stops at a change by hand, otherwise it puts it back.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { findPulumi } from "../engine";
import { type Ended, openProject, type Project } from "../support/cliProject";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const script = join(__dirname, "../../examples/gitops/scripts/up.sh");
const pulumi = findPulumi();
if (pulumi === undefined) process.stderr.write("No `pulumi` at hand: the workflow's up was not tried.\n");

(pulumi === undefined ? describe.skip : describe)("scripts/up.sh", () => {
  let project: Project;
  const declare = (number: string) =>
    project.program(
      `new TransferConfig("desk", { transferConfigId: "${id}", name: "Desk", directPhoneNumber: "${number}" });`,
    );
  const up = () =>
    new Promise<Ended>((done) => {
      const { folder: cwd, env } = project;
      execFile(script, ["test"], { cwd, env: env as NodeJS.ProcessEnv }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
      );
    });

  beforeEach(async () => {
    project = await openProject(String(pulumi), [{ id, name: "Desk", directPhoneNumber: "+15550100" }]);
    await declare("+15550100");
    expect((await up()).code).toBe(0);
    project.emulator.set(id, { directPhoneNumber: "+15550199" });
    await declare("+15550111");
    project.emulator.clearLog();
  }, 120_000);
  afterEach(() => project?.close());

  test('under onConflict "fail" nothing is written over a change by hand, in the first run and in the next', async () => {
    await project.pulumi("config", "set", "carecycle:onConflict", "fail");
    for (const _ of [1, 2]) {
      const ended = await up();
      expect(ended.code).not.toBe(0);
      expect(ended.stdout + ended.stderr).toContain('onConflict is "fail". Nothing was sent');
      expect(project.emulator.writes()).toEqual([]);
      expect(project.emulator.get(id)).toMatchObject({ directPhoneNumber: "+15550199" });
    }
  }, 120_000);

  test("otherwise the code's value is written", async () => {
    expect((await up()).code).toBe(0);
    expect(project.emulator.get(id)).toMatchObject({ directPhoneNumber: "+15550111" });
  }, 120_000);
});
