// What the state records of a config, on every engine at hand.
import { startWorld, type World } from "../support/e2e";
import { onEachEngine } from "../support/engines";
import { maxOwnBytes, ownBytes } from "../support/stateSize";

onEachEngine((engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(engine);
  });
  afterAll(() => world.close());

  test("a config of four declared fields is small in the state", async () => {
    await world.program({
      sales: { name: "Sales floor", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true },
    });
    await world.stack.up();
    const { deployment } = await world.stack.exportState();
    const record = deployment.resources.find(({ type }) => type.includes("TransferConfig"));
    expect(Object.keys(record?.inputs ?? {})).toHaveLength(5);
    expect(ownBytes(record ?? {})).toBeLessThanOrEqual(maxOwnBytes);
    // It was measured whole.
    expect(ownBytes(record ?? {})).toBeGreaterThan(800);
  });
});
