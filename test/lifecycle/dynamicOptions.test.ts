// dynamicOptions on the wire: members owned one by one, one GET before a PATCH, extra keys of merging servers.

import type { Values } from "../../provider/model/values";
import { WITHHELD } from "../../provider/model/values";
import type { FakeOptions } from "../support/fakeApi";
import {
  create,
  createFixture,
  type Fixture,
  failure,
  type Recorded,
  refresh,
  update,
} from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { pingUrl: "p", method: "GET", headers: { a: "1", b: "2" }, body: { x: { y: 1 } } };

async function adopted(dynamicOptions: Values, options: FakeOptions = {}): Promise<[Fixture, Recorded]> {
  const fixture = createFixture(options);
  fixture.api.add({ id: ID, name: "Ping", dynamicOptions: live });
  const old = await create(fixture, { transferConfigId: ID, dynamicOptions });
  fixture.api.clear();
  return [fixture.later(), old];
}
const declare = (dynamicOptions: unknown): Values => ({ transferConfigId: ID, dynamicOptions });

test("a changed member costs one GET and one PATCH, which carries the undeclared members along", async () => {
  const [fixture, old] = await adopted({ pingUrl: "p" });
  fixture.api.edit(ID, { dynamicOptions: { ...live, transferNumber: "+15550100" } });
  const { outs } = await update(fixture, old, declare({ pingUrl: "q" }));
  const dynamicOptions = { ...live, transferNumber: "+15550100", pingUrl: "q" };
  expect(fixture.api.requests).toEqual([
    { method: "GET", id: ID },
    { method: "PATCH", id: ID, body: { dynamicOptions } },
  ]);
  expect(fixture.api.get(ID).dynamicOptions).toEqual(dynamicOptions);
  expect(outs.dynamicOptions).toEqual({
    ...dynamicOptions,
    headers: { a: WITHHELD, b: WITHHELD },
    body: { x: { y: WITHHELD } },
  });
});

test("a read of the same process, however recent, spares no GET: a member added since survives", async () => {
  const [fixture, old] = await adopted({ pingUrl: "p" });
  const fresh = await refresh(fixture, old);
  fixture.api.edit(ID, { dynamicOptions: { ...live, transferNumber: "+15550100" } });
  await update(fixture, fresh, declare({ pingUrl: "q" }));
  expect(fixture.api.methods).toEqual(["GET", "GET", "PATCH"]);
  expect(fixture.api.get(ID).dynamicOptions).toEqual({
    ...live,
    transferNumber: "+15550100",
    pingUrl: "q",
  });
});

test("another field is patched without dynamicOptions", async () => {
  const [fixture, old] = await adopted({ pingUrl: "p" });
  await update(fixture, old, { ...declare({ pingUrl: "p" }), name: "Pong" });
  expect(fixture.api.patches).toEqual([{ name: "Pong" }]);
});

test("what is live already is not sent again", async () => {
  const [fixture, old] = await adopted({ pingUrl: "p" });
  fixture.api.edit(ID, { dynamicOptions: { ...live, pingUrl: "q" } });
  const { outs } = await update(fixture, old, declare({ pingUrl: "q" }));
  expect(fixture.api.methods).toEqual(["GET"]);
  expect(outs).toMatchObject({ dynamicOptions: { pingUrl: "q" } });
});

describe("an extra key of an owned map", () => {
  test("is gone with the PATCH of a replacing server", async () => {
    const [fixture, old] = await adopted({ headers: live.headers });
    await update(fixture, old, declare({ headers: { a: "1" } }));
    expect(fixture.api.patches).toEqual([{ dynamicOptions: { ...live, headers: { a: "1" } } }]);
  });

  test("that a merging server keeps is removed by one further PATCH with null", async () => {
    const [fixture, old] = await adopted({ headers: live.headers, body: live.body }, { semantics: "merge" });
    await update(fixture, old, declare({ headers: { a: "1" }, body: { x: { z: 2 } } }));
    const first = { ...live, headers: { a: "1" }, body: { x: { z: 2 } } };
    expect(fixture.api.patches).toEqual([
      { dynamicOptions: first },
      { dynamicOptions: { ...first, headers: { a: "1", b: null }, body: { x: { y: null, z: 2 } } } },
    ]);
    expect(fixture.api.get(ID).dynamicOptions).toEqual(first);
  });

  test("that is still there after that is an error that names its path", async () => {
    const [fixture, old] = await adopted({ headers: live.headers }, { semantics: "merge" });
    fixture.api.answers = (config) => {
      const options = config.dynamicOptions as { headers: Values };
      return { ...config, dynamicOptions: { ...options, headers: { ...options.headers, added: "canary" } } };
    };
    const error = await failure(update(fixture, old, declare({ headers: { a: "1" } })));
    expect(fixture.api.patches).toHaveLength(2);
    expect(error.reasons).toEqual([
      expect.stringMatching(/^dynamicOptions\.headers\.added: the API keeps this key/),
    ]);
    expect(error).toMatchObject({
      id: ID,
      properties: { dynamicOptions: { headers: { a: "1", added: WITHHELD } } },
    });
    expect(error.message).not.toContain("canary");
  });

  test("that somebody added is marked by a refresh, and gone after the next update", async () => {
    const [fixture, old] = await adopted({ headers: live.headers });
    fixture.api.edit(ID, { dynamicOptions: { ...live, headers: { ...live.headers, added: "canary" } } });
    const fresh = await refresh(fixture, old);
    const shown = { ...live.headers, added: WITHHELD };
    expect(fresh.inputs).toEqual(declare({ headers: shown }));
    expect(JSON.stringify(fresh)).not.toContain("canary");
    await update(fixture.later(), fresh, declare({ headers: live.headers }));
    expect(fixture.api.get(ID).dynamicOptions).toEqual(live);
    expect(JSON.stringify(fixture.api.patches)).not.toContain(WITHHELD);
  });
});

