// The resource's life on the wire: check, create, diff, update and read, for fields of the top level.
import { UNKNOWN, type Values } from "../../provider/model/values";
import { create, createFixture, failure, refresh, update } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const sales = { id: ID, name: "Sales", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true };
const { id: _, ...declared } = sales;
const provided = (inputs: Values) => ({ ...inputs, __provider: "text" });

describe("check", () => {
  test("needs no key where nothing is adopted, and sends nothing", async () => {
    const fixture = createFixture({}, { "carecycle:apiKey": undefined as never });
    const news = provided({ name: "Sales", routingConfigId: UNKNOWN });
    expect(await fixture.provider.check({}, news)).toEqual({
      inputs: { name: "Sales", routingConfigId: UNKNOWN },
      failures: [],
    });
    expect(fixture.api.requests).toEqual([]);
    expect(fixture.lines).toEqual([]);
  });

  test("answers UUIDs in lower case", async () => {
    const { inputs } = await createFixture().provider.check(
      {},
      { name: "a", routingConfigId: ID.toUpperCase() },
    );
    expect(inputs).toEqual({ name: "a", routingConfigId: ID });
  });

  test("reports a bad setting by its key, beside the failures of the inputs", async () => {
    const { provider } = createFixture({}, { "carecycle:rateLimit": "0" });
    const { failures } = await provider.check({}, { name: "" });
    expect(failures?.map(({ property }) => property)).toEqual(["name", ""]);
    expect(failures?.[1]?.reason).toMatch(/^carecycle:rateLimit: must be/);
  });

  test("asks a resource that exists for nothing, even where it declares nothing", async () => {
    const { provider } = createFixture();
    expect((await provider.check(provided({}), provided({}))).failures).toEqual([]);
    expect((await provider.check({}, provided({}))).failures).toMatchObject([{ property: "name" }]);
  });
});

describe("create", () => {
  test("sends one POST of what is declared, nulls too, and records what the API made of it", async () => {
    const fixture = createFixture();
    const { id, outs } = await create(fixture, {
      name: "New",
      sipUri: null,
      warmTransfer: false,
      onConflict: "fail",
    });
    expect(fixture.api.requests).toEqual([
      { method: "POST", id: undefined, body: { name: "New", sipUri: null, warmTransfer: false } },
    ]);
    expect(fixture.api.get(id).name).toBe("New");
    expect(outs).toMatchObject({
      name: "New",
      type: "direct",
      onConflict: "fail",
      managedFields: ["name", "sipUri", "warmTransfer"],
    });
    expect(outs).not.toHaveProperty("transferConfigId");
  });

  test("without a name is refused before anything is sent", async () => {
    const fixture = createFixture();
    const error = await failure(fixture.provider.create({ warmTransfer: true }));
    expect(error.message).toMatch(/^name: is required/);
    expect(fixture.api.requests).toEqual([]);
  });

  test("that the API takes only in part is recorded with the text that loads the provider", async () => {
    const fixture = createFixture();
    fixture.api.takes = ({ sipUri, ...body }) => body;
    const error = await failure(fixture.provider.create(provided({ name: "New", sipUri: "sip:a" })));
    expect(error.properties).toMatchObject({ name: "New", __provider: "text" });
  });

  test("that the API takes only in part is an error with the id, the outputs and a reason for each field", async () => {
    const fixture = createFixture();
    fixture.api.takes = ({ sipUri, sipHeaders, ...body }) => ({ ...body, sipHeaders: "other-canary" });
    const error = await failure(
      create(fixture, { name: "New", sipUri: "sip:a", sipHeaders: "canary", type: "sip" }),
    );
    const [id] = fixture.api.configs.keys();
    expect(error).toMatchObject({
      id,
      properties: { name: "New", sipUri: null, clientId: expect.any(String) },
    });
    expect(error.reasons).toEqual([
      expect.stringMatching(/^sipUri: the API did not accept the value: sent "sip:a", got null\./),
      expect.stringMatching(/^sipHeaders: .*sent \[secret\], got \[secret\]\./),
    ]);
    expect(error.message).not.toContain("canary");
    expect(fixture.api.methods).toEqual(["POST"]);
  });
});

