// A config that a POST created is recorded, whatever else its answer holds or lacks.
import fc from "fast-check";
import type { Values } from "../../provider/model/values";
import { create, createFixture, failure, refresh, update } from "../support/fixture";

const declared = { name: "Sales", type: "direct", sipUri: "sip:a", sipHeaders: "canary", warmTransfer: true };
const shapes = {
  name: [7, null, undefined, "Sales"],
  type: [true, {}, undefined, "direct"],
  sipUri: [["x"], false, undefined, null, "sip:a"],
  sipHeaders: [["canary"], { canary: "canary" }, undefined, "canary"],
  warmTransfer: ["yes", null, undefined, true],
  dynamicOptions: ["x", [], undefined, { headers: 5 }],
  transferWaitingMessages: [[1], "x", undefined, ["a"]],
  clientId: [1, null, undefined],
  createdAt: [1700000000, undefined],
  updatedAt: [{}, undefined],
};
const answer = fc.record(
  Object.fromEntries(Object.entries(shapes).map(([name, values]) => [name, fc.constantFrom(...values)])),
  { requiredKeys: [] },
);

test("for any answer with an id: one POST, the id recorded, and a refresh and an update go on from there", async () => {
  await fc.assert(
    fc.asyncProperty(answer, async (odd) => {
      const fixture = createFixture();
      fixture.api.answers = (config) => ({ ...config, ...odd }) as never;
      const created = await create(fixture, declared).catch((error) => error);
      const [[, live] = []] = [...fixture.api.configs];
      expect(fixture.api.methods.filter((method) => method === "POST")).toEqual(["POST"]);
      expect(created.id).toBe(live?.id);
      expect(String(created.message)).not.toContain("canary");

      const outs: Values = created.outs ?? created.properties;
      if (!created.outs) expect(created.reasons.length).toBeGreaterThan(0);
      fixture.api.answers = (config) => config;
      const later = fixture.later();
      const refreshed = await refresh(later, { id: created.id, outs, inputs: {} });
      const updated = await update(later, refreshed, declared);
      expect(updated.outs).toMatchObject(declared);
      expect(later.api.methods.filter((method) => method === "POST")).toEqual(["POST"]);
    }),
  );
});

test("the reason names each member of another type, and the outputs hold the others", async () => {
  const fixture = createFixture();
  fixture.api.answers = (config) => ({ ...config, sipUri: 5, createdAt: 6 });
  const error = await failure(create(fixture, declared));
  const [reason] = error.reasons as string[];
  expect(error.reasons).toHaveLength(1);
  expect(reason).toMatch(
    /^The config was created, but: POST .*transferConfig\.sipUri has another type: .*; transferConfig\.createdAt has another type/,
  );
  const { sipUri, ...rest } = declared;
  expect(error.properties).toMatchObject({ ...rest, managedFields: Object.keys(declared).sort() });
  expect(Object.keys(error.properties as Values)).not.toEqual(
    expect.arrayContaining([expect.stringMatching("sipUri|createdAt")]),
  );
});
