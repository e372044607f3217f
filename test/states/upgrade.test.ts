// A stack that an earlier version of the package left: the current one takes it over without a word, and goes on with it.
import * as fs from "node:fs";
import * as path from "node:path";
import { type Engine, PASSPHRASE } from "../engine";
import { onEachEngine } from "../support/engines";
import {
  changes,
  type Resources,
  type StackFixture,
  startStackFixture,
  updatedLeaves,
} from "../support/stackFixture";
import { ADOPTED, type RecordedState, SECRETS } from "./stateFile";

const recordings = fs
  .readdirSync(__dirname)
  .filter((file) => file.endsWith(".json"))
  .map((file) => {
    const recorded = JSON.parse(fs.readFileSync(path.join(__dirname, file), "utf8")) as RecordedState;
    return { title: `${recorded.version.commit}: ${recorded.version.title}`, recorded };
  });

/** A stack on `engine` that has the recorded state, program and live configs. */
async function takeOver(engine: Engine, recorded: RecordedState): Promise<StackFixture> {
  const fixture = await startStackFixture(engine, { seed: recorded.live });
  await fixture.stack.importState(recorded.state);
  await fixture.program(recorded.program);
  return fixture;
}

/** The recorded program with one member of a resource's arguments, written as JavaScript, replaced. */
function edited(program: Resources, name: string, from: string, to: string): Resources {
  const args = program[name];
  const text = typeof args === "string" ? args : JSON.stringify(args);
  if (!text.includes(from)) throw new Error(`${name} doesn't have ${from}`);
  return { ...program, [name]: text.replace(from, to) };
}

test("each recorded state is whole, without a plain secret or a path of the machine that recorded it", () => {
  expect(recordings.length).toBeGreaterThanOrEqual(5);
  for (const { recorded } of recordings) {
    expect(recorded.passphrase).toBe(PASSPHRASE);
    const text = JSON.stringify(recorded.state);
    for (const secret of [...SECRETS, "cc_test_key"]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/sourcePosition|stackTrace|\/(?:tmp|home|root|usr|var|Users)\b/);
    const types = recorded.state.deployment.resources.map(({ type }) => type);
    expect(types.filter((type) => type.endsWith("TransferConfig"))).toHaveLength(3);
  }
});

onEachEngine((engine) => {
  describe.each(recordings)("the state of $title", ({ recorded }) => {
    let fixture: StackFixture;
    beforeAll(async () => {
      fixture = await takeOver(engine, recorded);
    });
    afterAll(() => fixture.close());

    test("is taken over: nothing but what has drifted is previewed, leaf by leaf", async () => {
      const { stack, emulator } = fixture;
      emulator.set(ADOPTED, { directPhoneNumber: "+15550999" });
      emulator.clearLog();
      const { steps } = await stack.preview({ refresh: true });
      expect(changes(steps)).toEqual(["update adopted"]);
      expect(Object.keys(updatedLeaves(steps, "adopted") ?? {})).toEqual(["directPhoneNumber"]);
      expect(emulator.writes()).toEqual([]);
    });

    test("is updated by the current version: each config by what changed of it, one without a change not at all", async () => {
      const { stack, emulator } = fixture;
      let program = edited(recorded.program, "adopted", '"warmTransfer":true', '"warmTransfer":false');
      program = edited(program, "created", '"X-Region": "eu"', '"X-Region": "us"');
      await fixture.program(program);
      emulator.clearLog();
      // Without a refresh: what is compared is what the earlier version recorded.
      expect(changes((await stack.up()).steps).sort()).toEqual(["update adopted", "update created"]);
      const created = emulator.list().find(({ name }) => name === "Created");
      const patches = Object.fromEntries(
        emulator.writes().map(({ path: at, body }) => [at.split("/").pop(), body]),
      );
      expect(patches).toEqual({
        [ADOPTED]: { warmTransfer: false, directPhoneNumber: "+15550100" },
        [String(created?.id)]: {
          dynamicOptions: expect.objectContaining({
            headers: { Authorization: SECRETS[0], "X-Region": "us" },
          }),
        },
      });
      expect(changes((await stack.preview({ refresh: true })).steps)).toEqual([]);
      const state = JSON.stringify(await stack.exportState());
      // The first version recorded the region in plain text: no header is, once the current one wrote it.
      for (const secret of [...SECRETS, '"us"']) expect(state).not.toContain(secret);
    });
  });
});
