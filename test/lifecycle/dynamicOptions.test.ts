// dynamicOptions on the wire: members owned one by one, one GET before a PATCH, extra keys of merging servers.

import type { Values } from "../../provider/model/values";
import { WITHHELD } from "../../provider/model/values";
import type { FakeOptions } from "../support/fakeApi";
import { create, createWorld, failure, type Recorded, refresh, update, type World } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { pingUrl: "p", method: "GET", headers: { a: "1", b: "2" }, body: { x: { y: 1 } } };

async function adopted(dynamicOptions: Values, options: FakeOptions = {}): Promise<[World, Recorded]> {
  const world = createWorld(options);
  world.api.add({ id: ID, name: "Ping", dynamicOptions: live });
  const old = await create(world, { transferConfigId: ID, dynamicOptions });
  world.api.clear();
  return [world.later(), old];
}
const declare = (dynamicOptions: unknown): Values => ({ transferConfigId: ID, dynamicOptions });

test("a changed member costs one GET and one PATCH, which carries the undeclared members along", async () => {
  const [world, old] = await adopted({ pingUrl: "p" });
  world.api.edit(ID, { dynamicOptions: { ...live, transferNumber: "+15550100" } });
  const { outs } = await update(world, old, declare({ pingUrl: "q" }));
  const dynamicOptions = { ...live, transferNumber: "+15550100", pingUrl: "q" };
  expect(world.api.requests).toEqual([
    { verb: "GET", id: ID },
    { verb: "PATCH", id: ID, body: { dynamicOptions } },
  ]);
  expect(world.api.get(ID).dynamicOptions).toEqual(dynamicOptions);
  expect(outs.dynamicOptions).toEqual({
    ...dynamicOptions,
    headers: { a: WITHHELD, b: WITHHELD },
    body: { x: { y: WITHHELD } },
  });
});

test("a read of the same process, however recent, spares no GET: a member added since survives", async () => {
  const [world, old] = await adopted({ pingUrl: "p" });
  const fresh = await refresh(world, old);
  world.api.edit(ID, { dynamicOptions: { ...live, transferNumber: "+15550100" } });
  await update(world, fresh, declare({ pingUrl: "q" }));
  expect(world.api.verbs).toEqual(["GET", "GET", "PATCH"]);
  expect(world.api.get(ID).dynamicOptions).toEqual({
    ...live,
    transferNumber: "+15550100",
    pingUrl: "q",
  });
});

test("another field is patched without dynamicOptions", async () => {
  const [world, old] = await adopted({ pingUrl: "p" });
  await update(world, old, { ...declare({ pingUrl: "p" }), name: "Pong" });
  expect(world.api.patches).toEqual([{ name: "Pong" }]);
});

test("what is live already is not sent again", async () => {
  const [world, old] = await adopted({ pingUrl: "p" });
  world.api.edit(ID, { dynamicOptions: { ...live, pingUrl: "q" } });
  const { outs } = await update(world, old, declare({ pingUrl: "q" }));
  expect(world.api.verbs).toEqual(["GET"]);
  expect(outs).toMatchObject({ dynamicOptions: { pingUrl: "q" } });
});

describe("an extra key of an owned map", () => {
  test("is gone with the PATCH of a replacing server", async () => {
    const [world, old] = await adopted({ headers: live.headers });
    await update(world, old, declare({ headers: { a: "1" } }));
    expect(world.api.patches).toEqual([{ dynamicOptions: { ...live, headers: { a: "1" } } }]);
  });

  test("that a merging server keeps is removed by one further PATCH with null", async () => {
    const [world, old] = await adopted({ headers: live.headers, body: live.body }, { semantics: "merge" });
    await update(world, old, declare({ headers: { a: "1" }, body: { x: { z: 2 } } }));
    const first = { ...live, headers: { a: "1" }, body: { x: { z: 2 } } };
    expect(world.api.patches).toEqual([
      { dynamicOptions: first },
      { dynamicOptions: { ...first, headers: { a: "1", b: null }, body: { x: { y: null, z: 2 } } } },
    ]);
    expect(world.api.get(ID).dynamicOptions).toEqual(first);
  });

  test("that is still there after that is an error that names its path", async () => {
    const [world, old] = await adopted({ headers: live.headers });
    world.api.answers = (config) => {
      const options = config.dynamicOptions as { headers: Values };
      return { ...config, dynamicOptions: { ...options, headers: { ...options.headers, added: "canary" } } };
    };
    const error = await failure(update(world, old, declare({ headers: { a: "1" } })));
    expect(world.api.patches).toHaveLength(2);
    expect(error.reasons).toEqual([
      expect.stringMatching(/^dynamicOptions\.headers\.added: the API keeps it/),
    ]);
    expect(error).toMatchObject({
      id: ID,
      properties: { dynamicOptions: { headers: { a: "1", added: WITHHELD } } },
    });
    expect(error.message).not.toContain("canary");
  });

  test("that somebody added is marked by a refresh, and gone after the next update", async () => {
    const [world, old] = await adopted({ headers: live.headers });
    world.api.edit(ID, { dynamicOptions: { ...live, headers: { ...live.headers, added: "canary" } } });
    const fresh = await refresh(world, old);
    const shown = { ...live.headers, added: WITHHELD };
    expect(fresh.inputs).toEqual(declare({ headers: shown }));
    expect(JSON.stringify(fresh)).not.toContain("canary");
    await update(world.later(), fresh, declare({ headers: live.headers }));
    expect(world.api.get(ID).dynamicOptions).toEqual(live);
    expect(JSON.stringify(world.api.patches)).not.toContain(WITHHELD);
  });
});

