// Text from outside: whatever it holds, it stays in its line, and nothing in it is a command.
import fc from "fast-check";
import { counted, joinLines, printable, printableJson, printableLines } from "../../provider/model/printable";

const bidi = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
const hostile = fc.constantFrom(
  ..."\0\u0007\b\t\n\v\f\r\u001b\u007f\u0085\u009b\u009c\u2028\u2029",
  ...bidi,
  "\r\n",
  "\u001b[2K",
  "\u001b]0;title\u0007",
  "::error::",
  "##[error]",
  "##vso[task.complete]",
  "#",
  "a",
  '"',
  "\\",
  "é",
  "👩‍💻",
);
const text = fc.array(hostile).map((parts) => parts.join(""));
/** By code point, the line break left out: C0, DEL and C1, the line separators, the bidirectional controls. */
const ranges = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0x200e, 0x200f],
  [0x061c, 0x061c],
] as const;
const obeyed = (line: string) =>
  [...line].filter((c) => ranges.some(([from, to]) => c.charCodeAt(0) >= from && c.charCodeAt(0) <= to));

test("any text becomes one line that steers nothing, and stays so", () => {
  fc.assert(
    fc.property(text, (raw) => {
      const line = printable(raw);
      expect(obeyed(line)).toEqual([]);
      expect(line).not.toContain("\n");
      expect(line).not.toMatch(/##(vso)?\[/);
      expect(printable(line)).toBe(line);
    }),
  );
});

test("of several lines, the line breaks alone are kept", () => {
  fc.assert(
    fc.property(fc.array(text), (raws) => {
      const lines = printableLines(raws.map(printable).join("\n"));
      expect(obeyed(lines)).toEqual([]);
      expect(lines).not.toMatch(/^\s*::/m);
      const bare = (line: string) => line.replaceAll(" ", "");
      expect(lines.split("\n").map(bare)).toEqual(raws.length > 0 ? raws.map(printable).map(bare) : [""]);
    }),
  );
  expect(printableLines("a\r\nb\rc\n\u001b[1md")).toBe("a\nb c\n\ufffd[1md");
  expect(printableLines("::error::a\n  ::error::b ::c\n: :")).toBe(": :error::a\n  : :error::b ::c\n: :");
});

test("JSON on one line is still the same JSON", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.dictionary(text, text), fc.array(text)), (value) => {
      const json = printableJson(value);
      expect(obeyed(json)).toEqual([]);
      expect(json).not.toContain("\n");
      expect(json).not.toMatch(/##(vso)?\[/);
      expect(JSON.parse(json)).toEqual(value);
    }),
  );
});

test("what is harmless stays as it is", () => {
  const harmless = "Sales — «Größe» 株式会社 👩‍💻 العربية # 1 ## two [x] ::";
  expect([printable(harmless), printableLines(harmless)]).toEqual([harmless, harmless]);
  expect(printableJson({ name: harmless })).toBe(JSON.stringify({ name: harmless }));
});

test("a name cannot begin a line, colour it, or turn it round", () => {
  expect(printable("Sales\n::error::x")).toBe("Sales ::error::x");
  expect(printable("\u001b[31mred\u001b[0m \u202eevil")).toBe("\ufffd[31mred\ufffd[0m \ufffdevil");
  expect(printableJson("a\u202eb\u009b1m\n")).toBe('"a\\u202eb\\u009b1m\\n"');
  expect(printable("##[add-mask]e")).toBe("# #[add-mask]e");
});

test("lines are joined by a space", () => {
  expect(joinLines(" a \n\n\t b\r\nc\n")).toBe("a b c");
});

test("so are they where there are 10 MB of blanks", () => {
  expect(joinLines(`a${" ".repeat(10_000_000)}b`)).toHaveLength(10_000_002);
});

test("a command of a runner loses its power, and nothing else", () => {
  expect(printableLines("a ##[error]b\n##vso[task]c ##d")).toBe("a # #[error]b\n# #vso[task]c ##d");
  expect(printableJson("##[x] ##")).toBe('"#\\u0023[x] ##"');
  expect(JSON.parse(printableJson("##[x]"))).toBe("##[x]");
});

test("a number is told with its noun", () => {
  expect([counted(0, "value"), counted(1, "value"), counted(2, "value")]).toEqual([
    "0 values",
    "1 value",
    "2 values",
  ]);
});
