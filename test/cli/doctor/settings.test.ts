// Where settings come from: a stack's config, the environment, or neither; and what is said of the key.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../provider/cli/cliError";
import type { Finding } from "../../../provider/cli/doctor/finding";
import { findSettings } from "../../../provider/cli/doctor/settings";

// A stack needs a Pulumi CLI: one that is named, or the selected one of the folder, `dev`.
let config: Map<string, string> | Error;
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: async ({ cwd, stack = "dev" }: { cwd: string; stack?: string }) => ({
    name: `${stack} of ${cwd === folder}`,
    config: async () => {
      if (config instanceof Error) throw config;
      return config;
    },
  }),
}));

const PIN = "5e505642-9024-474d-9434-e5a44f505cc5";
const problem = (text: string, advice: string): Finding => ({ grade: "problem", text, advice });
const ok = (text: string): Finding => ({ grade: "ok", text });
const fromVariable = ok("API key of the right shape, from CARECYCLE_API_KEY");
const fromStack = "API key of the right shape, from the stack's carecycle:apiKey (a secret)";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
  config = new Map();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const find = (env: NodeJS.ProcessEnv, stack?: string) => findSettings(folder, stack, { env } as never);
const project = () => writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");

describe("without a project", () => {
  test("the environment speaks, and no stack is looked for", async () => {
    config = new Error("nobody asked for a stack");
    expect(await find({ CARECYCLE_API_KEY: "cc_env", CARECYCLE_CLIENT_ID: PIN.toUpperCase() })).toEqual({
      findings: [fromVariable, ok(`account pinned to client ${PIN}`)],
      settings: expect.objectContaining({ apiKey: "cc_env", clientId: PIN }),
    });
  });

  test("no key is a problem with what to do; its account and address can still be looked at", async () => {
    expect(await find({ CARECYCLE_BASE_URL: "https://api.example" })).toEqual({
      findings: [
        problem(
          "no API key is set",
          "Run: pulumi config set --secret carecycle:apiKey, or set CARECYCLE_API_KEY.",
        ),
      ],
      settings: expect.objectContaining({ apiKey: undefined, baseUrl: "https://api.example" }),
    });
  });

  test("a setting that can't be used is a problem", async () => {
    expect(await find({ CARECYCLE_API_KEY: "cc_env", CARECYCLE_CLIENT_ID: "acme" })).toEqual({
      findings: [
        problem(
          "CARECYCLE_CLIENT_ID: must be the account's client id, a UUID",
          "Correct it, and run this again.",
        ),
      ],
      settings: undefined,
    });
  });

  test("a stack that is named is read all the same", async () => {
    expect((await find({ CARECYCLE_API_KEY: "cc_env" }, "prod")).findings).toEqual([
      ok("stack prod of true"),
      fromVariable,
    ]);
  });
});

describe("of a project", () => {
  beforeEach(project);

  test("the selected stack's config comes before the environment, and its key is used", async () => {
    config = new Map([
      ["carecycle:apiKey", "cc_stack"],
      ["carecycle:clientId", PIN],
    ]);
    const { findings, settings } = await find({ CARECYCLE_CLIENT_ID: "acme" });
    expect(findings).toEqual([ok("stack dev of true"), ok(fromStack), ok(`account pinned to client ${PIN}`)]);
    expect(settings).toMatchObject({ apiKey: "cc_stack", clientId: PIN });
  });

  test("another key in the shell is not used, which is said; the same one, or none, is nothing to say", async () => {
    config = new Map([["carecycle:apiKey", "cc_stack"]]);
    const ofKey = async (key: string) => (await find({ CARECYCLE_API_KEY: key })).findings[1];
    expect(await ofKey("cc_other")).toEqual({
      grade: "warning",
      text: `${fromStack}; CARECYCLE_API_KEY holds another one, which is not used`,
      advice: "Run: unset CARECYCLE_API_KEY",
    });
    for (const key of ["cc_stack", ""]) expect(await ofKey(key)).toEqual(ok(fromStack));
  });

  test("a stack without a key leaves it to the environment", async () => {
    expect((await find({ CARECYCLE_API_KEY: "cc_env" })).findings).toEqual([
      ok("stack dev of true"),
      fromVariable,
    ]);
  });

  test("of a stack that can't be read nothing else is missed", async () => {
    config = new CliError("there is no such stack.");
    const text = "the stack's settings were not read: there is no such stack.";
    expect(await find({})).toEqual({
      findings: [problem(text, "Until then, the key, its account and the API's address can't be looked at.")],
      settings: undefined,
    });
    expect(await find({ CARECYCLE_API_KEY: "cc_env" })).toEqual({
      findings: [problem(text, "Until then, only the environment's settings are looked at."), fromVariable],
      settings: expect.objectContaining({ apiKey: "cc_env" }),
    });
  });

  test("a failure of another kind is no finding", async () => {
    config = new Error("out of memory");
    await expect(find({})).rejects.toThrow("out of memory");
  });
});
