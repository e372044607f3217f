// A field that the program makes secret for the first time, in an update that is killed once its PATCH has landed: nothing has
// recorded then that it is secret, and a refresh could not know. Two ways keep it out of every text and state.
import { onEachEngine } from "../support/engines";
import { changes, type Resources, type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const plain = "+15550100";
const secret = "PHONECANARY1";
const desk = (directPhoneNumber: string): Resources => ({
  desk: `{ transferConfigId: "${id}", directPhoneNumber: ${directPhoneNumber} }`,
});

onEachEngine((engine) => {
  let fixture: StackFixture;
  let watch: Watch;
  beforeEach(async () => {
    fixture = await startStackFixture(engine, {
      seed: [{ id, name: "Desk", type: "direct", directPhoneNumber: plain }],
    });
    watch = new Watch(fixture);
  });
  afterEach(() => fixture.close());

  const live = () => fixture.emulator.get(id)?.directPhoneNumber;
  const patches = () =>
    fixture.emulator.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);

  /** An update that is killed between its PATCH and the response. */
  async function killedUpdate(): Promise<void> {
    fixture.emulator.faults.add({
      method: "PATCH",
      id,
      fault: { kind: "delay", ms: 20_000, part: "headers" },
    });
    const run = fixture.stack.startUp();
    for (const end = Date.now() + 60_000; live() !== secret; ) {
      if (Date.now() > end) throw new Error(`no PATCH arrived:\n${run.lines.join("\n")}`);
      await new Promise((wake) => setTimeout(wake, 20));
    }
    await run.kill();
    await fixture.stack.cancel();
    fixture.emulator.faults.clear();
    expect(run.lines.join("\n")).not.toContain(secret);
    fixture.emulator.clearLog();
  }

  /** Refreshes and previews show nothing, and nothing is left to do. */
  async function settled(): Promise<void> {
    await watch.run((stack) => stack.refresh());
    await watch.run((stack) => stack.up({ refresh: true }));
    await watch.run(async (stack) => {
      const preview = await stack.preview({ refresh: true });
      expect(changes(preview.steps)).toEqual([]);
      return preview;
    });
    expect(live()).toBe(secret);
    expect(patches()).toEqual([]);
  }

  test("the next update without a refresh records it as secret, and sends nothing", async () => {
    await fixture.program(desk(`"${plain}"`));
    await watch.run((stack) => stack.up());
    await fixture.program(desk(`pulumi.secret("${secret}")`));
    await killedUpdate();

    await watch.run((stack) => stack.up());
    await settled();
  });

  const declarations: [what: string, before: string | null, declared: string][] = [
    ["one that was plain", plain, `"${plain}"`],
    ["one that was not declared", null, "undefined"],
  ];
  test.each(declarations)(
    "%s and is made secret before it is changed is known to be so, whatever is killed",
    async (_, before, declared) => {
      fixture.emulator.set(id, { directPhoneNumber: before });
      await fixture.program(desk(declared));
      await watch.run((stack) => stack.up());
      await fixture.program(desk(`pulumi.secret(${JSON.stringify(before)})`));
      await watch.run((stack) => stack.up({ refresh: true }));
      expect(patches()).toEqual([]);

      await fixture.program(desk(`pulumi.secret("${secret}")`));
      await killedUpdate();
      await settled();
    },
  );
});
