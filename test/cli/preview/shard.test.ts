// Which part of a stack a shard is.
import { inShard } from "../../../provider/cli/preview/shard";

test("every config is in exactly one shard, and stays there", () => {
  const urns = Array.from({ length: 1000 }, (_, i) => `urn:pulumi:s::p::t::desk-${i}`);
  const sizes = [1, 2, 3, 4].map((index) => urns.filter((urn) => inShard(urn, { index, of: 4 })).length);
  expect(sizes.reduce((a, b) => a + b)).toBe(1000);
  for (const size of sizes) expect(size).toBeGreaterThan(200);
  // A changed hash would move configs between the shards of running schedules.
  expect(inShard("urn:pulumi:s::p::t::desk-0", { index: 3, of: 4 })).toBe(true);
});
