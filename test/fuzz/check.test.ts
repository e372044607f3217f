// Whatever inputs and records the engine hands to check and diff: failures, or an error of the tree, with text that is fit to
// print and holds no credential. What check passes is what was declared.
import fc from "fast-check";
import { CareCycleError } from "../../provider/api/errors";
import { createProvider, type Provider } from "../../provider/lifecycle/provider";
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import { printableLines } from "../../provider/model/printable";
import { mapFromWire, toProvider } from "../engine/embedded/values";
import { declarations } from "../support/arbitraries";
import { anyObject, deep, huge, obeyed, objectOf, runs } from "./json";

const names = [
  ...fieldNames,
  ...Object.keys(optionMembers),
  "transferConfigId",
  "deletionPolicy",
  "onConflict",
  "onMissing",
  "additionalFields",
  "__secretPaths",
  "__nullPaths",
  "__wrappedPaths",
  "__turn",
  "__notKept",
  "__formerSecretPaths",
  "managedFields",
  "managedOptions",
];
const inputs = fc.oneof(
  anyObject(...names),
  fc
    .tuple(declarations(true), anyObject(...names))
    .map(([declared, more]) => objectOf([...Object.entries(declared), ...Object.entries(more)])),
);

/** A provider without a key, so that it sends nothing, and what it printed. */
function quiet(): { provider: Provider; lines: string[] } {
  const lines: string[] = [];
  const provider = createProvider({ env: {}, notify: (line) => lines.push(line) });
  void provider.configure({ config: { get: () => undefined } } as never);
  return { provider, lines };
}

async function typed<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CareCycleError)) throw error;
    expect(obeyed.exec(error.message)?.[0]).toBeUndefined();
    return undefined;
  }
}

test("check of any inputs over any inputs", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(inputs, fc.constant({})), inputs, async (olds, news) => {
      const { provider, lines } = quiet();
      const text = JSON.stringify([olds, news]);
      const result = await typed(() => provider.check(olds, news));
      for (const { property, reason } of result?.failures ?? [])
        expect([obeyed.exec(reason)?.[0], obeyed.exec(property)?.[0]]).toEqual([undefined, undefined]);
      for (const line of lines) expect(obeyed.exec(printableLines(line))?.[0]).toBeUndefined();
      // Nothing of what was handed over was changed, nor the prototypes that all objects share.
      expect(JSON.stringify([olds, news])).toBe(text);
      expect(Object.keys(Object.prototype)).toEqual([]);
      if (result === undefined || (result.failures?.length ?? 0) > 0) return;
      const passed = toProvider(mapFromWire(result.inputs ?? {}));
      for (const name of Object.keys(news).filter((n) => !n.startsWith("__") && !n.endsWith("Id")))
        expect([name, passed[name]]).toEqual([name, news[name]]);
    }),
    runs,
  );
});

test("diff of any inputs against any record", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, inputs, async (record, news) => {
      const { provider, lines } = quiet();
      await typed(() => provider.diff("497f6eca-6276-4993-bfeb-53cbbbba6f08", record, news));
      for (const line of lines) expect(obeyed.exec(printableLines(line))?.[0]).toBeUndefined();
    }),
    runs,
  );
});

const large: [string, () => Record<string, unknown>, boolean][] = [
  ["a name of 10 MB", () => ({ name: huge() }), true],
  ["a property whose name has 10 MB", () => ({ name: "N", [huge("\u202e")]: 1 }), false],
  [
    "a header whose name has 10 MB",
    () => ({ name: "N", dynamicOptions: { headers: { [huge('"')]: huge() } } }),
    true,
  ],
  [
    "an object with 100,000 members",
    () => ({
      name: "N",
      dynamicOptions: { body: objectOf(Array.from({ length: 100_000 }, (_, i) => [`m${i}`, i])) },
    }),
    true,
  ],
  [
    "a body nested 100,000 deep",
    () => ({ name: "N", dynamicOptions: { body: { a: JSON.parse(deep(100_000)) } } }),
    false,
  ],
  [
    "a body nested 150 deep",
    () => ({ name: "N", dynamicOptions: { body: { a: JSON.parse(deep(150)) } } }),
    true,
  ],
];
test.each(large)(
  "%s is data",
  async (_, make, passes) => {
    const { failures = [] } = await quiet().provider.check({}, make());
    expect(failures.length === 0).toBe(passes);
    for (const { reason, property } of failures)
      expect([obeyed.test(reason), obeyed.test(property)]).toEqual([false, false]);
  },
  60_000,
);

test("names that every object inherits are names of members like any other", async () => {
  const members = objectOf(
    ["constructor", "toString", "valueOf", "hasOwnProperty", "toJSON"].map((name) => [name, "v"]),
  );
  const { provider } = quiet();
  const declared = {
    name: "N",
    additionalFields: members,
    dynamicOptions: { headers: members, body: members },
  };
  const { inputs: passed, failures = [] } = await provider.check({}, declared);
  expect(failures).toEqual([]);
  expect(toProvider(mapFromWire(passed ?? {}))).toMatchObject(declared);
});

test.each(["additionalFields", "headers", "body"])(
  "__proto__ in %s, which no request could carry, is refused",
  async (place) => {
    const members = objectOf([["__proto__", "v"]]);
    const declared =
      place === "additionalFields" ? { additionalFields: members } : { dynamicOptions: { [place]: members } };
    const { failures = [] } = await quiet().provider.check({}, { name: "N", ...declared });
    expect(failures).toHaveLength(1);
    expect(`${failures[0]?.property}: ${failures[0]?.reason}`).toContain("__proto__");
  },
);
