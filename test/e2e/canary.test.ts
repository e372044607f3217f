// Distinct canaries for the key and every sensitive leaf, looked for in all that a run leaves behind.
import * as fs from "node:fs/promises";
import { EngineError } from "../engine";
import { onEachEngine } from "../support/engines";
import { changes, type StackFixture, startStackFixture } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
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
  let seen: string;
  afterEach(() => fixture.close());

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
  const open = async (live: object) => {
    seen = "";
    fixture = await startStackFixture(
      engine,
      { seed: [{ id, name: "Desk", ...live }], apiKeys: { [key]: "5e505642-9024-474d-9434-e5a44f505cc5" } },
      { "carecycle:apiKey": { value: key, secret: true } },
    );
  };
  test("declared secrets: adopted, changed, drifted, refused, retained: no canary in plain text", async () => {
    await open(mine);
    await fixture.program({ desk: { transferConfigId: id, name: "Desk", ...mine } });
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.up());
    await fixture.program({ desk: { transferConfigId: id, name: "Desk", ...changed } });
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.up());
    expect(fixture.emulator.get(id)).toMatchObject(changed);

    fixture.emulator.set(id, theirs);
    await run(() => fixture.stack.preview({ refresh: true }));
    await run(() => fixture.stack.refresh());
    await run(() => fixture.stack.preview());
    fixture.emulator.faults.add({
      method: "PATCH",
      fault: { kind: "normalise-field", field: "sipHeaders", to: "SIPCANARYG" },
    });
    await run(() => fixture.stack.up());
    await run(() => fixture.stack.up());
    expect(fixture.emulator.get(id)).toMatchObject(changed);
    expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);

    fixture.emulator.configure({ apiKeys: {} });
    await run(() => fixture.stack.up({ refresh: true }));
    await fixture.program({
      desk: { transferConfigId: id, name: "Desk", sipHeaders: 5, dynamicOptions: { header: {} } },
    });
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.destroy());
    expect(seen).toContain("withheld");
    expect(seen.match(canary)).toBeNull();
  });

  test("undeclared secrets, live from the start or added later, are in no state and no text", async () => {
    await open(theirs);
    await fixture.program({
      desk: { transferConfigId: id, name: "Desk", dynamicOptions: { pingUrl: "https://b.example" } },
    });
    await run(() => fixture.stack.preview());
    await run(() => fixture.stack.up());
    fixture.emulator.set(id, changed);
    await run(() => fixture.stack.preview({ refresh: true }));
    await run(() => fixture.stack.up({ refresh: true }));
    await fixture.program({ desk: { transferConfigId: id, name: "Desk", sipHeaders: null } });
    await run(() => fixture.stack.up());
    fixture.emulator.set(id, theirs);
    await run(() => fixture.stack.preview({ refresh: true }));
    await run(() => fixture.stack.up({ refresh: true }));
    expect(fixture.emulator.get(id)?.sipHeaders).toBeNull();
    expect(seen.match(canary)).toBeNull();
  });
});
