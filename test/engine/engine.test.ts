// One spec for every engine at hand: what the embedded engine does is what the real `pulumi` does.

import { existsSync, readFileSync } from "node:fs";
import { type Engine, EngineError, enginesAtHand, findPulumi, NO_PULUMI_NOTICE, type Step } from ".";
import { Bench, type Declared, type Spec, secret, thing } from "./bench";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TYPE = "pulumi-nodejs:dynamic/fixture:Thing";

jest.setTimeout(120_000);
if (findPulumi() === undefined) process.stderr.write(`${NO_PULUMI_NOTICE}\n`);

const sealed = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: expect.any(String),
};

const stepsOf = (steps: Step[], name: string) => steps.filter(({ urn }) => urn.endsWith(`::${name}`));
const opsOf = (steps: Step[], name: string) => stepsOf(steps, name).map(({ op }) => op);

async function failure(run: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await run.then(
    () => new Error("the run did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError)) throw error;
  return error;
}

describe.each(enginesAtHand().map((engine) => [engine.description, engine] as const))("%s", (_, engine) => {
  let bench: Bench;
  const open = async (...resources: Declared[]) => {
    bench = await Bench.open(engine, { resources });
    return bench.stack;
  };
  afterEach(() => bench.close());

  test("a preview plans creations, calls check alone and hands it unknowns as the sentinel", async () => {
    const stack = await open(thing("a", { nothing: null }), thing("b", { from: { $output: "a.id" } }));
    const preview = await stack.preview();
    expect(preview.changeSummary).toEqual({ create: 3 });
    expect(opsOf(preview.steps, "b")).toEqual(["create"]);
    expect(bench.calls().map(({ op, news }) => [op, news])).toEqual([
      ["check", { name: "a", nothing: null }],
      ["check", { name: "b", from: UNKNOWN }],
    ]);
    expect(stepsOf(preview.steps, "b")[0]?.newState?.inputs).toMatchObject({ from: UNKNOWN });
    expect(preview.text).toContain("from: [unknown]");
    expect(preview.text).not.toContain("__provider");
    expect((await stack.exportState()).deployment.resources).toEqual([]);
    expect(bench.live()).toEqual([]);
  });

  test("up creates, records and gives stack outputs; without a change the next one only checks and compares", async () => {
    bench = await Bench.open(engine, {
      resources: [
        thing("a", { nothing: null, deep: { nothing: null } }),
        thing("b", { version_of_a: { $output: "a.version" } }),
      ],
      exports: { version: { $output: "a.version" }, hidden: secret("shh") },
    });
    const { stack } = bench;
    const up = await stack.up();
    expect(up.outputs).toEqual({ version: 1, hidden: "[secret]" });
    expect(up.changeSummary).toEqual({ create: 3 });
    expect(bench.calls("create").map(({ inputs }) => inputs)).toEqual([
      { name: "a", nothing: null, deep: { nothing: null } },
      { name: "b", version_of_a: 1 },
    ]);
    const a = await bench.resource("a");
    expect(a).toMatchObject({
      id: "a-1",
      type: TYPE,
      outputs: { nothing: null, deep: { nothing: null }, version: 1 },
    });
    expect((await bench.resource("b"))?.dependencies).toEqual([a?.urn]);
    expect(existsSync(stack.stateFile)).toBe(true);

    const again = await stack.up();
    expect(again.changeSummary).toEqual({ same: 3 });
    expect(bench.calls().map(({ op }) => op)).toEqual(["check", "diff", "check", "diff"]);
  });

  test("an update is shown leaf by leaf, and called with outputs and inputs", async () => {
    const before = {
      text: "x",
      list: [{ a: 1 }, 2],
      map: { keep: 1, "dotted.key": "1", gone: true },
      was: { all: 1 },
    };
    const after = {
      text: "y",
      list: [{ a: 2 }],
      map: { keep: 1, "dotted.key": "2", fresh: 0 },
      is: { all: { new: 1 } },
    };
    const stack = await open(thing("a", before));
    await stack.up();
    bench.declare({ resources: [thing("a", after)] });
    const preview = await stack.preview();
    const [step] = stepsOf(preview.steps, "a");
    const change = (kind: string) => ({ kind, inputDiff: true });
    expect(step?.op).toBe("update");
    expect(step?.detailedDiff).toEqual({
      text: change("update"),
      "list[0].a": change("update"),
      "list[1]": change("delete"),
      'map["dotted.key"]': change("update"),
      "map.gone": change("delete"),
      "map.fresh": change("add"),
      was: change("delete"),
      is: change("add"),
    });
    expect(step?.diffReasons).toEqual(["is", "list", "map", "text", "was"]);
    expect((preview.json as { steps: Step[] }).steps).toEqual(preview.steps);
    expect(preview.text).toMatch(/~ text: "x" => "y"/);
    bench.calls();
    const up = await stack.up();
    expect(up.changeSummary).toEqual({ same: 1, update: 1 });
    const [update] = bench.calls("update");
    expect(update).toMatchObject({ id: "a-1", olds: { ...before, version: 1 }, news: after });
    expect((await bench.resource("a"))?.outputs).toMatchObject({ ...after, version: 2 });
  });

  test("each kind of difference has the entries that the CLI gives it", async () => {
    const odd = (v: number) => ({ v: { "a-b": v, 'q"q': v, ä: v, "0": v } });
    const oddEntries = { 'v["a-b"]': "update", 'v["q\\"q"]': "update", 'v["ä"]': "update", "v.0": "update" };
    const cases: [string, Record<string, unknown>, Record<string, unknown>, Record<string, string>][] = [
      ["null-to-value", { v: null }, { v: 1 }, { v: "add" }],
      ["value-to-null", { v: 1 }, { v: null }, { v: "delete" }],
      ["absent-to-null", {}, { v: null }, {}],
      ["null-to-absent", { v: { w: null } }, { v: {} }, {}],
      ["empty-to-absent", { v: {} }, {}, { v: "delete" }],
      ["object-to-list", { v: { a: 1 } }, { v: [1] }, { v: "update" }],
      ["list-grows", { v: [1, [2]] }, { v: [1, [2, 3], { a: 1 }] }, { "v[1][1]": "add", "v[2]": "add" }],
      ["list-null", { v: [1, null, 3] }, { v: [null, 2, 3] }, { "v[0]": "delete", "v[1]": "add" }],
      ["odd-keys", odd(1), odd(2), oddEntries],
      ["secret-to-plain", { v: secret("x") }, { v: "x" }, {}],
      ["secret-changes", { v: secret({ a: 1, b: 1 }) }, { v: secret({ a: 1, b: 2 }) }, { "v.b": "update" }],
      ["false-to-zero", { v: false, w: 0 }, { v: 0, w: "" }, { v: "update", w: "update" }],
      ["nested-add", { v: { a: {} } }, { v: { a: { b: { c: 1 } } } }, { "v.a.b": "add" }],
    ];
    const stack = await open(...cases.map(([name, before]) => thing(name, before)));
    await stack.up();
    bench.declare({ resources: cases.map(([name, , after]) => thing(name, after)) });
    const { steps } = await stack.preview();
    const found = cases.map(([name]) => {
      const [step] = stepsOf(steps, name);
      const entries = Object.entries(step?.detailedDiff ?? {}).map(([path, { kind }]) => [path, kind]);
      return [name, Object.fromEntries(entries)];
    });
    expect(found).toEqual(cases.map(([name, , , entries]) => [name, entries]));
  });

  test("a provider's own word on changes is taken: true updates without a diff, false does nothing", async () => {
    const stack = await open(thing("a", { v: 1 }), thing("b", { v: 1 }));
    await stack.up();
    bench.declare({
      resources: [thing("a", { v: 2, answer: "changed" }), thing("b", { v: 2, answer: "same" })],
    });
    const { steps } = await stack.preview();
    expect(stepsOf(steps, "a")[0]).toMatchObject({ op: "update", detailedDiff: null });
    expect(opsOf(steps, "b")).toEqual([]);
  });

  test("a secret leaf is plain to the provider, encrypted in the state and masked in what is shown", async () => {
    const headers = (a: string) => ({ headers: { a: secret(a), b: "visible" } });
    const stack = await open(thing("a", headers("s3cret-1")));
    await stack.up();
    expect(bench.calls("create")[0]?.inputs).toMatchObject({ headers: { a: "s3cret-1", b: "visible" } });
    bench.declare({ resources: [thing("a", headers("s3cret-2"))] });
    const preview = await stack.preview();
    expect(Object.keys(stepsOf(preview.steps, "a")[0]?.detailedDiff ?? {})).toEqual(["headers.a"]);
    expect(stepsOf(preview.steps, "a")[0]?.newState?.inputs).toMatchObject({
      headers: { a: "[secret]", b: "visible" },
    });
    expect(preview.text).toMatch(/~ a: \[secret\] => \[secret\]/);
    await stack.up();
    bench.change("a-1", { headers: { a: "s3cret-3", b: "live" } });
    await stack.refresh();
    const recorded = await bench.resource("a");
    expect(recorded?.inputs).toMatchObject({ headers: { a: sealed, b: "live" } });
    expect(recorded?.outputs).toMatchObject({ headers: { a: sealed, b: "live" } });
    expect(readFileSync(stack.stateFile, "utf8")).not.toMatch(/s3cret|first-key/);
    bench.calls();
    await stack.preview();
    expect(bench.calls("diff")[0]?.olds).toMatchObject({ headers: { a: "s3cret-3", b: "live" } });
  });

  test("a preview with refresh shows drift as an update back to the code, and writes no state", async () => {
    const stack = await open(thing("a", { v: { x: 1, y: 1 } }), thing("b"));
    await stack.up();
    bench.change("a-1", { v: { x: 1, y: 2 } });
    bench.remove("b-1");
    const state = await stack.exportState();
    const plain = await stack.preview();
    expect(plain.changeSummary).toEqual({ same: 3 });
    const preview = await stack.preview({ refresh: true });
    expect(opsOf(preview.steps, "a")).toEqual(["refresh", "update"]);
    expect(opsOf(preview.steps, "b")).toEqual(["refresh", "create"]);
    const [refreshed, update] = stepsOf(preview.steps, "a");
    expect(refreshed?.oldState?.outputs).toMatchObject({ v: { x: 1, y: 1 } });
    expect(update?.oldState?.inputs).toMatchObject({ v: { x: 1, y: 2 } });
    expect(update?.detailedDiff).toEqual({ "v.y": { kind: "update", inputDiff: true } });
    expect(preview.changeSummary).toEqual({ create: 1, same: 1, update: 1 });
    // Field by field, as every engine prints it: what the refresh read is no removal.
    const printed = preview.text.split("\n").map((line) => line.trim());
    const shown = (name: string, op: string) => {
      const begin = printed.findIndex(
        (line, i) =>
          line.endsWith(`: (${op})`) && printed.slice(i, i + 3).some((l) => l.endsWith(`::${name}]`)),
      );
      const rest = printed.slice(begin + 1);
      const end = rest.findIndex((line) => /: \(\w+\)$|^Resources:$/.test(line));
      return rest.slice(0, end).filter((line) => !/^\[(id|urn)=/.test(line));
    };
    expect(shown("a", "refresh")).toEqual(["--outputs:--", "~ v: {", "~ y: 1 => 2", "}"]);
    expect(shown("a", "update")).toEqual(["~ v: {", "~ y: 2 => 1", "}"]);
    expect(shown("b", "refresh")).toEqual([
      "--outputs:--",
      "- declared: [",
      '-     [0]: "name"',
      "]",
      '- name    : "b"',
      "- version : 1",
    ]);
    expect(shown("b", "create")).toEqual(['name: "b"']);
    expect((await stack.exportState()).deployment.resources).toEqual(state.deployment.resources);
    bench.calls();
    const up = await stack.up({ refresh: true });
    expect(opsOf(up.steps, "a")).toEqual(["refresh", "update"]);
    expect(
      bench
        .calls("update", "create")
        .map(({ op }) => op)
        .sort(),
    ).toEqual(["create", "update"]);
    expect((await stack.preview({ refresh: true })).changeSummary).toEqual({ same: 3 });
    bench.declare({ resources: [thing("b")] });
    bench.remove("a-1");
    bench.calls();
    const removal = await stack.up({ refresh: true });
    expect(opsOf(removal.steps, "a")).toEqual(["delete"]);
    expect(bench.calls("read", "delete").map(({ op, id }) => `${op} ${id}`)).toEqual([
      "read b-1",
      "delete a-1",
    ]);
  });

  test("a refresh records live values, drops what is gone, and uses the config that the last update recorded", async () => {
    const stack = await open(thing("a", { v: 1 }), thing("b"));
    await stack.up();
    bench.change("a-1", { v: 2 });
    bench.remove("b-1");
    await stack.setConfig("fixture:key", { value: "second-key", secret: true });
    bench.calls();
    const refresh = await stack.refresh();
    expect(refresh.changeSummary).toEqual({ delete: 1, same: 1, update: 1 });
    expect(stepsOf(refresh.steps, "a")[0]).toMatchObject({
      op: "update",
      detailedDiff: { v: { kind: "update", inputDiff: true } },
    });
    expect(opsOf(refresh.steps, "b")).toEqual(["delete"]);
    expect((await bench.resource("a"))?.inputs).toMatchObject({ v: 2 });
    expect(await bench.resource("b")).toBeUndefined();
    expect(new Set(bench.calls().map(({ config }) => config?.key))).toEqual(new Set(["first-key"]));
    bench.change("a-1", { v: 3 });
    await stack.refresh({ runProgram: true });
    expect(new Set(bench.calls().map(({ config }) => config?.key))).toEqual(new Set(["second-key"]));
    expect((await bench.resource("a"))?.outputs).toMatchObject({ v: 3 });
    expect(bench.live()).toEqual(["a-1"]);
  });

  test("config reaches configure in plain and is recorded encrypted", async () => {
    const stack = await open(thing("a", { seen: { $config: "token" } }));
    await stack.up();
    expect(bench.calls()[0]?.config).toEqual({ key: "first-key", token: "plain" });
    const { resources } = (await stack.exportState()).deployment;
    const provider = resources.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    expect(provider?.inputs).toEqual({ "fixture:key": sealed, "fixture:token": "plain" });
    expect((await bench.resource("a"))?.inputs).toMatchObject({ seen: "plain" });
  });

  test("a partial failure is recorded, names its reasons, and is repeated by the next update", async () => {
    const stack = await open(thing("a", { v: 1, partial: true }));
    const create = await failure(stack.up());
    expect(create.message).toContain("the server kept the old colour");
    expect(create.message).not.toContain("partly done");
    expect(await bench.resource("a")).toMatchObject({
      id: "a-1",
      outputs: { version: 1 },
      initErrors: ["the server kept the old colour"],
    });
    await failure(stack.up());
    expect((await bench.resource("a"))?.initErrors).toHaveLength(1);
    expect((await stack.refresh()).changeSummary).toEqual({ same: 2 });
    bench.declare({ resources: [thing("a", { v: 1 })] });
    bench.calls();
    await stack.up();
    expect(bench.calls("update")).toHaveLength(1);
    expect((await bench.resource("a"))?.initErrors).toBeUndefined();

    bench.declare({ resources: [thing("a", { v: 2, partial: true })] });
    await failure(stack.up());
    const failed = await bench.resource("a");
    expect(failed?.inputs).toMatchObject({ v: 1 });
    expect(failed?.outputs).toMatchObject({ v: 2 });
  });

  test("a failed creation saves nothing, keeps what was done before it and tells the reason", async () => {
    const stack = await open(thing("a"), thing("b", { fail: "no room", from: { $output: "a.id" } }));
    const error = await failure(stack.up());
    expect(error.message).toContain("cannot create: no room");
    expect(error.result.changeSummary.create).toBeGreaterThanOrEqual(1);
    expect(await bench.resource("a")).toBeDefined();
    expect(await bench.resource("b")).toBeUndefined();
  });

  test("a check failure names resource, path and reason, in a preview as in an update", async () => {
    const stack = await open(thing("a", { invalid: "list[0].a" }));
    const text = `${TYPE} resource 'a': property list[0].a value {<nil>} has a problem: no such colour`;
    expect((await failure(stack.preview())).message).toContain(text);
    expect((await failure(stack.up())).message).toContain(text);
    expect(bench.live()).toEqual([]);
    // A top-level property is printed with all it holds, secrets too: a provider had better name a path below it.
    bench.declare({
      resources: [thing("a", { invalid: "v", v: { list: [1, null], hidden: secret("seen") } })],
    });
    const quoted = "property v value {map[hidden:{&{{seen}}} list:{[{1} {<nil>}]}]} has a problem";
    expect((await failure(stack.preview())).message).toContain(quoted);
  });

  test("a replacement comes before the deletion, or after it where the provider wants so", async () => {
    const stack = await open(thing("a", { kind: "k" }), thing("b", { kind: "k" }));
    await stack.up();
    bench.declare({ resources: [thing("a", { kind: "l" }), thing("b", { kind: "l", deleteFirst: true })] });
    const preview = await stack.preview();
    expect(opsOf(preview.steps, "a")).toEqual(["replace"]);
    expect(stepsOf(preview.steps, "a")[0]).toMatchObject({ replaceReasons: ["kind"], diffReasons: ["kind"] });
    bench.calls();
    const up = await stack.up();
    expect(up.changeSummary).toEqual({ replace: 2, same: 1 });
    const calls = bench.calls("create", "delete");
    const order = (name: string) =>
      calls.filter((c) => (c.inputs ?? c.props)?.name === name).map(({ op }) => op);
    expect(order("a")).toEqual(["create", "delete"]);
    expect(order("b")).toEqual(["delete", "create"]);
    expect(bench.live()).toEqual(["a-2", "b-1"]);
    expect(await bench.resource("a")).toMatchObject({ id: "a-2" });
  });

  test("what leaves the program is deleted, dependents first; retained objects stay, destroy empties the stack", async () => {
    const stack = await open(
      thing("a"),
      thing("b", { from: { $output: "a.id" } }),
      thing("c", {}, { dependsOn: ["b"] }),
      thing("d", {}, { retainOnDelete: true }),
      thing("e"),
    );
    await stack.up();
    bench.declare({ resources: [thing("e")] });
    const preview = await stack.preview();
    expect(preview.changeSummary).toEqual({ delete: 4, same: 2 });
    bench.calls();
    await stack.up();
    expect(bench.calls("delete").map(({ id }) => id)).toEqual(["c-1", "b-1", "a-1"]);
    expect(bench.live()).toEqual(["d-1", "e-1"]);
    await stack.setConfig("fixture:key", { value: "second-key", secret: true });
    const destroy = await stack.destroy();
    expect(destroy.changeSummary).toEqual({ delete: 2 });
    expect(bench.calls("delete")[0]?.config?.key).toBe("first-key");
    expect((await stack.exportState()).deployment.resources).toEqual([]);
    expect(bench.live()).toEqual(["d-1"]);
  });

  test("ignoreChanges keeps the recorded value, at a path too", async () => {
    const opts = { ignoreChanges: ["v", "map.x"] };
    const stack = await open(thing("a", { v: 1, map: { x: 1, y: 1 } }, opts));
    await stack.up();
    bench.declare({ resources: [thing("a", { v: 2, map: { x: 2, y: 2 } }, opts)] });
    await stack.up();
    expect(bench.calls("update")[0]?.news).toEqual({ name: "a", v: 1, map: { x: 1, y: 2 } });
  });

  test("a protected resource is not deleted", async () => {
    const stack = await open(thing("a", {}, { protect: true }));
    await stack.up();
    expect(await bench.resource("a")).toMatchObject({ protect: true });
    bench.declare({});
    expect((await failure(stack.preview())).message).toContain("cannot be deleted\nbecause it is protected");
    expect((await failure(stack.up())).message).toContain("cannot be deleted\nbecause it is protected");
    expect((await failure(stack.destroy())).message).toContain("cannot be deleted\nbecause it is protected");
    expect(bench.live()).toEqual(["a-1"]);
  });

  test("an alias carries the state over to a new name, and a component's children with it", async () => {
    const child = thing("child", {}, { parent: "box" });
    const stack = await open({ name: "box", group: true, props: { size: 1 } }, child, thing("a"));
    await stack.up();
    const group = { group: true, props: { size: 2 } };
    bench.declare({
      resources: [
        { name: "box", ...group },
        child,
        thing("renamed", { name: "a" }, { aliases: [{ name: "a" }] }),
      ],
    });
    const up = await stack.up();
    expect(up.changeSummary).toEqual({ same: 3, update: 1 });
    expect(await bench.resource("renamed")).toMatchObject({ id: "a-1" });
    expect((await bench.resource("child"))?.parent).toContain("::fixture:Group::box");
    expect((await bench.resource("box"))?.outputs).toEqual({ size: 2 });
  });

  test("output of program and provider becomes diagnostics, and reaches the listener line by line", async () => {
    bench = await Bench.open(engine, {
      resources: [thing("a", { noise: "from the provider" })],
      log: "from the program",
    });
    const { diagnostics, text } = await bench.stack.up();
    expect(diagnostics).toContainEqual({ severity: "warning", message: "warning: from the program" });
    expect(diagnostics).toContainEqual({ severity: "info#err", message: "noise: from the provider" });
    expect(text).toContain("noise: from the provider");
  });

  test("a program that throws fails the run and deletes nothing", async () => {
    const stack = await open(thing("a"), thing("b"));
    await stack.up();
    bench.declare({ resources: [thing("a")], throw: "the program gave up" });
    expect((await failure(stack.up())).message).toContain("the program gave up");
    expect(bench.live()).toEqual(["a-1", "b-1"]);
  });

  test("two resources of one name are refused", async () => {
    const stack = await open(thing("a"), thing("a"));
    expect((await failure(stack.preview())).message).toContain("Duplicate resource URN");
  });
});

describe("the embedded engine", () => {
  const [engine] = enginesAtHand() as [Engine, ...Engine[]];
  let bench: Bench;
  afterEach(() => bench.close());

  test("refuses what it does not know, and says so", async () => {
    const alias = { aliases: ["urn:pulumi:test::fixture::fixture:Thing::a"] };
    const box = { name: "box", group: true, props: { size: 1 } };
    const inside = [{ ...box, opts: { aliases: [{ name: "crate" }] } }, thing("a", {}, { parent: "box" })];
    const refused: [Spec, string][] = [
      [{ resources: [thing("a", {}, { import: "a-1" })] }, "the option import is not in"],
      [
        { resources: [box, thing("a", {}, { deletedWith: "box" })] },
        "does not support the DeletedWith option",
      ],
      [
        { resources: [thing("a", {}, { additionalSecretOutputs: ["v"] })] },
        "the option additionalSecretOutputs is not in",
      ],
      [{ resources: [thing("a", {}, alias)] }, "an alias of other than a name is not in"],
      [{ resources: inside }, "a resource inside a renamed component is not in"],
      [{ invoke: true }, "a function call (invoke) is not in the embedded engine"],
    ];
    bench = await Bench.open(engine, {});
    for (const [spec, message] of refused) {
      bench.declare(spec);
      expect((await failure(bench.stack.preview())).message).toContain(message);
    }
    expect(bench.calls()).toEqual([]);
  });

  test("leaves no process behind, after a failed run neither, and takes a new one for each run", async () => {
    bench = await Bench.open(engine, { resources: [thing("a")] });
    await bench.stack.preview();
    await bench.stack.up();
    bench.declare({ resources: [thing("a", { fail: "now" })] });
    await failure(bench.stack.up());
    const pids = [...new Set(bench.calls().map(({ pid }) => pid))];
    expect(pids).toHaveLength(3);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
