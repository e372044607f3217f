// Transforms of parents and of the stack, which run in the engine: one more is registered behind them, and wraps and notes
// what they set. The SDK is the real one, but for the run and the registrations, which need an engine.

import { transferConfigType } from "../../provider/model/internalNames";
import type { Values } from "../../provider/model/values";
import { TransferConfig } from "../../provider/program/transferConfig";
import { followStackTransforms, withFollowUp } from "../../provider/program/transforms";
import * as pulumi from "../support/sdk";

type Transform = (args: object) => Promise<{ props: Values; opts?: Values } | undefined>;

const sdk: { run: object | undefined; callbacks: boolean; events: string[]; transforms: Transform[] } = {
  run: undefined,
  callbacks: true,
  events: [],
  transforms: [],
};

jest.mock("../../provider/program/sdk", () => ({
  ...jest.requireActual("../../provider/program/sdk"),
  getStackResource: () => sdk.run,
  awaitStackRegistrations: async () => {
    await new Promise(setImmediate);
    sdk.events.push("earlier registrations arrived");
  },
  registerResourceTransform: (transform: Transform) => {
    sdk.events.push("registered");
    sdk.transforms.push(transform);
  },
}));
jest.mock("../../provider/program/sdkInternals", () => ({ hasCallbacks: () => sdk.callbacks }));

beforeEach(() => Object.assign(sdk, { run: {}, callbacks: true, events: [], transforms: [] }));

describe("the transform that follows", () => {
  const once = ["earlier registrations arrived", "registered"];

  test("is registered once in a run, behind the registrations that are under way", async () => {
    await followStackTransforms(undefined);
    expect(sdk.events).toEqual(once);
    await followStackTransforms(undefined);
    expect(sdk.events).toEqual(once);
    sdk.run = {};
    await followStackTransforms(undefined);
    expect(sdk.events).toEqual([...once, ...once]);
  });

  test("is registered once by resources that wait side by side", async () => {
    await Promise.all([followStackTransforms(undefined), followStackTransforms(undefined)]);
    expect(sdk.events.filter((event) => event === "registered")).toHaveLength(1);
  });

  test("is not registered outside of a run, nor in one without callbacks until it has them", async () => {
    sdk.run = undefined;
    await followStackTransforms(undefined);
    sdk.run = {};
    sdk.callbacks = false;
    await followStackTransforms(undefined);
    expect(sdk.events).toEqual([]);
    sdk.callbacks = true;
    await followStackTransforms(undefined);
    expect(sdk.events).toEqual(once);
  });

  test("is registered by a resource, before the resource itself is", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ inputs }) => {
        sdk.events.push("resource");
        return { id: "i", state: inputs };
      },
      call: () => ({}),
    });
    const { urn } = new TransferConfig("desk", { name: "Desk" });
    await new Promise((resolve) => urn.apply(resolve));
    expect(sdk.events).toEqual([...once, "resource"]);
  });

  test("comes behind those of a parent, which are registered with it", async () => {
    sdk.callbacks = false;
    let register: (urn: string) => void = () => undefined;
    const urn = pulumi.output(
      new Promise<string>((resolve) => {
        register = resolve;
      }),
    );
    const followed = followStackTransforms({ urn } as pulumi.Resource);
    await new Promise(setImmediate);
    // The parent's transforms are the first callbacks of the run.
    sdk.callbacks = true;
    register("urn:pulumi:test");
    await followed;
    expect(sdk.events).toEqual(once);
  });
});

describe("what it makes of a resource", () => {
  const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });

  /** What the transform returns. */
  async function transformed(props: object, opts: object = {}, type = transferConfigType) {
    await followStackTransforms(undefined);
    return await sdk.transforms[0]?.({ type, props, opts });
  }

  test("nothing, where it is of another type, whatever it holds", async () => {
    const opts = { ignoreChanges: ["__secretPaths"] };
    expect(await transformed({ sipHeaders: "X: 1" }, opts, "other:index:Other")).toBeUndefined();
  });

  test.each([
    ["that has no secrets", { name: "a" }],
    ["whose secrets are noted", { name: secret("a"), __secretPaths: ["name"], sipHeaders: secret("h") }],
    ["that declares null", { name: "a", sipHeaders: null, dynamicOptions: { headers: null } }],
  ])("nothing, of one %s", async (_, props) => {
    expect(await transformed(props)).toBeUndefined();
    expect(await transformed(props, { ignoreChanges: ["name"] })).toBeUndefined();
  });

  test("a credential in plain text is wrapped, and the notes stay", async () => {
    const result = await transformed({
      name: secret("a"),
      sipHeaders: "X: 1",
      sipUri: "sip:a",
      __secretPaths: ["name"],
      __wrappedPaths: ["dynamicOptions.headers"],
    });
    const { sipHeaders, ...others } = result?.props ?? {};
    expect(await pulumi.isSecret(sipHeaders as pulumi.Output<string>)).toBe(true);
    expect(others).toEqual({
      name: secret("a"),
      sipUri: "sip:a",
      __secretPaths: ["name"],
      __wrappedPaths: ["dynamicOptions.headers"],
    });
    // Options that are not returned stay as they are.
    expect(result).not.toHaveProperty("opts");
  });

  test("what a transform made secret is noted beside what was, and containers wrapped whole are, too", async () => {
    const result = await transformed({
      name: secret("a"),
      sipUri: secret("sip:a"),
      dynamicOptions: { headers: pulumi.output({ a: "1" }) },
      __secretPaths: ["name"],
    });
    expect(result?.props).toMatchObject({
      __secretPaths: ["name", "sipUri"],
      __wrappedPaths: ["dynamicOptions.headers"],
    });
  });

  test("a note that is ignored counts again, and the replacement deletes first", async () => {
    const ignoreChanges = ["name", "__secretPaths", '["__wrappedPaths"]'];
    const result = await transformed({ name: "a" }, { ignoreChanges, protect: true });
    expect(result).toEqual({
      props: { name: "a", __secretPaths: undefined, __wrappedPaths: [] },
      opts: { ignoreChanges: ["name"], protect: true, deleteBeforeReplace: true },
    });
  });

  test("the same follows the transforms in a resource's own options", async () => {
    const { transforms } = withFollowUp({ transforms: [() => undefined] }, Promise.resolve(undefined));
    const last = transforms?.at(-1) as unknown as Transform;
    const result = await last({ type: transferConfigType, props: { sipHeaders: "X: 1" }, opts: {} });
    expect(await pulumi.isSecret(result?.props.sipHeaders as pulumi.Output<string>)).toBe(true);
  });
});
