// The wrong account, and the missing config, on every engine at hand.
import { DEFAULT_CLIENT_ID, DEFAULT_KEY } from "../emulator";
import { onEachEngine } from "./engines";
import { changes, startWorld, type World, wire } from "./world";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const second = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const stranger = "aaaaaaaa-9024-474d-9434-e5a44f505cc5";
const pinned = { "carecycle:clientId": { value: DEFAULT_CLIENT_ID } };

onEachEngine((engine) => {
  let world: World;
  afterEach(() => world.close());

  const managed = async () => {
    const state = await world.stack.exportState();
    return state.deployment.resources.filter((r) => r.type.endsWith("TransferConfig")).map((r) => r.id);
  };

  test("a config that is gone is dropped with a line that names it, and created anew", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    await world.program({ desk: { transferConfigId: id, name: "Desk" } });
    await world.stack.up();
    await world.program({ desk: { name: "Desk" } });
    await world.stack.up();
    world.emulator.remove(id);
    const refresh = await world.stack.refresh();
    expect(refresh.text).toContain(
      `transfer config "Desk" (${id}) of client ${DEFAULT_CLIENT_ID} is gone (404)`,
    );
    expect(await managed()).toEqual([]);
    world.emulator.clearLog();
    await world.stack.up();
    expect(wire(world.emulator)).toEqual(['POST {"name":"Desk"}']);
    const preview = await world.stack.preview({ refresh: true });
    expect(changes(preview.steps)).toEqual([]);
  });

  test.each(["input", "stack config"])('onMissing "fail" as %s keeps the resource', async (where) => {
    const config = where === "stack config" ? { "carecycle:onMissing": { value: "fail" } } : {};
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] }, config);
    const onMissing = where === "input" ? { onMissing: "fail" } : {};
    await world.program({ desk: { transferConfigId: id, name: "Desk", ...onMissing } });
    await world.stack.up();
    world.emulator.remove(id);
    await expect(world.stack.refresh()).rejects.toThrow(/onMissing is "fail"/);
    expect(await managed()).toEqual([id]);
  });

  test("with the account pinned, another account's key drops nothing, creates nothing, writes nothing", async () => {
    world = await startWorld(
      engine,
      {
        seed: [
          { id, name: "Desk" },
          { id: second, name: "Second" },
        ],
        apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID, cc_stranger: stranger },
      },
      pinned,
    );
    const declared = (name: string) => ({
      desk: { transferConfigId: id, name },
      second: { transferConfigId: second, name: "Second" },
    });
    await world.program(declared("Desk"));
    await world.stack.up();
    await world.stack.setConfig("carecycle:apiKey", { value: "cc_stranger", secret: true });
    world.emulator.clearLog();
    await expect(world.stack.up({ refresh: true })).rejects.toThrow(/no answer so far has shown/);
    expect(world.emulator.writes()).toEqual([]);
    expect((await managed()).sort()).toEqual([id, second].sort());

    await world.stack.setConfig("carecycle:apiKey", { value: DEFAULT_KEY, secret: true });
    world.emulator.remove(second);
    await world.stack.refresh({ runProgram: true });
    expect(await managed()).toEqual([id]);
  });

  test("a pinned account refuses a config of another one before anything is written to it", async () => {
    world = await startWorld(
      engine,
      { seed: [{ id, name: "Desk", clientId: stranger }], apiKeys: { [DEFAULT_KEY]: stranger } },
      pinned,
    );
    await world.program({ desk: { transferConfigId: id, name: "Renamed" } });
    await expect(world.stack.up()).rejects.toThrow(`carecycle:clientId pins ${DEFAULT_CLIENT_ID}`);
    expect(world.emulator.writes()).toEqual([]);
  });

  test("an answer under another client than the recorded one is an error", async () => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk" }] });
    await world.program({ desk: { transferConfigId: id, name: "Desk" } });
    await world.stack.up();
    world.emulator.faults.add({
      verb: "GET",
      nth: "every",
      fault: { kind: "other-client", clientId: stranger },
    });
    await expect(world.stack.refresh()).rejects.toThrow(`recorded under client ${DEFAULT_CLIENT_ID}`);
    expect(await managed()).toEqual([id]);
  });
});
