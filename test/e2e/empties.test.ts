// Empty objects and lists that the program declares, on every engine at hand: whether the API keeps them, drops
// them or answers null for them, one write is enough, and no refresh finds a difference afterwards.

import { changes, startWorld, type World } from "../support/e2e";
import { onEachEngine } from "../support/engines";

const empties = {
  transferWaitingMessages: [],
  dynamicOptions: { headers: {}, body: { nested: {}, list: [] }, successConditions: [] },
  additionalFields: { agentScreen: {}, callForm: [] },
};

onEachEngine((engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(engine);
  });
  afterAll(() => world.close());

  test.each(["keep", "drop", "null"] as const)("an API that does %s", async (emptyContainers) => {
    world.emulator.configure({ emptyContainers });
    const { id } = world.emulator.add({ name: "Old", dynamicOptions: { pingUrl: "https://example.com" } });
    const program = {
      [`adopted ${emptyContainers}`]: { transferConfigId: id, ...empties },
      [`fresh ${emptyContainers}`]: { name: `New ${emptyContainers}`, ...empties },
      [`bare ${emptyContainers}`]: {
        name: `Bare ${emptyContainers}`,
        dynamicOptions: {},
        additionalFields: {},
      },
    };
    await world.program(program);
    world.emulator.clearLog();
    await world.stack.up();
    const methods = world.emulator.writes().map((w) => w.method);
    expect(methods.filter((method) => method === "PATCH")).toEqual(["PATCH"]);

    world.emulator.clearLog();
    expect(changes((await world.stack.up({ refresh: true })).steps)).toEqual([]);
    expect(world.emulator.writes()).toEqual([]);

    world.emulator.set(id, { transferWaitingMessages: ["extra"] });
    expect(changes((await world.stack.up({ refresh: true })).steps)).toEqual([
      `update adopted ${emptyContainers}`,
    ]);
    expect(world.emulator.writes().map((w) => w.body)).toEqual([{ transferWaitingMessages: [] }]);
  });
});