describe("diff", () => {
  const diff = async (olds: Values, news: Values, fixture = createFixture()) => {
    const { deleteBeforeReplace, ...rest } = await fixture.provider.diff(ID, olds, provided(news));
    // Any step may become a replacement (replaceOnChanges), and a replacement deletes first.
    expect(deleteBeforeReplace).toBe(true);
    return { ...rest, lines: fixture.lines };
  };
  const record = { name: "Sales", sipUri: null, warmTransfer: true, managedFields: ["name", "warmTransfer"] };

  test("leaves changes to the engine, which shows every leaf", async () => {
    expect(await diff(record, { name: "Desk", warmTransfer: true })).toEqual({ lines: [] });
  });

  test("finds no change in what is as recorded, with or without the id that the resource has", async () => {
    const declared = { name: "Sales", warmTransfer: true };
    expect(await diff(record, { ...declared, transferConfigId: ID })).toEqual({ changes: false, lines: [] });
    expect(await diff({ ...record, transferConfigId: ID }, declared)).toEqual({ changes: false, lines: [] });
    expect(await diff(record, { ...declared, transferConfigId: ID.toUpperCase() })).toEqual({
      changes: false,
      lines: [],
    });
  });

  test("dropping the id is no change, where the live config has a UUID in upper case or defaults of the server", async () => {
    const fixture = createFixture({ serverDefaults: true });
    fixture.api.add({ ...sales, routingConfigId: ID.toUpperCase() });
    const declared = {
      routingConfigId: ID,
      dynamicOptions: { pingUrl: "p", successConditions: [{ field: "f" }] },
    };
    const { outs } = await create(fixture, { ...declared, transferConfigId: ID });
    expect(await fixture.provider.diff(ID, outs, declared)).toMatchObject({ changes: false });
  });

  test("replaces for another id, or one that is not known yet", async () => {
    for (const transferConfigId of ["00000000-0000-0000-0000-000000000000", UNKNOWN]) {
      expect(await diff(record, { name: "Sales", transferConfigId })).toEqual({
        replaces: ["transferConfigId"],
        lines: [],
      });
    }
  });

  test("says once what is given back and cannot be cleared", async () => {
    const fixture = createFixture();
    await diff(record, { name: "Sales" }, fixture);
    const { lines } = await diff(record, { name: "Sales" }, fixture);
    expect(lines).toEqual([`"Sales" (${ID}): no longer declared and left as it is: warmTransfer`]);
    expect(fixture.api.requests).toEqual([]);
  });
});

