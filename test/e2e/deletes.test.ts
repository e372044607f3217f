// Over every way a resource can go: a DELETE leaves only for a config that the program stopped having and that no
// resource of the plan adopts, creates or declares; one that made way for another is never deleted, then or later.

import * as fs from "node:fs/promises";
import { onEachEngine } from "../support/engines";
import { configSteps, type Resources, type StackFixture, startStackFixture } from "../support/stackFixture";

jest.setTimeout(300_000);

type Args = Record<string, unknown>;
type UpOptions = Parameters<StackFixture["stack"]["up"]>[0];

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-${String(n).padStart(12, "0")}`;
const neighbour = uuid(999);
const adopting = (id: string, more: Args = {}): Args => ({
  transferConfigId: id,
  deletionPolicy: "delete",
  ...more,
});
const created = (name: string, more: Args = {}): Args => ({ name, deletionPolicy: "delete", ...more });
const withOptions = (args: Args, options: string) => `${JSON.stringify(args)}, ${options}`;

/** How one config goes from `before` to `after`; each name begins with the way's own. */
interface Way {
  before: Resources;
  after: Resources;
  /** Whether the program stops having the config of the resource `NAME`, with deletionPolicy "delete". */
  removed?: boolean;
  /** A resource to replace in any case. */
  replace?: string;
}

// Each way has two live configs of its own, x and y.
const ways: Record<string, (x: string, y: string, name: string) => Way> = {
  removedAdopted: (x, _, a) => ({ before: { [a]: adopting(x) }, after: {}, removed: true }),
  removedCreated: (_, __, a) => ({ before: { [a]: created(a) }, after: {}, removed: true }),
  // What is created beside it must not look as if it still waited, whatever becomes of its inputs on the way.
  removedBesideNew: (x, _, a) => ({
    before: { [a]: adopting(x) },
    after: {
      [`${a}New`]:
        '{ name: "B", sipUri: null, sipHeaders: pulumi.secret("k: v"), warmSummaryPrompt: pulumi.secret("s"), ' +
        'dynamicOptions: { timeout: 3.5, body: { z: null, a: [1, {}, null], e: {} }, headers: { b: "2", a: "1" } } }',
    },
    removed: true,
  }),
  renamed: (x, _, a) => ({ before: { [a]: adopting(x) }, after: { [`${a}New`]: adopting(x) } }),
  renamedInUpperCase: (x, _, a) => ({
    before: { [a]: adopting(x) },
    after: { [`${a}New`]: adopting(x.toUpperCase(), { name: "Renamed" }) },
  }),
  replacedById: (x, y, a) => ({ before: { [a]: adopting(x) }, after: { [a]: adopting(y) } }),
  replacedByIdCreateFirst: (x, y, a) => ({
    before: { [a]: adopting(x) },
    after: { [a]: withOptions(adopting(y), "{ deleteBeforeReplace: false }") },
  }),
  handedOver: (x, y, a) => ({
    before: { [a]: adopting(x), [`${a}Other`]: adopting(y) },
    after: { [`${a}Other`]: adopting(x) },
  }),
  replaceFlagAdopted: (x, _, a) => ({
    before: { [a]: adopting(x) },
    after: { [a]: adopting(x) },
    replace: a,
  }),
  replaceFlagCreated: (_, __, a) => ({ before: { [a]: created(a) }, after: { [a]: created(a) }, replace: a }),
  replaceOnChangesAdopted: (x, _, a) => ({
    before: { [a]: adopting(x, { warmTransfer: true }) },
    after: {
      [a]: withOptions(adopting(x, { warmTransfer: false }), '{ replaceOnChanges: ["warmTransfer"] }'),
    },
  }),
  replaceOnChangesCreated: (_, __, a) => ({
    before: { [a]: created(a, { warmTransfer: true }) },
    after: { [a]: withOptions(created(a, { warmTransfer: false }), '{ replaceOnChanges: ["*"] }') },
  }),
  replacedWithAnother: (x, y, a) => ({
    before: { [a]: adopting(x), [`${a}Too`]: withOptions(created(a), `{ replaceWith: [r_${a}] }`) },
    after: { [a]: adopting(y), [`${a}Too`]: withOptions(created(a), `{ replaceWith: [r_${a}] }`) },
  }),
  // The dependent adopts what the first one outputs: it goes first, and comes again.
  replacedDependent: (x, y, a) => ({
    before: { [a]: adopting(x, { warmSummaryPrompt: y }), [`${a}Too`]: dependent(a) },
    after: { [a]: withOptions(adopting(x, { warmSummaryPrompt: y }), "{}"), [`${a}Too`]: dependent(a) },
    replace: a,
  }),
  aliased: (x, _, a) => ({
    before: { [a]: adopting(x) },
    after: { [`${a}New`]: withOptions(adopting(x), `{ aliases: [{ name: "${a}" }] }`) },
  }),
  retainOnDelete: (x, _, a) => ({
    before: { [a]: withOptions(adopting(x), "{ retainOnDelete: true }") },
    after: {},
  }),
  deletionPolicyRetain: (x, _, a) => ({
    before: { [a]: { transferConfigId: x } },
    after: {},
  }),
};
const dependent = (of: string) => `{ transferConfigId: r_${of}.warmSummaryPrompt, deletionPolicy: "delete" }`;

const all = Object.keys(ways);
const wayOf = (name: string) => {
  const n = all.indexOf(name);
  return (ways[name] as (typeof ways)[string])(uuid(2 * n), uuid(2 * n + 1), name);
};
const merged = (names: string[], side: "before" | "after"): Resources =>
  Object.assign({}, ...names.map((name) => wayOf(name)[side]));

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeEach(async () => {
    const ids = [...all.flatMap((_, n) => [uuid(2 * n), uuid(2 * n + 1)]), neighbour];
    fixture = await startStackFixture(engine, {
      seed: ids.map((id) => ({ id, name: "Desk" })),
      allowDelete: true,
    });
  });
  afterEach(() => fixture.close());

  const deleted = () =>
    fixture.emulator.requests.flatMap((r) =>
      r.method === "DELETE" ? [String(r.path.split("/").pop())] : [],
    );
  const isLive = (id: string) => fixture.emulator.get(id) !== undefined;
  const entries = async () => {
    const { deployment } = await fixture.stack.exportState();
    return deployment.resources.filter((r) => r.type.endsWith("TransferConfig"));
  };
  const entry = async (name: string) => (await entries()).find((r) => r.urn.endsWith(`::${name}`));
  const up = async (resources: Resources, options?: UpOptions) => {
    await fixture.program(resources);
    return fixture.stack.up(options);
  };
  const neighbourOf = (text: string) => ({
    neighbour: { transferConfigId: neighbour, warmSummaryPrompt: text },
  });
  const urnsToReplace = async (names: string[]) => {
    const [{ urn } = { urn: "" }] = await entries();
    const prefix = urn.slice(0, urn.lastIndexOf("::") + 2);
    return names.flatMap((name) => wayOf(name).replace ?? []).map((name) => `${prefix}${name}`);
  };

  /** Takes the ways from before to after, interrupted by a failure if one is given. Gives the ids that were held before. */
  async function go(names: string[], options: UpOptions, failure?: () => void) {
    await up({ ...neighbourOf("before"), ...merged(names, "before") });
    const held = new Map((await entries()).map((r) => [String(r.urn.split("::").pop()), String(r.id)]));
    const goals = { ...neighbourOf("changed"), ...merged(names, "after") };
    const replace = await urnsToReplace(names);
    if (failure) {
      failure();
      await expect(up(goals, { ...options, replace })).rejects.toThrow();
      fixture.emulator.faults.clear();
      expect(deleted()).toEqual([]);
    }
    // A replacement that --replace began is ended without it; one that it did not begin is not asked for again.
    await up(goals, failure ? options : { ...options, replace });
    const removed = names.filter((name) => wayOf(name).removed).map((name) => held.get(name));
    expect(deleted().sort()).toEqual([...removed].sort());
    for (const id of held.values()) expect([id, isLive(id)]).toEqual([id, !removed.includes(id)]);
    for (const { id } of await entries()) expect(isLive(String(id))).toBe(true);
    return { held: [...held.values()], removed };
  }

  /** As {@link go}, and on to the program's end. */
  async function goToTheEnd(names: string[], options: UpOptions, failure?: () => void): Promise<void> {
    const { held, removed } = await go(names, options, failure);
    const { steps } = await fixture.stack.preview();
    expect(configSteps(steps).filter((s) => s.op !== "same")).toEqual([]);

    // What the stack holds now is all that it deletes when the program ends to have it.
    const holds = (await entries()).flatMap((r) =>
      r.outputs?.deletionPolicy === "delete" ? [String(r.id)] : [],
    );
    fixture.emulator.clearLog();
    await up(neighbourOf("changed"), options);
    expect(deleted().sort()).toEqual([...holds].sort());
    for (const id of held) {
      expect([id, isLive(id)]).toEqual([id, !removed.includes(id) && !holds.includes(id)]);
    }
  }

  const failures = {
    "a neighbour's PATCH fails": () => fail("PATCH", neighbour),
    "every POST fails": () => fail("POST"),
    "every PATCH and POST fails": () => {
      fail("PATCH");
      fail("POST");
    },
  };
  const interruptions: [keyof typeof failures, UpOptions][] = [
    ["a neighbour's PATCH fails", { refresh: true, runProgram: true }],
    ["every POST fails", {}],
    ["every PATCH and POST fails", { refresh: true, runProgram: false }],
  ];
  const fail = (method: "PATCH" | "POST" | "DELETE", id?: string) =>
    fixture.emulator.faults.add({
      method,
      nth: "every",
      ...(id && { id }),
      fault: { kind: "status", status: 400 },
    });

  test("all ways in one stack", () => goToTheEnd(all, {}));

  // Each failure with a way of refreshing: both have to be right together.
  test.each(interruptions)("all ways in one stack, interrupted: %s, with %j", (what, options) =>
    goToTheEnd(all, options, failures[what]),
  );

  // Alone, so that none of these is kept from harm by another one's replacement. Of the others, and of any sequence of
  // them, test/lifecycle/delete.property.test.ts asks the same; that the calls are these, test/engine/replacements.test.ts.
  test("renamed, alone", () => go(["renamed"], {}));

  test("renamed with an alias, and replaced by the flag later, alone", async () => {
    await up({ a: created("A") });
    const id = (await entry("a"))?.id;
    const renamed = { b: withOptions(created("A"), '{ aliases: [{ name: "a" }] }') };
    await up(renamed);
    expect((await entry("b"))?.id).toBe(id);
    await up(renamed, { replace: [String((await entry("b"))?.urn)] });
    expect(deleted()).toEqual([]);
    expect((await entry("b"))?.id).not.toBe(id);
    await fixture.stack.destroy();
    expect(isLive(String(id))).toBe(true);
  });

  const [x, y] = [uuid(0), uuid(1)];
  const continuations: Record<string, () => Promise<unknown>> = {
    resumed: () => up({ a: adopting(y, { name: "New" }) }),
    "resumed under --refresh": () =>
      up({ a: adopting(y, { name: "New" }) }, { refresh: true, runProgram: false }),
    "taken back": () => up({ a: adopting(x) }),
    removed: () => up({}),
    renamed: () => up({ b: adopting(x) }),
    destroyed: () => fixture.stack.destroy(),
  };
  test(`a replacement whose second half failed, ${Object.keys(continuations).join(", ")}`, async () => {
    await up({ a: adopting(x) });
    fail("PATCH", y);
    await expect(up({ a: adopting(y, { name: "New" }) })).rejects.toThrow();
    fixture.emulator.faults.clear();
    expect(await entry("a")).toMatchObject({ id: x, pendingReplacement: true });
    const halfDone = await fs.readFile(fixture.stack.stateFile);
    for (const [how, goOn] of Object.entries(continuations)) {
      await fs.writeFile(fixture.stack.stateFile, halfDone);
      fixture.emulator.set(y, { name: "Desk" });
      await goOn();
      expect([how, deleted()]).toEqual([how, []]);
      expect([how, isLive(x)]).toEqual([how, true]);
    }
  });

  test("an entry whose new name has its config already is no danger to it, however late it goes", async () => {
    await up({ a: adopting(x), b: adopting(y) });
    // The removal of b fails, and a's, beside it, may not have had its turn.
    fail("DELETE");
    await expect(up({ c: adopting(x) })).rejects.toThrow();
    fixture.emulator.faults.clear();
    fixture.emulator.clearLog();
    await up({ c: adopting(x) });
    expect(deleted()).toEqual([y]);
    expect(isLive(x)).toBe(true);
  });

  test("destroy deletes what deletionPolicy says; of half a stack, that half", async () => {
    await up({ a: adopting(x), b: adopting(y), c: { transferConfigId: neighbour } });
    const urns = (await entries()).map((r) => r.urn).filter((urn) => !urn.endsWith("::b"));
    await fixture.stack.destroy({ target: urns });
    expect(deleted()).toEqual([x]);
    expect([isLive(y), isLive(neighbour)]).toEqual([true, true]);
    await fixture.stack.destroy({ refresh: true });
    expect(deleted()).toEqual([x, y]);
  });

  test("stack config that changes in the same run makes no difference", async () => {
    await up({ a: adopting(x), gone: adopting(y) });
    await fixture.stack.setConfig("carecycle:timeoutSeconds", { value: "20" });
    await up({ b: adopting(x) }, { refresh: true, runProgram: false });
    expect(deleted()).toEqual([y]);
    expect(isLive(x)).toBe(true);
  });

  test("what stays live is said, with the reason", async () => {
    await up({ a: adopting(x), b: { transferConfigId: y } });
    const { text } = await up({ c: adopting(x) });
    const stays = (id: string) => `transfer config "Desk" (${id}): still live, no longer managed`;
    expect(text).toContain(
      `${stays(x)} by the entry removed from the state: the program still declares this config`,
    );
    expect(text).toContain(
      `${stays(y)}: deletionPolicy is "retain" ("delete" would delete it). Without transferConfigId, the next up makes another one`,
    );
    const replaced = await up({ c: adopting(y) });
    expect(replaced.text).toContain(
      `${stays(x)} by the entry removed from the state: another config takes its place`,
    );
    expect(replaced.text).not.toContain("would delete it");
  });
});
