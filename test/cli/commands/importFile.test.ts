// The file that `adopt --import-file` writes: what the provider would have recorded of an adoption by the same program,
// without anything that may carry credentials. That the engine takes it is import.test.ts.
import fc from "fast-check";
import { generate } from "../../../provider/cli/commands/generate";
import { importFile, isImportable } from "../../../provider/cli/commands/importFile";
import { isSensitive } from "../../../provider/model/fieldTable";
import { signatureKey } from "../../../provider/model/internalNames";
import type { LiveTransferConfig } from "../../../provider/model/types";
import { leaves, pathText, UNKNOWN, type Values, WITHHELD } from "../../../provider/model/values";
import { liveConfigs } from "../../support/arbitraries";
import { CLIENT } from "../../support/fakeApi";
import { checked, create, createFixture, type Recorded, refresh, update } from "../../support/fixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** A live config, the file for it, and what its program declares. */
function written(config: Values) {
  const live: LiveTransferConfig = { ...config, id };
  const { imported } = generate([live], false, [id]);
  const [declared] = imported;
  const [resource] = importFile(imported).resources;
  if (!declared || !resource) throw new Error("nothing was written");
  const paths = declared.secrets.map(pathText).sort();
  const program: Values = { ...declared.args, ...(paths.length > 0 && { __secretPaths: paths }) };
  // Through JSON, as the engine reads it.
  return { file: JSON.parse(JSON.stringify(resource)) as Values, program, paths };
}

/** The resource that the engine makes of the file. */
function recorded({ inputs, outputs }: Values): Recorded {
  const { __provider: _, ...ins } = inputs as Values;
  const { __provider: __, ...outs } = outputs as Values;
  return { id, inputs: ins, outs };
}

const secretFree = ({ sipHeaders: _, dynamicOptions, ...config }: Values): Values => {
  if (dynamicOptions === null) return { ...config, sipHeaders: null, dynamicOptions };
  const { headers: __, body: ___, ...options } = dynamicOptions as Values;
  return { ...config, sipHeaders: null, dynamicOptions: options };
};

test("without secrets it holds what an adoption by the same program records, and the next preview is unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(liveConfigs(true).map(secretFree), async (config) => {
      const fixture = createFixture();
      fixture.api.add({ id, clientId: CLIENT, ...config });
      const live = fixture.api.get(id);
      const { file, program } = written(live);
      const imported = recorded(file);

      const adopted = await create(fixture, { ...program, transferConfigId: id });
      const without = ({ transferConfigId: _, ...values }: Values) => values;
      expect(imported.inputs).toEqual(without(adopted.inputs));
      expect(imported.outs).toEqual(without(adopted.outs));

      const later = fixture.later();
      fixture.api.clear();
      const inputs = await checked(later, program, imported.inputs);
      expect(inputs).toEqual(imported.inputs);
      expect(await later.provider.diff(id, imported.outs, inputs)).toMatchObject({ changes: false });
      expect(later.lines).toEqual([]);
      expect(fixture.api.requests).toEqual([]);
      // A refresh finds nothing to tell either.
      expect(await refresh(later, imported)).toEqual(imported);
    }),
    { numRuns: Number(process.env.RUNS ?? 20) },
  );
});

test("no secret stands in it, and the first update records them without a write", async () => {
  await fc.assert(
    fc.asyncProperty(liveConfigs(true), async (config) => {
      const fixture = createFixture();
      fixture.api.add({ id, clientId: CLIENT, ...config });
      const live = fixture.api.get(id);
      const { file, program, paths } = written(live);
      const plain = leaves(file.outputs).concat(leaves(file.inputs));
      for (const { path, value } of plain) {
        if (isSensitive(path) && value !== null) expect(value).toBe(WITHHELD);
      }
      let imported = recorded(file);
      // Whether or not a refresh comes in between.
      if (paths.length % 2 === 1) imported = await refresh(fixture, imported);
      fixture.api.clear();
      const now = await update(fixture.later(), imported, program);
      expect(fixture.api.methods.filter((method) => method !== "GET")).toEqual([]);
      const next = await checked(fixture.later(), program, now.inputs);
      expect(await fixture.later().provider.diff(id, now.outs, next)).toMatchObject({ changes: false });
      const adopted = await create(fixture.later(), { ...program, transferConfigId: id });
      const { transferConfigId: _, ...outs } = adopted.outs;
      expect({ ...now.outs, __formerSecretPaths: undefined }).toEqual({
        ...outs,
        __formerSecretPaths: undefined,
      });
    }),
    { numRuns: Number(process.env.RUNS ?? 20) },
  );
});

test("leaves beside secrets stay, and the paths of the secrets are noted", () => {
  const dynamicOptions = {
    pingUrl: "https://agents.example.com",
    headers: { authorization: "Bearer SENSITIVE", "x.y": "SENSITIVE" },
    body: { skill: "SENSITIVE", nested: [1, null] },
  };
  const { file } = written({
    name: "Desk",
    type: "dynamic",
    dynamicOptions,
    sipHeaders: "SENSITIVE",
    clientId: id,
  });
  expect(file).toEqual({
    type: "pulumi-nodejs:dynamic/carecycle:TransferConfig",
    name: "desk",
    id,
    inputs: {
      name: "Desk",
      type: "dynamic",
      dynamicOptions: { pingUrl: "https://agents.example.com", headers: {} },
      __secretPaths: [
        "dynamicOptions.body",
        "dynamicOptions.headers.authorization",
        'dynamicOptions.headers["x.y"]',
        "sipHeaders",
      ],
      __nullPaths: ["dynamicOptions.body.nested[1]"],
      __provider: expect.stringContaining("pulumi-carecycle/dynamic"),
    },
    outputs: expect.objectContaining({
      dynamicOptions: {
        pingUrl: "https://agents.example.com",
        headers: { authorization: WITHHELD, "x.y": WITHHELD },
        body: { skill: WITHHELD, nested: [WITHHELD, null] },
      },
      managedFields: ["dynamicOptions", "name", "type"],
      managedOptions: ["headers", "pingUrl"],
    }),
  });
  expect(JSON.stringify(file)).not.toContain("SENSITIVE");
});

test.each([
  ["Pulumi's mark of a secret", { dynamicOptions: { headers: { [signatureKey]: "x" } } }, false],
  ["its text of an unknown value", { transferWaitingMessages: ["a", UNKNOWN] }, false],
  ["ordinary values", { name: "Desk", dynamicOptions: { body: JSON.parse('{"__proto__":1}') } }, true],
])("a config with %s: whether it can be imported", (_, config, importable) => {
  expect(isImportable(config)).toBe(importable);
});
