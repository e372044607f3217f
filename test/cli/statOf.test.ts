// What is at a path, and what is nothing there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statOf } from "../../provider/cli/statOf";

const folder = mkdtempSync(join(tmpdir(), "stat-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a file and a folder are told apart, and nothing is at any other path, be it below a file", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(statOf(file)?.isFile()).toBe(true);
  expect(statOf(folder)?.isDirectory()).toBe(true);
  expect(statOf(join(folder, "none"))).toBeUndefined();
  expect(statOf(join(file, "below"))).toBeUndefined();
});

test("another failure is no absence", () => {
  expect(() => statOf("a\0b")).toThrow(/null bytes/);
});
