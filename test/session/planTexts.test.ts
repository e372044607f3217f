// What a user reads of a write that isn't as reviewed: every leaf with its values, no secret, and not without end.
import { Mask } from "../../provider/model/maskText";
import type { Deviation } from "../../provider/model/planCheck";
import { leafHash, newSalt } from "../../provider/session/planHash";
import { deleteRefusal, nothingOf, refusal } from "../../provider/session/planTexts";

const mask = new Mask({ __secretPaths: ["warmMode"], warmMode: "canary-mode" });
const deviation = (more: Partial<Deviation>): Deviation => ({
  of: "body",
  path: ["name"],
  planned: "a",
  isHidden: false,
  now: "b",
  ...more,
});

test("of a write that the plan lacks, it is said what it would set", () => {
  expect(nothingOf("PATCH", "transfer config X was not changed", "the plan", ["name", "a\nb"])).toBe(
    'transfer config X was not changed, and nothing was sent: the plan holds no PATCH of it (it would set name, ["a\\nb"]). ' +
      "Preview and review again (pulumi-carecycle preview --plan).",
  );
  expect(nothingOf("DELETE", "it was not deleted", "the plan")).toBe(
    "it was not deleted, and nothing was sent: the plan holds no DELETE of it. " +
      "Preview and review again (pulumi-carecycle preview --plan).",
  );
});

test("each leaf is told with what the plan sends and what the update would, or what is live", () => {
  const text = refusal(
    "it was not changed",
    [
      deviation({}),
      deviation({ planned: undefined }),
      deviation({ now: undefined }),
      deviation({ path: ["sipHeaders"], planned: undefined, isHidden: true, now: "canary" }),
      deviation({ of: "live" }),
      deviation({ of: "live", planned: undefined, now: undefined }),
      deviation({ of: "live", path: ["warmMode"], now: "canary-mode" }),
      deviation({ path: ["screen"], now: "canary" }),
      deviation({ now: "it holds canary-mode" }),
    ],
    mask,
  );
  expect(text.split("\n")).toEqual([
    "it was not changed, because it is not as reviewed in the plan:",
    '  name: the plan sends "a", the update "b"',
    '  name: the plan sends nothing, the update "b"',
    '  name: the plan sends "a", the update nothing',
    "  sipHeaders: the plan sends [secret], the update [secret]",
    '  name: live "a" when the plan was made, "b" now',
    "  name: live (absent) when the plan was made, (absent) now",
    "  warmMode: live [secret] when the plan was made, [secret] now",
    "  additionalFields.screen: the plan sends [secret], the update [secret]",
    '  name: the plan sends "a", the update "it holds [secret]"',
    "Preview and review again (pulumi-carecycle preview --plan).",
  ]);
});

test("long values are cut, and so are long lists", () => {
  const lines = (count: number, now: unknown = "b") =>
    refusal("it was not changed", new Array<Deviation>(count).fill(deviation({ now })), mask).split("\n");
  expect(lines(20)).toHaveLength(22);
  expect(lines(22)).toHaveLength(23);
  expect(lines(22).at(-2)).toBe("  and 2 more");
  expect(lines(1, "x".repeat(498))[1]).toBe(`  name: the plan sends "a", the update "${"x".repeat(498)}"`);
  expect(lines(1, "x".repeat(499))[1]).toBe(`  name: the plan sends "a", the update "${"x".repeat(499)}…`);
  // Masked before it is cut: half a secret would not be found.
  const half = `${"x".repeat(493)}canary-mode`;
  expect(lines(1, half)[1]).toBe(`  name: the plan sends "a", the update "${"x".repeat(493)}[secre…`);
});

test("of a config that is not deleted, each leaf is told with what the plan holds and what is live", () => {
  const text = deleteRefusal(
    "X",
    [
      deviation({ of: "live" }),
      deviation({ of: "live", path: ["sipHeaders"], planned: undefined, isHidden: true, now: "canary" }),
      ...new Array<Deviation>(30).fill(deviation({ of: "live", now: "canary-mode" })),
    ],
    mask,
  );
  expect(text.split("\n").slice(0, 4)).toEqual([
    "transfer config X was not deleted: it is not as in the plan, which holds what the last update or refresh recorded:",
    '  name: "a" in the plan, live "b"',
    "  sipHeaders: [secret] in the plan, live [secret]",
    '  name: "a" in the plan, live "[secret]"',
  ]);
  expect(text.split("\n")).toHaveLength(22);
  expect(text).toMatch(
    /\nRun pulumi refresh, which records what is live, and preview and review again \(pulumi-carecycle preview --plan\)\.$/,
  );
});

test("a hash tells values and places apart, under its salt alone", () => {
  const salt = newSalt();
  expect(salt).toMatch(/^[\w-]{43}$/);
  expect(newSalt()).not.toBe(salt);
  const hashes = [
    leafHash(salt, ["a"], "x"),
    leafHash(salt, ["b"], "x"),
    leafHash(salt, ["a"], "y"),
    leafHash(salt, ["a"], null),
    leafHash(newSalt(), ["a"], "x"),
  ];
  expect(new Set(hashes).size).toBe(5);
  expect(leafHash(salt, ["a"], "x")).toBe(hashes[0]);
  // Plans that were made by an earlier version are kept to.
  expect(leafHash("salt", ["sipHeaders"], "x")).toBe("tTlI-YBPEmDoItMfpV76IX4y9Z9Ike3Y9inDfcj6DeQ");
});
