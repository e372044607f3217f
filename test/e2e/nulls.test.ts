// What the engine cannot see, above all a declared null, is a step all the same, is shown, sent and settled.

import { changes, configSteps, startWorld, type World, wire } from "../support/e2e";
import { onEachEngine } from "../support/engines";

jest.setTimeout(180_000);

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const add = { kind: "add", inputDiff: true };
const gone = { kind: "delete", inputDiff: true };

onEachEngine((engine) => {
  let world: World;
  afterEach(() => world.close());

  const start = async (live: object, declared: object) => {
    world = await startWorld(engine, { seed: [{ id, name: "Desk", ...live }] });
    await apply({ name: "Desk", ...declared });
  };
  const apply = async (args: object | string) => {
    await world.program({ desk: typeof args === "string" ? args : { transferConfigId: id, ...args } });
    world.emulator.clearLog();
    return world.stack.up();
  };
  const writes = () => wire(world.emulator).filter((line) => !line.startsWith("GET"));
  const settled = async () => {
    const refreshed = await world.stack.preview({ refresh: true });
    expect(changes(refreshed.steps)).toEqual([]);
    const { steps, text } = await world.stack.preview();
    expect(changes(steps)).toEqual([]);
    expect(text).not.toMatch(/to be cleared|no longer declared/);
  };
  const record = async () => {
    const { deployment } = await world.stack.exportState();
    return deployment.resources.find((r) => r.type.endsWith("TransferConfig"));
  };
  const detailed = (steps: Parameters<typeof configSteps>[0]) =>
    configSteps(steps).find((s) => s.op === "update")?.detailedDiff;

  test("a null declared alone, of a field, of dynamicOptions and inside of it, is shown, sent and stays", async () => {
    await start({ sipUri: "sip:a", dynamicOptions: { pingUrl: "https://a.example", body: { a: 1 } } }, {});
    await world.program({ desk: { transferConfigId: id, name: "Desk", sipUri: null } });
    const preview = await world.stack.preview();
    expect(detailed(preview.steps)).toEqual({ __nullPaths: add });
    expect(preview.text).toContain(`"Desk" (${id}): to be cleared: sipUri ("sip:a" => null)`);
    await apply({ name: "Desk", sipUri: null });
    expect(writes()).toEqual(['PATCH {"sipUri":null}']);
    await settled();

    const inside = { name: "Desk", sipUri: null, dynamicOptions: { body: { a: 1, b: null } } };
    await apply({ ...inside, dynamicOptions: { body: { a: 1 } } });
    await apply(inside);
    expect(writes()).toEqual([
      'PATCH {"dynamicOptions":{"pingUrl":"https://a.example","body":{"a":1,"b":null}}}',
    ]);
    await settled();

    await apply({ name: "Desk", sipUri: null });
    world.emulator.set(id, { dynamicOptions: { pingUrl: "https://b.example" } });
    const { text } = await apply({ name: "Desk", sipUri: null, dynamicOptions: null });
    expect(text).toContain("to be cleared: dynamicOptions ([secret] => null)");
    expect(writes()).toEqual(['PATCH {"dynamicOptions":null}']);
    await settled();
  });

  test("nulls beside other changes leave the leaves of those in the preview", async () => {
    await start({ sipUri: "sip:a", agentScreen: "inbox" }, { warmTransfer: true });
    const news = { name: "Sales", sipUri: null, warmTransfer: true, additionalFields: { agentScreen: null } };
    await world.program({ desk: { transferConfigId: id, ...news } });
    const { steps, text } = await world.stack.preview();
    expect(detailed(steps)).toEqual({
      name: { kind: "update", inputDiff: true },
      additionalFields: add,
      __nullPaths: add,
    });
    expect(text).toContain('sipUri ("sip:a" => null), additionalFields.agentScreen (not recorded => null)');
    await apply(news);
    expect(writes()).toEqual(['PATCH {"name":"Sales","sipUri":null,"agentScreen":null}']);
    await settled();
  });

  test("a null that is dropped is given back by one step that sends nothing, and is not enforced any more", async () => {
    await start({ sipUri: null }, { sipUri: null, warmTransfer: true });
    await world.program({ desk: { transferConfigId: id, name: "Desk", warmTransfer: true } });
    const { steps, text } = await world.stack.preview();
    expect(detailed(steps)).toEqual({ __nullPaths: gone });
    expect(text).not.toContain("to be cleared");
    await apply({ name: "Desk", warmTransfer: true });
    expect(writes()).toEqual([]);
    expect((await record())?.outputs).toMatchObject({ managedFields: ["name", "warmTransfer"] });
    world.emulator.set(id, { sipUri: "sip:dashboard" });
    await settled();
  });

  test("null, a value and null again; cleared in the dashboard, and then dropped", async () => {
    await start({ sipUri: "sip:a" }, { sipUri: null });
    await apply({ name: "Desk", sipUri: "sip:b" });
    expect(writes()).toEqual(['PATCH {"sipUri":"sip:b"}']);
    await settled();
    await apply({ name: "Desk", sipUri: null });
    expect(writes()).toEqual(['PATCH {"sipUri":null}']);
    await settled();

    await apply({ name: "Desk", sipUri: "sip:b" });
    world.emulator.set(id, { sipUri: null });
    await world.stack.refresh();
    await apply({ name: "Desk" });
    expect(writes()).toEqual([]);
    expect((await record())?.outputs).toMatchObject({ managedFields: ["name"] });
    await settled();
  });

  test("a null under ignoreChanges is no step", async () => {
    await start({ sipUri: "sip:a", warmMode: null }, {});
    const args = { transferConfigId: id, name: "Desk", sipUri: null };
    const { steps } = await apply(`${JSON.stringify(args)}, { ignoreChanges: ["sipUri"] }`);
    expect(changes(steps)).toEqual([]);
    expect(writes()).toEqual([]);
    expect(world.emulator.get(id)).toMatchObject({ sipUri: "sip:a" });
    const all = await apply(`${JSON.stringify(args)}, { ignoreChanges: ["*"] }`);
    expect(changes(all.steps)).toEqual([]);
  });

  test("a value that the program makes secret is encrypted in the outputs too, and plain again when it says so", async () => {
    await start({}, { warmSummaryPrompt: "the-prompt", dynamicOptions: { pingUrl: "the-ping-url" } });
    const state = async () => JSON.stringify((await world.stack.exportState()).deployment.resources);
    const program = (prompt: string, url: string) =>
      `{ transferConfigId: "${id}", name: "Desk", warmSummaryPrompt: ${prompt}, dynamicOptions: { pingUrl: ${url} } }`;
    await apply(program('pulumi.secret("the-prompt")', 'pulumi.secret("the-ping-url")'));
    expect(writes()).toEqual([]);
    expect(await state()).not.toMatch(/the-prompt|the-ping-url/);
    await settled();
    await apply(program('"the-prompt"', '"the-ping-url"'));
    expect(writes()).toEqual([]);
    expect((await record())?.outputs).toMatchObject({
      warmSummaryPrompt: "the-prompt",
      dynamicOptions: { pingUrl: "the-ping-url" },
    });
    await settled();
  });

  test("what differs in the order of keys or in the writing of a number is no step; an empty container is one", async () => {
    const body = { a: 1, b: { c: "2", d: [] } };
    await start({ dynamicOptions: { body } }, { dynamicOptions: { body } });
    const same = await apply(
      `{ dynamicOptions: { body: { b: { d: [], c: "2" }, a: 1.0 } }, name: "Desk", transferConfigId: "${id}" }`,
    );
    expect(changes(same.steps)).toEqual([]);
    await apply({ name: "Desk", dynamicOptions: { body: { ...body, e: {} } } });
    expect(writes()).toEqual([`PATCH ${JSON.stringify({ dynamicOptions: { body: { ...body, e: {} } } })}`]);
    await settled();
    await apply({ name: "Desk", dynamicOptions: { body: {} } });
    expect(writes()[0]).toBe('PATCH {"dynamicOptions":{"body":{}}}');
    await settled();
  });
});
