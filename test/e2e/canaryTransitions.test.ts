// Secrets of the table and of the program, declared, changed, dropped and undone in the dashboard, in updates that are
// taken, half taken and refused: in no state, history, preview, report or text is one in plain text.

import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const key = "cc_canary_KEYCANARY";
const whole = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
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

const wholeBase = { ...base, transferConfigId: whole };
const secretWhole = `{
  transferConfigId: "${whole}",
  name: pulumi.secret("NAMECANARY3"),
  dynamicOptions: pulumi.secret({ pingUrl: "https://URLCANARY3", transferNumber: "NUMBERCANARY3" }),
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
  beforeAll(async () => {
    fixture = await startStackFixture(
      engine,
      {
        seed: [id, whole].map((id) => ({ id, name: "Desk" })),
        apiKeys: { [key]: "5e505642-9024-474d-9434-e5a44f505cc5" },
      },
      { "carecycle:apiKey": { value: key, secret: true } },
    );
    watch = new Watch(fixture);
  });
  afterAll(() => fixture.close());

  const normalise = (field: string, to: unknown) =>
    fixture.emulator.faults.add({ method: "PATCH", id, fault: { kind: "normalise-field", field, to } });
  const ignore = (field: string) =>
    fixture.emulator.faults.add({ method: "PATCH", id, fault: { kind: "ignore-field", field } });

  test("declared in an update that is half taken, then undone and changed", async () => {
    await fixture.program({ desk: base, whole: wholeBase });
    await watch.run((stack) => stack.up());

    await fixture.program({ desk: secretProgram("1"), whole: wholeBase });
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

    await fixture.program({ desk: secretProgram("2"), whole: wholeBase });
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
  }, 600_000);

  test("dropped by an update that is half taken, beside one made secret as a whole by an update whose answer is lost", async () => {
    const dropped = { ...base, name: "Desk", dynamicOptions: { method: "GET" } };
    await fixture.program({ desk: dropped, whole: secretWhole });
    ignore("warmSummaryPrompt");
    fixture.emulator.faults.add({
      method: "PATCH",
      id: whole,
      fault: { kind: "status", status: 400, committed: true },
    });
    // The first failure lets no further update start: none is answered before both were sent.
    for (const config of [id, whole]) {
      fixture.emulator.faults.add({
        method: "PATCH",
        id: config,
        fault: { kind: "delay", ms: 1500, part: "headers" },
      });
    }
    fixture.emulator.clearLog();
    await watch.run((stack) => stack.up(), { fails: true });
    const patched = fixture.emulator.writes().map((w) => w.path.split("/").pop());
    expect(patched.sort()).toEqual([id, whole]);
    expect(fixture.emulator.get(whole)).toMatchObject({ name: "NAMECANARY3" });
    await watch.run((stack) => stack.refresh());
    await watch.run((stack) => stack.up());
    fixture.emulator.set(id, { ...theirs, name: "Desk" });
    await watch.run((stack) => stack.up({ refresh: true }));
    await watch.run(async (stack) => {
      const preview = await stack.preview({ refresh: true });
      expect(changes(preview.steps)).toEqual([]);
      return preview;
    });
    expect(watch.seen).toContain("withheld");
    expect(fixture.emulator.get(id)).toMatchObject({ ...theirs, name: "Desk" });

    await fixture.program({ desk: dropped, whole: { ...dropped, transferConfigId: whole } });
    await watch.run((stack) => stack.up());
    await watch.run((stack) => stack.refresh());
    expect(fixture.emulator.get(whole)).toMatchObject({
      dynamicOptions: { transferNumber: "NUMBERCANARY3" },
    });
  }, 600_000);
});
