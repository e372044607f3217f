// Secrets of the table and of the program, declared, changed, dropped and undone in the dashboard, in updates that are
// taken, half taken and refused: in no state, history, preview, report or text is one in plain text.

import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const key = "cc_canary_KEYCANARY";
const base = { transferConfigId: id, name: "Desk", dynamicOptions: { pingUrl: "https://a.example" } };

/** A program that makes secret whatever it can, each with the mark in it. */
const secretProgram = (mark: string) => `{
  transferConfigId: "${id}",
  name: pulumi.secret("NAMECANARY${mark}"),
  sipHeaders: "X-Auth: SIPCANARY${mark}",
  warmSummaryPrompt: pulumi.secret("PROMPTCANARY${mark}\\nsecond \\"LINECANARY${mark}\\""),
  transferWaitingMessages: ["please wait", pulumi.secret("MESSAGECANARY${mark}")],
  additionalFields: { agentScreen: pulumi.secret("SCREENCANARY${mark}") },
  dynamicOptions: {
    pingUrl: pulumi.secret("https://a.example/?k=URLCANARY${mark}"),
    headers: { authorization: "Bearer HEADERCANARY${mark}" },
    body: { token: "BODYCANARY${mark}", list: ["LISTCANARY${mark}"], pin: 918273645 },
    successConditions: [{ field: "ok", value: Promise.resolve(pulumi.secret("CONDITIONCANARY${mark}")) }],
  },
}`;

/** What others put there. */
const theirs = {
  name: "NAMECANARYt",
  sipHeaders: "SIPCANARYt",
  warmSummaryPrompt: "PROMPTCANARYt",
  transferWaitingMessages: ["MESSAGECANARYt", "please wait", "third MESSAGECANARYt"],
  dynamicOptions: {
    pingUrl: "https://URLCANARYt",
    headers: { authorization: "HEADERCANARYt", added: "ADDEDCANARYt" },
    body: { token: { deep: "BODYCANARYt" }, list: ["LISTCANARYt", "LISTCANARYt2"], pin: "PINCANARYt" },
    successConditions: [{ field: "CONDITIONCANARYt", operator: "equals", value: "CONDITIONCANARYt" }],
  },
};
const emptied = {
  sipHeaders: null,
  warmSummaryPrompt: null,
  transferWaitingMessages: null,
  dynamicOptions: null,
};

onEachEngine((engine) => {
  let fixture: StackFixture;
  let watch: Watch;
  beforeEach(async () => {
    fixture = await startStackFixture(
      engine,
      { seed: [{ id, name: "Desk" }], apiKeys: { [key]: "5e505642-9024-474d-9434-e5a44f505cc5" } },
      { "carecycle:apiKey": { value: key, secret: true } },
    );
    watch = new Watch(fixture);
  });
  afterEach(() => fixture.close());

  const normalise = (field: string, to: unknown) =>
    fixture.emulator.faults.add({ method: "PATCH", fault: { kind: "normalise-field", field, to } });
  const ignore = (field: string) =>
    fixture.emulator.faults.add({ method: "PATCH", fault: { kind: "ignore-field", field } });

  test("declared in an update that is half taken, then changed, undone and dropped", async () => {
    await fixture.program({ desk: base });
    await watch.run((stack) => stack.up());

    await fixture.program({ desk: secretProgram("1") });
    await watch.run((stack) => stack.preview());
    normalise("name", "N: NAMECANARYn");
    await watch.run((stack) => stack.up(), { fails: true });
    await watch.run((stack) => stack.preview({ refresh: true }));
    await watch.run((stack) => stack.refresh());
    normalise("name", "N: NAMECANARYm");
    await watch.run((stack) => stack.up({ refresh: true }), { fails: true });
    await watch.run((stack) => stack.up({ refresh: true }));
    expect(fixture.emulator.get(id)).toMatchObject({ name: "NAMECANARY1", sipHeaders: "X-Auth: SIPCANARY1" });
    expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);

    fixture.emulator.set(id, emptied);
    await watch.run((stack) => stack.refresh());
    fixture.emulator.set(id, theirs);
    await watch.run((stack) => stack.preview({ refresh: true }));
    await watch.run((stack) => stack.up({ refresh: true }));

    await fixture.program({ desk: secretProgram("2") });
    fixture.emulator.set(id, { ...theirs, name: "NAMECANARYu" });
    normalise("dynamicOptions.headers.authorization", "HEADERCANARYn");
    ignore("sipHeaders");
    await watch.run((stack) => stack.up(), { fails: true });
    fixture.emulator.faults.add({
      method: "PATCH",
      fault: { kind: "status", status: 400, committed: true },
    });
    await watch.run((stack) => stack.up({ refresh: true }), { fails: true });
    await watch.run((stack) => stack.up());

    await fixture.program({ desk: { ...base, name: "Desk", dynamicOptions: { method: "GET" } } });
    ignore("warmSummaryPrompt");
    await watch.run((stack) => stack.up(), { fails: true });
    await watch.run((stack) => stack.refresh());
    await watch.run((stack) => stack.up());
    fixture.emulator.set(id, { ...theirs, name: "Desk" });
    await watch.run((stack) => stack.up({ refresh: true }));
    await watch.run((stack) => stack.preview({ refresh: true }));
    expect(watch.seen).toContain("withheld");
    expect(fixture.emulator.get(id)).toMatchObject({ ...theirs, name: "Desk" });
  }, 600_000);

  test("made secret as a whole, where it was plain before, by an update whose answer is lost", async () => {
    await fixture.program({ desk: base });
    await watch.run((stack) => stack.up());
    await fixture.program({
      desk: `{
        transferConfigId: "${id}",
        name: pulumi.secret("NAMECANARY3"),
        dynamicOptions: pulumi.secret({ pingUrl: "https://URLCANARY3", transferNumber: "NUMBERCANARY3" }),
      }`,
    });
    fixture.emulator.faults.add({
      method: "PATCH",
      fault: { kind: "status", status: 400, committed: true },
    });
    await watch.run((stack) => stack.up(), { fails: true });
    expect(fixture.emulator.get(id)).toMatchObject({ name: "NAMECANARY3" });
    await watch.run((stack) => stack.refresh());
    await watch.run((stack) => stack.up());
    expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);
    await fixture.program({ desk: { ...base, name: "Desk", dynamicOptions: { method: "GET" } } });
    await watch.run((stack) => stack.up());
    await watch.run((stack) => stack.refresh());
    expect(fixture.emulator.get(id)).toMatchObject({ dynamicOptions: { transferNumber: "NUMBERCANARY3" } });
  }, 300_000);
});
