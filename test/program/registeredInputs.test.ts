// What a unit test of a program sees, under mocks: what the constructor registers beside the arguments, and a failed read.

import { getTransferConfig } from "../../provider/program/getTransferConfig";
import { TransferConfig } from "../../provider/program/transferConfig";
import * as pulumi from "../support/sdk";

let inputs: Record<string, unknown> | undefined;

beforeEach(async () => {
  inputs = undefined;
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      inputs = args.inputs;
      return { id: "i", state: args.inputs };
    },
    call: () => ({}),
  });
});

async function registered(args: object): Promise<Record<string, unknown>> {
  const { urn } = new TransferConfig("desk", args);
  await new Promise((resolve) => urn.apply(resolve));
  return inputs ?? {};
}

test("secrets and the containers wrapped whole are noted", async () => {
  const args = {
    name: pulumi.secret("Desk"),
    sipHeaders: pulumi.output("X: 1"),
    dynamicOptions: { headers: pulumi.output({ a: "1" }) },
  };
  expect(await registered(args)).toMatchObject({
    __secretPaths: ["name"],
    __wrappedPaths: ["dynamicOptions.headers", "sipHeaders"],
  });
});

test("where nothing is to be noted, nothing is", async () => {
  const { __provider: _, ...others } = await registered({ name: "Desk", sipHeaders: "X: 1" });
  expect(Object.keys(others).sort()).toEqual(["name", "sipHeaders"]);
});

test("a config that cannot be read is an error whose stack is its message, which is all that Jest shows", async () => {
  const key = process.env.CARECYCLE_API_KEY;
  delete process.env.CARECYCLE_API_KEY;
  try {
    const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
    const error: Error = await getTransferConfig({ id }).then(
      () => new Error("read"),
      (thrown) => thrown,
    );
    expect(error.message).toMatch(/no API key is set/);
    expect(error.stack).toBe(`ConfigurationError: ${error.message}`);
  } finally {
    if (key !== undefined) process.env.CARECYCLE_API_KEY = key;
  }
});
