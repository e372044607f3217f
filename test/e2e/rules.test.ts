// Rules across fields, on every engine at hand: a warning where values are known to break one, over what is live too,
// and never a block, but for the new config that the API would refuse.
import { parsePreview } from "../../provider/cli/preview/document";
import { buildReport } from "../../provider/cli/reportModel/report";
import { onEachEngine } from "../support/engines";
import { changes, type Resources, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

jest.setTimeout(180_000);

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;

/** The warnings of the rules in what a run printed, each as often as it was printed in the run itself. */
const warned = (text: string) => {
  const lines = text
    .split("\n")
    .flatMap((line) => /((?:critical )?warning: .*\([a-z-]+\))\s*$/.exec(line)?.[1] ?? []);
  return [...new Set(lines)].sort();
};

onEachEngine((engine) => {
  let fixture: StackFixture;
  afterEach(() => fixture.close());

  const up = async (resources: Resources, head = "") => {
    await fixture.program(resources, head);
    fixture.emulator.clearLog();
    return fixture.stack.up();
  };
  test("a rule over a new config and over ones that are adopted warns until it is mended, and stops nothing", async () => {
    const live = { name: "Desk", type: "softphone", softphoneFallbackPhoneNumber: "+15550100" };
    fixture = await startStackFixture(engine, {
      seed: [
        { id: uuid(1), ...live, appointmentConfigId: uuid(9) },
        { id: uuid(2), ...live, appointmentConfigId: null },
      ],
      requireAppointment: false,
    });
    const booking = { softphoneFallbackType: "appointment_booking" };
    const program = (desk: object): Resources => ({
      desk: { name: "Direct desk", type: "direct", ...desk },
      complete: { transferConfigId: uuid(1), ...booking },
      lacking: { transferConfigId: uuid(2), ...booking },
    });
    const missing = (config: string) =>
      `critical warning: ${config}: directPhoneNumber: type is direct and directPhoneNumber is not set: a direct transfer has no number to go to (direct-without-number)`;
    // What is live counts in an adoption, and in every update after it.
    const lacking = (id = uuid(2)) =>
      `critical warning: "Desk" (${id}): appointmentConfigId: softphoneFallbackType is appointment_booking and appointmentConfigId is not set: the API requires appointmentConfigId there (appointment-without-config)`;

    await fixture.program(program({}));
    expect(warned((await fixture.stack.preview()).text)).toEqual([lacking(), missing('"Direct desk" (new)')]);
    const created = await fixture.stack.up();
    expect(warned(created.text)).toEqual([lacking(), missing('"Direct desk" (new)')]);
    expect(wire(fixture.emulator).filter((line) => line.startsWith("POST"))).toEqual([
      'POST {"name":"Direct desk","type":"direct"}',
    ]);
    expect(wire(fixture.emulator, uuid(2)).at(-1)).toBe(
      'PATCH {"softphoneFallbackType":"appointment_booking"}',
    );

    const id = fixture.emulator.list().find(({ name }) => name === "Direct desk")?.id;
    for (const refresh of [false, true]) {
      const unchanged = await fixture.stack.preview({ refresh });
      expect(changes(unchanged.steps)).toEqual([]);
      expect(warned(unchanged.text)).toEqual([lacking(), missing(`"Direct desk" (${id})`)]);
    }

    fixture.emulator.set(uuid(1), { appointmentConfigId: null });
    await fixture.program(program({ directPhoneNumber: "555 0100" }));
    const format = expect.stringMatching(
      /^warning: "Direct desk" \(.*\): directPhoneNumber: the phone number is not in E\.164 form.*\(phone-number-format\)$/,
    );
    expect(warned((await fixture.stack.preview()).text)).toEqual([lacking(), format]);
    const refreshed = await fixture.stack.preview({ refresh: true });
    expect(warned(refreshed.text)).toEqual([lacking(uuid(1)), lacking(), format]);
    const { resources } = buildReport(parsePreview(JSON.stringify(refreshed.json), "the preview"));
    const reported = new Map(resources.map((resource) => [resource.name, resource]));
    expect(reported.get("desk")).toMatchObject({
      severity: "critical",
      leaves: [{ path: "directPhoneNumber", severity: "critical" }],
      warnings: [{ rule: "phone-number-format", severity: "warning", path: "directPhoneNumber" }],
    });
    // A document without --show-sames does not hold what is live of the undeclared fields.
    for (const name of ["complete", "lacking"]) expect(reported.get(name)?.warnings).toEqual([]);

    await up(program({ directPhoneNumber: "+15550100" }));
    expect(warned((await fixture.stack.preview({ refresh: true })).text)).toEqual([
      lacking(uuid(1)),
      lacking(),
    ]);
  });

  test("the rule that the API documents refuses a new config", async () => {
    fixture = await startStackFixture(engine, { requireAppointment: false });
    await fixture.program({ fresh: { name: "Fresh", softphoneFallbackType: "appointment_booking" } });
    await expect(fixture.stack.preview()).rejects.toThrow(
      /appointmentConfigId.*is required when softphoneFallbackType is "appointment_booking"/,
    );
    await expect(fixture.stack.up()).rejects.toThrow(/appointmentConfigId/);
    expect(wire(fixture.emulator)).toEqual([]);
  });

  test("names that are the same are one warning, and what is unknown or secret is none", async () => {
    fixture = await startStackFixture(engine);
    const resources: Resources = {
      a: { name: "Desk" },
      b: { name: "Desk" },
      c: '{ name: pulumi.output("Desk") }',
      other: { name: "Other" },
      // Not known in the preview, and not to be known in any line.
      later: '{ name: "Later", type: "direct", directPhoneNumber: r_a.id.apply(() => "0555 0199") }',
      hidden:
        '{ name: pulumi.secret("canary-name"), type: "sip", sipUri: "sip:a", directPhoneNumber: pulumi.secret("canary-0100") }',
      hiddenToo: '{ name: pulumi.secret("canary-name"), type: pulumi.secret("sip") }',
    };
    await fixture.program(resources);
    const preview = await fixture.stack.preview();
    const same = preview.diagnostics.flatMap(({ severity, message }) =>
      severity === "warning" && message.includes("same-name") ? [message.trim()] : [],
    );
    expect(same).toEqual([
      expect.stringMatching(/"a", "b", "c" declare the same name: .*\(same-name\)$/),
      expect.stringMatching(/"hidden", "hiddenToo" declare the same name: /),
    ]);
    expect(warned(preview.text).filter((line) => !line.includes("same-name"))).toEqual([]);
    const run = await up(resources);
    expect(warned(run.text).filter((line) => !line.includes("same-name"))).toEqual([
      expect.stringMatching(
        /^warning: "Later" \(new\): directPhoneNumber: the phone number is not in E\.164 form/,
      ),
    ]);
    for (const text of [preview.text, run.text]) expect(text).not.toMatch(/canary|0555 0199"? is/);
    expect(wire(fixture.emulator).map((line) => line.split(" ")[0])).toEqual(Array(7).fill("POST"));
  });
});