describe("update", () => {
  test("sends one PATCH of the changed fields only, directly after a read", async () => {
    const fixture = createFixture();
    fixture.api.add(sales);
    const old = await create(fixture, { ...declared, transferConfigId: ID });
    fixture.api.clear();
    const { outs } = await update(fixture.later(), old, {
      ...old.inputs,
      directPhoneNumber: null,
      warmTransfer: false,
    });
    expect(fixture.api.requests).toEqual([
      { method: "GET", id: ID },
      { method: "PATCH", id: ID, body: { warmTransfer: false, directPhoneNumber: null } },
    ]);
    expect(outs).toMatchObject({ directPhoneNumber: null, warmTransfer: false, name: "Sales" });
  });

  test("of what the program alone sees sends nothing and is recorded", async () => {
    const fixture = createFixture();
    fixture.api.add(sales);
    const old = await create(fixture, { name: "Sales", transferConfigId: ID });
    fixture.api.clear();
    const { outs } = await update(fixture.later(), old, {
      name: "Sales",
      warmTransfer: true,
      deletionPolicy: "delete",
    });
    expect(fixture.api.requests).toEqual([]);
    expect(outs).toMatchObject({
      deletionPolicy: "delete",
      managedFields: ["name", "warmTransfer"],
      clientId: old.outs.clientId,
    });
    expect(outs).not.toHaveProperty("transferConfigId");
  });

  test("clears a nullable field that is declared no more, and leaves another", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, sipUri: "sip:a", warmMode: null });
    const old = await create(fixture, {
      name: "Sales",
      sipUri: "sip:a",
      warmMode: null,
      warmTransfer: true,
      transferConfigId: ID,
    });
    fixture.api.clear();
    const later = fixture.later();
    const { outs } = await update(later, old, { name: "Sales" });
    expect(fixture.api.requests).toEqual([
      { method: "GET", id: ID },
      { method: "PATCH", id: ID, body: { sipUri: null } },
    ]);
    expect(later.lines).toEqual([
      expect.stringMatching(
        // warmMode is null already: it is given back, and nothing is cleared.
        /no longer declared and to be cleared: sipUri; left as it is: warmTransfer$/,
      ),
    ]);
    expect(outs).toMatchObject({ sipUri: null, warmTransfer: true, managedFields: ["name"] });
  });

  test("that cannot clear a field says so, and the next one tries again", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, sipUri: "sip:a" });
    const old = await create(fixture, { name: "Sales", sipUri: "sip:a", transferConfigId: ID });
    fixture.api.takes = ({ sipUri, ...body }) => body;
    const error = await failure(update(fixture, old, { name: "Desk" }));
    expect(error.reasons).toEqual([expect.stringMatching(/^sipUri: .*sent null, got "sip:a"/)]);
    expect(error.properties).toMatchObject({ name: "Desk", managedFields: ["name", "sipUri"] });
    fixture.api.takes = (body) => body;
    fixture.api.clear();
    await update(fixture.later(), { ...old, outs: error.properties as Values }, { name: "Desk" });
    expect(fixture.api.patches).toEqual([{ sipUri: null }]);
  });

  test("that cleared dynamicOptions and not the other field leaves a record that can be refreshed", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, sipUri: "sip:a", dynamicOptions: { pingUrl: "https://a.example" } });
    const declared = { sipUri: "sip:a", dynamicOptions: { pingUrl: "https://a.example" } };
    const old = await create(fixture, { ...declared, transferConfigId: ID });
    fixture.api.takes = ({ sipUri, ...body }) => body;
    const error = await failure(update(fixture, old, {}));
    expect(error.properties).toMatchObject({ dynamicOptions: null, managedFields: ["sipUri"] });
    const fresh = await refresh(fixture.later(), { ...old, outs: error.properties as Values });
    expect(fresh.inputs).toEqual({ sipUri: "sip:a" });
  });

  test("puts an owned field right that others changed since the record, by the same PATCH, and says so", async () => {
    const fixture = createFixture();
    fixture.api.add(sales);
    const old = await create(fixture, {
      name: "Sales",
      warmTransfer: true,
      sipHeaders: "ours",
      transferConfigId: ID,
    });
    fixture.api.clear();
    fixture.api.edit(ID, { warmTransfer: false, sipHeaders: "canary" });
    const { outs } = await update(fixture, old, { ...old.inputs, name: "Desk" });
    expect(fixture.api.patches).toEqual([{ name: "Desk", warmTransfer: true, sipHeaders: "ours" }]);
    expect(fixture.lines.at(-1)).toMatch(
      /overwriting changes made since the last refresh: warmTransfer: expected true, found false; sipHeaders: expected \[secret\], found \[secret\]$/,
    );
    expect(outs).toMatchObject({ name: "Desk", warmTransfer: true, sipHeaders: "ours" });
  });

  test("puts an owned field right that others changed at the very moment of the PATCH, by one more pair, and says so", async () => {
    const fixture = createFixture();
    fixture.api.add(sales);
    const old = await create(fixture, { name: "Sales", warmTransfer: true, transferConfigId: ID });
    fixture.api.clear();
    fixture.api.before = ({ body }) => {
      if (body?.name === "Desk") fixture.api.edit(ID, { warmTransfer: false });
    };
    const { outs } = await update(fixture, old, { ...old.inputs, name: "Desk" });
    expect(fixture.api.methods).toEqual(["GET", "PATCH", "GET", "PATCH"]);
    expect(fixture.api.patches).toEqual([{ name: "Desk" }, { warmTransfer: true }]);
    expect(fixture.lines.at(-1)).toMatch(
      /changed by somebody else during the update, set back: warmTransfer: false => true$/,
    );
    expect(outs).toMatchObject({ name: "Desk", warmTransfer: true });
  });

  test("a second PATCH that fails leaves what the first one made", async () => {
    const fixture = createFixture();
    fixture.api.add(sales);
    const old = await create(fixture, { name: "Sales", warmTransfer: true, transferConfigId: ID });
    fixture.api.before = ({ body }) => {
      if (body?.name === "Desk") fixture.api.edit(ID, { warmTransfer: false });
      if (body?.warmTransfer === true) fixture.api.configs.clear();
    };
    const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
    expect(error).toMatchObject({
      id: ID,
      properties: { name: "Desk", warmTransfer: false },
      reasons: [expect.stringMatching(/404/)],
    });
  });
});

