// A program under jest: Pulumi's mocks stand in for the engine, so nothing is sent, and no stack and no key are needed.
import * as pulumi from "@pulumi/pulumi";
import { validateTransferConfig } from "pulumi-carecycle";
import { createDesks } from "./desks";

beforeAll(() =>
  pulumi.runtime.setMocks({
    // What the API would answer: the inputs, and what it adds.
    newResource: ({ name, inputs }) => ({ id: `id-of-${name}`, state: { ...inputs, clientId: "account" } }),
    call: ({ inputs }) => inputs,
  }),
);

/** The value of an output. */
const known = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

test("a supervised desk is transferred warm, and waits for the operator", async () => {
  const [desk] = createDesks([{ name: "Front desk", number: "+15550100", supervised: true }]);
  expect(await known(pulumi.all([desk?.warmTransfer, desk?.warmMode]))).toEqual([true, "wait-for-operator"]);
});

test("an unsupervised desk leaves warmMode to the dashboard", async () => {
  const [desk] = createDesks([{ name: "Warehouse", number: "+15550142" }]);
  expect(await known(pulumi.output(desk?.warmTransfer))).toBe(false);
  expect(await known(pulumi.output(desk?.warmMode))).toBeUndefined();
});

test("a number that is too long is refused by the constructor, with the path and the rule", () => {
  const tooLong = { name: "Desk", number: "+1 555 0100 extension 12345" };
  expect(() => createDesks([tooLong])).toThrow("directPhoneNumber: must be at most 20 characters");
});

test("arguments from a file can be checked without a resource", () => {
  expect(validateTransferConfig({ name: "Desk", type: "phone" }, { isNew: true })).toEqual([
    { path: "type", message: 'must be one of "direct", "dynamic", "sip", "softphone"' },
  ]);
});
