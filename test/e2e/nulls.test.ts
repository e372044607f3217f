// What the engine cannot see, above all a declared null, is a step all the same, is shown, sent and settled.

import { onEachEngine } from "../support/engines";
import {
  changes,
  type Resources,
  type StackFixture,
  startStackFixture,
  updatedLeaves,
  wire,
} from "../support/stackFixture";

jest.setTimeout(180_000);

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const add = { kind: "add", inputDiff: true };
const gone = { kind: "delete", inputDiff: true };

onEachEngine((engine) => {
  let fixture: StackFixture;
  afterEach(() => fixture.close());

  const start = async (live: object, declared: object) => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk", ...live }] });
    await apply({ name: "Desk", ...declared });
  };
  const apply = async (args: object | string) => {
    await fixture.program({ desk: typeof args === "string" ? args : { transferConfigId: id, ...args } });
    fixture.emulator.clearLog();
    return fixture.stack.up();
  };
  const writes = () => wire(fixture.emulator).filter((line) => !line.startsWith("GET"));
  /** No change is left, nor a word of one; a refresh compares with what is live, without one with what is recorded. */
  const settled = async (refresh = true) => {
    const { steps, text } = await fixture.stack.preview({ refresh });
    expect(changes(steps)).toEqual([]);
    expect(text).not.toMatch(/to be cleared|no longer declared/);
  };
  const record = async () => {
    const { deployment } = await fixture.stack.exportState();
    return deployment.resources.find((r) => r.type.endsWith("TransferConfig"));
  };

  test("a null declared alone, of a field, of dynamicOptions and inside of it, is shown, sent and stays", async () => {
    await start({ sipUri: "sip:a", dynamicOptions: { pingUrl: "https://a.example", body: { a: 1 } } }, {});
    await fixture.program({ desk: { transferConfigId: id, name: "Desk", sipUri: null } });
    const preview = await fixture.stack.preview();
    expect(updatedLeaves(preview.steps, "desk")).toEqual({ __nullPaths: add });
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
    fixture.emulator.set(id, { dynamicOptions: { pingUrl: "https://b.example" } });
    const { text } = await apply({ name: "Desk", sipUri: null, dynamicOptions: null });
    expect(text).toContain("to be cleared: dynamicOptions ([secret] => null)");
    expect(writes()).toEqual(['PATCH {"dynamicOptions":null}']);
    await settled();
    await settled(false);
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
    fixture.emulator.set(id, { sipUri: null });
    await fixture.stack.refresh();
    await apply({ name: "Desk" });
    expect(writes()).toEqual([]);
    expect((await record())?.outputs).toMatchObject({ managedFields: ["name"] });
    await settled();
  });

  test("beside each other: nulls with other changes, dropped and ignored ones, secrets made and undone, other spellings", async () => {
    const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;
    const [beside, dropped, ignored, secret, spelt] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
    const body = { a: 1, b: { c: "2", d: [] } };
    fixture = await startStackFixture(engine, {
      seed: [
        { id: beside, name: "Desk", sipUri: "sip:a", agentScreen: "inbox" },
        { id: dropped, name: "Desk", sipUri: null },
        { id: ignored, name: "Desk", sipUri: "sip:a", warmMode: null },
        { id: secret, name: "Desk" },
        { id: spelt, name: "Desk", dynamicOptions: { body } },
      ],
    });
    const prompts = (prompt: string, url: string) =>
      `{ transferConfigId: "${secret}", name: "Desk", warmSummaryPrompt: ${prompt}, dynamicOptions: { pingUrl: ${url} } }`;
    const nullAndIgnored = (paths: string[]) =>
      `{ transferConfigId: "${ignored}", name: "Desk", sipUri: null }, { ignoreChanges: ${JSON.stringify(paths)} }`;
    const up = async (resources: Resources) => {
      await fixture.program(resources);
      fixture.emulator.clearLog();
      return fixture.stack.up();
    };
    const written = (of: string) => wire(fixture.emulator, of).filter((line) => !line.startsWith("GET"));
    const outputs = async (name: string) => {
      const { resources } = (await fixture.stack.exportState()).deployment;
      return resources.find((r) => r.urn.endsWith(`::${name}`))?.outputs;
    };
    await up({
      beside: { transferConfigId: beside, name: "Desk", warmTransfer: true },
      dropped: { transferConfigId: dropped, name: "Desk", sipUri: null, warmTransfer: true },
      ignored: { transferConfigId: ignored, name: "Desk" },
      secret: prompts('"the-prompt"', '"the-ping-url"'),
      spelt: { transferConfigId: spelt, name: "Desk", dynamicOptions: { body } },
    });

    const second = {
      beside: {
        transferConfigId: beside,
        name: "Sales",
        sipUri: null,
        warmTransfer: true,
        additionalFields: { agentScreen: null },
      },
      dropped: { transferConfigId: dropped, name: "Desk", warmTransfer: true },
      ignored: nullAndIgnored(["sipUri"]),
      secret: prompts('pulumi.secret("the-prompt")', 'pulumi.secret("the-ping-url")'),
      spelt: `{ dynamicOptions: { body: { b: { d: [], c: "2" }, a: 1.0 } }, name: "Desk", transferConfigId: "${spelt}" }`,
    };
    await fixture.program(second);
    const { steps, text } = await fixture.stack.preview();
    expect(changes(steps).sort()).toEqual(["update beside", "update dropped", "update secret"]);
    // Nulls leave the leaves of the other changes in the preview.
    expect(updatedLeaves(steps, "beside")).toEqual({
      name: { kind: "update", inputDiff: true },
      additionalFields: add,
      __nullPaths: add,
    });
    expect(text).toContain('sipUri ("sip:a" => null), additionalFields.agentScreen (not recorded => null)');
    // A null that is dropped is given back by one step that sends nothing, and is not enforced any more.
    expect(updatedLeaves(steps, "dropped")).toEqual({ __nullPaths: gone });
    expect(text.match(/to be cleared/g)).toHaveLength(1);
    await up(second);
    expect(written(beside)).toEqual(['PATCH {"name":"Sales","sipUri":null,"agentScreen":null}']);
    expect(fixture.emulator.writes()).toHaveLength(1);
    expect(await outputs("dropped")).toMatchObject({ managedFields: ["name", "warmTransfer"] });
    expect(fixture.emulator.get(ignored)).toMatchObject({ sipUri: "sip:a" });
    const state = JSON.stringify((await fixture.stack.exportState()).deployment.resources);
    expect(state).not.toMatch(/the-prompt|the-ping-url/);
    fixture.emulator.set(dropped, { sipUri: "sip:dashboard" });
    await settled();

    // An empty container is a change; what was secret is plain again when the program says so.
    const third = (more: object) => ({
      ...second,
      ignored: nullAndIgnored(["*"]),
      secret: prompts('"the-prompt"', '"the-ping-url"'),
      spelt: { transferConfigId: spelt, name: "Desk", dynamicOptions: { body: more } },
    });
    const { steps: taken } = await up(third({ ...body, e: {} }));
    expect(changes(taken).sort()).toEqual(["update secret", "update spelt"]);
    expect(wire(fixture.emulator).filter((line) => !line.startsWith("GET"))).toEqual([
      `PATCH ${JSON.stringify({ dynamicOptions: { body: { ...body, e: {} } } })}`,
    ]);
    expect(await outputs("secret")).toMatchObject({
      warmSummaryPrompt: "the-prompt",
      dynamicOptions: { pingUrl: "the-ping-url" },
    });
    await settled();
    await up(third({}));
    expect(written(spelt)[0]).toBe('PATCH {"dynamicOptions":{"body":{}}}');
    await settled();
    await settled(false);
  });
});