test("a read sends one GET, and gives managed fields as inputs", async () => {
  const fixture = createFixture();
  fixture.api.add(sales);
  const old = await create(fixture, { name: "Sales", transferConfigId: ID });
  fixture.api.edit(ID, { name: "Renamed", warmTransfer: false });
  fixture.api.clear();
  const { outs, inputs } = await refresh(fixture.later(), old);
  expect(fixture.api.methods).toEqual(["GET"]);
  expect(inputs).toEqual({ name: "Renamed", transferConfigId: ID });
  expect(outs).toMatchObject({ name: "Renamed", warmTransfer: false });
});

describe("additionalFields", () => {
  test("are sent beside the others, compared and read back by key", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, agentScreen: "none", other: 1 });
    const old = await create(fixture, { transferConfigId: ID, additionalFields: { agentScreen: "inbox" } });
    expect(fixture.api.patches).toEqual([{ agentScreen: "inbox" }]);
    expect(old.outs.additionalFields).toEqual({ agentScreen: "inbox" });
    fixture.api.edit(ID, { agentScreen: "none", other: 2 });
    const fresh = await refresh(fixture.later(), old);
    expect(fresh.inputs).toMatchObject({ additionalFields: { agentScreen: "none" } });
    fixture.api.clear();
    await update(fixture.later(), fresh, old.inputs);
    expect(fixture.api.patches).toEqual([{ agentScreen: "inbox" }]);
  });

  test("that are not echoed are reported once as unverifiable, and not sent again", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, id: "3b241101-e2bb-4255-8caf-4136c566a962" });
    fixture.api.answers = ({ agentScreen, ...config }) => config;
    const adopted = {
      transferConfigId: "3b241101-e2bb-4255-8caf-4136c566a962",
      additionalFields: { agentScreen: "inbox" },
    };
    const old = await create(fixture, adopted);
    fixture.api.clear();
    await update(fixture, old, old.inputs);
    expect(fixture.api.requests).toEqual([]);
    const next = await update(fixture, old, { ...adopted, additionalFields: { agentScreen: "none" } });
    expect(fixture.api.patches).toEqual([{ agentScreen: "none" }]);
    expect(next.outs.additionalFields).toEqual({ agentScreen: "none" });
    expect(fixture.lines.filter((line) => line.includes("cannot be verified"))).toEqual([
      expect.stringContaining("additionalFields.agentScreen was sent, but the API does not return it"),
    ]);
  });

  test("that the API answers with another value are an error", async () => {
    const fixture = createFixture();
    fixture.api.add({ ...sales, agentScreen: "none" });
    fixture.api.takes = () => ({});
    const error = await failure(
      create(fixture, { transferConfigId: ID, additionalFields: { agentScreen: "canary" } }),
    );
    expect(error.reasons).toEqual([
      expect.stringMatching(/^additionalFields\.agentScreen: .*sent \[secret\], got \[secret\]/),
    ]);
  });
});
