// What transformations and transforms set after the constructor: credentials are encrypted, and what they wrap in
// pulumi.secret is in no line, error, report or file in plain text. Set on the resource, on its parent, on the stack.

import { onEachEngine } from "../support/engines";
import { type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** A program whose transform sets credentials in plain text, and other fields as secrets, each with `mark` in it. */
const head = (mark: string, more: string) => `
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
${more}
`;

const where = {
  "its own transformations": ["", "{ transformations: [set] }"],
  "its parent's transformations": [
    'const site = new Site("site", { transformations: [set] });',
    "{ parent: site }",
  ],
  "the stack's transformations": ["pulumi.runtime.registerStackTransformation(set);", "{}"],
  "its own transforms": ["", "{ transforms: [set] }"],
  "its parent's transforms": ['const site = new Site("site", { transforms: [set] });', "{ parent: site }"],
  "the stack's transforms": ["pulumi.runtime.registerResourceTransform(set);", "{}"],
} as const;

const theirs = {
  sipHeaders: "SIPCANARYt",
  warmSummaryPrompt: "PROMPTCANARYt",
  transferWaitingMessages: ["MESSAGECANARYt"],
  dynamicOptions: { pingUrl: "https://URLCANARYt", headers: { added: "ADDEDCANARYt" }, body: {} },
};

onEachEngine((engine) => {
  // Transforms call back into the program, which the embedded engine does not.
  const places = Object.entries(where).filter(
    ([name]) => engine.name !== "embedded" || !/transforms$/.test(name),
  );
  let fixture: StackFixture;
  afterEach(() => fixture.close());

  test.each(places)("set by %s", async (_, [more, options]) => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }] });
    const watch = new Watch(fixture);
    const declare = (mark: string, declared = "") =>
      fixture.program(
        { desk: `{ transferConfigId: "${id}", name: "Desk"${declared} }, ${options}` },
        head(mark, more),
      );
    await declare("1");
    await watch.run((stack) => stack.preview());
    await watch.run((stack) => stack.up());
    expect(fixture.emulator.get(id)).toMatchObject({
      sipHeaders: "SIPCANARY1",
      warmSummaryPrompt: "PROMPTCANARY1",
    });

    await declare("2");
    fixture.emulator.set(id, theirs);
    for (const to of ["SIPCANARYn", "PROMPTCANARYn"]) {
      const field = to.startsWith("SIP") ? "sipHeaders" : "warmSummaryPrompt";
      fixture.emulator.faults.add({ method: "PATCH", fault: { kind: "normalise-field", field, to } });
    }
    await watch.run((stack) => stack.up(), { fails: true });
    fixture.emulator.faults.clear();
    await watch.run((stack) => stack.preview({ refresh: true }));
    await watch.run((stack) => stack.up({ refresh: true }));
    expect(fixture.emulator.get(id)).toMatchObject({ warmSummaryPrompt: "PROMPTCANARY2" });
    expect(watch.seen).toMatch(/warmSummaryPrompt/);
    await watch.run((stack) => stack.destroy());
  });
});
