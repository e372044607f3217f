// docs/adding-a-field.md: a row in the table of fields, and everything else follows. Two fields that no API has are added here.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSecret } from "@pulumi/pulumi";
import type { Spec } from "../../provider/model/fieldTable";
import * as table from "../../provider/model/fieldTable";
import { validateTransferConfig } from "../../provider/program/validateArgs";
import { wrapSecrets } from "../../provider/program/wrapSecrets";
import { fieldsPage } from "../../tools/docs/fieldsPage";
import { DEFAULT_KEY, startEmulator } from "../emulator";
import { create, createFixture, failure, refresh, update } from "../support/fixture";
import { runCli } from "../support/runCli";

jest.mock("../../provider/model/fieldTable", () => {
  const actual = jest.requireActual("../../provider/model/fieldTable");
  const rows: Record<string, Spec> = {
    agentGreeting: {
      shape: { kind: "string", maxLength: 40 },
      type: "string, at most 40 characters",
      example: "Hello",
      nullable: true,
      comparison: "exact",
      sensitive: false,
      newer: false,
    },
    agentPin: {
      shape: { kind: "string" },
      type: "string",
      example: "0000",
      nullable: true,
      comparison: "exact",
      sensitive: true,
      newer: false,
    },
  };
  Object.assign(actual.fields, rows);
  actual.fieldNames.push(...Object.keys(rows));
  return actual;
});

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { id, name: "Desk", agentGreeting: "Hello", agentPin: "pin-canary" };

/** The config, adopted by an earlier run that declared both fields. */
async function adopted() {
  const fixture = createFixture();
  fixture.api.add(live);
  const old = await create(fixture, { transferConfigId: id, agentGreeting: "Hello", agentPin: "pin-canary" });
  fixture.api.clear();
  return { fixture: fixture.later(), old };
}

test("schema: it is validated by type and limits, and suggested for a misspelt name", () => {
  expect(validateTransferConfig({ agentGreeting: "Hello", agentPin: null })).toEqual([]);
  expect(validateTransferConfig({ agentGreeting: "x".repeat(41) })).toEqual([
    { path: "agentGreeting", message: "must be at most 40 characters" },
  ]);
  expect(validateTransferConfig({ agentGreting: "" })).toMatchObject([
    { message: expect.stringContaining("did you mean agentGreeting?") },
  ]);
});

test("diff and patch: a change is a PATCH of it alone, and dropping it clears it", async () => {
  const { fixture, old } = await adopted();
  expect(await fixture.provider.diff(id, old.outs, old.inputs)).toMatchObject({ changes: false });
  const next = await update(fixture, old, { ...old.inputs, agentGreeting: "Good day" });
  expect(fixture.api.patches).toEqual([{ agentGreeting: "Good day" }]);
  expect(next.outs).toMatchObject({
    agentGreeting: "Good day",
    managedFields: ["agentGreeting", "agentPin"],
  });
  const { agentGreeting, ...without } = next.inputs;
  await update(fixture, next, without);
  expect(fixture.api.patches.at(-1)).toEqual({ agentGreeting: null });
});

test("drift: a refresh shows it as the live value of a declared field", async () => {
  const { fixture, old } = await adopted();
  fixture.api.edit(id, { agentGreeting: "edited" });
  expect((await refresh(fixture, old)).inputs).toMatchObject({ agentGreeting: "edited" });
});

test("secrets: the program's process makes a sensitive one secret, and no other", async () => {
  const { agentPin, agentGreeting } = wrapSecrets({ agentPin: "1", agentGreeting: "Hello" });
  expect(await isSecret(agentPin as never)).toBe(true);
  expect(agentGreeting).toBe("Hello");
});

test("masking: a sensitive one stands in no message, and in no state that does not declare it", async () => {
  const { fixture, old } = await adopted();
  fixture.api.edit(id, { agentPin: "moved-canary" });
  const inputs = { ...old.inputs, agentPin: "code-canary", onConflict: "fail" };
  const { message } = await failure(update(fixture, old, inputs));
  expect(message).toContain("agentPin: expected [secret], found [secret]");
  expect(message).not.toContain("canary");
  const undeclared = createFixture();
  undeclared.api.add(live);
  const { outs } = await create(undeclared, { transferConfigId: id });
  expect(JSON.stringify(outs)).not.toContain("canary");
  expect(outs).toMatchObject({ agentGreeting: "Hello" });
});

test("adopt: the program that is written declares it, a sensitive one as a secret of the stack", async () => {
  const emulator = await startEmulator({ seed: [live], rate: 1000, windowSeconds: 1 });
  const out = mkdtempSync(join(tmpdir(), "adopted-"));
  try {
    const env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
    const run = await runCli(["adopt", id, "--out", out], { env });
    const text = readdirSync(out).map((name) => readFileSync(join(out, name), "utf8"));
    expect(text.join()).toContain('agentGreeting: "Hello"');
    expect(text.join()).toContain('agentPin: config.requireSecret("desk-agentpin")');
    expect(run.stdout).toContain("pulumi config set --secret desk-agentpin");
    expect(text.join() + run.stdout).not.toContain("canary");
  } finally {
    await emulator.close();
    rmSync(out, { recursive: true, force: true });
  }
});

test("reference: the page of fields has it", () => {
  const page = fieldsPage(table, new Map([["TransferConfigFields.agentGreeting", "What is said first."]]));
  expect(page).toContain("| [`agentGreeting`](#agentgreeting) | string, at most 40 characters | yes |  |");
  expect(page).toContain("| [`agentPin`](#agentpin) | string | yes | yes |");
  expect(page).toContain("## `agentGreeting`\n\nWhat is said first.\n");
});
