// The steps under one URN, taken apart where they are of two configs, and those of two URNs joined where they are of one.
import { byConfig } from "../../../provider/cli/preview/byConfig";
import type { Step } from "../../../provider/cli/preview/document";
import { isRemoval, isReplacing } from "../../../provider/cli/preview/removal";

/** A step on the config of an id, where it names one. */
const on = (op: string, id?: string): Step => ({
  op,
  urn: "urn",
  ...(id !== undefined && { oldState: { id } }),
});
const entry = (urn: string, plan: Step[], refresh?: Step) => ({ urn, refresh, plan });

/** Each entry as `URN: refresh of ID | operation of ID, ...`. */
const told = (...entries: Parameters<typeof byConfig>[0]) =>
  byConfig(entries).map(({ urn, refresh, plan }) => {
    const text = ({ op, oldState }: Step) => `${op} ${oldState?.id ?? "-"}`;
    return `${urn}: ${refresh ? `${text(refresh)} | ` : ""}${plan.map(text).join(", ")}`;
  });

describe("what an interrupted run left to be removed", () => {
  test.each<[string, Step[], string[]]>([
    ["an update", [on("update", "a"), on("delete", "b")], ["u: update a", "u: delete b"]],
    ["a create", [on("create"), on("delete-replaced", "b")], ["u: create -", "u: delete-replaced b"]],
    [
      "a config that stays",
      [on("delete", "b"), on("same", "a"), on("remove-pending-replace", "c")],
      ["u: same a", "u: delete b", "u: remove-pending-replace c"],
    ],
    [
      "a config that is dropped",
      [on("delete-replaced", "b"), on("delete", "a")],
      ["u: delete a", "u: delete-replaced b"],
    ],
    [
      "nothing: the first of several then stands for the URN",
      [on("delete-replaced", "b"), on("remove-pending-replace", "c")],
      ["u: delete-replaced b", "u: remove-pending-replace c"],
    ],
  ])("is a config of its own beside %s", (_, plan, expected) => {
    expect(told(entry("u", plan))).toEqual(expected);
  });

  test("has no part in the refresh, which is that of the config in its place", () => {
    expect(told(entry("u", [on("delete", "b"), on("same", "a")], on("refresh", "a")))).toEqual([
      "u: refresh a | same a",
      "u: delete b",
    ]);
  });

  test("is no config of its own where this plan replaces it, and one beside a replacement of another", () => {
    for (const op of ["replace", "create-replacement", "import-replacement"]) {
      const plan = [on("delete-replaced", "a"), on(op, "a"), on("delete", "b")];
      expect(told(entry("u", plan))).toEqual([`u: delete-replaced a, ${op} a`, "u: delete b"]);
      expect(told(entry("u", [on(op), on("delete-replaced", "a")]))).toEqual([
        `u: ${op} -, delete-replaced a`,
      ]);
      expect(told(entry("u", [on("delete-replaced"), on(op, "a")]))).toEqual([
        `u: delete-replaced -, ${op} a`,
      ]);
    }
  });
});

describe("a config that is removed under its old URN and replaced under a new one", () => {
  const plan = [on("create-replacement"), on("replace", "a")];

  test("is one, and keeps the refresh of the new URN where that has one", () => {
    const old = entry("old", [on("delete-replaced", "a")], on("refresh", "first"));
    expect(told(old, entry("new", plan))).toEqual([
      "new: refresh first | create-replacement -, replace a, delete-replaced a",
    ]);
    expect(told(old, entry("new", plan, on("refresh", "second")))).toEqual([
      "new: refresh second | create-replacement -, replace a, delete-replaced a",
    ]);
    expect(told(old, entry("new", [...plan, on("delete", "b")]))).toEqual([
      "new: refresh first | create-replacement -, replace a, delete-replaced a",
      "new: delete b",
    ]);
  });

  test("stays apart from one that is deleted, from another config, and from one of which no id is known", () => {
    const next = entry("new", plan);
    expect(told(entry("old", [on("delete", "a")]), next)).toHaveLength(2);
    expect(told(entry("old", [on("delete-replaced", "b")]), next)).toHaveLength(2);
    expect(told(entry("old", [on("delete-replaced")]), entry("new", [on("replace")]))).toHaveLength(2);
    expect(told(entry("old", [on("delete-replaced", "a")]), entry("new", [on("update", "a")]))).toHaveLength(
      2,
    );
  });

  test("under one URN is joined with nothing, itself included", () => {
    const all = [on("delete-replaced", "a"), ...plan];
    expect(told(entry("u", all))).toEqual(["u: delete-replaced a, create-replacement -, replace a"]);
  });
});

test.each([
  ["delete", true, false],
  ["delete-replaced", true, false],
  ["remove-pending-replace", true, false],
  ["replace", false, true],
  ["create-replacement", false, true],
  ["import-replacement", false, true],
  ["update", false, false],
  ["create", false, false],
  ["same", false, false],
  ["discard", false, false],
])("%s: takes a resource out of the state: %p; replaces it: %p", (op, removal, replacing) => {
  expect([isRemoval({ op }), isReplacing({ op })]).toEqual([removal, replacing]);
});
