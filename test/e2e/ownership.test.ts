// Ownership to the last leaf, on every engine at hand: what goes over the wire, and a preview without changes after.

import { onEachEngine } from "../support/engines";
import {
  changes,
  type Resources,
  type StackFixture,
  startStackFixture,
  updatedLeaves,
  wire,
} from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";

onEachEngine((engine) => {
  let fixture: StackFixture;

  const settled = async () =>
    expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);
  const bodies = () => fixture.emulator.writes().map((w) => w.body);
  const apply = async (args: object | string, options?: { refresh?: boolean }) => {
    await fixture.program({ desk: args });
    fixture.emulator.clearLog();
    return fixture.stack.up(options);
  };

  const options = {
    pingUrl: "https://a.example",
    timeout: 3000,
    headers: { "x-a": "aaaa-1111", "x-b": "bbbb-2222" },
    body: { skill: "sales-skill" },
    transferNumber: "+15550177",
    successConditions: [{ field: "status", operator: "equals", value: "ok" }],
  };

  describe("each in a stack of its own", () => {
    afterEach(() => fixture.close());

    test("what is moved, removed, written differently or adopted in another's place, each beside the others", async () => {
      const uuid = (n: number) => `497f6eca-6276-4993-bfeb-00000000000${n}`;
      const [moved, removed, written, first, second] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
      const routing = "b6e138dd-eba1-4cd6-85c1-31882f4d70e7";
      fixture = await startStackFixture(engine, {
        seed: [
          { id: moved, name: "Desk", directPhoneNumber: "+1", sipUri: "sip:a" },
          { id: removed, name: "Desk", sipUri: "sip:a", warmTransfer: true },
          { id: written, name: "Desk", routingConfigId: routing.toUpperCase(), dynamicOptions: options },
          { id: first, name: "First" },
          { id: second, name: "Second" },
        ],
        allowDelete: true,
      });
      await fixture.program({
        moved: { transferConfigId: moved, directPhoneNumber: "+1", sipUri: "sip:a" },
        removed: { transferConfigId: removed, name: "Desk", sipUri: "sip:a", warmTransfer: true },
        written: {
          transferConfigId: written,
          routingConfigId: routing,
          dynamicOptions: { headers: options.headers },
        },
        replaced: { transferConfigId: first, type: "direct" },
      });
      await fixture.stack.up();
      fixture.emulator.set(moved, { sipUri: "sip:moved" });
      await fixture.program({
        moved: { transferConfigId: moved, directPhoneNumber: "+2", sipUri: "sip:a" },
        removed: { transferConfigId: removed, name: "Desk" },
        written: {
          transferConfigId: written,
          routingConfigId: routing.toUpperCase(),
          dynamicOptions: { headers: Object.fromEntries(Object.entries(options.headers).reverse()) },
        },
        replaced: { transferConfigId: second, type: "direct" },
      });
      const preview = await fixture.stack.preview();
      expect(updatedLeaves(preview.steps, "removed")).toEqual({
        sipUri: { kind: "delete", inputDiff: true },
        warmTransfer: { kind: "delete", inputDiff: true },
      });
      expect(preview.text).toContain(
        "no longer declared and to be cleared: sipUri; left as it is: warmTransfer",
      );
      expect(changes(preview.steps).sort()).toEqual(["replace replaced", "update moved", "update removed"]);

      fixture.emulator.clearLog();
      const up = await fixture.stack.up();
      // A field that somebody else moved meanwhile is put back by the same PATCH and reported in one line.
      expect(wire(fixture.emulator, moved)).toEqual([
        "GET",
        'PATCH {"directPhoneNumber":"+2","sipUri":"sip:a"}',
      ]);
      expect(up.text).toContain(
        'overwriting changes made since the last refresh: sipUri: expected "sip:a", found "sip:moved"',
      );
      // A removed nullable field is cleared, and one that cannot be null is left.
      expect(wire(fixture.emulator, removed)).toEqual(["GET", 'PATCH {"sipUri":null}']);
      expect(fixture.emulator.get(removed)).toMatchObject({ sipUri: null, warmTransfer: true });
      // UUIDs compare without regard to case, and the order of keys is no change.
      expect(wire(fixture.emulator, written)).toEqual([]);
      // Another id replaces the resource and retains the old config.
      expect(fixture.emulator.writes()).toHaveLength(2);
      expect(fixture.emulator.get(first)).toMatchObject({ name: "First" });
      const { resources } = (await fixture.stack.exportState()).deployment;
      expect(resources.find((r) => r.urn.endsWith("::replaced"))?.id).toBe(second);
      await settled();
    });

    test.each(["replace", "merge"] as const)(
      "on a server that %ss dynamicOptions, undeclared members survive, defaults are no drift, and an extra header is removed",
      async (dynamicOptions) => {
        fixture = await startStackFixture(engine, {
          seed: [id, other].map((id) => ({ id, name: "Desk", type: "dynamic", dynamicOptions: options })),
          dynamicOptions,
          serverDefaults: true,
        });
        const program = (pingUrl: string) => ({
          member: { transferConfigId: id, dynamicOptions: { pingUrl } },
          headers: { transferConfigId: other, dynamicOptions: { headers: options.headers } },
        });
        await fixture.program(program("https://a.example"));
        await fixture.stack.up();
        expect(bodies()).toEqual([]);

        fixture.emulator.set(other, {
          dynamicOptions: { ...options, headers: { ...options.headers, "x-c": "cccc-INTRUDER" } },
        });
        await fixture.program(program("https://b.example"));
        fixture.emulator.clearLog();
        const preview = await fixture.stack.preview({ refresh: true });
        expect(updatedLeaves(preview.steps, "member")).toEqual({
          "dynamicOptions.pingUrl": { kind: "update", inputDiff: true },
        });
        expect(updatedLeaves(preview.steps, "headers")).toEqual({
          'dynamicOptions.headers["x-c"]': { kind: "delete", inputDiff: true },
        });
        const shown = `${preview.text}${JSON.stringify(preview.json)}`;
        expect(shown).toContain("[withheld: set outside this program]");
        expect(shown).not.toContain("INTRUDER");

        fixture.emulator.clearLog();
        await fixture.stack.up({ refresh: true });
        expect(wire(fixture.emulator, id).map((line) => line.split(" ")[0])).toEqual(["GET", "GET", "PATCH"]);
        expect(fixture.emulator.get(id)?.dynamicOptions).toMatchObject({
          ...options,
          pingUrl: "https://b.example",
        });
        expect(fixture.emulator.get(other)?.dynamicOptions).toEqual({ method: "GET", ...options });
        const writes = fixture.emulator
          .writes()
          .filter((w) => w.path.endsWith(other))
          .map((w) => w.body as { dynamicOptions: { headers: object } });
        expect(writes[0]?.dynamicOptions.headers).toEqual(options.headers);
        expect(writes[1]?.dynamicOptions.headers).toEqual(
          dynamicOptions === "merge" ? { ...options.headers, "x-c": null } : undefined,
        );
        await settled();
      },
    );

    test("a value that the API does not take is an error that names it, and the resource is recorded as it is", async () => {
      fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk", directPhoneNumber: "+1" }] });
      await apply({ transferConfigId: id, name: "Desk", directPhoneNumber: "+1" });
      const fault = { kind: "normalise-field", field: "directPhoneNumber", to: "+1 555" } as const;
      fixture.emulator.faults.add({ method: "PATCH", nth: "every", fault });
      const wanted = { transferConfigId: id, name: "Desk", directPhoneNumber: "+1555" };
      const message = /directPhoneNumber: the API did not accept the value: sent "\+1555", got "\+1 555"/;
      await expect(apply(wanted)).rejects.toThrow(message);
      await expect(apply(wanted)).rejects.toThrow(message);
      const { deployment } = await fixture.stack.exportState();
      const recorded = deployment.resources.find((r) => r.type.endsWith("TransferConfig"));
      expect(recorded?.outputs).toMatchObject({ directPhoneNumber: "+1 555" });
      expect(recorded?.initErrors).toEqual([expect.stringMatching(message)]);
      await apply({ ...wanted, directPhoneNumber: "+1 555" });
      expect(bodies()).toEqual([]);
      await settled();

      await expect(apply({ ...wanted, directPhoneNumber: "+2" })).rejects.toThrow(/sent "\+2"/);
      await fixture.program({});
      await fixture.stack.up({ refresh: true });
      expect((await fixture.stack.exportState()).deployment.resources.map((r) => r.id ?? "")).not.toContain(
        id,
      );
    });
  });

  // One stack that goes on, because each of these leaves the others alone.
  describe("over conflicts, additional fields and deletions", () => {
    const [contested, extended, doomed] = [id, other, "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4"];
    const contest = (directPhoneNumber: string) => ({
      contested: { transferConfigId: contested, onConflict: "fail", directPhoneNumber },
    });
    const extend = (additionalFields: object) => ({
      extended: { transferConfigId: extended, additionalFields },
    });
    const doom = { doomed: { transferConfigId: doomed, name: "Desk", deletionPolicy: "delete" } };
    const bodiesOf = (of: string) =>
      fixture.emulator.writes().flatMap((w) => (w.path.endsWith(of) ? [w.body] : []));
    const up = async (resources: Resources, options?: { refresh?: boolean }) => {
      await fixture.program(resources);
      fixture.emulator.clearLog();
      return fixture.stack.up(options);
    };
    beforeAll(async () => {
      fixture = await startStackFixture(engine, {
        seed: [
          { id: contested, name: "Desk", directPhoneNumber: "+1" },
          { id: extended, name: "Desk" },
          { id: doomed, name: "Desk" },
        ],
      });
    });
    afterAll(() => fixture.close());

    test("additionalFields are sent and compared by key", async () => {
      await up({ ...contest("+1"), ...extend({ agentScreen: "inbox" }), ...doom });
      expect(bodies()).toEqual([{ agentScreen: "inbox" }]);
      await settled();
    });

    test('onConflict "fail" sends nothing over a change that the preview did not show', async () => {
      fixture.emulator.set(contested, { directPhoneNumber: "+666" });
      await expect(up({ ...contest("+2"), ...extend({ agentScreen: "inbox" }), ...doom })).rejects.toThrow(
        /directPhoneNumber: expected "\+1", found "\+666"/,
      );
      expect(wire(fixture.emulator)).toEqual(["GET"]);
    });

    test("after a refresh it is written over, and additionalFields were read back by key", async () => {
      fixture.emulator.set(extended, { agentScreen: "none" });
      await up({ ...contest("+2"), ...extend({ agentScreen: "inbox" }), ...doom }, { refresh: true });
      expect(bodiesOf(contested)).toEqual([{ directPhoneNumber: "+2" }]);
      expect(bodiesOf(extended)).toEqual([{ agentScreen: "inbox" }]);
      expect(bodies()).toHaveLength(2);
      await settled();
    });

    test("a known field is no additional one", async () => {
      await expect(up({ ...contest("+2"), ...extend({ sipUri: "sip:a" }), ...doom })).rejects.toThrow(
        /sipUri is a known field/,
      );
    });

    test('deletionPolicy "delete" fails where the API cannot delete', async () => {
      await expect(up({ ...contest("+2"), ...extend({ agentScreen: "inbox" }) })).rejects.toThrow(
        /could not be deleted.*Delete it in the dashboard/s,
      );
      expect(fixture.emulator.get(doomed)).toBeDefined();
    });

    test("it deletes where the API can", async () => {
      fixture.emulator.configure({ allowDelete: true });
      await up({ ...contest("+2"), ...extend({ agentScreen: "inbox" }) });
      // Nothing else showed the account in this run: hence the GET.
      expect(wire(fixture.emulator)).toEqual(["GET", "DELETE"]);
      expect(fixture.emulator.get(doomed)).toBeUndefined();
    });

    test("an additional field that is not echoed is reported once", async () => {
      fixture.emulator.configure({ unknownFields: "drop" });
      const dropped = await up({
        ...contest("+2"),
        ...extend({ callForm: "x" }),
        retained: { name: "Second" },
      });
      expect(bodiesOf(extended)).toEqual([{ callForm: "x" }]);
      expect(dropped.text).toContain("additionalFields.callForm was sent, but the API does not return it");
      await settled();
    });

    test('deletionPolicy "retain" leaves the config', async () => {
      const { text } = await up({ ...contest("+2"), ...extend({ callForm: "x" }) });
      expect(wire(fixture.emulator)).toEqual([]);
      expect(text).toContain("still live, no longer managed");
      expect(text).not.toContain("additionalFields.callForm was sent");
    });
  });
});
