// The rules across fields in the reports of `preview` and `drift`, on the real CLI: what is live of a config to adopt
// counts, and a new config that the check would refuse hides no other.
import { findPulumi } from "../../engine";
import { openProject, type Project } from "../../support/cliProject";

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;
const seed = [
  { id: uuid(1), name: "Direct", type: "direct", directPhoneNumber: null },
  { id: uuid(2), name: "SIP", type: "sip", sipUri: "sip:a@example.com" },
];

const pulumi = findPulumi();
if (pulumi === undefined)
  process.stderr.write("No `pulumi` at hand: the reports of preview and drift were not tried.\n");

(pulumi === undefined ? describe.skip : describe)("on the real CLI", () => {
  let project: Project;
  afterEach(() => project?.close());

  test("adoptions with what is live, a refused create beside them, and then the same configs recorded", async () => {
    project = await openProject(String(pulumi), seed);
    const adopted = `
      new TransferConfig("direct", { transferConfigId: "${uuid(1)}", warmTransfer: true });
      new TransferConfig("sip", { transferConfigId: "${uuid(2)}", type: "sip" });`;
    await project.program(
      `${adopted}\nnew TransferConfig("refused", { name: "New", softphoneFallbackType: "appointment_booking" });`,
    );
    const preview = JSON.parse((await project.cli("preview", "--format", "json")).stdout);
    const rulesOf = (report: typeof preview) =>
      Object.fromEntries(
        report.resources.map((r: { name: string; warnings: { rule: string }[] }) => [
          r.name,
          r.warnings.map(({ rule }) => rule),
        ]),
      );
    expect(rulesOf(preview)).toEqual({
      direct: ["direct-without-number"],
      sip: [],
      refused: ["appointment-without-config"],
    });
    const refused = preview.resources.find(({ name }: { name: string }) => name === "refused");
    expect(refused).toMatchObject({ class: "create", severity: "critical", requests: [] });
    expect(project.emulator.writes()).toEqual([]);
    await expect(project.pulumi("up", "--yes", "--skip-preview")).rejects.toThrow(/appointmentConfigId/);

    await project.program(adopted);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(await project.pulumi("stack", "export")).not.toContain("__brokenRules");
    project.emulator.set(uuid(2), { sipUri: null });
    const drift = await project.cli("drift", "--format", "json");
    // Warnings alone are nothing to do.
    expect(drift.code).toBe(0);
    expect(rulesOf(JSON.parse(drift.stdout))).toEqual({
      direct: ["direct-without-number"],
      sip: ["sip-without-uri"],
    });
    expect((await project.cli("drift")).stdout).toContain(
      "critical: sipUri: type is sip and sipUri is not set",
    );
  }, 240_000);
});
