// onConflict: what others changed since the preview is refused, or written over and reported.
import type { Values } from "../../provider/model/values";
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
const options = { pingUrl: "p", headers: { a: "1" } };

async function adopted(inputs: Values, config: Record<string, string> = {}): Promise<[Fixture, Recorded]> {
  const fixture = createFixture({}, config);
  fixture.api.add({
    id: ID,
    name: "Sales",
    warmTransfer: true,
    sipHeaders: "live-canary",
    dynamicOptions: options,
  });
  const old = await create(fixture, { transferConfigId: ID, ...inputs });
  fixture.api.clear();
  return [fixture.later(), old];
}

describe('"fail"', () => {
  test("refuses a field that moved, names it, what was expected and found, and the ways on; nothing is sent", async () => {
    const [fixture, old] = await adopted({ name: "Sales", onConflict: "fail" });
    fixture.api.edit(ID, { name: "Renamed" });
    const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
    expect(error.message).toMatch(/name: expected "Sales", found "Renamed"/);
    expect(error.message).toMatch(/pulumi up --refresh.*onConflict: "overwrite"/s);
    expect(fixture.api.methods).toEqual(["GET"]);
    expect(error).not.toHaveProperty("id");
  });

  test("never quotes a sensitive value", async () => {
    const [fixture, old] = await adopted({
      sipHeaders: "live-canary",
      dynamicOptions: options,
      onConflict: "fail",
    });
    fixture.api.edit(ID, {
      sipHeaders: "moved-canary",
      dynamicOptions: { ...options, headers: { a: "moved-canary" } },
    });
    const declared = { ...options, headers: { a: "code-canary" } };
    const error = await failure(
      update(fixture, old, { ...old.inputs, sipHeaders: "code-canary", dynamicOptions: declared }),
    );
    expect(error.message).toContain("sipHeaders: expected [secret], found [secret]");
    expect(error.message).toContain("dynamicOptions.headers.a: expected [secret], found [secret]");
    expect(error.message).not.toContain("canary");
  });

  test("reads, and writes where nothing that is about to be patched has moved", async () => {
    const [fixture, old] = await adopted({ name: "Sales", onConflict: "fail" });
    fixture.api.edit(ID, { warmTransfer: false });
    await update(fixture, old, { ...old.inputs, name: "Desk" });
    expect(fixture.api.requests).toEqual([
      { method: "GET", id: ID },
      { method: "PATCH", id: ID, body: { name: "Desk" } },
    ]);
  });

  test("refuses an owned field that moved although the code did not change it: it would be put back", async () => {
    const [fixture, old] = await adopted({ name: "Sales", warmTransfer: true, onConflict: "fail" });
    fixture.api.edit(ID, { warmTransfer: false });
    const { message } = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
    expect(message).toContain("warmTransfer: expected true, found false");
    expect(fixture.api.methods).toEqual(["GET"]);
  });

  test("reads again, although this process has read before", async () => {
    const [fixture, old] = await adopted({ name: "Sales", onConflict: "fail" });
    const fresh = await refresh(fixture, old);
    fixture.api.edit(ID, { name: "Renamed" });
    await failure(update(fixture, fresh, { ...old.inputs, name: "Desk" }));
    expect(fixture.api.patches).toEqual([]);
  });

  test("has nothing against a change that is the declared one", async () => {
    const [fixture, old] = await adopted({ name: "Sales", onConflict: "fail" });
    fixture.api.edit(ID, { name: "Desk" });
    await update(fixture, old, { ...old.inputs, name: "Desk" });
    expect(fixture.api.patches).toEqual([]);
  });

  test("passes after a refresh, also for a value that somebody else set and that is not recorded", async () => {
    const [fixture, old] = await adopted({
      sipHeaders: "live-canary",
      dynamicOptions: options,
      onConflict: "fail",
    });
    fixture.api.edit(ID, { dynamicOptions: { ...options, headers: { a: "moved", added: "canary" } } });
    const fresh = await refresh(fixture.later(), old);
    await update(fixture.later(), fresh, old.inputs);
    expect(fixture.api.get(ID).dynamicOptions).toEqual(options);
  });

  test("lets a program declare sipHeaders that were not recorded because they were not declared", async () => {
    const [fixture, old] = await adopted({ name: "Sales", onConflict: "fail" });
    await update(fixture, old, { ...old.inputs, sipHeaders: "ours" });
    expect(fixture.api.patches).toEqual([{ sipHeaders: "ours" }]);
  });

  test("writes no field that others changed between the read and the PATCH, and says what they did", async () => {
    const [fixture, old] = await adopted({ name: "Sales", warmTransfer: true, onConflict: "fail" });
    fixture.api.before = ({ method }) => {
      if (method === "PATCH") fixture.api.edit(ID, { warmTransfer: false });
    };
    const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
    expect(fixture.api.patches).toEqual([{ name: "Desk" }]);
    expect(error.reasons).toEqual([
      expect.stringMatching(/^warmTransfer: changed by somebody else.*expected true, found false/),
    ]);
    expect(error.properties).toMatchObject({ name: "Desk", warmTransfer: false });
  });

  test("comes from the stack's config, and the resource's own word goes before it", async () => {
    const [fixture, old] = await adopted({ name: "Sales" }, { "carecycle:onConflict": "fail" });
    fixture.api.edit(ID, { name: "Renamed" });
    await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
    expect(fixture.api.patches).toEqual([]);
    await update(fixture, old, { ...old.inputs, name: "Desk", onConflict: "overwrite" });
    expect(fixture.api.patches).toEqual([{ name: "Desk" }]);
  });
});

describe('"overwrite"', () => {
  test("reads, writes, and names what it overwrites", async () => {
    const [fixture, old] = await adopted({ name: "Sales", warmTransfer: true });
    fixture.api.edit(ID, { name: "Renamed", warmTransfer: false });
    await update(fixture, old, { ...old.inputs, name: "Desk" });
    expect(fixture.api.methods).toEqual(["GET", "PATCH"]);
    expect(fixture.api.patches).toEqual([{ name: "Desk", warmTransfer: true }]);
    expect(fixture.lines).toEqual([
      `"Renamed" (${ID}): overwriting changes made since the last refresh: name: expected "Sales", found "Renamed"; ` +
        "warmTransfer: expected true, found false",
    ]);
  });

  test("reports what it overwrites of dynamicOptions, leaf by leaf", async () => {
    const [fixture, old] = await adopted({ dynamicOptions: options });
    fixture.api.edit(ID, { dynamicOptions: { pingUrl: "moved", headers: { a: "canary" } } });
    await update(fixture, old, { ...old.inputs, dynamicOptions: { pingUrl: "q", headers: { a: "2" } } });
    expect(fixture.lines).toEqual([
      `"Sales" (${ID}): overwriting changes made since the last refresh: dynamicOptions.pingUrl: expected "p", ` +
        'found "moved"; dynamicOptions.headers.a: expected [secret], found [secret]',
    ]);
    expect(fixture.api.get(ID).dynamicOptions).toEqual({ pingUrl: "q", headers: { a: "2" } });
  });

  test("names values of which the state keeps nothing, so that nobody knows whether they moved", async () => {
    const [fixture, old] = await adopted({ dynamicOptions: { pingUrl: "p" } });
    await update(fixture, old, {
      ...old.inputs,
      sipHeaders: "ours",
      dynamicOptions: { pingUrl: "q", headers: { a: "2" } },
    });
    expect(fixture.lines).toEqual([
      `"Sales" (${ID}): overwriting values that the state does not record: dynamicOptions.headers.a, sipHeaders`,
    ]);
  });
});
