// Replacements, and what the engine cannot see, on every engine at hand: the calls that the provider gets, and the state after.

import { type Engine, EngineError, enginesAtHand, type PreviewResult, type Step, type UpResult } from ".";
import { Bench, type Declared, secret, thing } from "./bench";

jest.setTimeout(120_000);

const opsOf = (steps: Step[], name: string) =>
  steps.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ op }) => op);

async function fails(run: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await run.then(
    () => new Error("the run did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError)) throw error;
  return error;
}

const engines = enginesAtHand().map((engine) => [engine.description, engine] as const);
describe.each<readonly [string, Engine]>(engines)("%s", (_, engine) => {
  let bench: Bench;
  const opts = { deleteBeforeReplace: true };
  const open = async (...resources: Declared[]) => {
    bench = await Bench.open(engine, { resources });
    await bench.stack.up();
    bench.calls();
    return bench.stack;
  };
  const urn = async (name: string) => String((await bench.resource(name))?.urn);
  /** The calls as `op name`; a check without old inputs as `check-new`. */
  const calls = () =>
    bench.calls().map(({ op, id, news, inputs, olds }) => {
      const isNew = op === "check" && Object.keys(olds ?? {}).length === 0;
      return `${isNew ? "check-new" : op} ${id ?? (news ?? inputs)?.name}`;
    });

  // One stack for what one update replaces; what it replaces for one reason is told apart by a prefix.
  describe("beside each other", () => {
    const watched = { replaceOnChanges: ["v", "map.x"], deleteBeforeReplace: true };
    const props = { v: 1, w: 1, map: { x: 1, y: 1 } };
    const dependent = (name: string) => thing(name, { kind: { $output: "dep-a.id" } });
    const [named, unnamed] = [thing("named-a", {}, opts), thing("named-b", {}, opts)];
    const other = thing("dep-d", { v: { $output: "dep-a.id" } });
    const follower = thing("with-b", {}, { replaceWith: ["with-a"], deleteBeforeReplace: true });
    const blindnesses: [string, Record<string, unknown>, Record<string, unknown>, boolean][] = [
      ["absent-null", {}, { v: null }, false],
      ["null-absent", { v: null }, {}, false],
      ["deep-null", { v: { w: {} } }, { v: { w: { x: null } } }, false],
      ["null-in-list-object", { v: [{}] }, { v: [{ a: null }] }, false],
      ["null-object", { v: null }, { v: { a: null } }, true],
      ["null-element", { v: [1] }, { v: [1, null] }, true],
      ["empty-object", {}, { v: {} }, true],
      ["empty-list", { v: [] }, { v: {} }, true],
      ["deep-empty", { v: { w: 1 } }, { v: { w: 1, x: {} } }, true],
      ["empty-string", {}, { v: "" }, true],
      ["secret", { v: "x" }, { v: secret("x") }, false],
      ["deep-secret", { v: { a: "x", b: 1 } }, { v: { a: secret("x"), b: 1 } }, false],
      ["secret-container", { v: { a: "x" } }, { v: secret({ a: "x" }) }, false],
      ["key-order", { v: { a: 1, b: 2 } }, { v: { b: 2, a: 1 } }, false],
      ["list-order", { v: [1, 2] }, { v: [2, 1] }, true],
      ["number", { v: 1 }, { v: 1.0 }, false],
      ["number-text", { v: 1 }, { v: "1" }, true],
    ];
    const before = [
      named,
      unnamed,
      ...["on-a", "on-b", "on-c"].map((name) => thing(name, props, watched)),
      thing("dep-a", { kind: "k" }, opts),
      dependent("dep-b"),
      dependent("dep-c"),
      other,
      thing("with-a", { kind: "k" }, opts),
      follower,
      ...blindnesses.map(([name, from]) => thing(name, from)),
    ];
    const after = [
      named,
      unnamed,
      thing("on-a", { ...props, v: 2 }, watched),
      thing("on-b", { ...props, map: { x: 2, y: 1 } }, watched),
      thing("on-c", { ...props, w: 2 }, watched),
      thing("dep-a", { kind: "l" }, opts),
      dependent("dep-b"),
      other,
      thing("with-a", { kind: "l" }, opts),
      follower,
      ...blindnesses.map(([name, , to]) => thing(name, to)),
    ];
    let preview: PreviewResult;
    let up: UpResult;
    let made: string[];
    let again: UpResult;
    let gone: unknown;
    const about = (pattern: RegExp) => made.filter((call) => pattern.test(call));

    beforeAll(async () => {
      const stack = await open(...before);
      bench.declare({ resources: after });
      const replace = [await urn("named-a")];
      preview = await stack.preview({ replace });
      bench.calls();
      up = await stack.up({ replace });
      made = calls();
      gone = await bench.resource("dep-c");
      again = await stack.up();
    });
    afterAll(() => bench.close());

    test("a resource that is named is checked like a new one and replaced without a diff, changed or not", () => {
      expect(preview.steps.find((s) => s.op === "replace" && s.urn.endsWith("::named-a"))).toMatchObject({
        replaceReasons: ["id"],
        detailedDiff: null,
      });
      expect(opsOf(preview.steps, "named-b")).toEqual([]);
      expect(opsOf(up.steps, "named-a")).toContain("replace");
      expect(opsOf(up.steps, "named-b")).toEqual([]);
      expect(about(/ named-a(-1)?$/)).toEqual(["check-new named-a", "delete named-a-1", "create named-a"]);
      expect(again.changeSummary).toEqual({ same: after.length + 1 });
    });

    test("replaceOnChanges replaces for what it names, and updates for the rest", () => {
      const seen = ["on-a", "on-b", "on-c"].map((name) => {
        const step = preview.steps.find(({ urn }) => urn.endsWith(`::${name}`));
        return [step?.op, step?.replaceReasons ?? [], step?.detailedDiff];
      });
      expect(seen).toEqual([
        ["replace", ["v"], { v: { kind: "update-replace", inputDiff: true } }],
        ["replace", [], { "map.x": { kind: "update-replace", inputDiff: true } }],
        ["update", [], { w: { kind: "update", inputDiff: true } }],
      ]);
      expect(about(/ on-a(-1)?$/)).toEqual([
        "check on-a",
        "diff on-a-1",
        "check-new on-a",
        "delete on-a-1",
        "create on-a",
      ]);
    });

    test("dependents that would be replaced go first, asked with unknowns, and are created again or dropped", () => {
      expect(opsOf(up.steps, "dep-a")).toContain("replace");
      expect(opsOf(up.steps, "dep-b")).toContain("replace");
      const own = about(/ dep-/);
      // Those that do not depend on each other have no order.
      expect(own.slice(0, 3)).toEqual(["check dep-a", "diff dep-a-1", "check-new dep-a"]);
      expect(own.slice(3, 6).sort()).toEqual(["diff dep-b-1", "diff dep-c-1", "diff dep-d-1"]);
      expect(own.slice(6, 8).sort()).toEqual(["delete dep-b-1", "delete dep-c-1"]);
      expect(own[8]).toBe("delete dep-a-1");
      const later = own.slice(9).filter((call) => /(b|c)(-1)?$/.test(call));
      expect(later).toEqual(["check-new dep-b", "create dep-b"]);
      expect(gone).toBeUndefined();
    });

    test("replaceWith replaces a resource together with another one", () => {
      expect(opsOf(up.steps, "with-a")).toContain("replace");
      expect(opsOf(up.steps, "with-b")).toContain("replace");
      expect(about(/ with-/)).toEqual([
        "check with-a",
        "diff with-a-1",
        "check-new with-a",
        "delete with-b-1",
        "delete with-a-1",
        "create with-a",
        "check-new with-b",
        "create with-b",
      ]);
    });

    test("what one update replaced is counted, and no more was", () => {
      expect(up.changeSummary).toMatchObject({ replace: 7 });
    });

    test("each engine is blind in the same places", () => {
      const seen = blindnesses.map(([name]) => [name, opsOf(preview.steps, name).includes("update")]);
      expect(seen).toEqual(blindnesses.map(([name, , , isSeen]) => [name, isSeen]));
    });
  });

  describe("each in a stack of its own", () => {
    afterEach(() => bench.close());

    test("deleted, and not created again: pending, resumed by the next run without another delete", async () => {
      const stack = await open(thing("a", { kind: "k" }, opts));
      bench.declare({ resources: [thing("a", { kind: "l", fail: "no room" }, opts)] });
      await fails(stack.up());
      expect(calls()).toEqual(["check a", "diff a-1", "check-new a", "delete a-1", "create a"]);
      expect(await bench.resource("a")).toMatchObject({ id: "a-1", pendingReplacement: true });
      await stack.refresh();
      expect(calls()).toEqual([]);
      bench.declare({ resources: [thing("a", { kind: "l" }, opts)] });
      const up = await stack.up({ refresh: true });
      expect(calls()).toEqual(["check a", "diff a-1", "check-new a", "create a"]);
      expect(opsOf(up.steps, "a")).toContain("replace");
      expect((await bench.resource("a"))?.pendingReplacement).toBeUndefined();
    });

    test("pending and then dropped, or destroyed: no delete is called", async () => {
      const stack = await open(thing("a", { kind: "k" }, opts), thing("b", { kind: "k" }, opts));
      const broken = (name: string) => thing(name, { kind: "l", fail: "no room" }, opts);
      bench.declare({ resources: [broken("a"), thing("b", { kind: "k" }, opts)] });
      await fails(stack.up());
      bench.declare({ resources: [thing("b", { kind: "k" }, opts)] });
      bench.calls();
      const dropped = await stack.up();
      expect(opsOf(dropped.steps, "a")).toEqual([]);
      expect(await bench.resource("a")).toBeUndefined();
      bench.declare({ resources: [broken("b")] });
      await fails(stack.up());
      expect(bench.calls("delete").map(({ id }) => id)).toEqual(["b-1"]);
      await stack.destroy();
      expect(bench.calls("delete")).toEqual([]);
      expect((await stack.exportState()).deployment.resources).toEqual([]);
    });

    test("a failure elsewhere leaves a replacement undone, half done or done, and the next run ends it", async () => {
      const stack = await open(thing("a", { kind: "k" }, opts), thing("b"));
      bench.declare({ resources: [thing("b", { fail: "now" }), thing("a", { kind: "l" }, opts)] });
      await fails(stack.up());
      const first = bench.calls("delete").map(({ id }) => id);
      bench.declare({ resources: [thing("b"), thing("a", { kind: "l" }, opts)] });
      await stack.up();
      expect([...first, ...bench.calls("delete").map(({ id }) => id)]).toEqual(["a-1"]);
      expect(await bench.resource("a")).toMatchObject({ outputs: { kind: "l" } });
    });

    test("an alias brings the entry along, to be replaced once the state knows the new name", async () => {
      const stack = await open(thing("a", {}, opts));
      const renamed = thing("b", { name: "a" }, { ...opts, aliases: [{ name: "a" }] });
      bench.declare({ resources: [renamed] });
      const target = (await urn("a")).replace(/::a$/, "::b");
      const { message } = await fails(stack.up({ replace: [target] }));
      expect(message).toContain(`Target '${target}' could not be found in the stack`);
      expect(calls()).toEqual([]);
      await stack.up();
      expect(calls()).toEqual(["check a", "diff a-1"]);
      await stack.up({ replace: [target] });
      expect(calls()).toEqual(["check-new a", "delete a-1", "create a"]);
      expect(await bench.resource("a")).toBeUndefined();
      expect(await bench.resource("b")).toBeDefined();
    });

    test("destroy takes the named resources alone; a refresh before the program reads what it dropped too", async () => {
      const stack = await open(thing("a"), thing("b"), thing("c"));
      await stack.destroy({ target: [await urn("a")] });
      expect(calls()).toEqual(["delete a-1"]);
      expect(await bench.resource("b")).toBeDefined();
      bench.declare({ resources: [thing("b")] });
      const up = await stack.up({ refresh: true, runProgram: false });
      expect(up.changeSummary).toMatchObject({ delete: 1 });
      const made = calls();
      expect(made.slice(0, 4).sort()).toEqual(["diff b-1", "diff c-1", "read b-1", "read c-1"]);
      expect(made.slice(4)).toEqual(["check b", "diff b-1", "delete c-1"]);
      await stack.destroy({ refresh: true });
      expect(calls()).toEqual(["read b-1", "diff b-1", "delete b-1"]);
    });
  });
});
