// Many creates at once: whoever waits for the quota is told within seconds, and no window holds more requests than it.
import { onEachEngine } from "../support/engines";
import { startStackFixture } from "../support/stackFixture";

onEachEngine((engine) => {
  test("an update that creates more configs than the quota allows says what it waits for", async () => {
    const fixture = await startStackFixture(
      engine,
      { rate: 4, windowSeconds: 8 },
      { "carecycle:rateLimit": { value: "4" }, "carecycle:rateWindowSeconds": { value: "8" } },
    );
    try {
      await fixture.program(
        Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`desk${i}`, { name: `Desk ${i}` }])),
      );
      const { text } = await fixture.stack.up();
      expect(text).toMatch(/\d requests? waiting for the API's quota, about \d+ s to go/);
      expect(fixture.emulator.list()).toHaveLength(6);
      expect(fixture.emulator.throttled()).toBe(0);
    } finally {
      await fixture.close();
    }
  }, 120_000);
});
