// Whether the configs exist that something points to: what a GET of each tells.
import { CareCycleClient } from "../../../provider/api/client";
import { findConfigs } from "../../../provider/cli/usage/findConfigs";
import { FakeApi } from "../../support/fakeApi";

const uuid = (n: number) => `f0000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const OWNER = "5e505642-9024-474d-9434-e5a44f505cc5";

let clients = 0;
/** Looks for configs; returns what was found, what was shown of the progress, and what was sent. */
async function find(api: FakeApi, ids: readonly string[]) {
  const shown: string[] = [];
  const client = new CareCycleClient({
    apiKey: "cc_key",
    baseUrl: `http://127.0.0.1:1/find/${clients++}`,
    rateLimit: 1_000,
    fetch: api.fetch,
  });
  const progress = async (title: string, total: number) => {
    shown.push(`${title}: ${total}`);
    return {
      update: (done: number, of: number) => shown.push(`${done} of ${of}`),
      stop: () => shown.push("stopped"),
    };
  };
  const found = await findConfigs(client, ids, { progress: progress as never }).catch(
    (error: Error) => error,
  );
  return { found, shown, sent: api.requests.map(({ id }) => id) };
}
const nothing = { exists: null, name: null, clientId: null, problem: null };

test("a config that is there is told with its name and account; one that isn't, as such", async () => {
  const api = new FakeApi();
  api.add({ id: uuid(1), name: "Sales" });
  api.answers = (config) => ({ ...config, clientId: OWNER.toUpperCase() });
  const { found, shown, sent } = await find(api, [uuid(1), uuid(2)]);
  expect(found).toEqual(
    new Map([
      [uuid(1), { ...nothing, exists: true, name: "Sales", clientId: OWNER }],
      [uuid(2), { ...nothing, exists: false }],
    ]),
  );
  expect(sent).toEqual([uuid(1), uuid(2)]);
  expect(shown).toEqual(["Reading the configs: 2", "1 of 2", "2 of 2", "stopped"]);
});

test("what is no id is no config, and nobody is asked", async () => {
  const { found, sent } = await find(new FakeApi(), ["desk"]);
  expect([found, sent]).toEqual([new Map([["desk", { ...nothing, exists: false }]]), []]);
});

test("a config without a name or an account exists", async () => {
  const api = new FakeApi();
  api.add({ id: uuid(1), name: "Sales" });
  api.answers = ({ name, clientId, ...config }) => config;
  expect((await find(api, [uuid(1)])).found).toEqual(new Map([[uuid(1), { ...nothing, exists: true }]]));
});

test("one that can't be read may exist: it is said why not", async () => {
  const api = new FakeApi();
  api.answered = () => [403, { code: "FORBIDDEN", message: "not you" }];
  expect((await find(api, [uuid(1)])).found).toEqual(
    new Map([[uuid(1), { ...nothing, problem: `GET ${uuid(1)} answered 403 FORBIDDEN: not you` }]]),
  );
});

test("a refused key would meet every other request: it is an error, and the progress ends", async () => {
  const api = new FakeApi();
  api.answered = () => [401, { code: "UNAUTHORIZED", message: "no" }];
  const { found, shown } = await find(api, [uuid(1)]);
  expect(found).toMatchObject({ message: expect.stringContaining("401") });
  expect(shown).toEqual(["Reading the configs: 1", "stopped"]);
});

test("so would a connection that breaks", async () => {
  const api = new FakeApi();
  api.before = () => {
    throw Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  };
  const { found } = await find(api, [uuid(1)]);
  expect(found).toMatchObject({ message: expect.stringContaining("the connection failed") });
});

test("and so would a quota that is used up for long", async () => {
  const api = new FakeApi();
  api.answered = () => [429, { code: "RATE_LIMIT_EXCEEDED", message: "no", retryAfter: 100_000 }];
  expect((await find(api, [uuid(1)])).found).toMatchObject({ message: expect.stringContaining("429") });
});
