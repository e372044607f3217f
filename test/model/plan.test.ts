// A plan's leaves, and the shape of its file.
import { isUnder, planLeaves } from "../../provider/model/plan";
import { planSchema } from "../../provider/model/planSchema";

test("the leaves of a body are its values, empty objects and lists included, and not what is undefined", () => {
  expect(planLeaves({ a: null, b: [], c: {}, d: [{ e: 1 }, "f"], g: undefined, h: { i: false } })).toEqual([
    { path: ["a"], value: null },
    { path: ["b"], value: [] },
    { path: ["c"], value: {} },
    { path: ["d", 0, "e"], value: 1 },
    { path: ["d", 1], value: "f" },
    { path: ["h", "i"], value: false },
  ]);
  expect(planLeaves("x", ["a"])).toEqual([{ path: ["a"], value: "x" }]);
  expect(planLeaves(undefined)).toEqual([]);
});

test("a path is under itself and under those that it begins with", () => {
  expect(isUnder(["a", 0], ["a", 0])).toBe(true);
  expect(isUnder(["a"], ["a", 0, "b"])).toBe(true);
  expect(isUnder([], ["a"])).toBe(true);
  expect(isUnder(["a", 0], ["a"])).toBe(false);
  expect(isUnder(["a", "b"], ["a", "c", "b"])).toBe(false);
  expect(isUnder(["b", "a"], ["c", "a"])).toBe(false);
});

describe("a plan file", () => {
  const value = { kind: "value", path: ["name"], value: "New" };
  const write = {
    urn: "urn:pulumi:test::desks::t::desk",
    id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    method: "PATCH",
    path: "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08",
    body: [value],
    live: [value],
    salt: "salt",
    updatedAt: "2026-01-01T00:00:00Z",
  };
  const plan = {
    $schema: "urn:pulumi-carecycle:plan:1",
    version: 1,
    stack: "desks/test",
    createdAt: "2026-01-01T00:00:00.000Z",
    writes: [write],
  };
  const isPlan = (candidate: unknown) => planSchema.safeParse(candidate).success;
  const withWrite = (more: object) => isPlan({ ...plan, writes: [{ ...write, ...more }] });
  const withBody = (leaf: unknown) => withWrite({ body: [leaf] });
  const withLive = (leaf: unknown) => withWrite({ live: [leaf] });

  test("may hold every kind of write and leaf", () => {
    expect(isPlan(plan)).toBe(true);
    expect(isPlan({ ...plan, stack: null, writes: [] })).toBe(true);
    expect(withWrite({ id: null, method: "POST", salt: null, updatedAt: null, live: [], body: [] })).toBe(
      true,
    );
    expect(withWrite({ method: "DELETE" })).toBe(true);
    for (const scalar of ["a", "", 1.5, true, false, null, {}, []])
      expect([withBody({ ...value, value: scalar }), withLive({ ...value, value: scalar })]).toEqual([
        true,
        true,
      ]);
    for (const kind of ["secret", "later", "live"])
      expect(withBody({ kind, path: ["a", 0, "b"] })).toBe(true);
    expect(withLive({ kind: "hash", path: ["a"], hash: "00" })).toBe(true);
    expect(withLive({ kind: "hidden", path: ["a"] })).toBe(true);
  });

  test("holds nothing else", () => {
    for (const name of Object.keys(plan)) expect(isPlan({ ...plan, [name]: undefined })).toBe(false);
    for (const name of Object.keys(write)) expect(withWrite({ [name]: undefined })).toBe(false);
    expect(isPlan({ ...plan, $schema: "urn:pulumi-carecycle:plan:2" })).toBe(false);
    expect(isPlan({ ...plan, version: 2 })).toBe(false);
    expect(isPlan({ ...plan, createdAt: "yesterday" })).toBe(false);
    expect(withWrite({ method: "PUT" })).toBe(false);
    expect(withWrite({ more: 1 })).toBe(false);
    for (const scalar of [{ a: 1 }, [1], undefined])
      expect([withBody({ ...value, value: scalar }), withLive({ ...value, value: scalar })]).toEqual([
        false,
        false,
      ]);
    for (const path of [[], [-1], [1.5], [null], "name", new Array(1001).fill("a")])
      expect([withBody({ ...value, path }), withLive({ kind: "hidden", path })]).toEqual([false, false]);
    expect(withBody({ ...value, path: new Array(1000).fill("a") })).toBe(true);
    for (const kind of ["secret", "later", "live", "hash"])
      expect(withLive({ kind, path: ["a"] })).toBe(false);
    for (const kind of ["hidden", "hash", "value", ""]) expect(withBody({ kind, path: ["a"] })).toBe(false);
    for (const kind of ["secret", "later", "live"]) {
      expect(withBody({ kind })).toBe(false);
      expect(withBody({ kind, path: ["a"], more: 1 })).toBe(false);
    }
    expect(withBody({ ...value, more: 1 })).toBe(false);
    expect(withLive({ ...value, more: 1 })).toBe(false);
    expect(withLive({ kind: "hidden", path: ["a"], more: 1 })).toBe(false);
    expect(withLive({ kind: "hidden" })).toBe(false);
    expect(withLive({ kind: "hash", path: ["a"], hash: 1 })).toBe(false);
    expect(withLive({ kind: "hash", hash: "00" })).toBe(false);
    expect(withLive({ kind: "hash", path: ["a"], hash: "00", more: 1 })).toBe(false);
  });
});