test("an element of a list that the API keeps is an error that says what came back", async () => {
  const [fixture, old] = await adopted({ body: live.body });
  fixture.api.answers = (config) => ({
    ...config,
    dynamicOptions: { ...live, body: { list: ["a", "canary"] } },
  });
  const error = await failure(update(fixture, old, declare({ body: { list: ["a"] } })));
  expect(error.reasons).toEqual([
    expect.stringMatching(
      /^dynamicOptions\.body\.list\[1\]: the API did not accept the value: sent \(absent\), got \[secret\]\./,
    ),
  ]);
});

describe("giving back", () => {
  test("clears dynamicOptions whose live members were all declared", async () => {
    const [fixture, old] = await adopted(live);
    await update(fixture, old, { transferConfigId: ID });
    expect(fixture.api.patches).toEqual([{ dynamicOptions: null }]);
    expect(fixture.lines).toEqual([
      expect.stringMatching(/no longer declared and to be cleared: dynamicOptions$/),
    ]);
  });

  test("leaves dynamicOptions that hold members of others, and says so", async () => {
    const [fixture, old] = await adopted({ pingUrl: "p" });
    await update(fixture, old, { transferConfigId: ID });
    expect(fixture.api.requests).toEqual([]);
    expect(fixture.lines).toEqual([
      expect.stringMatching(/no longer declared and left as it is: dynamicOptions$/),
    ]);
  });

  test("leaves dynamicOptions to which somebody added a member since the state was recorded", async () => {
    const [fixture, old] = await adopted(live);
    const edited = { ...live, transferNumber: "+15550100" };
    fixture.api.edit(ID, { dynamicOptions: edited });
    const { outs } = await update(fixture, old, { transferConfigId: ID, name: "Pong" });
    expect(fixture.api.patches).toEqual([{ name: "Pong" }]);
    expect(fixture.api.get(ID).dynamicOptions).toEqual(edited);
    expect(fixture.lines).toContainEqual(expect.stringMatching(/left as it is: it now holds members/));
    expect(outs.managedFields).toEqual(["name"]);
  });

  test("leaves a member as it is, and says so", async () => {
    const [fixture, old] = await adopted({ pingUrl: "p", headers: live.headers });
    const { outs } = await update(fixture, old, declare({ pingUrl: "p" }));
    expect(fixture.api.requests).toEqual([]);
    expect(fixture.lines).toEqual([expect.stringMatching(/left as it is: dynamicOptions\.headers$/)]);
    expect(outs).toMatchObject({
      dynamicOptions: { headers: { a: WITHHELD, b: WITHHELD } },
      managedOptions: ["pingUrl"],
    });
  });
});

test("a null inside an undeclared body, which a merging server takes as removal, is reported as lost", async () => {
  const fixture = createFixture({ semantics: "merge" });
  fixture.api.add({ id: ID, name: "Ping", dynamicOptions: { pingUrl: "p", body: { a: null, b: 1 } } });
  await create(fixture, { transferConfigId: ID, dynamicOptions: { pingUrl: "q" } });
  expect(fixture.lines.at(-1)).toMatch(
    /sent unchanged, but missing or different in the response: dynamicOptions\.body\.a$/,
  );
});

test("what a live condition has besides the declared members survives a change of a declared one", async () => {
  const fixture = createFixture();
  const [first, second] = [
    { field: "s", value: "busy", operator: "not_equals" },
    { field: "t", value: "1", operator: "equals" },
  ];
  fixture.api.add({ id: ID, name: "Ping", dynamicOptions: { successConditions: [first, second] } });
  const conditions = (value: string) => ({
    transferConfigId: ID,
    dynamicOptions: {
      successConditions: [
        { field: "s", value: "busy" },
        { field: "t", value },
      ],
    },
  });
  const old = await create(fixture, conditions("1"));
  fixture.api.clear();
  await update(fixture, old, conditions("2"));
  expect(fixture.api.patches).toEqual([
    { dynamicOptions: { successConditions: [first, { ...second, value: "2" }] } },
  ]);
});

test.each(["replace", "merge"] as const)(
  "a header added meanwhile is removed without null where the server %ss, and with null only where it must be",
  async (semantics) => {
    const fixture = createFixture({ semantics });
    fixture.api.add({
      id: ID,
      name: "Ping",
      warmTransfer: true,
      dynamicOptions: { headers: { h: "h-secret" } },
    });
    const declared = {
      transferConfigId: ID,
      warmTransfer: true,
      dynamicOptions: { headers: { h: "h-secret" } },
    };
    const old = await create(fixture, declared);
    fixture.api.edit(ID, { dynamicOptions: { headers: { h: "h-secret", extra: "theirs" } } });
    fixture.api.clear();
    await update(fixture.later(), old, { ...declared, warmTransfer: false });
    expect(fixture.api.patches).toEqual([
      { dynamicOptions: { headers: { h: "h-secret" } }, warmTransfer: false },
      ...(semantics === "merge" ? [{ dynamicOptions: { headers: { h: "h-secret", extra: null } } }] : []),
    ]);
    expect(fixture.api.get(ID).dynamicOptions).toEqual({ headers: { h: "h-secret" } });
  },
);
