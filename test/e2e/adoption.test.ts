// What is read before it is managed, on every engine at hand: adoptions, and getTransferConfig.

import { changes, startWorld, type World, wire } from "../support/e2e";
import { onEachEngine } from "../support/engines";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

onEachEngine((engine) => {
  let world: World;
  afterEach(() => world.close());

  const apply = async (args: object | string) => {
    await world.program({ desk: args });
    world.emulator.clearLog();
    return world.stack.up();
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
    for (const refresh of [true, false]) {
      expect(changes((await world.stack.preview({ refresh })).steps)).toEqual([]);
    }

    await apply({ name: "Desk", directPhoneNumber: "+2" });
    expect(wire(world.emulator)).toEqual([]);
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

  test("getTransferConfigOutput tolerates an unknown id in a preview, and its sensitive values are secret", async () => {
    world = await startWorld(engine, {
      seed: [
        {
          id,
          name: "Desk",
          sipHeaders: "x-token: SIPCANARY",
          dynamicOptions: { headers: { "x-a": "aaaa-1111" } },
        },
      ],
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
});
