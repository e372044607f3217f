// What transformations and transforms set after the constructor: credentials are encrypted, and what they wrap in
// pulumi.secret is in no line, error, report or file in plain text. Set on the resource, on its parent, on the stack.

import { onEachEngine } from "../support/engines";
import { type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;

/** A program whose transform sets credentials in plain text, and other fields as secrets, each with `mark` in it. */
const head = (mark: string, more: readonly string[]) => `
const setFor = (name) => (args) => args.name === name ? set(args) : undefined;
const set = (args) => args.type.endsWith(":TransferConfig") ? {
  props: {
    ...args.props,
    sipHeaders: "SIPCANARY${mark}",
    warmSummaryPrompt: pulumi.secret("PROMPTCANARY${mark}"),
    transferWaitingMessages: ["please wait", pulumi.secret("MESSAGECANARY${mark}")],
    dynamicOptions: {
      pingUrl: pulumi.secret("https://URLCANARY${mark}"),
      headers: { authorization: "HEADERCANARY${mark}" },
      body: { token: "BODYCANARY${mark}", list: ["LISTCANARY${mark}"], deep: { pin: 918273645 } },
    },
  },
  opts: { ...args.opts, ignoreChanges: ["__secretPaths"] },
} : undefined;
class Site extends pulumi.ComponentResource {
  constructor(name, options) { super("test:index:Site", name, {}, options); }
}
${more.join("\n")}
`;

/** Each place by the name of the resource that it sets: more of the program, and the resource's options. */
const where = {
  byTransformations: ["", "{ transformations: [set] }"],
  byParentTransformations: ['const site = new Site("site", { transformations: [set] });', "{ parent: site }"],
  byStackTransformations: [
    'pulumi.runtime.registerStackTransformation(setFor("byStackTransformations"));',
    "{}",
  ],
  byTransforms: ["", "{ transforms: [set] }"],
  byParentTransforms: [
    'const transformed = new Site("transformed", { transforms: [set] });',
    "{ parent: transformed }",
  ],
  byStackTransforms: ['pulumi.runtime.registerResourceTransform(setFor("byStackTransforms"));', "{}"],
} as const;

const theirs = {
  sipHeaders: "SIPCANARYt",
  warmSummaryPrompt: "PROMPTCANARYt",
  transferWaitingMessages: ["MESSAGECANARYt"],
  dynamicOptions: { pingUrl: "https://URLCANARYt", headers: { added: "ADDEDCANARYt" }, body: {} },
};

onEachEngine((engine) => {
  // Transforms call back into the program, which the embedded engine does not.
  const places = Object.entries(where)
    .filter(([name]) => engine.name !== "embedded" || !/Transforms$/.test(name))
    .map(([name, [more, options]], n) => ({ name, more, options, id: uuid(n) }));
  let fixture: StackFixture;
  let watch: Watch;
  beforeAll(async () => {
    fixture = await startStackFixture(engine, { seed: places.map(({ id }) => ({ id, name: "Desk" })) });
    watch = new Watch(fixture);
  });
  afterAll(() => fixture.close());

  const live = () => Object.fromEntries(places.map(({ name, id }) => [name, fixture.emulator.get(id)]));
  const everywhere = (config: object) =>
    Object.fromEntries(places.map(({ name }) => [name, expect.objectContaining(config)]));
  const declare = (mark: string) =>
    fixture.program(
      Object.fromEntries(
        places.map(({ name, id, options }) => [
          name,
          `{ transferConfigId: "${id}", name: "Desk" }, ${options}`,
        ]),
      ),
      head(
        mark,
        places.map(({ more }) => more),
      ),
    );

  // Each step in all places, side by side.
  test(`set by ${places.map(({ name }) => name.replace("by", "")).join(", ")}: created`, async () => {
    await declare("1");
    await watch.run((stack) => stack.preview());
    await watch.run((stack) => stack.up());
    expect(live()).toEqual(everywhere({ sipHeaders: "SIPCANARY1", warmSummaryPrompt: "PROMPTCANARY1" }));
  });

  test("changed, over what others changed and in an update that is half taken", async () => {
    await declare("2");
    for (const { id } of places) {
      fixture.emulator.set(id, theirs);
      const faults = [
        { kind: "normalise-field", field: "sipHeaders", to: "SIPCANARYn" },
        { kind: "normalise-field", field: "warmSummaryPrompt", to: "PROMPTCANARYn" },
        // The first failure lets no further update start: none is answered before all were sent.
        { kind: "delay", ms: 1500, part: "headers" },
      ] as const;
      for (const fault of faults) fixture.emulator.faults.add({ method: "PATCH", id, fault });
    }
    await watch.run((stack) => stack.up(), { fails: true });
    expect(live()).toEqual(everywhere({ sipHeaders: "SIPCANARYn", warmSummaryPrompt: "PROMPTCANARYn" }));
    fixture.emulator.faults.clear();
    await watch.run((stack) => stack.preview({ refresh: true }));
    await watch.run((stack) => stack.up({ refresh: true }));
    expect(live()).toEqual(everywhere({ warmSummaryPrompt: "PROMPTCANARY2" }));
    expect(watch.seen).toMatch(/warmSummaryPrompt/);
  });

  test("destroyed", () => watch.run((stack) => stack.destroy()));
});
