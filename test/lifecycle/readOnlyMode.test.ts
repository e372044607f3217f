// The provider of a process that only reads: it tells what it could not read, and sends no write.

import { createProvider, type Provider } from "../../provider/lifecycle/provider";
import { readOnlyVariable } from "../../provider/session/settings";
import type { FakeApi } from "../support/fakeApi";
import { create, createFixture, failure, type Recorded } from "../support/fixture";

let providers = 0;

/** A read-only provider on `api`; without `env`, the provider of an ordinary run. */
function processOn(
  api: FakeApi,
  fetch = api.fetch,
  env: NodeJS.ProcessEnv = { [readOnlyVariable]: "1" },
): Provider {
  // Every wait is over at once.
  const timer = (_: number, done: () => void) => {
    setImmediate(done);
    return () => {};
  };
  const clock = { now: () => 0, timer };
  const provider = createProvider({ env, notify: () => {}, fetch, clock });
  const settings: Record<string, string> = {
    "carecycle:apiKey": "cc_unit",
    "carecycle:baseUrl": `http://127.0.0.1:2/${providers++}`,
    "carecycle:rateLimit": "1000000",
  };
  void provider.configure({ config: { get: (key: string) => settings[key] } } as never);
  return provider;
}

async function recorded(inputs = {}): Promise<{ api: FakeApi; record: Recorded }> {
  const fixture = createFixture();
  return { api: fixture.api, record: await create(fixture, { name: "Desk", ...inputs }) };
}

const answering = (status: number) => async () =>
  new Response(JSON.stringify({ message: "no", code: "FORBIDDEN" }), { status }) as never;
const unreachable = async () => {
  throw Object.assign(new TypeError("fetch failed"), { code: "ECONNREFUSED", syscall: "connect" });
};

test("a config that answers 403 is answered as it is recorded, with the reason; the engine keeps its inputs", async () => {
  const { api, record } = await recorded();
  const result = await processOn(api, answering(403)).read(record.id, record.outs);
  expect(result).toEqual({
    id: record.id,
    props: { ...record.outs, __unreadable: expect.stringContaining("answered 403 FORBIDDEN") },
  });
  expect(result).not.toHaveProperty("inputs");
});

test("in an ordinary run the same config is an error", async () => {
  const { api, record } = await recorded();
  expect((await failure(processOn(api, answering(403), {}).read(record.id, record.outs))).message).toContain(
    "403",
  );
});

test.each([
  ["a refused key", answering(401), /401/],
  ["a network that never worked", unreachable, /ECONNREFUSED|connect/],
])("%s ends the run at the first config", async (_, fetch, message) => {
  const { api, record } = await recorded();
  expect((await failure(processOn(api, fetch).read(record.id, record.outs))).message).toMatch(message);
});

test("a config that is gone is dropped whatever onMissing says, and one that is live keeps its onMissing", async () => {
  const { api, record } = await recorded({ onMissing: "fail" });
  const live = await processOn(api).read(record.id, record.outs);
  expect(live).toMatchObject({ props: { onMissing: "fail" }, inputs: { onMissing: "fail" } });
  const { id: other } = await create(createFixture({}, {}, api), { name: "Other" });
  api.configs.delete(record.id);
  const reader = processOn(api);
  await reader.read(other, {});
  expect(await reader.read(record.id, record.outs)).toEqual({});
});

test("what is to be adopted and is not there, or cannot be read, passes check with the reason", async () => {
  const { api, record } = await recorded();
  const news = { transferConfigId: record.id, name: "Desk" };
  expect(await processOn(api, answering(403)).check({}, news)).toMatchObject({
    inputs: { __unreadable: expect.stringContaining("403") },
    failures: [],
  });
  api.configs.delete(record.id);
  expect(await processOn(api).check({}, news)).toMatchObject({
    inputs: { __nothingToAdopt: expect.stringContaining("there is no transfer config") },
    failures: [],
  });
  expect((await processOn(api, api.fetch, {}).check({}, news)).failures).toMatchObject([
    { reason: expect.stringContaining("there is no transfer config") },
  ]);
  expect((await processOn(api).check({}, { name: "" })).failures).toHaveLength(1);
});

test("a new config that could not be created passes check as it is declared", async () => {
  const { api } = await recorded();
  const news = { name: "Desk", softphoneFallbackType: "appointment_booking" };
  expect(await processOn(api).check({}, news)).toEqual({ inputs: news, failures: [] });
});

