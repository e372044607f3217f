// Requests whose answers are looked at as they are, with the client's quota and retries.
import { RawApi } from "../../../provider/cli/doctor/rawApi";
import type { Settings } from "../../../provider/session/settings";
import { settingsFor } from "../../support/settings";
import { type Answering, startAnswering } from "./answering";

let server: Answering;
let urls = 0;
beforeEach(async () => {
  server = await startAnswering();
});
afterEach(() => server.close());

/** Each at a path of its own, because a process has one quota for each address. */
const open = (more: Partial<Settings> = {}) =>
  new RawApi(settingsFor(`${server.url}/${urls++}`, more), () => {});
const get = { method: "GET", path: "/a" } as const;

test("a 2xx is answered as it is, and what was seen of it is kept", async () => {
  server.answer = () => [201, { any: ["thing"] }, { "X-RateLimit-Limit": "60" }];
  const api = open();
  const before = Date.now();
  expect(await api.request(get)).toEqual({ status: 201, json: { any: ["thing"] }, error: undefined });
  expect(server.keys).toEqual(["cc_key"]);
  const [seen] = api.seen;
  expect(seen).toMatchObject({ status: 201 });
  expect(seen?.headers.get("x-ratelimit-limit")).toBe("60");
  const times = [before, seen?.sentAt, seen?.receivedAt, Date.now()] as number[];
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("any other status is an answer, too", async () => {
  server.answer = () => [403, { code: "FORBIDDEN", message: "not you" }];
  const { status, json, error } = await open().request(get);
  expect([status, json, error?.code, error?.outcome]).toEqual([
    403,
    undefined,
    "FORBIDDEN",
    "answered 403 FORBIDDEN: not you",
  ]);
});

test("what is no answer of an API is an error", async () => {
  server.answer = () => [200, "<html>"];
  await expect(open().request(get, { once: true })).rejects.toThrow("the body is not JSON");
  await expect(open({ baseUrl: "http://127.0.0.1:1" }).request(get, { once: true })).rejects.toThrow(
    "ECONNREFUSED",
  );
});

test("without a key, an empty one is sent", async () => {
  server.answer = () => [401, {}];
  expect(await open({ apiKey: undefined }).request(get)).toMatchObject({ status: 401 });
  expect(server.keys).toEqual([""]);
});

test("a 429 is waited for, unless the request is sent once", async () => {
  server.answer = () => (server.asked.length === 1 ? [429, {}] : [200, {}]);
  const api = open();
  expect(await api.request(get)).toMatchObject({ status: 200 });
  expect(api.seen.map(({ status }) => status)).toEqual([429, 200]);
  server.asked.length = 0;
  expect(await api.request(get, { once: true })).toMatchObject({ status: 429 });
  expect(server.asked).toHaveLength(1);
});

test.each([{ once: true }, { once: false }])("the quota is kept, also by %j", async (options) => {
  server.answer = () => [200, {}];
  const api = open({ rateLimit: 2, rateWindowSeconds: 0.08 });
  const begun = performance.now();
  for (let i = 0; i < 3; i++) await api.request(get, options);
  // A window after the first one ended.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(80);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("an answer that takes too long is an error", async () => {
  server.answer = () => new Promise(() => {});
  await expect(open({ timeoutSeconds: 0.05 }).request(get, { once: true })).rejects.toThrow("within 0.05 s");
});

test("credentials that were sent are shown by no error", async () => {
  server.answer = () => [400, { code: "VALIDATION_ERROR", message: "not canary-token" }];
  const body = { dynamicOptions: { headers: { authorization: "canary-token" } } };
  const { error } = await open().request({ method: "PATCH", path: "/a", body });
  expect(error?.message).toContain("not [secret]");
  expect(server.bodies).toEqual([body]);
});
