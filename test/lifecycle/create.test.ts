// Taking over a live config: what the preview says, and the differences that are written.
import { UNKNOWN, type Values } from "../../provider/model/values";
import { create, createWorld, failure } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const sales = { id: ID, name: "Sales", type: "direct", warmTransfer: true, sipHeaders: "live-canary" };
const withSales = (config: Record<string, string> = {}) => {
  const world = createWorld({}, config);
  world.api.add(sales);
  return world;
};

test("a config that is as declared is adopted by one GET, for preview and write together", async () => {
  const world = withSales();
  const { id, outs } = await create(world, {
    transferConfigId: ID.toUpperCase(),
    name: "Sales",
    warmTransfer: true,
  });
  expect(world.api.verbs).toEqual(["GET"]);
  expect(id).toBe(ID);
  expect(outs).toMatchObject({
    transferConfigId: ID,
    name: "Sales",
    type: "direct",
    managedFields: ["name", "warmTransfer"],
  });
  expect(JSON.stringify(outs)).not.toContain("canary");
  expect(world.lines).toEqual([`adopting "Sales" (${ID}): it is as declared, nothing will be sent`]);
});

test("what differs is shown by check, once, and is all that is written", async () => {
  const world = withSales();
  const declared = {
    transferConfigId: ID,
    name: "Desk",
    sipUri: null,
    warmTransfer: true,
    sipHeaders: "code-canary",
  };
  await world.provider.check({}, declared);
  const { outs } = await create(world, declared);
  expect(world.lines).toEqual([
    `adopting "Sales" (${ID}): it will be changed:\n  name: "Sales" => "Desk"\n  sipHeaders: [secret] => [secret]`,
  ]);
  expect(world.api.patches).toEqual([{ name: "Desk", sipHeaders: "code-canary" }]);
  expect(outs).toMatchObject({ name: "Desk", sipHeaders: "code-canary" });
});

test("a preview shows values that are not known yet as such", async () => {
  const world = withSales();
  await world.provider.check(
    {},
    { transferConfigId: ID, name: UNKNOWN, dynamicOptions: { timeout: UNKNOWN } },
  );
  expect(world.lines[0]).toContain(
    'name: "Sales" => (known after apply)\n  dynamicOptions.timeout: (absent) => (known after apply)',
  );
});

test("an id that is not known yet, or inputs that fail, are not read", async () => {
  const world = withSales();
  await world.provider.check({}, { transferConfigId: UNKNOWN });
  await world.provider.check({}, { transferConfigId: ID, name: "" });
  expect(world.api.requests).toEqual([]);
});

test("a resource that exists is not previewed as an adoption", async () => {
  const world = withSales();
  await world.provider.check({ transferConfigId: ID }, { transferConfigId: ID, name: "Desk" });
  expect(world.api.requests).toEqual([]);
  expect(world.lines).toEqual([]);
});

test("without a key the preview says in one line that it leaves the differences out", async () => {
  const world = withSales({ "carecycle:apiKey": undefined as never });
  const { failures } = await world.provider.check({}, { transferConfigId: ID, name: "Desk" });
  expect(failures).toEqual([]);
  expect(world.lines).toEqual([`adopting ${ID}: no API key is set, so what would change is not shown`]);
  expect(world.api.requests).toEqual([]);
});

test("an id that nobody has fails check and create, with what to do", async () => {
  const world = createWorld();
  const { failures } = await world.provider.check({}, { transferConfigId: ID });
  const reason = expect.stringMatching(
    /there is no transfer config 497f.*Check the id and the account.*leave transferConfigId out/,
  );
  expect(failures).toEqual([{ property: "transferConfigId", reason }]);
  expect((await failure(world.provider.create({ transferConfigId: ID }))).message).toEqual(reason);
});

test("a read older than 10 s is not taken for what is live", async () => {
  const world = withSales();
  const { inputs } = await world.provider.check({}, { transferConfigId: ID, name: "Sales" });
  world.api.edit(ID, { name: "Renamed" });
  world.clock.ms += 10_000;
  await world.provider.create(inputs as Values);
  expect(world.api.verbs).toEqual(["GET", "GET", "PATCH"]);
  expect(world.api.get(ID).name).toBe("Sales");
});

test("a value that the API does not take is an error, with the id and what is live", async () => {
  const world = withSales();
  world.api.takes = ({ directPhoneNumber, ...body }) => ({ ...body, directPhoneNumber: "+1 555 0100" });
  const error = await failure(
    create(world, { transferConfigId: ID, name: "Desk", directPhoneNumber: "+15550100" }),
  );
  expect(error).toMatchObject({
    id: ID,
    properties: { name: "Desk", directPhoneNumber: "+1 555 0100", transferConfigId: ID },
  });
  expect(error.reasons).toEqual([
    'directPhoneNumber: the API did not take the value: asked "+15550100", got "+1 555 0100". ' +
      "Declare the value as the API writes it, or leave the field out.",
  ]);
});
