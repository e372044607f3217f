// The resource as a program registers it: type, `__provider`, secrets, and one resource for one live config.

import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { fieldNames } from "../../provider/model/fieldTable";
import { TransferConfig, type TransferConfigArgs } from "../../provider/program/transferConfig";
import * as pulumi from "../support/sdk";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const secretKey = "4dabf18193072939515e22adb298388d";
let registered: MockResourceArgs[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        if (args.type === TransferConfig.type) registered.push(args);
        return { id: ID, state: { ...args.inputs, clientId: "c", managedFields: ["name"] } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
  );
});

/** Runs a program as the engine does, in a stack of its own, and gives what it threw. */
async function run(program: () => void): Promise<Error | undefined> {
  let thrown: Error | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      program();
    } catch (error) {
      thrown = error as Error;
    }
    return {};
  });
  // Registrations go on after the program's last line.
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return thrown;
}

async function inputsOf(args: TransferConfigArgs): Promise<Record<string, unknown>> {
  await run(() => new TransferConfig("sales", args));
  return registered[0]?.inputs;
}

test("the type and the constant text that loads the provider, of at most 100 bytes", async () => {
  await run(() => {
    new TransferConfig("a", { name: "a", dynamicOptions: { pingUrl: "x" } });
    new TransferConfig("b", { transferConfigId: ID, deletionPolicy: "delete" });
  });
  expect(registered.map((r) => r.type)).toEqual([
    "pulumi-nodejs:dynamic/carecycle:TransferConfig",
    "pulumi-nodejs:dynamic/carecycle:TransferConfig",
  ]);
  const [text, ...others] = new Set(registered.map((r) => r.inputs.__provider));
  expect(others).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100);
  expect(text).toBe('exports.handler = () => require("pulumi-carecycle/dynamic").provider;');
});

test("what is not given is not sent, and null is", async () => {
  const { __provider, ...inputs } = await inputsOf({
    name: "a",
    sipUri: null,
    warmTransfer: false,
    warmMode: undefined,
  });
  expect(inputs).toStrictEqual({ name: "a", sipUri: null, warmTransfer: false });
});

test("secrets leave the program wrapped", async () => {
  const dynamicOptions = { pingUrl: "p", headers: { a: "h" }, body: { b: ["x"] } };
  const inputs = await inputsOf({ name: "a", sipUri: "u", sipHeaders: "s", dynamicOptions });
  const secret = (value: unknown) => ({ [secretKey]: expect.any(String), value });
  // The SDK's mocks lift a secret to the top-level property; that each leaf is wrapped by itself is
  // shown by secrets.test.ts.
  expect(inputs).toMatchObject({
    name: "a",
    sipUri: "u",
    sipHeaders: secret("s"),
    dynamicOptions: secret(dynamicOptions),
  });
});

test("every field is an output, with the account, the times and what is managed", async () => {
  let config: TransferConfig | undefined;
  await run(() => {
    config = new TransferConfig("a", { name: "a" });
  });
  for (const name of [
    ...fieldNames,
    "clientId",
    "createdAt",
    "updatedAt",
    "managedFields",
    "managedOptions",
  ]) {
    expect([name, pulumi.Output.isInstance(config?.[name as keyof TransferConfig])]).toEqual([name, true]);
  }
});

test("the import option is refused with the input that does the same, and nothing is registered", async () => {
  const error = await run(() => new TransferConfig("sales", { name: "a" }, { import: ID }));
  expect(error?.message).toContain(
    "sales: import: Pulumi cannot import a resource of a dynamic provider. Adopt the live config instead: remove this " +
      `option, and declare transferConfigId: "${ID}".`,
  );
  // Jest shows the stack, and nothing else.
  expect(error?.stack).toBe(`CareCycleError: ${error?.message}`);
  expect(registered).toEqual([]);
});

describe("two resources that adopt one live config", () => {
  const adopt = (name: string, id: string) => new TransferConfig(name, { transferConfigId: id });

  test("are refused by name, without regard to case", async () => {
    const error = await run(() => {
      adopt("sales", ID);
      adopt("desk", ID.toUpperCase());
    });
    expect(error?.message).toMatch(
      /\n {2}desk: transferConfigId: 497F6ECA-.* two resources, "sales" and "desk"/,
    );
  });

  test("are fine where the ids differ or nothing is adopted", async () => {
    const error = await run(() => {
      adopt("sales", ID);
      adopt("desk", "00000000-0000-0000-0000-000000000000");
      new TransferConfig("new", { name: "a" });
      new TransferConfig("newer", { name: "a" });
    });
    expect(error).toBeUndefined();
    expect(registered).toHaveLength(4);
  });

  test("are fine in two runs of one process", async () => {
    expect(await run(() => void adopt("sales", ID))).toBeUndefined();
    expect(await run(() => void adopt("desk", ID))).toBeUndefined();
    expect(registered).toHaveLength(2);
  });
});

test("a key in plain text is refused with the command that encrypts it", async () => {
  const { runtime } = pulumi as unknown as { runtime: { setAllConfig(c: object, secrets?: string[]): void } };
  try {
    runtime.setAllConfig({ "carecycle:apiKey": "cc_canary" }, []);
    const error = await run(() => void new TransferConfig("a", { name: "a" }));
    expect(error?.message).toMatch(
      /^carecycle:apiKey: is in .* plain text.*pulumi config set --secret carecycle:apiKey/,
    );
    expect(error?.stack).not.toContain("cc_canary");
    expect(registered).toEqual([]);
    runtime.setAllConfig({ "carecycle:apiKey": "cc_canary" }, ["carecycle:apiKey"]);
    await run(() => void new TransferConfig("a", { name: "a" }));
    expect(registered).toHaveLength(1);
  } finally {
    runtime.setAllConfig({}, []);
  }
});
