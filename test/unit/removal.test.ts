// The end of a resource: retained, deleted, or why it could not be.
import { CLIENT, type FakeOptions } from "./fakeApi";
import { create, createWorld, failure, update } from "./world";

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

test('"delete" sends DELETE', async () => {
  const { world, old } = await adopted("delete");
  await world.provider.delete(ID, old.outs);
  expect(world.api.verbs).toEqual(["DELETE"]);
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
  expect(world.api.verbs).toEqual(["DELETE", "GET"]);
});

test("an API without the verb is an error that says what to do", async () => {
  const { world, old } = await adopted("delete", { allowDelete: false });
  const { message } = await failure(world.provider.delete(ID, old.outs));
  expect(message).toMatch(
    /"Sales" \(497f.*could not be deleted.*still live.*dashboard.*deletionPolicy: "retain"/s,
  );
});

test("under a key of perhaps another account, 404 is no proof that it is gone", async () => {
  const { world, old } = await adopted("delete", { allowDelete: true }, { "carecycle:clientId": CLIENT });
  world.api.configs.clear();
  expect((await failure(world.provider.delete(ID, old.outs))).message).toContain("could not be deleted");
});
