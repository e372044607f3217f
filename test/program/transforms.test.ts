// What a transfer config is registered with, where something transforms it: secrets wrapped and noted behind the last one.

import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import type { Values } from "../../provider/model/values";
import { TransferConfig } from "../../provider/program/transferConfig";
import { withFollowUp } from "../../provider/program/transforms";
import { addToSecretPaths, holdsPlainCredential, wrapSecrets } from "../../provider/program/wrapSecrets";
import * as pulumi from "../support/sdk";

const raw = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
/** An output with others in it, as the SDK makes one of what the engine hands to a transform; pulumi.output would unwrap them. */
const asHanded = (value: Values): pulumi.Output<Values> => {
  const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<Values>;
  const [known, secret] = [Promise.resolve(true), Promise.resolve(false)];
  return new Output([], Promise.resolve(value), known, secret, Promise.resolve([]));
};
const note = Promise.resolve(undefined);

test("options: replacements delete first, internal inputs are not ignored, nothing else is added", () => {
  expect(withFollowUp(undefined, note)).toEqual({ deleteBeforeReplace: true });
  const ignoreChanges = ["name", "__secretPaths", '["__nullPaths"]', "dynamicOptions.headers.__x"];
  expect(withFollowUp({ ignoreChanges, deleteBeforeReplace: false, protect: true }, note)).toEqual({
    ignoreChanges: ["name", "dynamicOptions.headers.__x"],
    deleteBeforeReplace: true,
    protect: true,
  });
});

test("options: what holds for all inputs stays", () => {
  expect(withFollowUp({ ignoreChanges: ["*"] }, note).ignoreChanges).toEqual(["*"]);
});

test("options: a transformation is followed up, the resource's own, its parent's, and both together", () => {
  const own = [() => undefined];
  const parent = { __transformations: [() => undefined] } as never;
  for (const options of [{ transformations: own }, { parent }, { transformations: own, parent }]) {
    const { transformations = [] } = withFollowUp(options, note);
    const [first, ...others] = transformations;
    expect(first).toBeInstanceOf(Function);
    expect(others).toEqual("transformations" in options ? own : []);
  }
});

test("options: transforms are followed by one more, once", () => {
  const transforms = [() => undefined];
  const once = withFollowUp({ transforms }, note);
  expect(once.transforms?.slice(0, 1)).toEqual(transforms);
  expect(once.transforms).toHaveLength(2);
  expect(withFollowUp(once, note).transforms).toEqual(once.transforms);
});

test("behind a transform: outputs and secrets as they travel are noted, those of the table are not", async () => {
  const properties = {
    name: pulumi.secret("a"),
    warmSummaryPrompt: raw("b"),
    sipHeaders: raw("c"),
    sipUri: pulumi.output("d"),
    transferWaitingMessages: ["e", raw("f")],
    dynamicOptions: asHanded({
      pingUrl: pulumi.secret("g"),
      method: raw("h"),
      headers: { a: pulumi.secret("i"), b: raw("j") },
    }),
  };
  expect(await addToSecretPaths(["routingConfigId"], properties)).toEqual([
    "dynamicOptions.method",
    "dynamicOptions.pingUrl",
    "name",
    "routingConfigId",
    "transferWaitingMessages[1]",
    "warmSummaryPrompt",
  ]);
  expect(await addToSecretPaths(undefined, { dynamicOptions: raw({ headers: {} }) })).toEqual([
    "dynamicOptions",
  ]);
  expect(await addToSecretPaths(undefined, { sipHeaders: raw("c"), name: "a" })).toBeUndefined();
  expect(wrapSecrets({ sipHeaders: raw("c") })).toEqual({ sipHeaders: raw("c") });
});

test("a credential in plain text is found wherever it stands", () => {
  for (const plain of [
    { sipHeaders: "" },
    { dynamicOptions: { headers: { a: "x" } } },
    { dynamicOptions: { body: [0] } },
  ]) {
    expect([plain, holdsPlainCredential(plain)]).toEqual([plain, true]);
    expect(holdsPlainCredential(wrapSecrets(plain))).toBe(false);
  }
  expect(
    holdsPlainCredential({ name: "x", sipHeaders: null, dynamicOptions: raw({ headers: { a: "x" } }) }),
  ).toBe(false);
});

describe("transformations", () => {
  let registered: MockResourceArgs[];
  let others: MockResourceArgs[];
  beforeEach(async () => {
    registered = [];
    others = [];
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        if (args.type === TransferConfig.type) registered.push(args);
        if (args.type === "other:index:Other") others.push(args);
        return { id: "i", state: args.inputs };
      },
      call: () => ({}),
    });
  });

  test("the resource's own, its parent's, then the stack's are followed, and a child is left alone", async () => {
    const set =
      (more: Values): pulumi.ResourceTransformation =>
      ({ props, opts }) => ({ props: { ...props, ...more }, opts });
    await pulumi.runtime.runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(
        set({ sipHeaders: "s", warmSummaryPrompt: pulumi.secret("p") }),
      );
      const site = new pulumi.ComponentResource(
        "test:index:Site",
        "site",
        {},
        {
          transformations: [set({ sipUri: pulumi.secret("u"), warmSummaryPrompt: "plain" })],
        },
      );
      const own = set({ sipUri: "plain", transferWaitingMessages: [pulumi.secret("m")] });
      const parent = new TransferConfig("parent", { name: "a" }, { parent: site, transformations: [own] });
      new TransferConfig("child", { name: pulumi.secret("b") }, { parent });
      return {};
    });
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
    const shared = ["sipUri", "transferWaitingMessages[0]", "warmSummaryPrompt"];
    expect(Object.fromEntries(registered.map(({ name, inputs }) => [name, inputs.__secretPaths]))).toEqual({
      parent: shared,
      child: ["name", ...shared],
    });
    for (const { inputs } of registered) {
      expect(inputs.sipHeaders).toMatchObject(raw("s"));
    }
  });

  test("of the stack alone are followed up", async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
        props: { ...props, sipUri: pulumi.secret("u") },
        opts,
      }));
      new TransferConfig("sales", { name: "a" });
      return {};
    });
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
    expect(registered.map(({ inputs }) => inputs.__secretPaths)).toEqual([["sipUri"]]);
  });

  test("leave a child of another type as it is, and note nothing of a parent in its child", async () => {
    class Other extends pulumi.CustomResource {
      constructor(parent: pulumi.Resource) {
        super("other:index:Other", "other", { sipHeaders: "plain" }, { parent });
      }
    }
    const transformations = [() => undefined];
    const parent = new TransferConfig("sales", { name: pulumi.secret("a") }, { transformations });
    new Other(parent);
    new TransferConfig("desk", { name: "b" }, { parent });
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
    expect(others.map(({ inputs }) => inputs)).toEqual([{ sipHeaders: "plain" }]);
    const notes = Object.fromEntries(registered.map(({ name, inputs }) => [name, inputs.__secretPaths]));
    expect(notes).toEqual({ sales: ["name"], desk: undefined });
  });
});
