// Empty objects and lists that the program declares, on every engine at hand: whether the API keeps them, drops
// them or answers null for them, one write is enough, and no refresh finds a difference afterwards.

import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture } from "../support/stackFixture";

const empties = {
  transferWaitingMessages: [],
  dynamicOptions: { headers: {}, body: { nested: {}, list: [] }, successConditions: [] },
  additionalFields: { agentScreen: {}, callForm: [] },
};

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeAll(async () => {
    fixture = await startStackFixture(engine);
  });
  afterAll(() => fixture.close());

  test.each(["keep", "drop", "null"] as const)("an API that does %s", async (emptyContainers) => {
    fixture.emulator.configure({ emptyContainers });
    const { id } = fixture.emulator.add({ name: "Old", dynamicOptions: { pingUrl: "https://example.com" } });
    const program = {
      [`adopted ${emptyContainers}`]: { transferConfigId: id, ...empties },
      [`fresh ${emptyContainers}`]: { name: `New ${emptyContainers}`, ...empties },
      [`bare ${emptyContainers}`]: {
        name: `Bare ${emptyContainers}`,
        dynamicOptions: {},
        additionalFields: {},
      },
    };
    await fixture.program(program);
    fixture.emulator.clearLog();
    await fixture.stack.up();
    const methods = fixture.emulator.writes().map((w) => w.method);
    expect(methods.filter((method) => method === "PATCH")).toEqual(["PATCH"]);

    fixture.emulator.clearLog();
    expect(changes((await fixture.stack.up({ refresh: true })).steps)).toEqual([]);
    expect(fixture.emulator.writes()).toEqual([]);

    fixture.emulator.set(id, { transferWaitingMessages: ["extra"] });
    expect(changes((await fixture.stack.up({ refresh: true })).steps)).toEqual([
      `update adopted ${emptyContainers}`,
    ]);
    expect(fixture.emulator.writes().map((w) => w.body)).toEqual([{ transferWaitingMessages: [] }]);
  });
});
