// What is printed: secret values are found however they are quoted, and ordinary words are left alone.
import fc from "fast-check";
import { isOpaque, LATER, Mask, maskedValue, masker, sensitiveTexts } from "../../provider/model/maskText";
import { printable, printableJson } from "../../provider/model/printable";
import { SECRET, UNKNOWN, WITHHELD } from "../../provider/model/values";

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

test("a value inside a secret is hidden with it; of dynamicOptions and additional fields, the whole is", () => {
  const mask = new Mask({ __secretPaths: ["warmMode"] }, { __formerSecretPaths: ["name"] });
  const paths = [["warmMode"], ["name"], ["sipHeaders"], ["dynamicOptions"], ["additionalFields", "x"]];
  expect(paths.map((path) => mask.hides(path))).toEqual(new Array(5).fill(true));
  expect([["type"], ["dynamicOptions", "pingUrl"]].map((path) => mask.hides(path))).toEqual([false, false]);
});

test("what is learned later is masked from then on", () => {
  const mask = new Mask({ __secretPaths: ["name"] });
  expect(mask.text("canary one, canary two")).toBe("canary one, canary two");
  mask.learn({ name: "canary one" });
  expect(mask.text("canary one, canary two")).toBe("[secret], canary two");
  mask.learn({ name: "canary two" });
  expect(mask.text("canary one, canary two")).toBe("[secret], [secret]");
});

test("of a secret, short and ordinary values are masked by path alone", () => {
  const values = ["true", "false", "null", "", 999, 1000, "no", null, undefined, true, {}];
  const mask = new Mask({ __secretPaths: ["additionalFields"], additionalFields: { values } });
  expect(mask.text("true false null 999 1000 no undefined")).toBe(
    "true false null 999 [secret] [secret] undefined",
  );
});

test("a credential of the table is masked by value from 8 characters on", () => {
  const mask = new Mask({ dynamicOptions: { headers: { a: "1234567", b: "12345678" } } });
  expect(mask.text("1234567 of 12345678")).toBe("1234567 of [secret]");
});

test("an additional field is known beside the others of a response, and one of the API is not taken for it", () => {
  const mask = new Mask({ __secretPaths: ["additionalFields.name", "additionalFields.screen"] });
  mask.learn({ name: "Sales floor", id: "an id of it", clientId: "a client", screen: "the inbox" });
  expect(mask.text("Sales floor, an id of it, a client, the inbox")).toBe(
    "Sales floor, an id of it, a client, [secret]",
  );
});

test("texts that a body may carry as credentials: of the table, and of fields that nobody knows", () => {
  expect(
    sensitiveTexts({ name: "a b", screen: "inbox", sipHeaders: "x", toString: "y", n: { m: [1234, 5] } }),
  ).toEqual(["inbox", "x", "y", "1234"]);
});

describe("a value with its secrets masked", () => {
  test("has a mark at each leaf that may be a credential, and stays as it is elsewhere", () => {
    const options = {
      headers: { a: "x", b: null },
      body: { list: ["y", { z: 1 }] },
      pingUrl: "p",
      other: "o",
    };
    expect(maskedValue(options, ["dynamicOptions"], undefined)).toEqual({
      headers: { a: SECRET, b: null },
      body: { list: [SECRET, { z: SECRET }] },
      pingUrl: "p",
      other: SECRET,
    });
    expect(maskedValue("x", ["sipHeaders"], "x")).toBe(SECRET);
    expect(maskedValue("x", ["name"], undefined)).toBe("x");
  });

  test("names what is unknown and what is withheld", () => {
    const options = { headers: { a: UNKNOWN, b: WITHHELD, c: undefined }, pingUrl: UNKNOWN };
    expect(maskedValue(options, ["dynamicOptions"], undefined)).toStrictEqual({
      headers: { a: LATER, b: WITHHELD, c: undefined },
      pingUrl: LATER,
    });
  });

  test("shows of additional fields what the program shows of them", () => {
    const declared = { a: "old", b: SECRET, c: UNKNOWN, d: null, e: { f: 1 }, list: ["x", SECRET] };
    const live = { a: "new", b: "n", c: "n", d: "n", e: "n", f: 0, list: ["y", "n", "n"], constructor: "n" };
    expect(maskedValue(live, ["additionalFields"], declared)).toEqual({
      a: "new",
      b: SECRET,
      c: SECRET,
      d: SECRET,
      e: SECRET,
      f: SECRET,
      list: ["y", SECRET, SECRET],
      constructor: SECRET,
    });
    expect(maskedValue(["n"], ["additionalFields", "a"], { 0: "x" })).toEqual([SECRET]);
    expect(maskedValue({ a: "n" }, ["additionalFields"], "x")).toEqual({ a: SECRET });
  });

  test("a secret and an unknown value say nothing", () => {
    expect(LATER).toBe("[known after apply]");
    expect([SECRET, UNKNOWN, WITHHELD, "a", null].map(isOpaque)).toEqual([true, true, false, false, false]);
  });
});

test("of a secret of several lines, each is masked, but no punctuation alone", () => {
  const mask = masker(['{\r\n  "key": 1\n\n}\n--\nab']);
  expect(mask('{ } -- "key": 1 ab')).toBe("{ } -- [secret] [secret]");
  expect(masker(["--"])("a -- b")).toBe("a [secret] b");
  expect(masker(["----\nx1"])("a ---- b x1")).toBe("a [secret] b [secret]");
  expect(masker([" padded "])("it is padded.")).toBe("it is [secret].");
});

test("a secret is found as this package itself prints it", () => {
  const secret = "to\u202eken\u009b";
  const mask = masker([secret]);
  expect(mask(`${printable(secret)} ${printableJson({ secret })}`)).toBe('[secret] {"secret":"[secret]"}');
});

test("a short one is a word of its own between any characters but those of words", () => {
  const mask = masker(["ab"]);
  expect(mask("ab")).toBe("[secret]");
  expect(mask("ab,(ab) ab_ _ab abab 1ab")).toBe("[secret],([secret]) ab_ _ab abab 1ab");
  expect(masker(["abc"])("xabc")).toBe("xabc");
  expect(masker(["abcd"])("xabcdx")).toBe("x[secret]x");
});
