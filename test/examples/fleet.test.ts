// The file of desks: what is wrong with it is said all at once, each mistake with its line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readFleet } from "../../examples/fleet-from-a-file/fleet";

const file = readFileSync(join(__dirname, "../../examples/fleet-from-a-file/fleet.yaml"), "utf8");
const lines = file.split("\n");

/** The message of a file whose lines (from 1) are replaced. */
function mistakes(changes: Record<number, string>): string[] {
  const text = lines.map((line, i) => changes[i + 1] ?? line).join("\n");
  try {
    readFleet(text, "fleet.yaml");
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

test("the example's own file has a hundred desks", () => {
  expect(readFleet(file, "fleet.yaml")).toHaveLength(100);
});

test("mistakes of every kind are listed together, by line", () => {
  const first = lines[2] ?? "";
  expect(
    mistakes({
      4: '  - { name: Austin Support, number: "555" }',
      9: '  - { name: Austin Onboarding, number: "+15550106", wram: true }',
      12: first,
    }),
  ).toEqual([
    "3 mistakes in fleet.yaml:",
    "  fleet.yaml:4: desks.1.number: must be a number such as +15550100, in quotes",
    '  fleet.yaml:9: desks.6: Unrecognized key: "wram"',
    '  fleet.yaml:12: desks.9.name: "Austin Sales" occurs twice',
  ]);
});

test("a value of another type hides no mistake of another line", () => {
  const first = lines[2] ?? "";
  expect(mistakes({ 4: "  - { name: Austin Support, number: 15550101 }", 12: first, 13: "  - 7" })).toEqual([
    "3 mistakes in fleet.yaml:",
    "  fleet.yaml:4: desks.1.number: must be a number such as +15550100, in quotes",
    '  fleet.yaml:12: desks.9.name: "Austin Sales" occurs twice',
    expect.stringMatching(/^ {2}fleet\.yaml:13: desks\.10: /),
  ]);
});

test("a number that YAML reads as one, a missing member, and text that is no YAML are found", () => {
  expect(mistakes({ 3: "  - { name: Austin Sales, number: +15550100 }" })[1]).toBe(
    "  fleet.yaml:3: desks.0.number: must be a number such as +15550100, in quotes",
  );
  expect(mistakes({ 5: "  - { name: Austin Billing }" })[1]).toMatch(
    /^ {2}fleet\.yaml:5: desks\.2\.number: /,
  );
  expect(mistakes({ 5: "  - { name: [" })[1]).toMatch(/^ {2}fleet\.yaml:\d+: /);
  expect(() => readFleet("", "fleet.yaml")).toThrow("1 mistake in fleet.yaml:\n  fleet.yaml:1: (file): ");
});

test("whichever lines are wrong, exactly those are named", () => {
  const wrong = fc.uniqueArray(fc.integer({ min: 3, max: 102 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(wrong, (numbers) => {
      const bad = (line: number) => `  - { name: Desk ${line}, number: none }`;
      const [, ...found] = mistakes(Object.fromEntries(numbers.map((line) => [line, bad(line)])));
      expect(found.map((text) => Number(/yaml:(\d+):/.exec(text)?.[1]))).toEqual(
        [...numbers].sort((a, b) => a - b),
      );
    }),
    { numRuns: 25 },
  );
});
