// The end of a resource: retained, deleted, or why it could not be.
import { CLIENT, type FakeOptions } from "../support/fakeApi";
import { create, createWorld, failure, update } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

async function adopted(deletionPolicy?: string, options: FakeOptions = { allowDelete: true }, config = {}) {
  const world = createWorld(options, config);
  world.api.add({ id: ID, name: "Sales" });
  const old = await create(world, {
    transferConfigId: ID,
    name: "Sales",
    ...(deletionPolicy && { deletionPolicy }),
  });
  world.api.clear();
  return { world: world.later(), old };
}

test.each([undefined, "retain"])("deletionPolicy %s leaves the live config and says so", async (policy) => {
  const { world, old } = await adopted(policy);
  await world.provider.delete(ID, old.outs);
  expect(world.api.requests).toEqual([]);
  expect(world.lines).toEqual([
    `transfer config "Sales" (${ID}): still live, no longer managed: deletionPolicy is "retain" ("delete" would delete it)`,
  ]);
});

test('"delete" sends DELETE once the account is shown', async () => {
  const { world, old } = await adopted("delete");
  await world.provider.delete(ID, old.outs);
  expect(world.api.verbs).toEqual(["GET", "DELETE"]);
  expect(world.api.configs.size).toBe(0);
});

test("the policy that counts is the one of the last update", async () => {
  const { world, old } = await adopted("delete");
  const { outs } = await update(world, old, { transferConfigId: ID, name: "Sales" });
  await world.provider.delete(ID, outs);
  expect(world.api.configs.size).toBe(1);
});

test("a config that is gone already is deleted", async () => {
  const { world, old } = await adopted("delete");
  world.api.configs.clear();
  await world.provider.delete(ID, old.outs);
  expect(world.api.verbs).toEqual(["GET", "GET", "DELETE", "GET"]);
  expect(world.api.requests[1]?.path).toBe("/v2/campaigns/appointment-configs");
  expect(world.lines).toEqual([expect.stringContaining("answers 404: it is deleted, or was gone already")]);
});

test("an API without the verb is an error that says what to do", async () => {
  const { world, old } = await adopted("delete", { allowDelete: false });
  const { message } = await failure(world.provider.delete(ID, old.outs));
  expect(message).toMatch(
    /"Sales" \(497f.*could not be deleted.*still live.*dashboard.*deletionPolicy: "retain"/s,
  );
});

test.each([{}, { "carecycle:clientId": CLIENT }])(
  "under a key of perhaps another account (%j), no DELETE is sent",
  async (config) => {
    const { world, old } = await adopted("delete", { allowDelete: true }, config);
    world.api.configs.clear();
    world.api.shows = "nothing";
    const { message } = await failure(world.provider.delete(ID, old.outs));
    expect(message).toMatch(
      /was not deleted, and nothing was sent: no answer has shown.*--refresh --run-program/,
    );
    expect(new Set(world.api.verbs)).toEqual(new Set(["GET"]));
  },
);
