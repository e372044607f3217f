// What the state records of a config, on every engine at hand.

import { onEachEngine } from "../support/engines";
import { type StackFixture, startStackFixture } from "../support/stackFixture";
import { maxOwnBytes, ownBytes } from "../support/stateSize";

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeAll(async () => {
    fixture = await startStackFixture(engine);
  });
  afterAll(() => fixture.close());

  test("a config of four declared fields is small in the state", async () => {
    await fixture.program({
      sales: { name: "Sales floor", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true },
    });
    await fixture.stack.up();
    const { deployment } = await fixture.stack.exportState();
    const record = deployment.resources.find(({ type }) => type.includes("TransferConfig"));
    expect(Object.keys(record?.inputs ?? {})).toHaveLength(5);
    expect(ownBytes(record ?? {})).toBeLessThanOrEqual(maxOwnBytes);
    // It was measured whole.
    expect(ownBytes(record ?? {})).toBeGreaterThan(800);
  });
});
