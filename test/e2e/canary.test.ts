// Distinct canaries for the key and every sensitive leaf, looked for in all that a run leaves behind.
import * as fs from "node:fs/promises";
import { EngineError } from "../engine";
import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const key = "cc_canary_KEYCANARY0";
const mine = {
  sipHeaders: "X-Auth: SIPCANARY1",
  dynamicOptions: {
    pingUrl: "https://a.example",
    headers: { authorization: "Bearer HEADERCANARY2" },
    body: { token: "BODYCANARY3", nested: { list: ["LISTCANARY4"], pin: 918273645 } },
  },
};
const changed = {
  sipHeaders: "X-Auth: SIPCANARY5",
  dynamicOptions: {
    ...mine.dynamicOptions,
    headers: { authorization: "Bearer HEADERCANARY6" },
    body: { token: "BODYCANARY7", nested: { list: ["LISTCANARY8", "LISTCANARY9"], pin: 918273646 } },
  },
};
const theirs = {
  sipHeaders: "X-Auth: SIPCANARYA",
  dynamicOptions: {
    ...mine.dynamicOptions,
    headers: { authorization: "Bearer HEADERCANARYB", added: "ADDEDCANARYC" },
    body: {
      token: { moved: "BODYCANARYD" },
      nested: { list: ["LISTCANARYE"], extra: "EXTRACANARYF" },
      pin2: 918273647,
    },
  },
};
const canary = /CANARY\w|91827364\d/g;

onEachEngine((engine) => {
  let fixture: StackFixture;
  let seen = "";
  beforeAll(async () => {
    fixture = await startStackFixture(
      engine,
      {
        seed: [
          { id, name: "Desk", ...mine },
          { id: other, name: "Desk", ...theirs },
        ],
        apiKeys: { [key]: "5e505642-9024-474d-9434-e5a44f505cc5" },
      },
      { "carecycle:apiKey": { value: key, secret: true } },
    );
  });
  afterAll(() => fixture.close());

  const keep = (...texts: unknown[]) => {
    seen += texts.map((t) => (typeof t === "string" ? t : JSON.stringify(t))).join("\n");
  };
  /** Runs all that a user runs, keeping what it prints, its errors and the state file after each. */
  const run = async (what: () => Promise<{ text: string; json?: unknown; diagnostics: unknown }>) => {
    try {
      const { text, json, diagnostics } = await what();
      keep(text, json ?? "", diagnostics);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      keep(error.message, error.stack ?? "", error.result.text, error.result.diagnostics);
    }
    keep(await fs.readFile(fixture.stack.stateFile, "utf8").catch(() => ""));
  };
  /** Secrets that are declared, and a config whose secrets are not. */
  const program = (declared: object, undeclared: object) =>
    fixture.program({
      desk: { transferConfigId: id, name: "Desk", ...declared },
      undeclared: { transferConfigId: other, name: "Desk", ...undeclared },
    });
  const ping = { dynamicOptions: { pingUrl: "https://b.example" } };

  // One stack that goes on, with both configs.
  test("secrets, declared and undeclared: adopted, changed, drifted, refused: no canary in plain text", async () => {
    await program(mine, ping);
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.up());
    await program(changed, ping);
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.up());
    expect(fixture.emulator.get(id)).toMatchObject(changed);

    fixture.emulator.set(id, theirs);
    fixture.emulator.set(other, changed);
    await run(() => fixture.stack.preview({ refresh: true }));
    await run(() => fixture.stack.refresh());
    await run(() => fixture.stack.preview());
    fixture.emulator.faults.add({
      method: "PATCH",
      id,
      fault: { kind: "normalise-field", field: "sipHeaders", to: "SIPCANARYG" },
    });
    await run(() => fixture.stack.up());
    await run(() => fixture.stack.up());
    expect(fixture.emulator.get(id)).toMatchObject(changed);
    expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);
    expect(seen.match(canary)).toBeNull();
  });

  test("undeclared secrets, drifted, dropped with a null and added again, are in no state and no text", async () => {
    fixture.emulator.set(other, changed);
    await run(() => fixture.stack.up({ refresh: true }));
    await program(changed, { sipHeaders: null });
    await run(() => fixture.stack.up());
    fixture.emulator.set(other, theirs);
    await run(() => fixture.stack.preview({ refresh: true }));
    await run(() => fixture.stack.up({ refresh: true }));
    expect(fixture.emulator.get(other)?.sipHeaders).toBeNull();
    expect(seen.match(canary)).toBeNull();
  });

  test("a refused key, bad input and a destroy that retains name none", async () => {
    fixture.emulator.configure({ apiKeys: {} });
    await run(() => fixture.stack.up({ refresh: true }));
    await program({ sipHeaders: 5, dynamicOptions: { header: {} } }, { sipHeaders: null });
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.destroy());
    expect(seen).toContain("withheld");
    expect(seen.match(canary)).toBeNull();
  });
});
