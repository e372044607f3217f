// One spec for every engine at hand: what the embedded engine does is what the real `pulumi` does.

import { readFileSync } from "node:fs";
import {
  type Engine,
  EngineError,
  enginesAtHand,
  findPulumi,
  NO_PULUMI_NOTICE,
  type PreviewResult,
  type RunResult,
  type Step,
  type UpResult,
} from ".";
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

  // One stack for all that can stand side by side: planned, created, unchanged, changed, refreshed and destroyed.
  describe("beside each other", () => {
    const ofLeaves = {
      before: {
        text: "x",
        list: [{ a: 1 }, 2],
        map: { keep: 1, "dotted.key": "1", gone: true },
        was: { all: 1 },
      },
      after: {
        text: "y",
        list: [{ a: 2 }],
        map: { keep: 1, "dotted.key": "2", fresh: 0 },
        is: { all: { new: 1 } },
      },
    };
    const odd = (v: number) => ({ v: { "a-b": v, 'q"q': v, ä: v, "0": v } });
    const oddEntries = { 'v["a-b"]': "update", 'v["q\\"q"]': "update", 'v["ä"]': "update", "v.0": "update" };
    const kinds: [string, Record<string, unknown>, Record<string, unknown>, Record<string, string>][] = [
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
    const headers = (a: string) => ({ headers: { a: secret(a), b: "visible" } });
    const ignoring = { ignoreChanges: ["v", "map.x"] };
    const child = thing("child", {}, { parent: "box" });
    const box = (size: number) => ({ name: "box", group: true, props: { size } });
    // Unchanged: these stand in both programs.
    const constant = [
      thing("a", { nothing: null, deep: { nothing: null } }),
      thing("b", { from: { $output: "a.id" }, version_of_a: { $output: "a.version" } }),
      thing("configured", { seen: { $config: "token" } }),
      thing("noisy", { noise: "from the provider" }),
    ];
    const before = [
      ...constant,
      thing("leaves", ofLeaves.before),
      ...kinds.map(([name, props]) => thing(name, props)),
      thing("told-changed", { v: 1 }),
      thing("told-same", { v: 1 }),
      thing("hidden", headers("s3cret-1")),
      thing("create-first", { kind: "k" }),
      thing("delete-first", { kind: "k" }),
      thing("ignoring", { v: 1, map: { x: 1, y: 1 } }, ignoring),
      box(1),
      child,
      thing("old-name"),
      thing("gone-1st"),
      thing("gone-2nd", { from: { $output: "gone-1st.id" } }),
      thing("gone-3rd", {}, { dependsOn: ["gone-2nd"] }),
      thing("retained", {}, { retainOnDelete: true }),
    ];
    const after = [
      ...constant,
      thing("leaves", ofLeaves.after),
      ...kinds.map(([name, , props]) => thing(name, props)),
      thing("told-changed", { v: 2, answer: "changed" }),
      thing("told-same", { v: 2, answer: "same" }),
      thing("hidden", headers("s3cret-2")),
      thing("create-first", { kind: "l" }),
      thing("delete-first", { kind: "l", deleteFirst: true }),
      thing("ignoring", { v: 2, map: { x: 2, y: 2 } }, ignoring),
      box(2),
      child,
      thing("new-name", { name: "old-name" }, { aliases: [{ name: "old-name" }] }),
    ];

    /** What a run gave, the calls that it made, and what was recorded and live after it. */
    const ran = async <T>(run: Promise<T>) => {
      const result = await run;
      const { resources } = (await bench.stack.exportState()).deployment;
      const calls = bench.calls();
      return {
        result,
        calls: (name: string, ...ops: string[]) =>
          calls.filter(
            ({ op, id, inputs, news }) =>
              ops.includes(op) && (id?.replace(/-\d$/, "") ?? (inputs ?? news)?.name) === name,
          ),
        allCalls: calls,
        resources,
        resource: (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`)),
        live: bench.live(),
      };
    };
    type Ran<T> = Awaited<ReturnType<typeof ran<T>>>;
    let planned: Ran<PreviewResult>;
    let created: Ran<UpResult>;
    let again: Ran<UpResult>;
    let preview: Ran<PreviewResult>;
    let changed: Ran<UpResult>;
    let refreshed: Ran<RunResult>;
    let stateText: string;
    let compared: Ran<PreviewResult>;
    let destroyed: Ran<RunResult>;

    beforeAll(async () => {
      bench = await Bench.open(engine, {
        resources: before,
        exports: { version: { $output: "a.version" }, hidden: secret("shh") },
        log: "from the program",
      });
      const { stack } = bench;
      planned = await ran(stack.preview());
      created = await ran(stack.up());
      again = await ran(stack.up());
      bench.declare({ resources: after });
      preview = await ran(stack.preview());
      changed = await ran(stack.up());
      bench.change("hidden-1", { headers: { a: "s3cret-3", b: "live" } });
      refreshed = await ran(stack.refresh());
      stateText = readFileSync(stack.stateFile, "utf8");
      compared = await ran(stack.preview());
      await stack.setConfig("fixture:key", { value: "second-key", secret: true });
      destroyed = await ran(stack.destroy());
    });
    afterAll(() => bench.close());

    test("a preview plans creations, calls check alone and hands it unknowns as the sentinel", () => {
      const { result } = planned;
      expect(result.changeSummary).toEqual({ create: before.length + 1 });
      expect(opsOf(result.steps, "b")).toEqual(["create"]);
      expect(planned.allCalls.map(({ op }) => op)).toEqual(
        before.filter(({ group }) => !group).map(() => "check"),
      );
      expect(["a", "b"].flatMap((name) => planned.calls(name, "check").map(({ news }) => news))).toEqual([
        { name: "a", nothing: null, deep: { nothing: null } },
        { name: "b", from: UNKNOWN, version_of_a: UNKNOWN },
      ]);
      expect(stepsOf(result.steps, "b")[0]?.newState?.inputs).toMatchObject({ from: UNKNOWN });
      expect(result.text).toContain("from: [unknown]");
      expect(result.text).not.toContain("__provider");
      expect(planned.resources).toEqual([]);
      expect(planned.live).toEqual([]);
    });

    test("up creates, records and gives stack outputs; without a change the next one only checks and compares", () => {
      expect(created.result.outputs).toEqual({ version: 1, hidden: "[secret]" });
      expect(created.result.changeSummary).toEqual({ create: before.length + 1 });
      expect(["a", "b"].flatMap((name) => created.calls(name, "create").map(({ inputs }) => inputs))).toEqual(
        [
          { name: "a", nothing: null, deep: { nothing: null } },
          { name: "b", from: "a-1", version_of_a: 1 },
        ],
      );
      const a = created.resource("a");
      expect(a).toMatchObject({
        id: "a-1",
        type: TYPE,
        outputs: { nothing: null, deep: { nothing: null }, version: 1 },
      });
      expect(created.resource("b")?.dependencies).toEqual([a?.urn]);

      expect(again.result.changeSummary).toEqual({ same: before.length + 1 });
      expect(again.allCalls.map(({ op }) => op)).toEqual(
        before.filter(({ group }) => !group).flatMap(() => ["check", "diff"]),
      );
    });

    test("an update is shown leaf by leaf, and called with outputs and inputs", () => {
      const { steps, json, text } = preview.result;
      const [step] = stepsOf(steps, "leaves");
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
      expect((json as { steps: Step[] }).steps).toEqual(steps);
      expect(text).toMatch(/~ text: "x" => "y"/);
      expect(opsOf(changed.result.steps, "leaves")).toEqual(["update"]);
      const updates = changed.calls("leaves", "update");
      expect(updates).toHaveLength(1);
      expect(updates[0]).toMatchObject({
        id: "leaves-1",
        olds: { ...ofLeaves.before, version: 1 },
        news: ofLeaves.after,
      });
      expect(changed.resource("leaves")?.outputs).toMatchObject({ ...ofLeaves.after, version: 2 });
    });

    test("what a run did is counted by operation", () => {
      const unseen = kinds.filter(([, , , entries]) => Object.keys(entries).length === 0).length;
      // The stack, what is constant, the renamed one, the component's child, and what was told to be the same.
      const same = 1 + constant.length + 3 + unseen;
      const counts = { same, replace: 2, delete: 4, update: after.length + 1 - same - 2 };
      expect(preview.result.changeSummary).toEqual(counts);
      expect(changed.result.changeSummary).toEqual(counts);
      expect(destroyed.result.changeSummary).toEqual({ delete: after.length + 1 });
    });

    test("each kind of difference has the entries that the CLI gives it", () => {
      const found = kinds.map(([name]) => {
        const [step] = stepsOf(preview.result.steps, name);
        const entries = Object.entries(step?.detailedDiff ?? {}).map(([path, { kind }]) => [path, kind]);
        return [name, Object.fromEntries(entries)];
      });
      expect(found).toEqual(kinds.map(([name, , , entries]) => [name, entries]));
    });

    test("a provider's own word on changes is taken: true updates without a diff, false does nothing", () => {
      const { steps } = preview.result;
      expect(stepsOf(steps, "told-changed")[0]).toMatchObject({ op: "update", detailedDiff: null });
      expect(opsOf(steps, "told-same")).toEqual([]);
    });

    test("a secret leaf is plain to the provider, encrypted in the state and masked in what is shown", () => {
      expect(created.calls("hidden", "create")[0]?.inputs).toMatchObject({
        headers: { a: "s3cret-1", b: "visible" },
      });
      const { steps, text } = preview.result;
      expect(Object.keys(stepsOf(steps, "hidden")[0]?.detailedDiff ?? {})).toEqual(["headers.a"]);
      expect(stepsOf(steps, "hidden")[0]?.newState?.inputs).toMatchObject({
        headers: { a: "[secret]", b: "visible" },
      });
      expect(text).toMatch(/~ a: \[secret\] => \[secret\]/);
      const recorded = refreshed.resource("hidden");
      expect(recorded?.inputs).toMatchObject({ headers: { a: sealed, b: "live" } });
      expect(recorded?.outputs).toMatchObject({ headers: { a: sealed, b: "live" } });
      expect(stateText).toContain("::hidden");
      expect(stateText).not.toMatch(/s3cret|first-key/);
      expect(compared.calls("hidden", "diff")[0]?.olds).toMatchObject({
        headers: { a: "s3cret-3", b: "live" },
      });
    });

    test("config reaches configure in plain and is recorded encrypted", () => {
      expect(created.allCalls[0]?.config).toEqual({ key: "first-key", token: "plain" });
      const provider = created.resources.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
      expect(provider?.inputs).toEqual({ "fixture:key": sealed, "fixture:token": "plain" });
      expect(created.resource("configured")?.inputs).toMatchObject({ seen: "plain" });
    });

    test("output of program and provider becomes diagnostics, and reaches the listener line by line", () => {
      const { diagnostics, text } = created.result;
      expect(diagnostics).toContainEqual({ severity: "warning", message: "warning: from the program" });
      expect(diagnostics).toContainEqual({ severity: "info#err", message: "noise: from the provider" });
      expect(text).toContain("noise: from the provider");
    });

    test("a replacement comes before the deletion, or after it where the provider wants so", () => {
      const { steps } = preview.result;
      expect(opsOf(steps, "create-first")).toEqual(["replace"]);
      expect(stepsOf(steps, "create-first")[0]).toMatchObject({
        replaceReasons: ["kind"],
        diffReasons: ["kind"],
      });
      const order = (name: string) => changed.calls(name, "create", "delete").map(({ op }) => op);
      expect(order("create-first")).toEqual(["create", "delete"]);
      expect(order("delete-first")).toEqual(["delete", "create"]);
      expect(changed.live.filter((id) => /^(create|delete)-first/.test(id))).toEqual([
        "create-first-2",
        "delete-first-1",
      ]);
      expect(changed.resource("create-first")).toMatchObject({ id: "create-first-2" });
    });

    test("ignoreChanges keeps the recorded value, at a path too", () => {
      expect(changed.calls("ignoring", "update").map(({ news }) => news)).toEqual([
        { name: "ignoring", v: 1, map: { x: 1, y: 2 } },
      ]);
    });

    test("an alias carries the state over to a new name, and a component's children with it", () => {
      const { steps } = changed.result;
      expect(["box", "child", "new-name", "old-name"].map((name) => opsOf(steps, name))).toEqual([
        ["update"],
        [],
        [],
        [],
      ]);
      expect(changed.resource("new-name")).toMatchObject({ id: "old-name-1" });
      expect(changed.resource("child")?.parent).toContain("::fixture:Group::box");
      expect(changed.resource("box")?.outputs).toEqual({ size: 2 });
    });

    test("what leaves the program is deleted, dependents first; retained objects stay, destroy empties the stack", () => {
      const deleted = changed.allCalls.filter(({ op, id }) => op === "delete" && !/-first-/.test(`${id}`));
      expect(deleted.map(({ id }) => id)).toEqual(["gone-3rd-1", "gone-2nd-1", "gone-1st-1"]);
      expect(changed.live.filter((id) => /^(gone|retained|a-)/.test(id))).toEqual(["a-1", "retained-1"]);
      const configs = destroyed.allCalls.filter(({ op }) => op === "delete").map(({ config }) => config?.key);
      expect(configs).toEqual(after.filter(({ group }) => !group).map(() => "first-key"));
      expect(destroyed.resources).toEqual([]);
      expect(destroyed.live).toEqual(["retained-1"]);
    });
  });

  describe("what is not deleted", () => {
    beforeAll(async () => {
      const stack = await open(thing("a", {}, { protect: true }), thing("b"));
      await stack.up();
    });
    afterAll(() => bench.close());

    test("a program that throws fails the run and deletes nothing", async () => {
      bench.declare({ resources: [thing("a", {}, { protect: true })], throw: "the program gave up" });
      expect((await failure(bench.stack.up())).message).toContain("the program gave up");
      expect(bench.live()).toEqual(["a-1", "b-1"]);
    });

    test("a protected resource is not deleted", async () => {
      const { stack } = bench;
      expect(await bench.resource("a")).toMatchObject({ protect: true });
      bench.declare({ resources: [thing("b")] });
      const refused = "cannot be deleted\nbecause it is protected";
      expect((await failure(stack.preview())).message).toContain(refused);
      expect((await failure(stack.up())).message).toContain(refused);
      expect((await failure(stack.destroy())).message).toContain(refused);
      expect(bench.live()).toContain("a-1");
    });
  });

  describe("each in a stack of its own", () => {
    afterEach(() => bench.close());

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

    test("two resources of one name are refused", async () => {
      const stack = await open(thing("a"), thing("a"));
      expect((await failure(stack.preview())).message).toContain("Duplicate resource URN");
    });
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
});
