// The wrong account, and the missing config, on every engine at hand.
import { DEFAULT_CLIENT_ID, DEFAULT_KEY } from "../emulator";
import { EngineError } from "../engine";
import { onEachEngine } from "../support/engines";
import { changes, type Resources, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const second = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const stranger = "aaaaaaaa-9024-474d-9434-e5a44f505cc5";
const pinned = { "carecycle:clientId": { value: DEFAULT_CLIENT_ID } };

onEachEngine((engine) => {
  let fixture: StackFixture;

  const managed = async () => {
    const state = await fixture.stack.exportState();
    return state.deployment.resources.filter((r) => r.type.endsWith("TransferConfig")).map((r) => r.id);
  };

  const keys = { [DEFAULT_KEY]: DEFAULT_CLIENT_ID, cc_stranger: stranger };
  const names = ["A", "B", "C"];
  const created = () =>
    Object.fromEntries(names.map((name) => [`created${name}`, { name, deletionPolicy: "delete" }]));
  const adoptedIds = [id, second, "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4"];
  const adopted = () =>
    Object.fromEntries(names.map((name, i) => [`adopted${name}`, { transferConfigId: adoptedIds[i], name }]));
  const swap = async (key = "cc_stranger") => {
    await fixture.stack.setConfig("carecycle:apiKey", { value: key, secret: true });
    fixture.emulator.clearLog();
  };
  const failed = async (run: Promise<unknown>): Promise<string> => {
    const error = await run.then(
      () => undefined,
      (thrown) => thrown,
    );
    if (!(error instanceof EngineError)) throw new Error("the run did not fail");
    return error.result.text;
  };

  describe("a refresh that cannot tell keeps the resource", () => {
    beforeAll(async () => {
      fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] });
      await fixture.program({ desk: { transferConfigId: id, name: "Desk", onMissing: "fail" } });
      await fixture.stack.up();
    });
    afterAll(() => fixture.close());

    test("an answer under another client than the recorded one is an error", async () => {
      fixture.emulator.faults.add({
        method: "GET",
        nth: "every",
        fault: { kind: "other-client", clientId: stranger },
      });
      await expect(fixture.stack.refresh()).rejects.toThrow(`recorded under client ${DEFAULT_CLIENT_ID}`);
      expect(await managed()).toEqual([id]);
      fixture.emulator.faults.clear();
    });

    test('onMissing "fail" as input', async () => {
      fixture.emulator.remove(id);
      await expect(fixture.stack.refresh()).rejects.toThrow(/onMissing is "fail"/);
      expect(await managed()).toEqual([id]);
    });
  });

  describe("under another account's key", () => {
    let program: Resources;
    beforeAll(async () => {
      const seed = names.map((name, i) => ({ id: adoptedIds[i], name }));
      fixture = await startStackFixture(engine, { seed, apiKeys: keys, allowDelete: true });
      program = { ...created(), ...adopted() };
      await fixture.program(program);
      await fixture.stack.up();
      expect(await managed()).toHaveLength(6);
    });
    afterAll(() => fixture.close());

    test.each([{ pin: undefined }, { pin: DEFAULT_CLIENT_ID }])(
      "configs that were created and adopted are kept and not written to (pinned: $pin)",
      async ({ pin }) => {
        await fixture.stack.setConfig("carecycle:clientId", pin === undefined ? undefined : { value: pin });
        const before = (await managed()).sort();

        await swap();
        const text = await failed(fixture.stack.up({ refresh: true }));
        expect(text).toMatch(/the resource is kept.*--refresh --run-program/);
        expect(text).toContain(
          `the key in use belongs to client ${stranger}, not to client ${DEFAULT_CLIENT_ID}`,
        );
        expect((await managed()).sort()).toEqual(before);

        await fixture.program({ ...program, D: { name: "D" } });
        expect(await failed(fixture.stack.up())).toMatch(
          /no transfer config was created, and nothing was sent/,
        );
        const { createdA: _, adoptedA: __, ...rest } = program;
        const changed = { createdB: { name: "B", warmTransfer: true, deletionPolicy: "delete" } };
        await fixture.program({ ...rest, ...changed });
        await failed(fixture.stack.up());
        expect(fixture.emulator.writes()).toEqual([]);
        // An entry that only adopts may go: nothing is sent for it.
        const kept = before.filter((one) => one !== id);
        expect(await managed()).toEqual(expect.arrayContaining(kept));

        await fixture.program(program);
        await swap(DEFAULT_KEY);
        const back = await fixture.stack.up({ refresh: true });
        expect(changes(back.steps).filter((step) => step !== "create adoptedA")).toEqual([]);
        expect(fixture.emulator.writes()).toEqual([]);
        expect((await managed()).sort()).toEqual(before);
      },
    );

    test("resources dropped are not deleted, the account pinned, and with the right key they are", async () => {
      await swap();
      // Others stay: the engine takes the program's config with them, and the recorded one without.
      await fixture.program({ ...adopted(), createdA: created().createdA ?? {} });
      expect(await failed(fixture.stack.up())).toMatch(/was not deleted, and nothing was sent/);
      expect(fixture.emulator.writes()).toEqual([]);
      expect(await managed()).toHaveLength(6);
      await swap(DEFAULT_KEY);
      await fixture.stack.up();
      expect(fixture.emulator.writes().map((w) => w.method)).toEqual(["DELETE", "DELETE"]);
      expect(await managed()).toHaveLength(4);
    });
  });

  describe("each in a stack of its own", () => {
    afterEach(() => fixture.close());

    test("a config that is gone is dropped with a line that names it, and created again", async () => {
      fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] });
      await fixture.program({ desk: { transferConfigId: id, name: "Desk" } });
      await fixture.stack.up();
      await fixture.program({ desk: { name: "Desk" } });
      await fixture.stack.up();
      fixture.emulator.remove(id);
      const refresh = await fixture.stack.refresh();
      expect(refresh.text).toContain(
        `transfer config "Desk" (${id}) of client ${DEFAULT_CLIENT_ID} is gone (404)`,
      );
      expect(await managed()).toEqual([]);
      fixture.emulator.clearLog();
      await fixture.stack.up();
      expect(wire(fixture.emulator)).toEqual(['POST {"name":"Desk"}']);
      const preview = await fixture.stack.preview({ refresh: true });
      expect(changes(preview.steps)).toEqual([]);
    });

    test('onMissing "fail" as stack config keeps the resource', async () => {
      const config = { "carecycle:onMissing": { value: "fail" } };
      fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] }, config);
      await fixture.program({ desk: { transferConfigId: id, name: "Desk" } });
      await fixture.stack.up();
      fixture.emulator.remove(id);
      await expect(fixture.stack.refresh()).rejects.toThrow(/onMissing is "fail"/);
      expect(await managed()).toEqual([id]);
    });

    test("where nothing shows the account, a missing config is kept; whatever shows it, it is dropped and created again", async () => {
      fixture = await startStackFixture(engine, { appointmentConfigs: [] });
      await fixture.program({ desk: { name: "Desk", type: "direct", directPhoneNumber: null } });
      await fixture.stack.up();
      const post = ["POST", { name: "Desk", type: "direct", directPhoneNumber: null }];
      expect(fixture.emulator.writes().map((w) => [w.method, w.body])).toEqual([post]);
      const made = await managed();
      fixture.emulator.remove(String(made[0]));
      fixture.emulator.clearLog();
      for (const silent of [
        { accountEndpoints: 403 },
        { accountEndpoints: 404 },
        { accountEndpoints: "ok", campaigns: [], appointmentConfigs: [] },
      ] as const) {
        fixture.emulator.configure(silent);
        expect(await failed(fixture.stack.up({ refresh: true }))).toMatch(
          /no response has shown.*the resource is kept.*pulumi state delete/,
        );
        expect(fixture.emulator.writes()).toEqual([]);
        expect(await managed()).toEqual(made);
      }
      fixture.emulator.configure({ campaigns: "one" });
      fixture.emulator.clearLog();
      const { text } = await fixture.stack.up({ refresh: true });
      expect(text).toContain("Campaigns");
      expect(fixture.emulator.writes().map((w) => [w.method, w.body])).toEqual([post]);
      expect(fixture.emulator.requests.some((r) => /^\/v2\/campaigns\/c/.test(r.path))).toBe(true);
      expect(await managed()).not.toContain(made[0]);
    });

    test("a DELETE that was carried out and whose answer was lost ends the resource, the account pinned", async () => {
      fixture = await startStackFixture(engine, { allowDelete: true }, pinned);
      await fixture.program({ desk: { name: "Desk", deletionPolicy: "delete" } });
      await fixture.stack.up();
      fixture.emulator.faults.add({ method: "DELETE", fault: { kind: "reset-after-commit" } });
      const destroyed = await fixture.stack.destroy();
      expect(destroyed.text).toContain("was not found (404): it was deleted, now or earlier");
      expect(await managed()).toEqual([]);
    });

    test("a pinned account refuses a config of another one before anything is written to it", async () => {
      fixture = await startStackFixture(
        engine,
        { seed: [{ id, name: "Desk", clientId: stranger }], apiKeys: { [DEFAULT_KEY]: stranger } },
        pinned,
      );
      await fixture.program({ desk: { transferConfigId: id, name: "Renamed" } });
      await expect(fixture.stack.up()).rejects.toThrow(`carecycle:clientId pins ${DEFAULT_CLIENT_ID}`);
      expect(fixture.emulator.writes()).toEqual([]);
    });
  });
});
