// The end of a resource: retained, deleted, or why it could not be.
import { CLIENT, type FakeOptions } from "../support/fakeApi";
import { create, createFixture, failure, update } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

async function adopted(deletionPolicy?: string, options: FakeOptions = { allowDelete: true }, config = {}) {
  const fixture = createFixture(options, config);
  fixture.api.add({ id: ID, name: "Sales" });
  const old = await create(fixture, {
    transferConfigId: ID,
    name: "Sales",
    ...(deletionPolicy && { deletionPolicy }),
  });
  fixture.api.clear();
  return { fixture: fixture.later(), old };
}

test.each([undefined, "retain"])("deletionPolicy %s leaves the live config and says so", async (policy) => {
  const { fixture, old } = await adopted(policy);
  await fixture.provider.delete(ID, old.outs);
  expect(fixture.api.requests).toEqual([]);
  expect(fixture.lines).toEqual([
    `transfer config "Sales" (${ID}): still live, no longer managed: deletionPolicy is "retain" ("delete" would delete it). Without transferConfigId, the next up makes another one`,
  ]);
});

test('"delete" sends DELETE once the account is shown', async () => {
  const { fixture, old } = await adopted("delete");
  await fixture.provider.delete(ID, old.outs);
  expect(fixture.api.methods).toEqual(["GET", "DELETE"]);
  expect(fixture.api.configs.size).toBe(0);
});

test("the policy that counts is the one of the last update", async () => {
  const { fixture, old } = await adopted("delete");
  const { outs } = await update(fixture, old, { transferConfigId: ID, name: "Sales" });
  await fixture.provider.delete(ID, outs);
  expect(fixture.api.configs.size).toBe(1);
});

test("a config that is gone already is deleted", async () => {
  const { fixture, old } = await adopted("delete");
  fixture.api.configs.clear();
  await fixture.provider.delete(ID, old.outs);
  expect(fixture.api.methods).toEqual(["GET", "GET", "DELETE", "GET"]);
  expect(fixture.api.requests[1]?.path).toBe("/v2/campaigns/appointment-configs");
  expect(fixture.lines).toEqual([
    expect.stringContaining("was not found (404): it was deleted, now or earlier"),
  ]);
});

test("an API without the method is an error that says what to do", async () => {
  const { fixture, old } = await adopted("delete", { allowDelete: false });
  const { message } = await failure(fixture.provider.delete(ID, old.outs));
  expect(message).toMatch(
    /"Sales" \(497f.*could not be deleted.*still live.*dashboard.*deletionPolicy: "retain"/s,
  );
});

test.each([{}, { "carecycle:clientId": CLIENT }])(
  "under a key of perhaps another account (%j), no DELETE is sent",
  async (config) => {
    const { fixture, old } = await adopted("delete", { allowDelete: true }, config);
    fixture.api.configs.clear();
    fixture.api.shows = "nothing";
    const { message } = await failure(fixture.provider.delete(ID, old.outs));
    expect(message).toMatch(
      /was not deleted, and nothing was sent: no response has shown.*--refresh --run-program/,
    );
    expect(new Set(fixture.api.methods)).toEqual(new Set(["GET"]));
  },
);
