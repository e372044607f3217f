// What a resource may be registered with, by its arguments and options: which mistakes count, and for which resources. The SDK
// is the real one, but for which run it is in, whether it is mocked, and where warnings go.

import { prepareRegistration } from "../../provider/program/registration";
import * as pulumi from "../support/sdk";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const sdk: { run: object | undefined; monitor: object | undefined; lines: string[] } = {
  run: undefined,
  monitor: undefined,
  lines: [],
};

jest.mock("../../provider/program/sdk", () => ({
  ...jest.requireActual("../../provider/program/sdk"),
  getProject: () => "desks",
  getStack: () => "test",
  getStackResource: () => sdk.run,
  getMonitor: () => sdk.monitor,
  log: { warn: async (line: string) => sdk.lines.push(line) },
}));

beforeEach(() => Object.assign(sdk, { run: {}, monitor: {}, lines: [] }));

/** The lines of the error that keeps a resource from being registered; undefined if it may be. */
async function refusal(args: unknown, options?: object): Promise<string[] | undefined> {
  return await linesOf(prepareRegistration("desk", args, options).validated);
}

async function linesOf(validated: Promise<void>): Promise<string[] | undefined> {
  const text = await validated.then(
    () => undefined,
    (error: Error) => error.message,
  );
  return text?.split("\n  ").slice(1);
}

test.each([[undefined], [null], [5], ["none"], [[]]])("arguments %p are none", async (args) => {
  expect(await refusal(args)).toEqual(["desk: the arguments must be an object"]);
  // Whatever is ignored: there is no field to take in their place.
  expect(await refusal(args, { ignoreChanges: ["*", "name"] })).toHaveLength(1);
});

test("an ignored field is named in any way that the engine knows", async () => {
  const args = { name: "a", type: "phone", dynamicOptions: { timeout: "5" } };
  const ignored = ['["type"]', "dynamicOptions.timeout"];
  expect(await refusal(args, { ignoreChanges: ignored })).toBeUndefined();
  expect(await refusal(args, { ignoreChanges: ["*", "types", "options"] })).toHaveLength(2);
});

test("the option import is the only mistake of its resource, and quotes an id as text", async () => {
  const options = { import: 'x"\n' };
  expect(await refusal({ nmae: 1 }, options)).toEqual([
    "desk: import: Pulumi cannot import a resource of a dynamic provider. Adopt the live config instead: remove this option, " +
      'and declare transferConfigId: "x\\"\\n".',
  ]);
});

test("a wrong id is that mistake alone, however many declare it", async () => {
  const all = ["a", "b"].map((name) => prepareRegistration(name, { transferConfigId: "x" }, undefined));
  const [lines] = await Promise.all(all.map(({ validated }) => linesOf(validated)));
  expect(lines).toEqual([
    expect.stringMatching(/^a: transferConfigId: (?!.*two resources)/),
    expect.stringMatching(/^b: transferConfigId: (?!.*two resources)/),
  ]);
});

test("an id that is adopted twice is told behind the resource's other mistakes", async () => {
  prepareRegistration("a", { transferConfigId: id }, undefined).validated.catch(() => undefined);
  const lines = await refusal({ transferConfigId: id, type: "phone" });
  expect(lines).toEqual([
    expect.stringMatching(/^desk: type: /),
    `desk: transferConfigId: ${id} is adopted by two resources, "a" and "desk". They would overwrite each other: keep one.`,
  ]);
});

test("runs side by side in one process are told of their own mistakes, and of a turn of their own", async () => {
  const good = prepareRegistration("a", { name: "a" }, undefined);
  sdk.run = {};
  const bad = prepareRegistration("b", { name: "" }, undefined);
  expect(await linesOf(bad.validated)).toEqual(["b: name: must not be empty"]);
  expect(await linesOf(good.validated)).toBeUndefined();
  expect(await good.turn).toMatch(/^\d+\/1 desks\/test$/);
});

test("outside of a stack, resources of one turn share their mistakes, too", async () => {
  sdk.run = undefined;
  const good = prepareRegistration("a", { name: "a" }, undefined);
  const bad = prepareRegistration("b", { name: "" }, undefined);
  const [ofGood, ofBad] = await Promise.all([linesOf(good.validated), linesOf(bad.validated)]);
  expect(ofGood).toEqual(["b: name: must not be empty"]);
  expect(ofBad).toEqual(ofGood);
});

test("a resource that the engine only reads has its arguments validated, and is no part of the count", async () => {
  const declared = prepareRegistration("a", { name: "a" }, {});
  const read = prepareRegistration("b", { name: "a" }, { id: "1" });
  expect(await Promise.all([declared.turn, read.turn])).toEqual([
    expect.stringMatching(/^\d+\/1 /),
    expect.stringMatching(/^\d+\/1 /),
  ]);
  expect(await refusal({ name: "" }, { id: "1" })).toEqual(["desk: name: must not be empty"]);
});

test("what the program does to its arguments later is not registered", async () => {
  const args = { name: "a" };
  const { args: declared, validated } = prepareRegistration("a", args, undefined);
  args.name = "b";
  await validated;
  expect(declared).toEqual({ name: "a" });
});

test("a mistake whose path has no letters is told, whatever is ignored", async () => {
  expect(await refusal({ name: "a", "\u00e9": 1 }, { ignoreChanges: ["name"] })).toEqual([
    expect.stringMatching(/^desk: .*\u00e9.* is not a known property/),
  ]);
});

test("resources that declare the same name are warned of, less those that are only read or ignore it", async () => {
  for (const [name, options] of [
    ["a", undefined],
    ["read", { id: "1" }],
    ["ignored", { ignoreChanges: ["name"] }],
    ["b", { ignoreChanges: ["type"] }],
  ] as const)
    prepareRegistration(name, { name: "Sales" }, options as object | undefined);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(sdk.lines).toEqual([expect.stringMatching(/^"a", "b" declare the same name/)]);
});

describe("under mocks", () => {
  beforeEach(() => {
    sdk.monitor = { mocks: {} };
  });

  test("a mistake is thrown at once, with the text as its stack", () => {
    const text =
      "1 mistake in the arguments of 1 transfer config. Nothing was registered or sent for them:\n  desk: name: must not be empty";
    let thrown: Error | undefined;
    try {
      prepareRegistration("desk", { name: "" }, undefined);
    } catch (error) {
      thrown = error as Error;
    }
    expect([thrown?.message, thrown?.stack]).toEqual([text, `CareCycleError: ${text}`]);
  });

  test("valid arguments are registered as they are, and nothing is noted of a turn", async () => {
    const args = { name: pulumi.output("a"), sipUri: null };
    const { args: declared, validated, turn } = prepareRegistration("desk", args, undefined);
    expect(declared).toEqual(args);
    expect(declared).not.toBe(args);
    expect(await validated).toBeUndefined();
    expect(await turn).toBeUndefined();
  });
});

test("without a monitor, nothing is mocked", async () => {
  sdk.monitor = undefined;
  expect(await refusal({ name: "" })).toEqual(["desk: name: must not be empty"]);
});
