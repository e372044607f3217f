// What was reviewed is what is sent: an update that CARECYCLE_PLAN holds to a plan.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type SeedConfig } from "../emulator";
import { onEachEngine } from "../support/engines";
import { writePlanOf } from "../support/plans";
import { changes, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const token = "canary-token-of-the-live-config";
const live = {
  name: "Desk",
  type: "dynamic",
  directPhoneNumber: "+15550100",
  dynamicOptions: { pingUrl: "https://ping.example", headers: { authorization: token } },
};
const seed: SeedConfig[] = [
  { id, ...live },
  { id: other, name: "Night", directPhoneNumber: "+15550142" },
];
const desk = { transferConfigId: id, name: "Desk", directPhoneNumber: "+15550100" };
const night = { transferConfigId: other, name: "Night", deletionPolicy: "delete" };

onEachEngine((engine) => {
  let fixture: StackFixture;
  let folder: string;
  let file: string;
  const writes = () => fixture.emulator.writes();
  const up = () => fixture.stack.up({ refresh: true });
  /** Updates, and returns the error; nothing was written. */
  const refused = async () => {
    fixture.emulator.clearLog();
    const message = await up().then(
      () => "",
      (error: Error) => error.message,
    );
    expect([message, writes()]).toEqual([expect.stringMatching(/./), []]);
    expect(message).not.toContain(token);
    return message;
  };

  const start = async () => {
    folder = await mkdtemp(join(tmpdir(), "plan-"));
    file = join(folder, "plan.json");
    fixture = await startStackFixture(engine, { seed, allowDelete: true });
    await fixture.program({ desk, night });
    await fixture.stack.up();
    fixture.emulator.clearLog();
  };
  const end = async () => {
    await fixture?.close();
    await rm(folder, { recursive: true, force: true });
  };
  const plan = async () => {
    // A preview that would make a plan has none to keep to.
    fixture.stack.setEnv("CARECYCLE_PLAN", undefined);
    const report = await writePlanOf(fixture, file);
    expect(await readFile(file, "utf8")).not.toContain(token);
    fixture.stack.setEnv("CARECYCLE_PLAN", file);
    fixture.emulator.clearLog();
    return report;
  };

  describe("the same plan", () => {
    beforeAll(start);
    afterAll(end);

    test("creates, changes, adoptions, give-backs and deletes go through, and the next preview is empty", async () => {
      const adopted = fixture.emulator.add({ name: "Old", warmTransfer: true, sipUri: "sip:a@example.com" });
      await fixture.program({
        desk: {
          transferConfigId: id,
          name: "Front desk",
          dynamicOptions: { pingUrl: "https://new.example" },
        },
        fresh: { name: "Fresh", directPhoneNumber: "+15550177" },
        adopted: { transferConfigId: adopted.id, name: "New" },
      });
      await plan();
      await up();
      expect(wire(fixture.emulator, id).at(-1)).toBe(
        `PATCH ${JSON.stringify({
          name: "Front desk",
          directPhoneNumber: null,
          dynamicOptions: { pingUrl: "https://new.example", headers: { authorization: token } },
        })}`,
      );
      expect(wire(fixture.emulator, adopted.id)).toEqual(["GET", "GET", 'PATCH {"name":"New"}']);
      expect(
        writes()
          .map(({ method }) => method)
          .sort(),
      ).toEqual(["DELETE", "PATCH", "PATCH", "POST"]);
      expect(changes((await fixture.stack.preview({ refresh: true })).steps)).toEqual([]);
      // And again, under the same plan: nothing is left to do.
      fixture.emulator.clearLog();
      await up();
      expect(writes()).toEqual([]);
    });
  });

  // One stack under one plan. What is refused changes nothing, so that the plan holds for the next test too; each program
  // leaves out what of the plan would go through.
  describe("what the plan does not say", () => {
    const planned = {
      ...desk,
      name: "Front",
      directPhoneNumber: "+15550111",
      dynamicOptions: { pingUrl: "https://new.example" },
    };
    const fresh = { name: "Fresh", directPhoneNumber: "+15550113" };
    beforeAll(async () => {
      await start();
      await fixture.program({ desk: planned, night, fresh });
      await plan();
    });
    afterAll(end);

    test("a changed body and a field that the plan does not have are refused, each by its leaf", async () => {
      await fixture.program({
        desk: { ...planned, directPhoneNumber: "+15550199", warmTransfer: true },
        night,
      });
      const message = await refused();
      expect(message).toMatch(
        /not as reviewed in the plan:[\s\S]*directPhoneNumber: the plan sends "\+15550111", the update "\+15550199"/,
      );
      expect(message).toMatch(/warmTransfer: the plan sends nothing, the update true/);
    });

    test("a delete that was not reviewed is refused", async () => {
      await fixture.program({ desk });
      expect(await refused()).toMatch(/holds no DELETE/);
    });

    test("an adoption that was not reviewed is refused", async () => {
      const adopted = fixture.emulator.add({ name: "Old" });
      await fixture.program({ desk, night, adopted: { transferConfigId: adopted.id, name: "New" } });
      expect(await refused()).toMatch(/holds no PATCH of it \(it would set name\)/);
    });

    test("changed live values are refused, each by its leaf, a secret by its path alone", async () => {
      await fixture.program({ desk: planned, night });
      const changed = "canary-another-token";
      fixture.emulator.set(id, {
        directPhoneNumber: "+15550166",
        dynamicOptions: { pingUrl: "https://ping.example", headers: { authorization: changed } },
      });
      // Without a refresh the update finds the edit itself, and must not claim to overwrite what it leaves alone.
      fixture.emulator.clearLog();
      const error = await fixture.stack.up().catch((thrown: unknown) => thrown);
      const { text, diagnostics } = (error as { result: { text: string; diagnostics: unknown } }).result;
      expect(text).toMatch(/is not as reviewed in the plan/);
      expect(text + JSON.stringify(diagnostics)).not.toMatch(/overwriting|canary-/);
      expect(writes()).toEqual([]);
      const message = await refused();
      expect(message).toMatch(
        /directPhoneNumber: live "\+15550100" when the plan was made, "\+15550166" now/,
      );
      expect(message).toContain("dynamicOptions.headers.authorization: live [secret] when the plan was made");
      expect(message).not.toContain(changed);
      fixture.emulator.set(id, live);
    });

    test("an update without changes needs no plan, and a plan that cannot be kept stops every other one", async () => {
      fixture.stack.setEnv("CARECYCLE_PLAN", join(folder, "missing.json"));
      await fixture.program({ desk, night });
      await up();
      await fixture.program({ desk: planned, night });
      expect(await refused()).toMatch(/missing\.json, which CARECYCLE_PLAN names, cannot be read \(ENOENT\)/);

      fixture.stack.setEnv("CARECYCLE_PLAN", file);
      const whole = await readFile(file, "utf8");
      await writeFile(file, whole.slice(0, -20));
      expect(await refused()).toMatch(/is cut short or damaged/);
      await writeFile(file, whole.replace('"stack": "e2e/test"', '"stack": "e2e/staging"'));
      expect(await refused()).toMatch(/is the plan of e2e\/staging, and this is e2e\/test/);
      await writeFile(file, whole);
    });

    test("another address, or the key of another account, stops the run with one error that says so", async () => {
      const { stack, emulator } = fixture;
      const elsewhere = emulator.url.replace("127.0.0.1", "localhost");
      await stack.setConfig("carecycle:baseUrl", { value: elsewhere });
      expect(await refused()).toContain(`was made for ${emulator.url}, and this run is for ${elsewhere}`);
      expect(emulator.requests).toEqual([]);
      await stack.setConfig("carecycle:baseUrl", { value: emulator.url });

      const stranger = "11111111-1111-4111-8111-111111111111";
      emulator.configure({ apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID, cc_other: stranger } });
      await stack.setConfig("carecycle:apiKey", { value: "cc_other", secret: true });
      emulator.clearLog();
      // Without a refresh, which would end the run before: to this key, every id of the other account is a missing one.
      await expect(stack.up()).rejects.toThrow(
        `the key in use belongs to client ${stranger}, not to client ${DEFAULT_CLIENT_ID}, for which the plan`,
      );
      expect(writes()).toEqual([]);
      await stack.setConfig("carecycle:apiKey", { value: DEFAULT_KEY, secret: true });
    });

    test("what somebody has set to the planned value meanwhile is no reason to stop", async () => {
      fixture.emulator.set(id, { directPhoneNumber: "+15550111" });
      fixture.emulator.clearLog();
      await up();
      const { pingUrl } = planned.dynamicOptions;
      expect(wire(fixture.emulator, id).at(-1)).toBe(
        `PATCH ${JSON.stringify({ name: "Front", dynamicOptions: { pingUrl, headers: { authorization: token } } })}`,
      );
      expect(writes().map(({ method }) => method)).toEqual(["PATCH"]);
    });

    test("a create that was not reviewed is refused", async () => {
      await fixture.program({ desk: planned, night, fresh: { ...fresh, name: "Fresher" } });
      expect(await refused()).toMatch(/name: the plan sends "Fresh", the update "Fresher"/);
      await fixture.program({ desk: planned, night, fresh, another: fresh });
      fixture.emulator.clearLog();
      await expect(up()).rejects.toThrow(/holds no POST/);
      expect(writes().map(({ method }) => method)).toEqual(["POST"]);
    });
  });

  // One stack that goes on from plan to plan.
  describe("from plan to plan", () => {
    beforeAll(start);
    afterAll(end);

    test("a config that the plan created and somebody edited since is not written over under the same plan", async () => {
      await fixture.program({ desk, night, fresh: { name: "Fresh", directPhoneNumber: "+15550113" } });
      await plan();
      await up();
      const created = fixture.emulator.list().find(({ name }) => name === "Fresh");
      fixture.emulator.set(String(created?.id), { directPhoneNumber: "+15550199" });
      fixture.emulator.clearLog();
      await expect(fixture.stack.up({ refresh: true, runProgram: true })).rejects.toThrow(
        /directPhoneNumber: live "\+15550113" when the plan was made, "\+15550199" now/,
      );
      expect(writes()).toEqual([]);
      fixture.emulator.set(String(created?.id), { directPhoneNumber: "+15550113" });
    });

    const fresh = { name: "Fresh", directPhoneNumber: "+15550113" };

    test("a delete of a config that changed since is refused", async () => {
      await fixture.program({ desk, fresh });
      await plan();
      fixture.emulator.set(other, { name: "Day" });
      expect(await refused()).toMatch(/name: "Night" in the plan, live "Day"\nRun pulumi refresh/);
      fixture.emulator.set(other, { name: "Night" });
    });

    test("after a failure half-way, the same plan brings the rest", async () => {
      await fixture.program({
        desk: { ...desk, directPhoneNumber: "+15550111" },
        night: { ...night, directPhoneNumber: "+15550112" },
        fresh,
        late: { name: "Late", warmTransfer: true },
      });
      await plan();
      fixture.emulator.faults.add(
        { method: "PATCH", id: other, nth: "every", fault: { kind: "status", status: 403 } },
        { method: "POST", fault: { kind: "ignore-field", field: "warmTransfer" } },
      );
      await expect(up()).rejects.toThrow(/warmTransfer: the API did not accept/);
      fixture.emulator.faults.clear();
      await up();
      expect(fixture.emulator.get(id)).toMatchObject({ directPhoneNumber: "+15550111" });
      expect(fixture.emulator.get(other)).toMatchObject({ directPhoneNumber: "+15550112" });
      // The config that the first run created is completed, not created once more.
      const sent = writes().filter(({ path }) => !path.endsWith(id) && !path.endsWith(other));
      expect(sent.map(({ method, body }) => [method, body])).toEqual([
        ["POST", { name: "Late", warmTransfer: true }],
        ["PATCH", { warmTransfer: true }],
      ]);
    });

    const rest = {
      night: { ...night, directPhoneNumber: "+15550112" },
      fresh,
      late: { name: "Late", warmTransfer: true },
    };

    test("a secret of the program goes through by its path, whatever its value", async () => {
      const header = (value: string) => ({ dynamicOptions: { headers: { authorization: value } } });
      const now = { ...desk, directPhoneNumber: "+15550111" };
      await fixture.program({ ...rest, desk: { ...now, ...header("canary-first-value") } });
      await plan();
      expect(await readFile(file, "utf8")).not.toContain("canary");
      await fixture.program({ ...rest, desk: { ...now, ...header("canary-second-value") } });
      await up();
      expect(fixture.emulator.get(id)).toMatchObject(header("canary-second-value"));
    });

    test("what mends a write sends planned leaves only", async () => {
      const header = { dynamicOptions: { headers: { authorization: "canary-second-value" } } };
      await fixture.program({
        ...rest,
        desk: { ...desk, ...header, directPhoneNumber: "+15550122", name: "Front" },
      });
      await plan();
      // Somebody sets the number between the PATCH and its answer; the update would set it back.
      fixture.emulator.faults.add({
        method: "PATCH",
        fault: { kind: "normalise-field", field: "name", to: "Fraunt" },
      });
      await expect(up()).rejects.toThrow(/name: the API did not accept/);
      expect(writes().map(({ body }) => body)).toEqual([{ name: "Front", directPhoneNumber: "+15550122" }]);
    });

    test("the last config is deleted under a plan that holds its DELETE, and under no other one, by destroy neither", async () => {
      await fixture.program({});
      fixture.emulator.clearLog();
      await expect(fixture.stack.destroy()).rejects.toThrow(
        /was not deleted, and nothing was sent: the plan .* holds no DELETE of it/,
      );
      expect(writes()).toEqual([]);
      await plan();
      await up();
      expect(writes().map(({ method, path }) => [method, path.split("/").pop()])).toEqual([
        ["DELETE", other],
      ]);
      expect(fixture.emulator.get(other)).toBeUndefined();
    });
  });
});
