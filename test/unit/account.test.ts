// The wrong account and the missing config: 404 is deletion only where it can be nothing else.
import type { Values } from "../../provider/values";
import { CLIENT } from "./fakeApi";
import { create, createWorld, failure, type Recorded, refresh, update } from "./world";

const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const B = "3b241101-e2bb-4255-8caf-4136c566a962";
const OTHER = "11111111-1111-4111-8111-111111111111";
const pin = (clientId = CLIENT) => ({ "carecycle:clientId": clientId });

async function adopted(config: Record<string, string> = {}, inputs: Values = {}) {
  const world = createWorld({ allowDelete: true }, config);
  world.api.add({ id: A, name: "Sales" });
  world.api.add({ id: B, name: "Desk" });
  const a = await create(world, { transferConfigId: A, name: "Sales", ...inputs });
  const b = await create(world, { transferConfigId: B, name: "Desk", ...inputs });
  world.api.clear();
  return { world: world.later(), a, b };
}
const read = (world: ReturnType<typeof createWorld>, { id, outs }: Recorded) => world.provider.read(id, outs);

describe("a missing config", () => {
  test("is dropped from the state, with a line that says what that means", async () => {
    const { world, a } = await adopted();
    world.api.configs.delete(A);
    expect(await read(world, a)).toEqual({});
    expect(world.lines).toEqual([
      expect.stringContaining(`transfer config "Sales" (${A}) of client ${CLIENT} is gone (404)`),
    ]);
    expect(world.lines[0]).toMatch(/new one with a new id.*Campaigns.*do not follow/);
  });

  test('is kept under onMissing "fail", of the resource or of the stack', async () => {
    for (const [config, inputs] of [
      [{}, { onMissing: "fail" }],
      [{ "carecycle:onMissing": "fail" }, {}],
    ] as const) {
      const { world, a } = await adopted(config, inputs);
      world.api.configs.delete(A);
      expect((await failure(read(world, a))).message).toMatch(
        /answers 404, and onMissing is "fail": the resource is kept/,
      );
      expect(world.lines).toEqual([]);
    }
  });

  test("a failing request is no missing config", async () => {
    const { world, a } = await adopted();
    world.api.answers = () => ({});
    world.api.before = () => {
      throw Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    };
    expect((await failure(read(world, a))).message).toMatch(/connection failed/);
  });
});

describe("with carecycle:clientId set", () => {
  test("a 404 is no deletion before some answer has shown that client", async () => {
    const { world, a, b } = await adopted(pin());
    world.api.configs.delete(A);
    expect((await failure(read(world, a))).message).toMatch(
      /no answer so far has shown .* the resource is kept/,
    );
    await read(world, b);
    expect(await read(world, a)).toEqual({});
  });

  test("reads that are under way may still show it", async () => {
    const { world, a, b } = await adopted(pin(CLIENT.toUpperCase()));
    world.api.configs.delete(A);
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.api.before = ({ id }) => (id === B ? held : undefined);
    const reads = [read(world, a), read(world, b)];
    setTimeout(go, 20);
    expect(await Promise.all(reads)).toMatchObject([{}, { id: B }]);
  });

  test("two missing configs, read at once, are both kept", async () => {
    const { world, a, b } = await adopted(pin());
    world.api.configs.clear();
    const [first, second] = await Promise.allSettled([read(world, a), read(world, b)]);
    expect([first?.status, second?.status]).toEqual(["rejected", "rejected"]);
  });

  test("a created config shows that client too", async () => {
    const { world, a } = await adopted(pin());
    world.api.configs.delete(A);
    await create(world, { name: "New" });
    expect(await read(world, a)).toEqual({});
  });

  test("another account's config is neither adopted nor patched nor deleted", async () => {
    const { world, a } = await adopted({}, { deletionPolicy: "delete" });
    const pinned = world.later(pin(OTHER));
    const { failures } = await pinned.provider.check({}, { transferConfigId: A, name: "x" });
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining(`pins ${OTHER}`) }]);
    const attempts = [
      () => pinned.provider.create({ transferConfigId: A, name: "x" }),
      () => update(pinned, a, { name: "x" }),
      () => update(pinned, a, { name: "Sales", dynamicOptions: {} }),
      // Of a later plan, which does not have the config any more.
      () => world.later(pin(OTHER)).provider.delete(A, a.outs),
      () => read(pinned, a),
    ];
    for (const attempt of attempts) {
      const { message } = await failure(attempt());
      expect(message).toContain(`belongs to client ${CLIENT}, but carecycle:clientId pins ${OTHER}`);
    }
    expect(new Set(world.api.verbs)).toEqual(new Set(["GET"]));
  });

  test("a missing config of another account is kept, and the account named", async () => {
    const { world, a } = await adopted();
    world.api.configs.delete(A);
    const { message } = await failure(read(world.later(pin(OTHER)), a));
    expect(message).toContain(`belongs to client ${CLIENT}, but carecycle:clientId pins ${OTHER}`);
  });

  test("a config created under another account is an error that records it", async () => {
    const world = createWorld({}, pin(OTHER));
    const error = await failure(create(world, { name: "New" }));
    const [id] = world.api.configs.keys();
    expect(error).toMatchObject({ id, properties: { name: "New", clientId: CLIENT } });
    expect(error.reasons).toEqual([expect.stringMatching(/created all the same.*pins/)]);
  });
});

describe("without it", () => {
  test("an answer with another client than the recorded one is an error", async () => {
    const { world, a } = await adopted();
    world.api.edit(A, { clientId: OTHER });
    for (const attempt of [() => read(world, a), () => update(world, a, { name: "x", dynamicOptions: {} })]) {
      expect((await failure(attempt())).message).toMatch(
        new RegExp(`recorded under client ${CLIENT}, but .* client ${OTHER}`),
      );
    }
    expect(world.api.patches).toEqual([]);
  });

  test("client ids compare without regard to case", async () => {
    const { world, a } = await adopted();
    world.api.edit(A, { clientId: CLIENT.toUpperCase() });
    await expect(refresh(world, a)).resolves.toMatchObject({ id: A });
  });
});
