// Ownership to the last leaf, on every engine at hand: what goes over the wire, and a preview without changes after.

import { changes, configSteps, startWorld, type World, wire } from "../support/e2e";
import { onEachEngine } from "../support/engines";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";

onEachEngine((engine) => {
  let world: World;
  afterEach(() => world.close());

  const settled = async () => {
    const preview = await world.stack.preview({ refresh: true });
    expect(changes(preview.steps)).toEqual([]);
    const plain = await world.stack.preview();
    expect(changes(plain.steps)).toEqual([]);
  };
  const bodies = () => world.emulator.writes().map((w) => w.body);
  const apply = async (args: object | string, options?: { refresh?: boolean }) => {
    await world.program({ desk: args });
    world.emulator.clearLog();
    return world.stack.up(options);
  };

  test("adopting shows its differences in the preview, PATCHes them alone, and keeps the id however it is declared", async () => {
    world = await startWorld(engine, {
      seed: [{ id, name: "Desk", type: "direct", directPhoneNumber: "+1" }],
    });
    await world.program({ desk: { transferConfigId: id, name: "Desk", directPhoneNumber: "+2" } });
    const preview = await world.stack.preview();
    expect(preview.text).toContain('directPhoneNumber: "+1" => "+2"');
    expect(world.emulator.writes()).toEqual([]);
    await apply({ transferConfigId: id, name: "Desk", directPhoneNumber: "+2" });
    // One GET for the preview, one for the PATCH to rest on.
    expect(wire(world.emulator)).toEqual(["GET", "GET", 'PATCH {"directPhoneNumber":"+2"}']);
    await settled();

    await apply({ name: "Desk", directPhoneNumber: "+2" });
    expect(wire(world.emulator)).toEqual([]);
    await settled();
    const back = await apply({ transferConfigId: id.toUpperCase(), name: "Desk", directPhoneNumber: "+2" });
    expect(changes(back.steps)).toEqual([]);
    expect(wire(world.emulator)).toEqual([]);
  });

  test("adopting an id that does not exist fails in the preview, and nothing is sent but the GET", async () => {
    world = await startWorld(engine);
    await world.program({ desk: { transferConfigId: id, name: "Desk" } });
    await expect(world.stack.preview()).rejects.toThrow(`there is no transfer config ${id}`);
    expect(wire(world.emulator)).toEqual(["GET"]);
  });

  test("another id replaces the resource and retains the old config", async () => {
    world = await startWorld(engine, {
      seed: [
        { id, name: "Desk" },
        { id: other, name: "Other" },
      ],
      allowDelete: true,
    });
    await apply({ transferConfigId: id, type: "direct" });
    const result = await apply({ transferConfigId: other, type: "direct" });
    expect(changes(result.steps)).toContain("replace desk");
    expect(world.emulator.writes()).toEqual([]);
    expect(world.emulator.get(id)).toMatchObject({ name: "Desk" });
    const state = await world.stack.exportState();
    expect(state.deployment.resources.find((r) => r.type.endsWith("TransferConfig"))?.id).toBe(other);
    await settled();
  });

  test("two resources that adopt the same id are refused", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    await world.program({ a: { transferConfigId: id }, b: { transferConfigId: id.toUpperCase() } });
    await expect(world.stack.preview()).rejects.toThrow(/adopted by two resources, "a" and "b"/);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("without a key, a preview of an adoption says that it leaves the differences out", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    await world.stack.setConfig("carecycle:apiKey", undefined);
    await world.program({ desk: { transferConfigId: id, name: "Renamed" } });
    const preview = await world.stack.preview();
    expect(preview.text).toContain("no API key is set, so the changes cannot be shown");
    expect(wire(world.emulator)).toEqual([]);
    await expect(world.stack.up()).rejects.toThrow(/pulumi config set --secret carecycle:apiKey/);
  });

  const options = {
    pingUrl: "https://a.example",
    timeout: 3000,
    headers: { "x-a": "aaaa-1111", "x-b": "bbbb-2222" },
    body: { skill: "sales-skill" },
    transferNumber: "+15550177",
    successConditions: [{ field: "status", operator: "equals", value: "ok" }],
  };

  test.each(["replace", "merge"] as const)(
    "undeclared members of dynamicOptions survive a server that %ss, and its defaults are no drift",
    async (dynamicOptions) => {
      world = await startWorld(engine, {
        seed: [{ id, name: "Desk", type: "dynamic", dynamicOptions: options }],
        dynamicOptions,
        serverDefaults: true,
      });
      await apply({ transferConfigId: id, dynamicOptions: { pingUrl: "https://a.example" } });
      expect(bodies()).toEqual([]);
      const up = await apply({ transferConfigId: id, dynamicOptions: { pingUrl: "https://b.example" } });
      const step = configSteps(up.steps).find((s) => s.op === "update");
      expect(step?.detailedDiff).toEqual({ "dynamicOptions.pingUrl": { kind: "update", inputDiff: true } });
      expect(wire(world.emulator).map((w) => w.split(" ")[0])).toEqual(["GET", "PATCH"]);
      expect(world.emulator.get(id)?.dynamicOptions).toMatchObject({
        ...options,
        pingUrl: "https://b.example",
      });
      await settled();
    },
  );

  test.each(["replace", "merge"] as const)(
    "an extra header is drift of owned headers and is removed on a server that %ss, its value shown nowhere",
    async (dynamicOptions) => {
      world = await startWorld(engine, {
        seed: [{ id, name: "Desk", type: "dynamic", dynamicOptions: options }],
        dynamicOptions,
      });
      const declared = { transferConfigId: id, dynamicOptions: { headers: options.headers } };
      await apply(declared);
      world.emulator.set(id, {
        dynamicOptions: { ...options, headers: { ...options.headers, "x-c": "cccc-INTRUDER" } },
      });
      const preview = await world.stack.preview({ refresh: true });
      const step = configSteps(preview.steps).find((s) => s.op === "update");
      expect(step?.detailedDiff).toEqual({
        'dynamicOptions.headers["x-c"]': { kind: "delete", inputDiff: true },
      });
      expect(`${preview.text}${JSON.stringify(preview.json)}`).toContain(
        "[withheld: set outside this program]",
      );
      expect(`${preview.text}${JSON.stringify(preview.json)}`).not.toContain("INTRUDER");

      await apply(declared, { refresh: true });
      expect(world.emulator.get(id)?.dynamicOptions).toEqual(options);
      const writes = bodies() as { dynamicOptions: { headers: object } }[];
      expect(writes[0]?.dynamicOptions.headers).toEqual(options.headers);
      expect(writes[1]?.dynamicOptions.headers).toEqual(
        dynamicOptions === "merge" ? { ...options.headers, "x-c": null } : undefined,
      );
      await settled();
    },
  );

  test("a removed nullable field is cleared, one that cannot be null is left with a line that says so", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk", sipUri: "sip:a", warmTransfer: true }] });
    await apply({ transferConfigId: id, name: "Desk", sipUri: "sip:a", warmTransfer: true });
    await world.program({ desk: { transferConfigId: id, name: "Desk" } });
    const preview = await world.stack.preview();
    expect(configSteps(preview.steps).find((s) => s.op === "update")?.detailedDiff).toEqual({
      sipUri: { kind: "delete", inputDiff: true },
      warmTransfer: { kind: "delete", inputDiff: true },
    });
    expect(preview.text).toContain(
      "no longer declared and to be cleared: sipUri; left as it is: warmTransfer",
    );
    await apply({ transferConfigId: id, name: "Desk" });
    expect(bodies()).toEqual([{ sipUri: null }]);
    expect(world.emulator.get(id)).toMatchObject({ sipUri: null, warmTransfer: true });
    await settled();
  });

  test('onConflict "fail" sends nothing over a change that the preview did not show', async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk", directPhoneNumber: "+1" }] });
    const declared = { transferConfigId: id, onConflict: "fail", directPhoneNumber: "+1" };
    await apply(declared);
    world.emulator.set(id, { directPhoneNumber: "+666" });
    await expect(apply({ ...declared, directPhoneNumber: "+2" })).rejects.toThrow(
      /directPhoneNumber: expected "\+1", found "\+666"/,
    );
    expect(wire(world.emulator)).toEqual(["GET"]);
    await apply({ ...declared, directPhoneNumber: "+2" }, { refresh: true });
    expect(bodies()).toEqual([{ directPhoneNumber: "+2" }]);
    await settled();
  });

  test('deletionPolicy "retain" leaves the config, "delete" deletes it where the API can, and fails where not', async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    await apply({ transferConfigId: id, name: "Desk", deletionPolicy: "delete" });
    await world.program({});
    await expect(world.stack.up()).rejects.toThrow(/could not be deleted.*Delete it in the dashboard/s);
    expect(world.emulator.get(id)).toBeDefined();

    world.emulator.configure({ allowDelete: true });
    world.emulator.clearLog();
    await world.stack.up();
    expect(wire(world.emulator)).toEqual(["GET", "DELETE"]);
    expect(world.emulator.get(id)).toBeUndefined();

    await apply({ name: "Second" });
    await world.program({});
    world.emulator.clearLog();
    const retained = await world.stack.up();
    expect(wire(world.emulator)).toEqual([]);
    expect(retained.text).toContain("still live, no longer managed");
  });

  test("a value that the API does not take is an error that names it, and the resource is recorded as it is", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk", directPhoneNumber: "+1" }] });
    await apply({ transferConfigId: id, name: "Desk", directPhoneNumber: "+1" });
    const fault = { kind: "normalise-field", field: "directPhoneNumber", to: "+1 555" } as const;
    world.emulator.faults.add({ method: "PATCH", nth: "every", fault });
    const wanted = { transferConfigId: id, name: "Desk", directPhoneNumber: "+1555" };
    const message = /directPhoneNumber: the API did not accept the value: sent "\+1555", got "\+1 555"/;
    await expect(apply(wanted)).rejects.toThrow(message);
    await expect(apply(wanted)).rejects.toThrow(message);
    const { deployment } = await world.stack.exportState();
    const recorded = deployment.resources.find((r) => r.type.endsWith("TransferConfig"));
    expect(recorded?.outputs).toMatchObject({ directPhoneNumber: "+1 555" });
    expect(recorded?.initErrors).toEqual([expect.stringMatching(message)]);
    await apply({ ...wanted, directPhoneNumber: "+1 555" });
    expect(bodies()).toEqual([]);
    await settled();

    await expect(apply({ ...wanted, directPhoneNumber: "+2" })).rejects.toThrow(/sent "\+2"/);
    await world.program({});
    await world.stack.up({ refresh: true });
    expect((await world.stack.exportState()).deployment.resources.map((r) => r.id ?? "")).not.toContain(id);
  });

  test("a field that somebody else moved meanwhile is put back by the same PATCH and reported in one line", async () => {
    world = await startWorld(engine, {
      seed: [{ id, name: "Desk", directPhoneNumber: "+1", sipUri: "sip:a" }],
    });
    await apply({ transferConfigId: id, directPhoneNumber: "+1", sipUri: "sip:a" });
    world.emulator.set(id, { sipUri: "sip:moved" });
    const up = await apply({ transferConfigId: id, directPhoneNumber: "+2", sipUri: "sip:a" });
    expect(wire(world.emulator)).toEqual(["GET", 'PATCH {"directPhoneNumber":"+2","sipUri":"sip:a"}']);
    expect(up.text).toContain(
      'overwriting changes made since the last refresh: sipUri: expected "sip:a", found "sip:moved"',
    );
    await settled();
  });

  test("additionalFields are sent, compared and read back by key; one that is not echoed is reported once", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    const declared = (panel: string) => ({ transferConfigId: id, additionalFields: { agentScreen: panel } });
    await apply(declared("inbox"));
    expect(bodies()).toEqual([{ agentScreen: "inbox" }]);
    await settled();
    world.emulator.set(id, { agentScreen: "none" });
    await apply(declared("inbox"), { refresh: true });
    expect(bodies()).toEqual([{ agentScreen: "inbox" }]);
    await expect(apply({ transferConfigId: id, additionalFields: { sipUri: "sip:a" } })).rejects.toThrow(
      /sipUri is a known field/,
    );
    world.emulator.configure({ unknownFields: "drop" });
    const dropped = await apply({ transferConfigId: id, additionalFields: { callForm: "x" } });
    expect(bodies()).toEqual([{ callForm: "x" }]);
    expect(dropped.text).toContain("additionalFields.callForm was sent, but the API does not return it");
    await settled();
  });

  test("getTransferConfigOutput tolerates an unknown id in a preview, and its sensitive values are secret", async () => {
    world = await startWorld(engine, {
      seed: [{ id, name: "Desk", sipHeaders: "x-token: SIPCANARY", dynamicOptions: options }],
    });
    const head = `
      const got = carecycle.getTransferConfigOutput({ id: ${JSON.stringify(id)} });
      exports.name = got.name;
      exports.sip = got.sipHeaders;
      exports.header = got.dynamicOptions.apply((o) => o.headers["x-a"]);`;
    await world.program({ made: '{ name: "Made" }' }, head);
    const up = await world.stack.up();
    expect(up.outputs).toMatchObject({ name: "Desk", sip: "[secret]", header: "[secret]" });

    await world.program(
      { later: '{ name: "Later" }' },
      "setImmediate(() => { exports.of = carecycle.getTransferConfigOutput({ id: r_later.id }).name; });",
    );
    world.emulator.clearLog();
    await world.stack.preview();
    expect(wire(world.emulator)).toEqual([]);
  });

  test("UUIDs compare without regard to case, and the order of keys is no change", async () => {
    const routing = "b6e138dd-eba1-4cd6-85c1-31882f4d70e7";
    world = await startWorld(engine, {
      seed: [{ id, name: "Desk", routingConfigId: routing.toUpperCase(), dynamicOptions: options }],
    });
    const reversed = Object.fromEntries(Object.entries(options.headers).reverse());
    await apply({
      transferConfigId: id,
      routingConfigId: routing,
      dynamicOptions: { headers: options.headers },
    });
    const again = await apply({
      transferConfigId: id,
      routingConfigId: routing.toUpperCase(),
      dynamicOptions: { headers: reversed },
    });
    expect(changes(again.steps)).toEqual([]);
    expect(bodies()).toEqual([]);
    await settled();
  });
});
