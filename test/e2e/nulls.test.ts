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

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;
const add = { kind: "add", inputDiff: true };
const gone = { kind: "delete", inputDiff: true };

onEachEngine((engine) => {
  let fixture: StackFixture;
  afterEach(() => fixture.close());

  const up = async (resources: Resources) => {
    await fixture.program(resources);
    fixture.emulator.clearLog();
    return fixture.stack.up();
  };
  const written = (of?: string) => wire(fixture.emulator, of).filter((line) => !line.startsWith("GET"));
  /** No change is left, nor a word of one; a refresh compares with what is live, without one with what is recorded. */
  const settled = async (refresh = true) => {
    const { steps, text } = await fixture.stack.preview({ refresh });
    expect(changes(steps)).toEqual([]);
    expect(text).not.toMatch(/to be cleared|no longer declared/);
  };
  const outputs = async (name: string) => {
    const { resources } = (await fixture.stack.exportState()).deployment;
    return resources.find((r) => r.urn.endsWith(`::${name}`))?.outputs;
  };

  test("a null alone: of a field, of dynamicOptions and inside of it, after a value, before one, and dropped", async () => {
    const [field, inside, whole, back, dropped] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
    const live = { name: "Desk", sipUri: "sip:a" };
    const dynamicOptions = { pingUrl: "https://a.example", body: { a: 1 } };
    fixture = await startStackFixture(engine, {
      seed: [
        { id: field, ...live },
        { id: inside, ...live, dynamicOptions },
        { id: whole, ...live, dynamicOptions },
        { id: back, ...live },
        { id: dropped, ...live },
      ],
    });
    /** The program that declares this of each, besides its name. */
    const program = (of: Record<"field" | "inside" | "whole" | "back" | "dropped", object>): Resources => ({
      field: { transferConfigId: field, name: "Desk", ...of.field },
      inside: { transferConfigId: inside, name: "Desk", ...of.inside },
      whole: { transferConfigId: whole, name: "Desk", ...of.whole },
      back: { transferConfigId: back, name: "Desk", ...of.back },
      dropped: { transferConfigId: dropped, name: "Desk", ...of.dropped },
    });
    const cleared = { sipUri: null };
    const value = { sipUri: "sip:b" };
    await up(
      program({
        field: {},
        inside: { ...cleared, dynamicOptions: { body: { a: 1 } } },
        whole: { ...cleared, dynamicOptions: { body: { a: 1, b: null } } },
        back: cleared,
        dropped: cleared,
      }),
    );

    const second = program({
      field: cleared,
      inside: { ...cleared, dynamicOptions: { body: { a: 1, b: null } } },
      whole: cleared,
      back: value,
      dropped: value,
    });
    await fixture.program(second);
    const preview = await fixture.stack.preview();
    expect(updatedLeaves(preview.steps, "field")).toEqual({ __nullPaths: add });
    expect(preview.text).toContain(`"Desk" (${field}): to be cleared: sipUri ("sip:a" => null)`);
    await up(second);
    expect(written(field)).toEqual(['PATCH {"sipUri":null}']);
    expect(written(inside)).toEqual([
      'PATCH {"dynamicOptions":{"pingUrl":"https://a.example","body":{"a":1,"b":null}}}',
    ]);
    for (const id of [back, dropped]) expect(written(id)).toEqual(['PATCH {"sipUri":"sip:b"}']);
    await settled();

    // Cleared in the dashboard, and then dropped; and dynamicOptions, given back before, are declared null.
    fixture.emulator.set(dropped, cleared);
    await fixture.stack.refresh();
    fixture.emulator.set(whole, { dynamicOptions: { pingUrl: "https://b.example" } });
    const { text } = await up(
      program({
        field: cleared,
        inside: cleared,
        whole: { ...cleared, dynamicOptions: null },
        back: cleared,
        dropped: {},
      }),
    );
    expect(text).toContain("to be cleared: dynamicOptions ([secret] => null)");
    expect(written(whole)).toEqual(['PATCH {"dynamicOptions":null}']);
    expect(written(back)).toEqual(['PATCH {"sipUri":null}']);
    expect(written(dropped)).toEqual([]);
    expect(await outputs("dropped")).toMatchObject({ managedFields: ["name"] });
    await settled();
    await settled(false);
  });

  test("beside each other: nulls with other changes, dropped and ignored ones, secrets made and undone, other spellings", async () => {
    const [beside, dropped, ignored, secret, spelt, emptied] = [
      uuid(1),
      uuid(2),
      uuid(3),
      uuid(4),
      uuid(5),
      uuid(6),
    ];
    const body = { a: 1, b: { c: "2", d: [] } };
    fixture = await startStackFixture(engine, {
      seed: [
        { id: beside, name: "Desk", sipUri: "sip:a", agentScreen: "inbox" },
        { id: dropped, name: "Desk", sipUri: null },
        { id: ignored, name: "Desk", sipUri: "sip:a", warmMode: null },
        { id: secret, name: "Desk" },
        { id: spelt, name: "Desk", dynamicOptions: { body } },
        { id: emptied, name: "Desk", dynamicOptions: { body: { ...body, e: {} } } },
      ],
    });
    const prompts = (prompt: string, url: string) =>
      `{ transferConfigId: "${secret}", name: "Desk", warmSummaryPrompt: ${prompt}, dynamicOptions: { pingUrl: ${url} } }`;
    const nullAndIgnored = (paths: string[]) =>
      `{ transferConfigId: "${ignored}", name: "Desk", sipUri: null }, { ignoreChanges: ${JSON.stringify(paths)} }`;
    await up({
      beside: { transferConfigId: beside, name: "Desk", warmTransfer: true },
      dropped: { transferConfigId: dropped, name: "Desk", sipUri: null, warmTransfer: true },
      ignored: { transferConfigId: ignored, name: "Desk" },
      secret: prompts('"the-prompt"', '"the-ping-url"'),
      spelt: { transferConfigId: spelt, name: "Desk", dynamicOptions: { body } },
      emptied: { transferConfigId: emptied, name: "Desk", dynamicOptions: { body: { ...body, e: {} } } },
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
      emptied: { transferConfigId: emptied, name: "Desk", dynamicOptions: { body: { ...body, e: {} } } },
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
    const { steps: taken } = await up({
      ...second,
      ignored: nullAndIgnored(["*"]),
      secret: prompts('"the-prompt"', '"the-ping-url"'),
      spelt: { transferConfigId: spelt, name: "Desk", dynamicOptions: { body: { ...body, e: {} } } },
      emptied: { transferConfigId: emptied, name: "Desk", dynamicOptions: { body: {} } },
    });
    expect(changes(taken).sort()).toEqual(["update emptied", "update secret", "update spelt"]);
    expect(written(spelt)).toEqual([
      `PATCH ${JSON.stringify({ dynamicOptions: { body: { ...body, e: {} } } })}`,
    ]);
    expect(written(emptied)).toEqual(['PATCH {"dynamicOptions":{"body":{}}}']);
    expect(written()).toHaveLength(2);
    expect(await outputs("secret")).toMatchObject({
      warmSummaryPrompt: "the-prompt",
      dynamicOptions: { pingUrl: "the-ping-url" },
    });
    await settled();
    await settled(false);
  });
});
