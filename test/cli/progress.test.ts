// The progress bar: on a terminal alone, and gone when the command has ended.
import { Writable } from "node:stream";
import type { CliContext } from "../../provider/cli/cliContext";
import { startProgress } from "../../provider/cli/progress";

const terminal = (isTTY: boolean) => {
  const shown = { text: "" };
  const stderr = new Writable({
    write(chunk, _, done) {
      shown.text += String(chunk).replaceAll("\u001b", "ESC");
      done();
    },
  });
  return { shown, context: { stderr: Object.assign(stderr, { isTTY }) } as unknown as CliContext };
};

test("anywhere but on a terminal, nothing is shown", async () => {
  const { shown, context } = terminal(false);
  const progress = await startProgress("Reading", 3, context);
  progress.update(1, 3);
  progress.stop();
  expect(shown.text).toBe("");
});

test("a terminal shows how many of how many are read, and in the end neither the bar nor a hidden cursor", async () => {
  const { shown, context } = terminal(true);
  const progress = await startProgress("Reading", 3, context);
  expect(shown.text).toMatch(/ESC\[\?25l.*Reading .+ 0\/3 · 0s/s);
  progress.update(2, 5);
  progress.stop();
  expect(shown.text).toMatch(/Reading .+ 2\/5 · \ds.*ESC\[\?25h/s);
  expect(shown.text).toMatch(/ESC\[1GESC\[2K$/);
  const before = shown.text;
  progress.stop();
  progress.update(3, 5);
  expect(shown.text).toBe(before);
});

test("before it is known how many there are, one is expected", async () => {
  const { shown, context } = terminal(true);
  const progress = await startProgress("Reading", 1, context);
  progress.update(0, 0);
  progress.stop();
  expect(shown.text).toMatch(/ 0\/1 /);
  expect(shown.text).not.toMatch(/ 0\/0 /);
});
