// What is read before it is managed, on every engine at hand: adoptions, and getTransferConfig.

import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

onEachEngine((engine) => {
  let fixture: StackFixture;
  afterEach(() => fixture.close());

  const apply = async (args: object | string) => {
    await fixture.program({ desk: args });
    fixture.emulator.clearLog();
    return fixture.stack.up();
  };

  test("adopting shows its differences in the preview, PATCHes them alone, and keeps the id however it is declared", async () => {
    fixture = await startStackFixture(engine, {
      seed: [{ id, name: "Desk", type: "direct", directPhoneNumber: "+1" }],
    });
    await fixture.program({ desk: { transferConfigId: id, name: "Desk", directPhoneNumber: "+2" } });
    const preview = await fixture.stack.preview();
    expect(preview.text).toContain('directPhoneNumber: "+1" => "+2"');
    expect(fixture.emulator.writes()).toEqual([]);
    await apply({ transferConfigId: id, name: "Desk", directPhoneNumber: "+2" });
    // One GET for the preview, one for the PATCH to rest on.
    expect(wire(fixture.emulator)).toEqual(["GET", "GET", 'PATCH {"directPhoneNumber":"+2"}']);
    for (const refresh of [true, false]) {
      expect(changes((await fixture.stack.preview({ refresh })).steps)).toEqual([]);
    }

    await apply({ name: "Desk", directPhoneNumber: "+2" });
    expect(wire(fixture.emulator)).toEqual([]);
    const back = await apply({ transferConfigId: id.toUpperCase(), name: "Desk", directPhoneNumber: "+2" });
    expect(changes(back.steps)).toEqual([]);
    expect(wire(fixture.emulator)).toEqual([]);
  });

  test("adopting an id that does not exist fails in the preview, and nothing is sent but the GET", async () => {
    fixture = await startStackFixture(engine);
    await fixture.program({ desk: { transferConfigId: id, name: "Desk" } });
    await expect(fixture.stack.preview()).rejects.toThrow(`there is no transfer config ${id}`);
    expect(wire(fixture.emulator)).toEqual(["GET"]);
  });

  test("two resources that adopt the same id are refused", async () => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] });
    await fixture.program({ a: { transferConfigId: id }, b: { transferConfigId: id.toUpperCase() } });
    await expect(fixture.stack.preview()).rejects.toThrow(/adopted by two resources, "a" and "b"/);
    expect(fixture.emulator.writes()).toEqual([]);
  });

  test("without a key, a preview of an adoption says that it leaves the differences out", async () => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] });
    await fixture.stack.setConfig("carecycle:apiKey", undefined);
    await fixture.program({ desk: { transferConfigId: id, name: "Renamed" } });
    const preview = await fixture.stack.preview();
    expect(preview.text).toContain("no API key is set, so the changes cannot be shown");
    expect(wire(fixture.emulator)).toEqual([]);
    await expect(fixture.stack.up()).rejects.toThrow(/pulumi config set --secret carecycle:apiKey/);
  });

  test("getTransferConfigOutput tolerates an unknown id in a preview, and its sensitive values are secret", async () => {
    fixture = await startStackFixture(engine, {
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
    await fixture.program({ made: '{ name: "Made" }' }, head);
    const up = await fixture.stack.up();
    expect(up.outputs).toMatchObject({ name: "Desk", sip: "[secret]", header: "[secret]" });

    await fixture.program(
      { later: '{ name: "Later" }' },
      "setImmediate(() => { exports.of = carecycle.getTransferConfigOutput({ id: r_later.id }).name; });",
    );
    fixture.emulator.clearLog();
    await fixture.stack.preview();
    expect(wire(fixture.emulator)).toEqual([]);
  });
});
