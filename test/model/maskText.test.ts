// What is printed: secret values are found however they are quoted, and ordinary words are left alone.
import fc from "fast-check";
import { Mask, masker } from "../../provider/model/maskText";

test("a secret is masked whole, JSON-quoted, and line by line", () => {
  const mask = masker(['first "line"\n  second line\r\n}']);
  const quoted = JSON.stringify({ prompt: 'first "line"\n  second line\r\n}' });
  expect(mask(`${quoted} | first "line" | second line, {}`)).toBe(
    '{"prompt":"[secret]"} | [secret] | [secret], {}',
  );
});

test("text beyond ASCII is masked as it is, and as JSON that escapes it", () => {
  expect(masker(["Grüße, secret"])('Grüße, secret "Gr\\u00fc\\u00dfe, secret"')).toBe('[secret] "[secret]"');
});

test("of secrets that overlap, nothing is left", () => {
  expect(masker(["abcd", "cdefgh"])("x abcdefgh x")).toBe("x [secret] x");
  expect(masker(["token", "token-and-more"])("token-and-more token")).toBe("[secret] [secret]");
});

test("a short one is masked as a word of its own, and nothing is masked twice", () => {
  expect(masker(["a1", "secret"])("a1 of a1x is secret")).toBe("[secret] of a1x is [secret]");
});

test("every occurrence is masked, those that overlap each other included", () => {
  const letters = (min: number, max: number) =>
    fc.array(fc.constantFrom("a", "b"), { minLength: min, maxLength: max }).map((all) => all.join(""));
  fc.assert(
    fc.property(letters(4, 7), letters(0, 40), (secret, text) => {
      // The same told naively: each character that any occurrence covers.
      const covered = [...text].map((_, i) =>
        Array.from({ length: secret.length }, (_, back) => i - back).some(
          (from) => from >= 0 && text.startsWith(secret, from),
        ),
      );
      const shown = [...text]
        .map((letter, i) => (covered[i] ? (covered[i - 1] ? "" : "#") : letter))
        .join("");
      // Occurrences that only touch are told apart by nobody.
      expect(masker([secret])(text).replace(/(\[secret\])+/g, "#")).toBe(shown);
    }),
    { numRuns: 500 },
  );
});

test("texts and secrets of 10 MB are masked, and soon", () => {
  const began = Date.now();
  const huge = "a".repeat(10_000_000);
  expect(masker([huge])(`x${huge}x`)).toBe("x[secret]x");
  expect(masker(["a".repeat(1_000)])(huge)).toBe("[secret]");
  expect(masker([`${"ab".repeat(1_000)}`])("ab".repeat(1_000_000))).toBe("[secret]");
  expect(masker(["a short one"])(huge)).toHaveLength(huge.length);
  expect(Date.now() - began).toBeLessThan(20_000);
}, 60_000);

const paths = ["name", "transferWaitingMessages[0]", "additionalFields.screen", "dynamicOptions.timeout"];

test("by value: what the program named, wherever it stands; booleans and short numbers by path alone", () => {
  const mask = new Mask({ __secretPaths: [...paths, "warmTransfer"], name: "Top", warmTransfer: true });
  mask.learn({ transferWaitingMessages: ["one", "two"], screen: "inbox", dynamicOptions: { timeout: 30 } });
  expect(mask.text("Top: true for 30 of one, two and inbox")).toBe(
    "[secret]: true for 30 of [secret], two and [secret]",
  );
  expect(mask.hides(["warmTransfer"])).toBe(true);
  expect(mask.hides(["dynamicOptions", "timeout"])).toBe(true);
});

test("by value: credentials of the table, where they are no ordinary word", () => {
  const mask = new Mask({ sipHeaders: "X-Auth: 1234", dynamicOptions: { headers: { a: "GET" } } });
  expect(mask.text("GET /v2: X-Auth: 1234")).toBe("GET /v2: [secret]");
});

test("the markers of withheld and of unknown values are no secrets", () => {
  const values = ["[withheld: set outside this program]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"];
  const mask = new Mask({ __secretPaths: ["transferWaitingMessages"], transferWaitingMessages: values });
  expect(mask.text(values.join())).toBe(values.join());
});

test("additional fields that are one secret hide no known field of a response", () => {
  const mask = new Mask({ additionalFields: { screen: "canary" }, __secretPaths: ["additionalFields"] });
  mask.learn({ id: "497f6eca-6276-4993-bfeb-53cbbbba6f08", type: "direct", screen: "canary two" });
  expect(mask.text("497f6eca-6276-4993-bfeb-53cbbbba6f08 direct canary canary two")).toBe(
    "497f6eca-6276-4993-bfeb-53cbbbba6f08 direct [secret] [secret]",
  );
});
