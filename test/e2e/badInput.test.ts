// Bad input, on every engine at hand: one clear error that names the field or key, and nothing is sent or lost.

import { onEachEngine } from "../support/engines";
import { type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeAll(async () => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk", type: "direct" }] });
    await fixture.program({ desk: { transferConfigId: id, name: "Desk" } });
    await fixture.stack.up();
  });
  afterAll(() => fixture.close());

  /** What a run says, after which the state still holds the resource and the API got no write. */
  const refusal = async (run: () => Promise<unknown>): Promise<string> => {
    fixture.emulator.clearLog();
    const error = await run().then(
      () => new Error("nothing was refused"),
      (reason: Error) => reason,
    );
    expect(fixture.emulator.writes()).toEqual([]);
    const { deployment } = await fixture.stack.exportState();
    expect(deployment.resources.filter((r) => r.type.endsWith("TransferConfig")).map((r) => r.id)).toEqual([
      id,
    ]);
    return error.message;
  };
  const withConfig = async (key: string, value: string, secret: boolean, then: () => Promise<unknown>) => {
    await fixture.stack.setConfig(key, { value, secret });
    try {
      return await refusal(then);
    } finally {
      const back =
        key === "carecycle:apiKey"
          ? { value: "cc_test_key", secret: true }
          : { value: fixture.emulator.url, secret: false };
      await fixture.stack.setConfig(key, back);
    }
  };
  const preview = () => fixture.stack.preview();

  test("a key that is no setting is named with the one that was meant, and stops nothing", async () => {
    await fixture.stack.setConfig("carecycle:clientID", { value: id, secret: false });
    const { diagnostics } = await preview();
    expect(diagnostics.map((d) => d.message).filter((text) => text.includes("clientID"))).toEqual([
      expect.stringContaining(
        "carecycle:clientID is not a setting of pulumi-carecycle; did you mean carecycle:clientId?",
      ),
    ]);
    await fixture.stack.setConfig("carecycle:clientID", undefined);
  });

  test("several bad fields are refused together, each by its path and rule", async () => {
    await fixture.program({
      desk: {
        transferConfigId: "not-a-uuid",
        name: "",
        type: "carrier-pigeon",
        directPhoneNumber: "+123456789012345678901",
        warmTransfer: null,
        warmTransfers: true,
        dynamicOptions: { headers: { a: 5 }, pingURL: "x" },
      },
    });
    const said = await refusal(preview);
    expect(wire(fixture.emulator)).toEqual([]);
    for (const part of [
      /transferConfigId.*must be a UUID such as/,
      /name.*must not be empty/,
      /type.*must be one of "direct", "dynamic", "sip", "softphone"/,
      /directPhoneNumber.*at most 20 characters/,
      /warmTransfer: cannot be null/,
      /warmTransfers.*did you mean warmTransfer\?/,
      /dynamicOptions\.headers\.a.*expected string/,
      /dynamicOptions\.pingURL.*did you mean pingUrl\?/,
    ]) {
      expect(said).toMatch(part);
    }
  });

  test("a key or base URL that cannot be one is refused by its config key", async () => {
    await fixture.program({ desk: { transferConfigId: id, name: "Renamed" } });
    expect(await withConfig("carecycle:apiKey", "sk_wrong", true, preview)).toMatch(
      /carecycle:apiKey.*keys begin with cc_/,
    );
    expect(await withConfig("carecycle:baseUrl", "http://api.example.com", false, preview)).toMatch(
      /carecycle:baseUrl.*must be https/,
    );
    expect(wire(fixture.emulator)).toEqual([]);
  });

  test("a plaintext key is refused with the command that encrypts it, and is not repeated", async () => {
    const said = await withConfig("carecycle:apiKey", "cc_plain_as_day", false, preview);
    expect(said).toMatch(/pulumi config set --secret carecycle:apiKey/);
    expect(said).not.toContain("plain_as_day");
  });

  test("a missing key is asked for at the first request, not before", async () => {
    await fixture.program({ desk: { transferConfigId: id, name: "Renamed" } });
    await fixture.stack.setConfig("carecycle:apiKey", undefined);
    try {
      await fixture.stack.preview();
      expect(await refusal(() => fixture.stack.up())).toMatch(/no API key is set/);
      expect(wire(fixture.emulator)).toEqual([]);
    } finally {
      await fixture.stack.setConfig("carecycle:apiKey", { value: "cc_test_key", secret: true });
    }
  });

  test.each([
    [{ kind: "status", status: 401 }, /401.*Set a valid key/],
    [{ kind: "status", status: 403 }, /403/],
    [{ kind: "wrong-shape" }, /no transferConfig object/],
  ] as const)("a refresh that is answered by %j keeps the resource", async (fault, message) => {
    fixture.emulator.faults.add({ method: "GET", nth: "every", fault });
    try {
      expect(await refusal(() => fixture.stack.refresh({ runProgram: true }))).toMatch(message);
    } finally {
      fixture.emulator.faults.clear();
    }
  });

  test("what the API refuses is said line by line, with its path, and the resource is kept as it was", async () => {
    await fixture.program({ desk: { transferConfigId: id, softphoneFallbackType: "appointment_booking" } });
    fixture.emulator.clearLog();
    await expect(fixture.stack.up()).rejects.toThrow(/VALIDATION_ERROR[\s\S]*\n\s+appointmentConfigId: /);
    expect(fixture.emulator.get(id)?.softphoneFallbackType).toBeNull();
  });
});
