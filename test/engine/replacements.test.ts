// Replacements, and what the engine cannot see, on every engine at hand: the calls that the provider gets, and the state after.

import { type Engine, EngineError, enginesAtHand, type Step } from ".";
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
  afterEach(() => bench.close());

  test("a resource that is named is checked like a new one and replaced without a diff, changed or not", async () => {
    const first = { deleteBeforeReplace: true };
    const stack = await open(thing("a", {}, first), thing("b", {}, first));
    const preview = await stack.preview({ replace: [await urn("a")] });
    expect(preview.steps.find((s) => s.op === "replace")).toMatchObject({
      replaceReasons: ["id"],
      detailedDiff: null,
    });
    expect(opsOf(preview.steps, "b")).toEqual([]);
    bench.calls();
    const up = await stack.up({ replace: [await urn("a")] });
    expect(up.changeSummary).toEqual({ replace: 1, same: 2 });
    const own = calls().filter((call) => /a$|a-1$/.test(call));
    expect(own).toEqual(["check-new a", "delete a-1", "create a"]);
    expect((await stack.up()).changeSummary).toEqual({ same: 3 });
  });

  test("replaceOnChanges replaces for what it names, and updates for the rest", async () => {
    const opts = { replaceOnChanges: ["v", "map.x"], deleteBeforeReplace: true };
    const before = { v: 1, w: 1, map: { x: 1, y: 1 } };
    const names = ["a", "b", "c"];
    const stack = await open(...names.map((name) => thing(name, before, opts)));
    bench.declare({
      resources: [
        thing("a", { ...before, v: 2 }, opts),
        thing("b", { ...before, map: { x: 2, y: 1 } }, opts),
        thing("c", { ...before, w: 2 }, opts),
      ],
    });
    const { steps } = await stack.preview();
    const seen = names.map((name) => {
      const step = steps.find(({ urn }) => urn.endsWith(`::${name}`));
      return [step?.op, step?.replaceReasons ?? [], step?.detailedDiff];
    });
    expect(seen).toEqual([
      ["replace", ["v"], { v: { kind: "update-replace", inputDiff: true } }],
      ["replace", [], { "map.x": { kind: "update-replace", inputDiff: true } }],
      ["update", [], { w: { kind: "update", inputDiff: true } }],
    ]);
    bench.calls();
    await stack.up();
    const own = calls().filter((call) => /a$|a-1$/.test(call));
    expect(own).toEqual(["check a", "diff a-1", "check-new a", "delete a-1", "create a"]);
  });

  const opts = { deleteBeforeReplace: true };

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

  test("dependents that would be replaced go first, asked with unknowns, and are created again or dropped", async () => {
    const dependent = (name: string) => thing(name, { kind: { $output: "a.id" } });
    const stack = await open(
      thing("a", { kind: "k" }, opts),
      dependent("b"),
      dependent("c"),
      thing("d", { v: { $output: "a.id" } }),
    );
    bench.declare({
      resources: [thing("a", { kind: "l" }, opts), dependent("b"), thing("d", { v: { $output: "a.id" } })],
    });
    const up = await stack.up();
    expect(up.changeSummary).toMatchObject({ replace: 2 });
    const made = calls();
    // Those that do not depend on each other have no order.
    expect(made.slice(0, 3)).toEqual(["check a", "diff a-1", "check-new a"]);
    expect(made.slice(3, 6).sort()).toEqual(["diff b-1", "diff c-1", "diff d-1"]);
    expect(made.slice(6, 8).sort()).toEqual(["delete b-1", "delete c-1"]);
    expect(made[8]).toBe("delete a-1");
    expect(made.slice(9).filter((call) => /(b|c)(-1)?$/.test(call))).toEqual(["check-new b", "create b"]);
    expect(await bench.resource("c")).toBeUndefined();
  });

  test("replaceWith replaces a resource together with another one", async () => {
    const follower = thing("b", {}, { replaceWith: ["a"], deleteBeforeReplace: true });
    const stack = await open(thing("a", { kind: "k" }, opts), follower);
    bench.declare({ resources: [thing("a", { kind: "l" }, opts), follower] });
    const up = await stack.up();
    expect(up.changeSummary).toMatchObject({ replace: 2 });
    expect(calls()).toEqual([
      "check a",
      "diff a-1",
      "check-new a",
      "delete b-1",
      "delete a-1",
      "create a",
      "check-new b",
      "create b",
    ]);
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

  test("each engine is blind in the same places", async () => {
    const cases: [string, Record<string, unknown>, Record<string, unknown>, boolean][] = [
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
    const stack = await open(...cases.map(([name, before]) => thing(name, before)));
    bench.declare({ resources: cases.map(([name, , after]) => thing(name, after)) });
    const { steps } = await stack.preview();
    const seen = cases.map(([name]) => [name, opsOf(steps, name).includes("update")]);
    expect(seen).toEqual(cases.map(([name, , , isSeen]) => [name, isSeen]));
  });
});
