// onConflict: what others changed since the preview is refused, or written over and reported.
import type { Values } from "../../provider/model/values";
import { create, createWorld, failure, type Recorded, refresh, update, type World } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const options = { pingUrl: "p", headers: { a: "1" } };

async function adopted(inputs: Values, config: Record<string, string> = {}): Promise<[World, Recorded]> {
  const world = createWorld({}, config);
  world.api.add({
    id: ID,
    name: "Sales",
    warmTransfer: true,
    sipHeaders: "live-canary",
    dynamicOptions: options,
  });
  const old = await create(world, { transferConfigId: ID, ...inputs });
  world.api.clear();
  return [world.later(), old];
}

describe('"fail"', () => {
  test("refuses a field that moved, names it, what was expected and found, and the ways on; nothing is sent", async () => {
    const [world, old] = await adopted({ name: "Sales", onConflict: "fail" });
    world.api.edit(ID, { name: "Renamed" });
    const error = await failure(update(world, old, { ...old.inputs, name: "Desk" }));
    expect(error.message).toMatch(/name: expected "Sales", found "Renamed"/);
    expect(error.message).toMatch(/pulumi up --refresh.*onConflict: "overwrite"/s);
    expect(world.api.verbs).toEqual(["GET"]);
    expect(error).not.toHaveProperty("id");
  });

  test("never quotes a sensitive value", async () => {
    const [world, old] = await adopted({
      sipHeaders: "live-canary",
      dynamicOptions: options,
      onConflict: "fail",
    });
    world.api.edit(ID, {
      sipHeaders: "moved-canary",
      dynamicOptions: { ...options, headers: { a: "moved-canary" } },
    });
    const declared = { ...options, headers: { a: "code-canary" } };
    const error = await failure(
      update(world, old, { ...old.inputs, sipHeaders: "code-canary", dynamicOptions: declared }),
    );
    expect(error.message).toContain("sipHeaders: expected [secret], found [secret]");
    expect(error.message).toContain("dynamicOptions.headers.a: expected [secret], found [secret]");
    expect(error.message).not.toContain("canary");
  });

  test("reads, and writes where nothing that is about to be patched has moved", async () => {
    const [world, old] = await adopted({ name: "Sales", onConflict: "fail" });
    world.api.edit(ID, { warmTransfer: false });
    await update(world, old, { ...old.inputs, name: "Desk" });
    expect(world.api.requests).toEqual([
      { verb: "GET", id: ID },
      { verb: "PATCH", id: ID, body: { name: "Desk" } },
    ]);
  });

  test("refuses an owned field that moved although the code did not change it: it would be put back", async () => {
    const [world, old] = await adopted({ name: "Sales", warmTransfer: true, onConflict: "fail" });
    world.api.edit(ID, { warmTransfer: false });
    const { message } = await failure(update(world, old, { ...old.inputs, name: "Desk" }));
    expect(message).toContain("warmTransfer: expected true, found false");
    expect(world.api.verbs).toEqual(["GET"]);
  });

  test("reads again, although this process has read before", async () => {
    const [world, old] = await adopted({ name: "Sales", onConflict: "fail" });
    const fresh = await refresh(world, old);
    world.api.edit(ID, { name: "Renamed" });
    await failure(update(world, fresh, { ...old.inputs, name: "Desk" }));
    expect(world.api.patches).toEqual([]);
  });

  test("has nothing against a change that is the declared one", async () => {
    const [world, old] = await adopted({ name: "Sales", onConflict: "fail" });
    world.api.edit(ID, { name: "Desk" });
    await update(world, old, { ...old.inputs, name: "Desk" });
    expect(world.api.patches).toEqual([]);
  });

  test("passes after a refresh, also for a value that somebody else set and that is not recorded", async () => {
    const [world, old] = await adopted({
      sipHeaders: "live-canary",
      dynamicOptions: options,
      onConflict: "fail",
    });
    world.api.edit(ID, { dynamicOptions: { ...options, headers: { a: "moved", added: "canary" } } });
    const fresh = await refresh(world.later(), old);
    await update(world.later(), fresh, old.inputs);
    expect(world.api.get(ID).dynamicOptions).toEqual(options);
  });

  test("lets a program declare sipHeaders that were not recorded because they were not declared", async () => {
    const [world, old] = await adopted({ name: "Sales", onConflict: "fail" });
    await update(world, old, { ...old.inputs, sipHeaders: "ours" });
    expect(world.api.patches).toEqual([{ sipHeaders: "ours" }]);
  });

  test("writes no field that others changed between the read and the PATCH, and says what they did", async () => {
    const [world, old] = await adopted({ name: "Sales", warmTransfer: true, onConflict: "fail" });
    world.api.before = ({ verb }) => {
      if (verb === "PATCH") world.api.edit(ID, { warmTransfer: false });
    };
    const error = await failure(update(world, old, { ...old.inputs, name: "Desk" }));
    expect(world.api.patches).toEqual([{ name: "Desk" }]);
    expect(error.reasons).toEqual([
      expect.stringMatching(/^warmTransfer: changed by somebody else.*expected true, found false/),
    ]);
    expect(error.properties).toMatchObject({ name: "Desk", warmTransfer: false });
  });

  test("comes from the stack's config, and the resource's own word goes before it", async () => {
    const [world, old] = await adopted({ name: "Sales" }, { "carecycle:onConflict": "fail" });
    world.api.edit(ID, { name: "Renamed" });
    await failure(update(world, old, { ...old.inputs, name: "Desk" }));
    expect(world.api.patches).toEqual([]);
    await update(world, old, { ...old.inputs, name: "Desk", onConflict: "overwrite" });
    expect(world.api.patches).toEqual([{ name: "Desk" }]);
  });
});

