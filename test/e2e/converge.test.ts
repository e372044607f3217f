// The main job, on every engine at hand: a program converges live configs by the smallest requests.

import { onEachEngine } from "../support/engines";
import { changes, configSteps, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const sales = {
  id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  name: "Sales floor",
  type: "direct",
  directPhoneNumber: "+15550100",
  warmTransfer: true,
};

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeAll(async () => {
    fixture = await startStackFixture(engine, { seed: [sales] });
  });
  afterAll(() => fixture.close());

  const declared = {
    transferConfigId: sales.id,
    name: "Sales floor",
    type: "direct",
    directPhoneNumber: "+15550100",
    warmTransfer: true,
  };

  test("adopting what is as declared sends no PATCH; changing two fields exactly one with those two, shown leaf by leaf before", async () => {
    await fixture.program({ sales: declared });
    await fixture.stack.up();
    expect(fixture.emulator.writes()).toEqual([]);
    await fixture.program({ sales: { ...declared, directPhoneNumber: "+15550199", warmTransfer: false } });
    fixture.emulator.clearLog();
    const preview = await fixture.stack.preview();
    expect(wire(fixture.emulator)).toEqual([]);
    const step = configSteps(preview.steps).find((s) => s.op === "update");
    expect(step?.detailedDiff).toEqual({
      directPhoneNumber: { kind: "update", inputDiff: true },
      warmTransfer: { kind: "update", inputDiff: true },
    });
    await fixture.stack.up();
    expect(wire(fixture.emulator)).toEqual([
      "GET",
      'PATCH {"warmTransfer":false,"directPhoneNumber":"+15550199"}',
    ]);
    expect(fixture.emulator.get(sales.id)).toMatchObject({
      directPhoneNumber: "+15550199",
      warmTransfer: false,
    });

    fixture.emulator.clearLog();
    const again = await fixture.stack.up();
    expect(changes(again.steps)).toEqual([]);
    expect(wire(fixture.emulator)).toEqual([]);
  });

  // The stack goes on from there.
  test("drift is shown field by field with its live value, and converged by a PATCH of that field", async () => {
    fixture.emulator.set(sales.id, { directPhoneNumber: "+15550666", sipUri: "sip:elsewhere" });
    const preview = await fixture.stack.preview({ refresh: true });
    const step = configSteps(preview.steps).find((s) => s.op === "update");
    expect(step?.detailedDiff).toEqual({ directPhoneNumber: { kind: "update", inputDiff: true } });
    expect(step?.oldState?.inputs).toMatchObject({ directPhoneNumber: "+15550666" });
    expect(step?.newState?.inputs).toMatchObject({ directPhoneNumber: "+15550199" });

    fixture.emulator.clearLog();
    await fixture.stack.up({ refresh: true });
    expect(fixture.emulator.writes().map((w) => w.body)).toEqual([{ directPhoneNumber: "+15550199" }]);
    const after = await fixture.stack.preview({ refresh: true });
    expect(changes(after.steps)).toEqual([]);
  });

  test("each PATCH waits for the quota together with its GET: an edit made meanwhile is not lost", async () => {
    const ids = [sales.id, "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa", "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4"];
    const seed = ids.map((id) => ({ id, name: "N", dynamicOptions: { pingUrl: "p" }, sipUri: "sip:a" }));
    const patient = await startStackFixture(engine, { rate: 100, seed });
    /** Two requests in two seconds for what is looked at; what prepares it need not wait. */
    const limit = async (requests: string, seconds: string) => {
      await patient.stack.setConfig("carecycle:rateLimit", { value: requests });
      await patient.stack.setConfig("carecycle:rateWindowSeconds", { value: seconds });
    };
    try {
      const declared = (pingUrl: string, onConflict: string) =>
        Object.fromEntries(
          ids.map((transferConfigId, i) => [
            `r${i}`,
            { transferConfigId, onConflict, sipUri: "sip:a", dynamicOptions: { pingUrl } },
          ]),
        );
      for (const [pingUrl, onConflict] of [
        ["q", "overwrite"],
        ["r", "fail"],
      ] as const) {
        await limit("1000", "1");
        await patient.program(declared(pingUrl === "q" ? "p" : "q", onConflict));
        await patient.stack.up({ refresh: true });
        await limit("2", "2");
        await patient.program(declared(pingUrl, onConflict));
        patient.emulator.clearLog();
        const run = patient.stack.up().then(
          ({ text }) => text,
          (error: Error) => error.message,
        );
        // After the first pair, while the other two wait: a window is long enough to edit both.
        while (patient.emulator.writes().length === 0) await new Promise((wake) => setTimeout(wake, 20));
        const first = /[^/]+$/.exec(patient.emulator.writes()[0]?.path ?? "")?.[0];
        const [second = "", third = ""] = ids.filter((id) => id !== first);
        const live = patient.emulator.get(second)?.dynamicOptions as object;
        patient.emulator.set(second, { dynamicOptions: { ...live, transferNumber: "+15550177" } });
        patient.emulator.set(third, { sipUri: "sip:moved" });
        const text = await run;
        // In whichever order the engine brings them; what is refused ends with its GET.
        const methods = patient.emulator.requests.map((r) => r.method);
        expect(methods.filter((method) => method === "GET")).toHaveLength(3);
        expect(methods.filter((method) => method === "PATCH")).toHaveLength(onConflict === "fail" ? 2 : 3);
        for (const [i, request] of patient.emulator.requests.entries()) {
          if (request.method === "PATCH") expect(patient.emulator.requests[i - 1]?.path).toBe(request.path);
        }
        expect(patient.emulator.get(second)?.dynamicOptions).toMatchObject({ transferNumber: "+15550177" });
        expect(text).toContain('sipUri: expected "sip:a", found "sip:moved"');
        expect(patient.emulator.get(third)?.sipUri).toBe(onConflict === "fail" ? "sip:moved" : "sip:a");
        expect(patient.emulator.throttled()).toBe(0);
        patient.emulator.set(third, { sipUri: "sip:a" });
      }
    } finally {
      await patient.close();
    }
  });

  test("an update that creates more configs than the quota allows says what it waits for, and sends them all", async () => {
    const slow = { "carecycle:rateLimit": { value: "4" }, "carecycle:rateWindowSeconds": { value: "7" } };
    const patient = await startStackFixture(engine, { rate: 4, windowSeconds: 7 }, slow);
    try {
      const names = ["A", "B", "C", "D", "E", "F"];
      await patient.program(Object.fromEntries(names.map((name) => [`desk${name}`, { name }])));
      const up = await patient.stack.up();
      expect(patient.emulator.writes().map((w) => w.status)).toEqual(names.map(() => 201));
      expect(patient.emulator.list()).toHaveLength(names.length);
      expect(patient.emulator.throttled()).toBe(0);
      // Whoever waits is told within seconds: before the window of the first four is over.
      expect(up.text).toMatch(/carecycle: 2 requests waiting for the API's quota, about \d s to go/);
    } finally {
      await patient.close();
    }
  });
});
