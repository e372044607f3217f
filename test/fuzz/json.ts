// Arbitrary JSON as an adversary would write it: names that every object inherits, text that steers terminals and logs.
import fc from "fast-check";

const pieces = [
  "\n::error::taken",
  "\r\n::set-output name=x::",
  "\u2028::error::",
  "##[error]",
  "##vso[task.complete]",
  "\u001b[2K\u001b]0;t\u0007",
  "\u009b31m",
  "\u202e",
  "\u2066",
  "\u0000",
  "\ud800",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</style>",
  "<%= it %>",
  "```",
  "|",
  "$" + "{x}",
  "*/",
  "\\",
  " ",
  "a",
];

/** Text with pieces that must come out harmless. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(""));

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "toJSON",
  "hasOwnProperty",
  "length",
  "then",
  "",
];

/** A name of a member: ordinary, inherited by every object, or hostile. */
export const hostileName = fc.oneof(
  fc.constantFrom("a", "b", "id", "name"),
  fc.constantFrom(...names),
  hostileText,
);

/** An object with these members, `__proto__` as a member of its own. */
export function objectOf(members: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of members)
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  return object;
}

const scalar = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -0, 1, 1e308, 5e-324, -1, ""),
  fc.constantFrom("[secret]", "[withheld: set outside this program]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value; `members` are names that its objects often have. */
export function anyJson(...members: string[]): fc.Arbitrary<unknown> {
  const name = members.length > 0 ? fc.oneof(fc.constantFrom(...members), hostileName) : hostileName;
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie("value")), { maxLength: 5 }).map(objectOf),
    ),
  })).value;
}

/** An object of such values. */
export function anyObject(...members: string[]): fc.Arbitrary<Record<string, unknown>> {
  const name = members.length > 0 ? fc.oneof(fc.constantFrom(...members), hostileName) : hostileName;
  return fc.array(fc.tuple(name, anyJson(...members)), { maxLength: 8 }).map(objectOf);
}

/** What no line may hold: what a terminal obeys, what reorders text, and lines or words that a runner obeys. */
export const obeyed = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|^\s*::\w|##(vso)?\[/mu;

/** Ten megabytes of text, or as many bytes as said. */
export const huge = (unit = "x", size = 10_000_000) => unit.repeat(Math.ceil(size / unit.length));

/** A list in a list, and so on. */
export const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** Runs of the properties of this folder; more of them for a hunt. */
export const runs = { numRuns: Number(process.env.RUNS ?? 20) };