describe('"overwrite"', () => {
  test("reads, writes, and names what it overwrites", async () => {
    const [world, old] = await adopted({ name: "Sales", warmTransfer: true });
    world.api.edit(ID, { name: "Renamed", warmTransfer: false });
    await update(world, old, { ...old.inputs, name: "Desk" });
    expect(world.api.verbs).toEqual(["GET", "PATCH"]);
    expect(world.api.patches).toEqual([{ name: "Desk", warmTransfer: true }]);
    expect(world.lines).toEqual([
      `"Renamed" (${ID}): overwriting what was changed since the last refresh: name: expected "Sales", found "Renamed"; ` +
        "warmTransfer: expected true, found false",
    ]);
  });

  test("reports what it overwrites of dynamicOptions, leaf by leaf", async () => {
    const [world, old] = await adopted({ dynamicOptions: options });
    world.api.edit(ID, { dynamicOptions: { pingUrl: "moved", headers: { a: "canary" } } });
    await update(world, old, { ...old.inputs, dynamicOptions: { pingUrl: "q", headers: { a: "2" } } });
    expect(world.lines).toEqual([
      `"Sales" (${ID}): overwriting what was changed since the last refresh: dynamicOptions.pingUrl: expected "p", ` +
        'found "moved"; dynamicOptions.headers.a: expected [secret], found [secret]',
    ]);
    expect(world.api.get(ID).dynamicOptions).toEqual({ pingUrl: "q", headers: { a: "2" } });
  });

  test("names values of which the state keeps nothing, so that nobody knows whether they moved", async () => {
    const [world, old] = await adopted({ dynamicOptions: { pingUrl: "p" } });
    await update(world, old, {
      ...old.inputs,
      sipHeaders: "ours",
      dynamicOptions: { pingUrl: "q", headers: { a: "2" } },
    });
    expect(world.lines).toEqual([
      `"Sales" (${ID}): writing over values that the state does not record: dynamicOptions.headers.a, sipHeaders`,
    ]);
  });
});
