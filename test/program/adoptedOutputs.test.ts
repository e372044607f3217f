// Ids to adopt that are outputs: two resources that adopt the same config are refused once the ids are known. The SDK is the
// real one, but for which run it is in; what an output ends with is kept, because it would end a program.

import { noteAdoptedId } from "../../provider/program/adoptedIds";
import * as pulumi from "../support/sdk";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const sdk: { run: object; ends: Promise<unknown>[] } = { run: {}, ends: [] };

jest.mock("../../provider/program/sdk", () => {
  const actual = jest.requireActual("../../provider/program/sdk");
  return {
    ...actual,
    getStackResource: () => sdk.run,
    output: (value: unknown) => ({
      apply: (then: (known: unknown) => void) => {
        const end = new Promise((resolve) => actual.output(value).apply(resolve)).then(then);
        sdk.ends.push(end.catch((error) => error));
      },
    }),
  };
});

beforeEach(() => Object.assign(sdk, { run: {}, ends: [] }));

test("the second of two that adopt one config ends the run with both names, and the id is not quoted", async () => {
  expect(noteAdoptedId("a", pulumi.output(id))).toBeUndefined();
  expect(await Promise.all(sdk.ends)).toEqual([undefined]);
  expect(noteAdoptedId("b", Promise.resolve(id.toUpperCase()))).toBeUndefined();
  const [, second] = await Promise.all(sdk.ends);
  expect((second as Error).name).toBe("CareCycleError");
  expect((second as Error).message).toBe(
    'transferConfigId: the same live config is adopted by two resources, "a" and "b". They would overwrite each other: ' +
      "keep one.",
  );
  // The SDK would print them, and take long over it.
  expect((second as Error).stack).not.toMatch(/^\s+at /m);
});

test("an id in the text of the program counts, too, on either side of an output", async () => {
  expect(noteAdoptedId("a", id)).toBeUndefined();
  noteAdoptedId("b", pulumi.output(id));
  const other = id.replace("497f", "597f");
  noteAdoptedId("c", pulumi.output(other));
  const ends = await Promise.all(sdk.ends);
  expect(ends.map((end) => (end as Error | undefined)?.message)).toEqual([
    expect.stringContaining('"a" and "b"'),
    undefined,
  ]);
  expect(noteAdoptedId("d", other)).toContain('"c" and "d"');
});

test("what turns out to be no text, or nothing, is left to check", async () => {
  for (const value of [5, null, undefined, 5]) noteAdoptedId("a", pulumi.output(value as never));
  expect(await Promise.all(sdk.ends)).toEqual([undefined, undefined, undefined, undefined]);
});
