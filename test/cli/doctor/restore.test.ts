// A probed config is put back under whatever an API makes of a PATCH, or it is said what is not as it was.
import { configOf } from "../../../provider/cli/doctor/questions";
import { RawApi } from "../../../provider/cli/doctor/rawApi";
import { restore } from "../../../provider/cli/doctor/restore";
import type { Values } from "../../../provider/model/values";
import { DEFAULT_KEY, type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";

import { settingsFor } from "../../support/settings";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const path = `/v2/campaigns/transfer-configs/${id}`;
const full = {
  id,
  name: "Throwaway",
  type: "dynamic",
  transferWaitingMessages: ["One moment"],
  dynamicOptions: { pingUrl: "https://example.com/mine", timeout: 3 },
};

let emulator: Emulator;
afterEach(() => emulator.close());

/** A config as it was, and a way to put it back after somebody's edit. */
async function probed(seed: Values = full, options: Partial<EmulatorOptions> = {}) {
  emulator = await startEmulator({ seed: [seed as typeof full], rate: 1000, windowSeconds: 1, ...options });
  const api = new RawApi(settingsFor(emulator.url, { apiKey: DEFAULT_KEY }), () => {});
  const before = configOf(await api.request({ method: "GET", path }));
  return { before, put: () => restore(api, id, before) };
}
const live = () => (({ updatedAt, ...config }) => config)(emulator.get(id) ?? ({} as never));
const sent = () => emulator.writes().map(({ body }) => body);
const values = {
  name: "Throwaway",
  dynamicOptions: full.dynamicOptions,
  transferWaitingMessages: ["One moment"],
};

test.each(["replace", "merge"] as const)(
  "where a PATCH is to %s, options are cleared first, and two PATCHes do",
  async (dynamicOptions) => {
    const { put } = await probed(full, { dynamicOptions });
    const before = live();
    emulator.set(id, { name: "probed", dynamicOptions: { a: 1 }, transferWaitingMessages: [] });
    expect(await put()).toEqual([]);
    expect(live()).toEqual(before);
    expect(sent()).toEqual([{ dynamicOptions: null }, values]);
  },
);

test("what was null or absent is cleared in one PATCH", async () => {
  const { put } = await probed({ id, name: "Throwaway" });
  emulator.set(id, { name: "probed", dynamicOptions: { a: 1 }, transferWaitingMessages: ["x"] });
  expect(await put()).toEqual([]);
  expect(sent()).toEqual([{ name: "Throwaway", dynamicOptions: null, transferWaitingMessages: null }]);
});

test("members that the server fills in beside the former ones are cleared by name", async () => {
  const { put, before } = await probed(full, { dynamicOptions: "merge" });
  // Cleared options are filled with a default, which a merge then keeps.
  emulator.faults.add({
    method: "PATCH",
    nth: 1,
    fault: { kind: "normalise-field", field: "dynamicOptions", to: { filled: true } },
  });
  expect(await put()).toEqual([]);
  expect(sent().at(-1)).toEqual({ dynamicOptions: { filled: null, ...full.dynamicOptions } });
  expect(live().dynamicOptions).toEqual(before.dynamicOptions);
});

test("what is not as it was is named, also beside what a probe writes to; when it was written is not", async () => {
  const { put } = await probed();
  emulator.set(id, { warmMode: "warm", queue: "new" });
  emulator.faults.add({ method: "PATCH", nth: "every", fault: { kind: "ignore-field", field: "name" } });
  emulator.set(id, { name: "stuck" });
  expect(await put()).toEqual([`${id} is not as it was before, in warmMode, name, queue.`]);
});

test("a member that is null now and was absent, or the other way round, is as it was", async () => {
  const { put } = await probed();
  const before = live();
  emulator.set(id, { queue: null });
  expect(await put()).toEqual([]);
  expect(live()).toEqual({ ...before, queue: null });
});

test("why a PATCH was refused is said, where that kept the config from being as it was", async () => {
  const { put } = await probed();
  emulator.set(id, { name: "probed" });
  emulator.faults.add({ method: "PATCH", nth: [1, 2], fault: { kind: "status", status: 403 } });
  expect(await put()).toEqual([
    `${id} is not as it was before, in name.`,
    expect.stringMatching(/^PATCH .*403/),
    expect.stringMatching(/^PATCH .*403/),
  ]);
});

test("options that stay different are tried once more, and named", async () => {
  const { put } = await probed();
  emulator.set(id, { dynamicOptions: { stuck: true } });
  emulator.faults.add({
    method: "PATCH",
    nth: "every",
    fault: { kind: "ignore-field", field: "dynamicOptions" },
  });
  expect(await put()).toEqual([`${id} is not as it was before, in dynamicOptions.`]);
  expect(sent()).toEqual([
    { dynamicOptions: null },
    values,
    { dynamicOptions: { stuck: null, ...full.dynamicOptions } },
  ]);
});

test("options that come back as none are sent once more, whole", async () => {
  const { put } = await probed();
  emulator.faults.add({
    method: "PATCH",
    nth: "every",
    fault: { kind: "normalise-field", field: "dynamicOptions", to: null },
  });
  expect(await put()).toEqual([`${id} is not as it was before, in dynamicOptions.`]);
  expect(sent().at(-1)).toEqual({ dynamicOptions: full.dynamicOptions });
});

test("options that were none and stay are named, and not tried again", async () => {
  const { put } = await probed({ id, name: "Throwaway" });
  emulator.set(id, { dynamicOptions: { stuck: true } });
  emulator.faults.add({
    method: "PATCH",
    nth: "every",
    fault: { kind: "ignore-field", field: "dynamicOptions" },
  });
  expect(await put()).toEqual([`${id} is not as it was before, in dynamicOptions.`]);
  expect(sent()).toHaveLength(1);
});

test("a config that can't be looked at afterwards may be anything", async () => {
  const { put } = await probed();
  emulator.faults.add({ method: "GET", fault: { kind: "status", status: 403 } });
  expect(await put()).toEqual([
    expect.stringMatching(
      new RegExp(`^${id} could not be put back, or looked at afterwards: GET ${path}: answered 403`),
    ),
  ]);
});