test("an element of a list that the API keeps is an error that says what came back", async () => {
  const [world, old] = await adopted({ body: live.body });
  world.api.answers = (config) => ({
    ...config,
    dynamicOptions: { ...live, body: { list: ["a", "canary"] } },
  });
  const error = await failure(update(world, old, declare({ body: { list: ["a"] } })));
  expect(error.reasons).toEqual([
    expect.stringMatching(
      /^dynamicOptions\.body\.list\[1\]: the API did not take the value: asked \(absent\), got \[secret\]\./,
    ),
  ]);
});

describe("giving back", () => {
  test("clears dynamicOptions whose live members were all declared", async () => {
    const [world, old] = await adopted(live);
    await update(world, old, { transferConfigId: ID });
    expect(world.api.patches).toEqual([{ dynamicOptions: null }]);
    expect(world.lines).toEqual([
      expect.stringMatching(/no longer declared and to be cleared: dynamicOptions$/),
    ]);
  });

  test("leaves dynamicOptions that hold members of others, and says so", async () => {
    const [world, old] = await adopted({ pingUrl: "p" });
    await update(world, old, { transferConfigId: ID });
    expect(world.api.requests).toEqual([]);
    expect(world.lines).toEqual([
      expect.stringMatching(/no longer declared and left as it is: dynamicOptions$/),
    ]);
  });

  test("leaves dynamicOptions to which somebody added a member since the state was recorded", async () => {
    const [world, old] = await adopted(live);
    const edited = { ...live, transferNumber: "+15550100" };
    world.api.edit(ID, { dynamicOptions: edited });
    const { outs } = await update(world, old, { transferConfigId: ID, name: "Pong" });
    expect(world.api.patches).toEqual([{ name: "Pong" }]);
    expect(world.api.get(ID).dynamicOptions).toEqual(edited);
    expect(world.lines).toContainEqual(expect.stringMatching(/left as it is: it now holds members/));
    expect(outs.managedFields).toEqual(["name"]);
  });

  test("leaves a member as it is, and says so", async () => {
    const [world, old] = await adopted({ pingUrl: "p", headers: live.headers });
    const { outs } = await update(world, old, declare({ pingUrl: "p" }));
    expect(world.api.requests).toEqual([]);
    expect(world.lines).toEqual([expect.stringMatching(/left as it is: dynamicOptions\.headers$/)]);
    expect(outs).toMatchObject({
      dynamicOptions: { headers: { a: WITHHELD, b: WITHHELD } },
      managedOptions: ["pingUrl"],
    });
  });
});

test("a null inside an undeclared body, which a merging server takes as removal, is reported as lost", async () => {
  const world = createWorld({ semantics: "merge" });
  world.api.add({ id: ID, name: "Ping", dynamicOptions: { pingUrl: "p", body: { a: null, b: 1 } } });
  await create(world, { transferConfigId: ID, dynamicOptions: { pingUrl: "q" } });
  expect(world.lines.at(-1)).toMatch(
    /sent along unchanged, but the API answered without or with another value: dynamicOptions\.body\.a$/,
  );
});

test("what a live condition has besides the declared members survives a change of a declared one", async () => {
  const world = createWorld();
  const [first, second] = [
    { field: "s", value: "busy", operator: "not_equals" },
    { field: "t", value: "1", operator: "equals" },
  ];
  world.api.add({ id: ID, name: "Ping", dynamicOptions: { successConditions: [first, second] } });
  const conditions = (value: string) => ({
    transferConfigId: ID,
    dynamicOptions: {
      successConditions: [
        { field: "s", value: "busy" },
        { field: "t", value },
      ],
    },
  });
  const old = await create(world, conditions("1"));
  world.api.clear();
  await update(world, old, conditions("2"));
  expect(world.api.patches).toEqual([
    { dynamicOptions: { successConditions: [first, { ...second, value: "2" }] } },
  ]);
});

test.each(["replace", "merge"] as const)(
  "a header added meanwhile is removed without null where the server %ss, and with null only where it must be",
  async (semantics) => {
    const world = createWorld({ semantics });
    world.api.add({
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
    const old = await create(world, declared);
    world.api.edit(ID, { dynamicOptions: { headers: { h: "h-secret", extra: "theirs" } } });
    world.api.clear();
    await update(world.later(), old, { ...declared, warmTransfer: false });
    expect(world.api.patches).toEqual([
      { dynamicOptions: { headers: { h: "h-secret" } }, warmTransfer: false },
      ...(semantics === "merge" ? [{ dynamicOptions: { headers: { h: "h-secret", extra: null } } }] : []),
    ]);
    expect(world.api.get(ID).dynamicOptions).toEqual({ headers: { h: "h-secret" } });
  },
);
