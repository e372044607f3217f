// What a program made secret of a config stays secret for another resource of the same plan that adopts the config: a replacement,
// or one under another name.
import type { Values } from "../../provider/model/values";
import { CLIENT } from "../support/fakeApi";
import { checked, createFixture, type Fixture, failure, type Recorded } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const secrets = {
  transferConfigId: ID,
  name: "canary-name",
  warmSummaryPrompt: "canary-prompt",
  transferWaitingMessages: ["canary-wait"],
  dynamicOptions: { transferNumber: "canary-number", pingUrl: "https://a.example" },
  __secretPaths: ["dynamicOptions.transferNumber", "name", "transferWaitingMessages", "warmSummaryPrompt"],
};
const rest = { transferConfigId: ID, dynamicOptions: { pingUrl: "https://a.example" } };

/** A config that a resource with secrets has, and a process that comes later. */
async function recorded(): Promise<{ old: Recorded; later: Fixture }> {
  const fixture = createFixture();
  fixture.api.add({ id: ID, name: "Desk", clientId: CLIENT });
  const inputs = await checked(fixture, secrets);
  const { outs } = await fixture.provider.create(inputs);
  return { old: { id: ID, outs: outs as Values, inputs }, later: fixture.later() };
}

/** Checks and creates a new resource that adopts the config; returns all that is printed and recorded. */
async function adopted(fixture: Fixture, news: Values): Promise<string> {
  const inputs = await checked(fixture, news);
  const created = await fixture.provider.create(inputs);
  return JSON.stringify([fixture.lines, fixture.warnings, inputs, created]);
}

test.each<[string, (process: Fixture, old: Recorded) => Promise<unknown>]>([
  ["is replaced without a diff", ({ provider }, { inputs }) => provider.check(inputs, rest)],
  ["is replaced after a diff", ({ provider }, { id, outs }) => provider.diff(id, outs, rest)],
  ["was refreshed", ({ provider }, { id, outs }) => provider.read(id, outs)],
  ["was deleted first", ({ provider }, { id, outs }) => provider.delete(id.toUpperCase(), outs)],
])("of a config whose resource %s, nothing that was secret is shown or recorded", async (_, before) => {
  const { old, later } = await recorded();
  await before(later, old);
  // What a later record no longer says is not forgotten.
  await later.provider.check({ transferConfigId: ID, name: "x" }, rest);
  expect(await adopted(later, rest)).not.toContain("canary");
});

test("the new resource knows of it from then on", async () => {
  const { old, later } = await recorded();
  await later.provider.delete(old.id, old.outs);
  const { outs } = await later.provider.create(rest);
  const next = later.later();
  const read = await next.provider.read(ID, outs as Values);
  expect(JSON.stringify(read)).not.toContain("canary");
  expect(read.props).not.toHaveProperty("name");
});

test("what the new resource declares in plain text is plain", async () => {
  const { old, later } = await recorded();
  await later.provider.delete(old.id, old.outs);
  const { outs } = await later.provider.create({ ...rest, name: "Desk" });
  expect(outs).toMatchObject({ name: "Desk" });
  expect(JSON.stringify(outs)).not.toContain("canary");
});

test("what an adoption that is half taken records of it is as secret", async () => {
  const { old, later } = await recorded();
  await later.provider.delete(old.id, old.outs);
  later.api.takes = ({ sipUri: _, ...body }) => body;
  const inputs = { ...rest, sipUri: "sip:a@b.example" };
  const { message, properties, reasons } = await failure(later.provider.create(inputs));
  expect(properties).toMatchObject({ sipUri: null, __formerSecretPaths: secrets.__secretPaths });
  expect(JSON.stringify([message, properties, reasons])).not.toContain("canary");
});

test("of another config, everything is recorded as it is", async () => {
  const { old, later } = await recorded();
  const other = "11111111-1111-4111-8111-111111111111";
  later.api.add({ id: other, name: "Other", warmSummaryPrompt: "plain", clientId: CLIENT });
  await later.provider.read(old.id, old.outs);
  expect(await adopted(later, { transferConfigId: other, type: "sip" })).toContain("plain");
});
