// Deleting a config: of which account it must be, and what a plan has to say.
import { Mask } from "../../provider/model/maskText";
import type { PlannedWrite } from "../../provider/model/plan";
import { CLIENT } from "../support/fakeApi";
import { plannedWrite } from "../support/planFile";
import { A, withConfig } from "./openSession";

const OTHER = "11111111-1111-4111-8111-111111111111";

describe("a DELETE", () => {
  test("of a recorded account is sent once the key has shown that it is the same", async () => {
    const { remove, sent, api } = withConfig();
    await remove(CLIENT.toUpperCase());
    expect(sent()).toEqual([`GET ${A}`, `DELETE ${A}`]);
    expect(api.configs.size).toBe(0);
  });

  test("of a config whose account nobody recorded, pinned or reviewed is sent as it is", async () => {
    const { remove, sent } = withConfig();
    await remove();
    expect(sent()).toEqual([`DELETE ${A}`]);
  });

  test("without a record is of the pinned account", async () => {
    const own = withConfig({ config: { clientId: CLIENT } });
    await own.remove();
    expect(own.sent()).toEqual([`GET ${A}`, `DELETE ${A}`]);
    const other = withConfig({ config: { clientId: OTHER } });
    await expect(other.remove()).rejects.toThrow(
      `transfer config ${A} was not deleted, and nothing was sent: the key in use belongs to client ${CLIENT}, not to client ` +
        `${OTHER}. Set a key of that client`,
    );
    await expect(other.remove()).rejects.toThrow(
      / To stop managing the config without deleting it, run pulumi state delete on the resource\.$/,
    );
    expect(other.sent()).toEqual([`GET ${A}`]);
  });

  test("of a config of another account than the key's or the pinned one is not sent", async () => {
    const ofKey = withConfig();
    await expect(ofKey.remove(OTHER)).rejects.toThrow("was not deleted, and nothing was sent");
    expect(ofKey.sent()).toEqual([`GET ${A}`]);
    const ofPin = withConfig({ config: { clientId: CLIENT } });
    await expect(ofPin.remove(OTHER)).rejects.toThrow(
      `belongs to client ${OTHER}, but carecycle:clientId pins`,
    );
    expect(ofPin.sent()).toEqual([]);
  });

  test("makes what was read forgotten, whatever comes of it", async () => {
    const { session, api } = withConfig();
    await session.read(A);
    api.answered = () => [403, { code: "FORBIDDEN", message: "no" }];
    await expect(session.delete(A.toUpperCase(), CLIENT, new Mask({}))).rejects.toThrow("403");
    expect(session.lastRead(A)).toBeUndefined();
  });
});

describe("a DELETE under a plan", () => {
  const removal = (more: Partial<PlannedWrite> = {}) =>
    plannedWrite(A, { method: "DELETE", body: [], ...more });

  test("is sent where the config is as it was reviewed, which is looked at first", async () => {
    const { remove, sent } = withConfig({}, { writes: [removal()] });
    await remove();
    expect(sent()).toEqual([`GET ${A}`, `DELETE ${A}`]);
  });

  test("is not sent where it isn't, and a value that is secret is not shown", async () => {
    const { remove, api, sent } = withConfig({}, { writes: [removal()] });
    api.edit(A, { name: "canary" });
    const secret = new Mask({ __secretPaths: ["name"] });
    const refused = remove(CLIENT, secret);
    await expect(refused).rejects.toThrow(`transfer config ${A} was not deleted: it is not as in the plan`);
    await expect(refused).rejects.not.toThrow("canary");
    expect(sent()).not.toContain(`DELETE ${A}`);
  });

  test("is not sent to a config of another account than the recorded one", async () => {
    const { remove, api, sent } = withConfig({}, { writes: [removal()] });
    api.answers = (config) => (api.methods.length > 1 ? { ...config, clientId: OTHER } : config);
    await expect(remove(CLIENT)).rejects.toThrow(`was recorded under client ${CLIENT}`);
    expect(sent()).toEqual([`GET ${A}`, `GET ${A}`]);
  });

  test("of which the plan has none is not sent", async () => {
    const { remove, sent } = withConfig({}, { writes: [] });
    await expect(remove(CLIENT)).rejects.toThrow("holds no DELETE of it");
    expect(sent()).toEqual([]);
  });

  test("of a config that nobody recorded is of the account of the plan", async () => {
    const { remove, sent } = withConfig({}, { writes: [removal()], clientId: OTHER });
    await expect(remove()).rejects.toThrow(`not to client ${OTHER}`);
    expect(sent()).toEqual([`GET ${A}`]);
  });

  test("of one that is gone is the API's own to answer", async () => {
    const { remove, api, sent } = withConfig({}, { writes: [removal()] });
    api.configs.clear();
    await expect(remove()).rejects.toThrow(/^DELETE .*404/);
    expect(sent()).toEqual([`GET ${A}`, `DELETE ${A}`]);
  });

  test("is not sent where the config can't be looked at", async () => {
    const { remove, api, sent } = withConfig({}, { writes: [removal()] });
    api.answered = () => [403, { code: "FORBIDDEN", message: "no" }];
    await expect(remove()).rejects.toThrow(/^GET .*403/);
    expect(sent()).toEqual([`GET ${A}`]);
  });
});