test("it creates, updates and deletes nothing", async () => {
  const { api, record } = await recorded();
  const reader = processOn(api);
  api.requests.length = 0;
  for (const write of [
    () => reader.create({ name: "x" }),
    () => reader.update(record.id, record.outs, { name: "y" }),
    () => reader.delete(record.id, { ...record.outs, deletionPolicy: "delete" }),
  ]) {
    expect((await failure(write())).message).toContain("which only read");
  }
  expect(api.requests).toEqual([]);
});

test("a config that this process's read found gone passes an ordinary check, and its create fails", async () => {
  const { api, record } = await recorded();
  const run = processOn(api, api.fetch, {});
  api.configs.delete(record.id);
  expect(await run.read(record.id, record.outs)).toEqual({});
  const news = { transferConfigId: record.id.toUpperCase(), name: "Desk" };
  const { inputs, failures } = await run.check({}, news);
  expect(failures).toEqual([]);
  expect(JSON.stringify(inputs)).not.toContain("__");
  expect((await failure(run.create(inputs as never))).message).toContain("there is no transfer config");
});

describe("the hashes of live values that no document shows", () => {
  const options = { headers: { Authorization: "canary" }, body: { a: 1 }, pingUrl: "https://ping.example" };
  const leavesOf = (values: unknown) => {
    const { salt, leaves } = (
      values as Record<string, { salt: string; leaves: { path: unknown[]; hash: string }[] }>
    ).__liveHashes as { salt: string; leaves: { path: unknown[]; hash: string }[] };
    return { salt, paths: leaves.map(({ path }) => path.join(".")).sort(), leaves };
  };

  test("are of sensitive leaves and of all options, by their paths in the API, and tell whether two are the same", async () => {
    const { api, record } = await recorded({
      dynamicOptions: options,
      additionalFields: { token: "canary", plain: { deep: "canary" } },
    });
    const { props } = await processOn(api).read(record.id, record.outs);
    const { paths, leaves, salt } = leavesOf(props);
    expect(paths).toEqual([
      "dynamicOptions.body.a",
      "dynamicOptions.headers.Authorization",
      "dynamicOptions.pingUrl",
      "plain.deep",
      "sipHeaders",
      "token",
    ]);
    expect(JSON.stringify(leaves)).not.toContain("canary");
    const again = leavesOf((await processOn(api).read(record.id, record.outs)).props);
    expect(again).toEqual({ salt, paths, leaves });
    const adopted = await processOn(api).check(
      {},
      { transferConfigId: record.id, name: "Desk", dynamicOptions: options },
    );
    expect(leavesOf(adopted.inputs).paths).toEqual(paths.filter((path) => !/plain|token/.test(path)));
  });

  test("are left out where the API knows no such field", async () => {
    const { api, record } = await recorded();
    const {
      sipHeaders: _,
      dynamicOptions: __,
      ...rest
    } = (api.configs.get(record.id) ?? {}) as Record<string, unknown>;
    api.configs.set(record.id, rest as never);
    const { props } = await processOn(api).read(record.id, record.outs);
    expect(props).not.toHaveProperty("__liveHashes");
  });
});

test("what an adoption would break is told by rule and path, and of a config that breaks nothing, nothing", async () => {
  const { api, record } = await recorded({ type: "direct" });
  const broken = await processOn(api).check({}, { transferConfigId: record.id, name: "Desk" });
  expect(broken.inputs).toMatchObject({ __brokenRules: [expect.stringMatching(/^\S+ directPhoneNumber$/)] });
  const whole = { transferConfigId: record.id, name: "Desk", directPhoneNumber: "+15550100" };
  expect((await processOn(api).check({}, whole)).inputs).not.toHaveProperty("__brokenRules");
});

test("a network that fails after something was read concerns one config alone", async () => {
  const { api, record } = await recorded();
  let isUp = true;
  const reader = processOn(api, ((...args: Parameters<typeof api.fetch>) =>
    isUp ? api.fetch(...args) : unreachable()) as typeof api.fetch);
  await reader.read(record.id, record.outs);
  isUp = false;
  const { props } = await reader.read(record.id, record.outs);
  expect(props).toEqual({ ...record.outs, __unreadable: expect.stringMatching(/ECONNREFUSED|connect/) });
});

test("what is no answer of the API, but a mistake of the settings or of the package, ends the run even then", async () => {
  const { api, record } = await recorded();
  const broken = processOn(api, (() => {
    throw new RangeError("a mistake of the package");
  }) as never);
  await expect(broken.read(record.id, record.outs)).rejects.toThrow();
});
