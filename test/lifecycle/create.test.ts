// Taking over a live config: what the preview says, and the differences that are written.
import { UNKNOWN, type Values } from "../../provider/model/values";
import { create, createFixture, failure } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const sales = { id: ID, name: "Sales", type: "direct", warmTransfer: true, sipHeaders: "live-canary" };
const withSales = (config: Record<string, string> = {}) => {
  const fixture = createFixture({}, config);
  fixture.api.add(sales);
  return fixture;
};

test("a config that is as declared is adopted by one GET, for preview and write together", async () => {
  const fixture = withSales();
  const { id, outs } = await create(fixture, {
    transferConfigId: ID.toUpperCase(),
    name: "Sales",
    warmTransfer: true,
  });
  expect(fixture.api.methods).toEqual(["GET"]);
  expect(id).toBe(ID);
  expect(outs).toMatchObject({
    transferConfigId: ID,
    name: "Sales",
    type: "direct",
    managedFields: ["name", "warmTransfer"],
  });
  expect(JSON.stringify(outs)).not.toContain("canary");
  expect(fixture.lines).toEqual([`adopting "Sales" (${ID}): already as declared, nothing will be sent`]);
});

test("what differs is shown by check, once, and is all that is written", async () => {
  const fixture = withSales();
  const declared = {
    transferConfigId: ID,
    name: "Desk",
    sipUri: null,
    warmTransfer: true,
    sipHeaders: "code-canary",
  };
  await fixture.provider.check({}, declared);
  const { outs } = await create(fixture, declared);
  expect(fixture.lines).toEqual([
    `adopting "Sales" (${ID}): these fields will be changed:\n  name: "Sales" => "Desk"\n  sipHeaders: [secret] => [secret]`,
  ]);
  expect(fixture.api.patches).toEqual([{ name: "Desk", sipHeaders: "code-canary" }]);
  expect(outs).toMatchObject({ name: "Desk", sipHeaders: "code-canary" });
});

test("a preview shows values that are not known yet as such", async () => {
  const fixture = withSales();
  await fixture.provider.check(
    {},
    { transferConfigId: ID, name: UNKNOWN, dynamicOptions: { timeout: UNKNOWN } },
  );
  expect(fixture.lines[0]).toContain(
    'name: "Sales" => (known after apply)\n  dynamicOptions.timeout: (absent) => (known after apply)',
  );
});

test("an id that is not known yet, or inputs that fail, are not read", async () => {
  const fixture = withSales();
  await fixture.provider.check({}, { transferConfigId: UNKNOWN });
  await fixture.provider.check({}, { transferConfigId: ID, name: "" });
  expect(fixture.api.requests).toEqual([]);
});

test("a resource that exists is not previewed as an adoption", async () => {
  const fixture = withSales();
  await fixture.provider.check({ transferConfigId: ID }, { transferConfigId: ID, name: "Desk" });
  expect(fixture.api.requests).toEqual([]);
  expect(fixture.lines).toEqual([]);
});

test("without a key the preview says in one line that it leaves the differences out", async () => {
  const fixture = withSales({ "carecycle:apiKey": undefined as never });
  const { failures } = await fixture.provider.check({}, { transferConfigId: ID, name: "Desk" });
  expect(failures).toEqual([]);
  expect(fixture.lines).toEqual([`adopting ${ID}: no API key is set, so the changes cannot be shown`]);
  expect(fixture.api.requests).toEqual([]);
});

test("an id that nobody has fails check and create, with what to do", async () => {
  const fixture = createFixture();
  const { failures } = await fixture.provider.check({}, { transferConfigId: ID });
  const reason = expect.stringMatching(
    /there is no transfer config 497f.*Check the id, and .*leave out transferConfigId/,
  );
  expect(failures).toEqual([{ property: "transferConfigId", reason }]);
  expect((await failure(fixture.provider.create({ transferConfigId: ID }))).message).toEqual(reason);
});

test("a read older than 10 s is not taken for what is live", async () => {
  const fixture = withSales();
  const { inputs } = await fixture.provider.check({}, { transferConfigId: ID, name: "Sales" });
  fixture.api.edit(ID, { name: "Renamed" });
  fixture.clock.ms += 10_000;
  await fixture.provider.create(inputs as Values);
  expect(fixture.api.methods).toEqual(["GET", "GET", "PATCH"]);
  expect(fixture.api.get(ID).name).toBe("Sales");
});

test("a value that the API does not take is an error, with the id and what is live", async () => {
  const fixture = withSales();
  fixture.api.takes = ({ directPhoneNumber, ...body }) => ({ ...body, directPhoneNumber: "+1 555 0100" });
  const error = await failure(
    create(fixture, { transferConfigId: ID, name: "Desk", directPhoneNumber: "+15550100" }),
  );
  expect(error).toMatchObject({
    id: ID,
    properties: { name: "Desk", directPhoneNumber: "+1 555 0100", transferConfigId: ID },
  });
  expect(error.reasons).toEqual([
    'directPhoneNumber: the API did not accept the value: sent "+15550100", got "+1 555 0100". ' +
      "Declare the value as the API returns it, or leave the field out.",
  ]);
});
