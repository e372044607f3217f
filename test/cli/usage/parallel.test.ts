// Several requests at a time: each item once, no more than eight together, none after a failure.
import { forEach } from "../../../provider/cli/usage/parallel";

/** Runs over items that end in turns; returns what was begun, and how many ran together at most. */
async function runOver(count: number, fails: (item: number) => boolean = () => false) {
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const failed = await forEach(
    Array.from({ length: count }, (_, i) => i),
    async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      await new Promise((done) => setImmediate(done));
      running--;
      if (fails(item)) throw new Error(`${item} failed`);
    },
  ).catch((error: Error) => error.message);
  while (running > 0) await new Promise((done) => setImmediate(done));
  return { begun, most, failed };
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test.each([
  [0, 0],
  [1, 1],
  [3, 3],
  [8, 8],
  [30, 8],
])("%d items are all run, %d at a time", async (count, together) => {
  expect(await runOver(count)).toEqual({ begun: upTo(count), most: together, failed: undefined });
});

test("after a failure no other is begun, and it is the caller's", async () => {
  const { begun, failed } = await runOver(30, (item) => item === 2);
  expect(failed).toBe("2 failed");
  expect(begun.length).toBeLessThanOrEqual(16);
});
