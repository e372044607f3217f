// The marked parts of two values, and texts in columns of a terminal.
import fc from "fast-check";
import { longestWord, width, wrap } from "../../../provider/cli/render/columns";
import { changedParts, leafTexts, markedLeaf, type Part } from "../../../provider/cli/render/leafTexts";
import type { ReportLeaf } from "../../../provider/cli/reportModel/types";
import { first, value } from "../../support/reports";

const textOf = (parts: readonly Part[]) => parts.map(({ text }) => text).join("");
const marked = (parts: readonly Part[]) => parts.filter(({ isChanged }) => isChanged).map(({ text }) => text);
const kept = (parts: readonly Part[]) =>
  parts
    .filter(({ isChanged }) => !isChanged)
    .map(({ text }) => text)
    .join("");

test.each<[string, string, string[], string[]]>([
  ['"+15550100"', '"+15550199"', ["00"], ["99"]],
  ['"wait-for-operator"', '"immediate-summary"', ["wait-for-operator"], ["immediate-summary"]],
  ['"the quick fox"', '"the slow fox"', ["quick"], ["slow"]],
  ['"one two"', '"one two three"', [], [" three"]],
  ['"https://a.example.com/v1/ping"', '"https://a.example.com/v2/pong"', ["1", "i"], ["2", "o"]],
  ["true", "false", ["true"], ["false"]],
  ["1000", "3000", ["1"], ["3"]],
])("of %s and %s the parts that differ are marked", (old, next, before, after) => {
  const [a, b] = changedParts(old, next);
  expect([marked(a), marked(b)]).toEqual([before, after]);
});

const words = fc.array(fc.constantFrom("sales", "desk", "+15550100", "+15550199", "é", "😀", "-", "one"), {
  maxLength: 12,
});
const sentence = fc.oneof(
  words.map((list) => list.join(" ")),
  fc.string({ unit: "grapheme", maxLength: 30 }),
);

test("the parts are the texts, in order, and the unmarked ones are the same in both", () => {
  fc.assert(
    fc.property(sentence, sentence, (old, next) => {
      const [a, b] = changedParts(old, next);
      expect([textOf(a), textOf(b)]).toEqual([old, next]);
      expect(kept(a)).toBe(kept(b));
      if (old === next) expect([...marked(a), ...marked(b)]).toEqual([]);
      else expect(marked(a).length + marked(b).length).toBeGreaterThan(0);
      // Half of a character would show as two boxes.
      for (const { text } of [...a, ...b]) expect(text).not.toMatch(/\p{Cs}/u);
    }),
    { numRuns: 500 },
  );
});

const leaf = (live: unknown, code: unknown): ReportLeaf => {
  const [drift] = first("drift").leaves;
  return {
    ...(drift as ReportLeaf),
    live: value(live) as ReportLeaf["live"],
    code: value(code) as ReportLeaf["code"],
  };
};

test("long values that differ far behind their beginning are cut so that the difference shows", () => {
  const long = (end: string) => `${"the same words again and again, ".repeat(200)}${end}`;
  const texts = leafTexts(leaf(long("red"), long("green")));
  expect(texts.live).toContain("red");
  expect(texts.code).toContain("green");
  expect(texts.live.length).toBeLessThan(300);
  expect(texts.live).toMatch(/^….*\(6405 characters\)$/);
  const parts = markedLeaf(leaf(long("red"), long("green")));
  expect(marked(parts.live)[0]).toBe("red");
  expect(marked(parts.code)[0]).toBe("green");
});

test("secret and absent values are words, and nothing in them is marked", () => {
  const secret: ReportLeaf = { ...leaf(1, 2), live: { kind: "secret" }, code: { kind: "absent" } };
  expect(leafTexts(secret)).toMatchObject({ live: "[secret]", code: "(absent)" });
  const parts = markedLeaf(secret);
  expect([...marked(parts.live), ...marked(parts.code)]).toEqual([]);
});

test("two long texts without a word in common are marked as a whole, at once", () => {
  const text = (seed: number) => Array.from({ length: 20_000 }, (_, i) => `${(i * seed) % 99_991}`).join(" ");
  const begun = performance.now();
  const [a] = changedParts(text(7), text(13));
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(marked(a).length).toBeGreaterThan(0);
});

const prose = fc
  .array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 })
  .map((list) => list.join(" "));

test("lines hold whole words, no more than fit, and together all of the text", () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 12, max: 60 }), (text, limit) => {
      const lines = wrap(text, limit);
      expect(lines.join(" ")).toBe(text);
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(limit);
      expect(longestWord(text)).toBe(Math.max(...text.split(" ").map((word) => word.length)));
    }),
  );
});

test("only a word that is longer than a line is broken, behind punctuation where it has some", () => {
  expect(wrap("see 497f6eca-6276-4993-bfeb-53cbbbba6f08 now", 20)).toEqual([
    "see",
    "497f6eca-6276-4993-",
    "bfeb-53cbbbba6f08",
    "now",
  ]);
  expect(wrap("x".repeat(25), 10)).toEqual(["xxxxxxxxxx", "xxxxxxxxxx", "xxxxx"]);
  expect(wrap("日本語日本語", 6)).toEqual(["日本語", "日本語"]);
});
