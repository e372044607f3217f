// A key that the API refuses: each resource's error is short, and what it may come from is said once in a run.

import { onEachEngine } from "../support/engines";
import { startStackFixture } from "../support/stackFixture";

const ids = [1, 2, 3].map((n) => `${n}1111111-1111-4111-8111-111111111111`);

onEachEngine((engine) => {
  test("three resources under a refused key: the hint stands once", async () => {
    const fixture = await startStackFixture(engine, { seed: ids.map((id) => ({ id, name: id })) });
    try {
      const resources = Object.fromEntries(
        ids.map((id, i) => [`desk${i}`, { transferConfigId: id, name: id }]),
      );
      await fixture.program(resources);
      await fixture.stack.up();
      fixture.emulator.configure({ apiKeys: { cc_rotated: "5e505642-9024-474d-9434-e5a44f505cc5" } });
      const error = await fixture.stack.preview({ refresh: true }).catch((thrown: unknown) => thrown);
      const { text } = (error as { result: { text: string } }).result;
      expect(text).toMatch(/answered 401 UNAUTHORIZED.* Set a valid key: pulumi config set/);
      // Once as it happens; the real CLI repeats the lines of a process in its summary.
      const hints = text.match(/A refresh or destroy uses the key recorded/g) ?? [];
      expect(hints.length).toBeGreaterThan(0);
      expect(hints.length).toBeLessThanOrEqual(2);
      expect(text).not.toContain("cc_test_key");
    } finally {
      await fixture.close();
    }
  }, 120_000);
});
