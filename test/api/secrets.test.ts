// Whatever a server says back, no error holds the key or a value that may carry credentials.
import { inspect } from "node:util";
import { CareCycleClient } from "../../provider/api/client";
import { skippingClock } from "./clock";
import { closeServers, config, id, type Reply, serve, type TestServer } from "./server";

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(closeServers);

const secrets = {
  key: "cc_key-4f2a",
  sip: 'X-Auth: "sip-token-1"\r\nX-More: sip-token-2',
  header: "Bearer header-token",
  longer: "Bearer header-token-and-more",
  quoted: 'a "quoted"\\token',
  leaf: "body-token",
  deep: "deep-token",
  number: 73519482,
};
/** What must not be found, in whatever form the server wrote it. */
const traces = [
  "4f2a",
  "sip-token",
  "header-token",
  "and-more",
  "quoted",
  "body-token",
  "deep-token",
  "73519482",
];
const body = {
  name: "Desk",
  sipHeaders: secrets.sip,
  dynamicOptions: {
    pingUrl: "https://ping.example.com",
    headers: { Authorization: secrets.header, "X-Long": secrets.longer, "X-Quoted": secrets.quoted },
    body: { token: secrets.leaf, nested: [{ deep: secrets.deep, pin: secrets.number }] },
  },
};
const whole = JSON.stringify(body);
const each = Object.values(secrets).join(" | ");
const lines = secrets.sip.split("\r\n").join(" and ");

const echoes: [title: string, Reply][] = [
  ["in the message", { status: 400, body: { message: each, code: "X" } }],
  ["line by line", { status: 400, body: { message: lines, code: "X" } }],
  ["as the whole body", { status: 409, body: { message: whole, code: "X" } }],
  ["in the code", { status: 409, body: { message: "no", code: each } }],
  [
    "in every part of errors",
    {
      status: 422,
      body: {
        message: "Validation failed",
        code: "VALIDATION_ERROR",
        errors: [
          { path: ["sipHeaders", secrets.sip], message: each, expected: each, received: each, code: each },
          { path: ["dynamicOptions", whole], message: whole, expected: whole, received: whole, code: whole },
          { path: ["dynamicOptions"], message: "Too long", received: secrets.header.slice(0, 12) },
        ],
      },
    },
  ],
  ["in a 401", { status: 401, body: { message: `bad key ${secrets.key}`, code: "UNAUTHORIZED" } }],
  ["in a 5xx", { status: 503, body: { message: each, code: "INTERNAL_ERROR" } }],
  ["in HTML", { status: 502, body: `<pre>${whole}${secrets.key}</pre>` }],
  ["in a 2xx that is no JSON", { body: `<pre>${whole}${secrets.key}</pre>` }],
  ["in a member of another type", { body: { transferConfig: { ...config, name: [whole, secrets.key] } } }],
  ["in a redirect", { status: 302, headers: { location: `/${secrets.key}/${secrets.leaf}` } }],
];
test.each(echoes)("a server that echoes them %s", async (_, reply) => {
  server.answer(reply);
  const client = new CareCycleClient({
    apiKey: secrets.key,
    baseUrl: server.url,
    clock: skippingClock(),
  });
  for (const work of [() => client.updateTransferConfig(id, body), () => client.createTransferConfig(body)]) {
    const error = await work().then(
      () => Promise.reject(new Error("nothing was thrown")),
      (thrown) => thrown,
    );
    // With its causes, members and stack: all that a log may print of it.
    const told =
      inspect(error, { depth: 20, showHidden: true, maxStringLength: null }) + JSON.stringify(error);
    expect(traces.filter((trace) => told.includes(trace))).toEqual([]);
    expect(error.message).toContain("/v2/campaigns/transfer-configs");
  }
  // It was all sent, so that the server could have echoed it.
  expect(server.received[0]?.headers["x-api-key"]).toBe(secrets.key);
  expect(server.received[0]?.body).toBe(whole);
});

test("what is masked is shown as such, and the rest is left as the server wrote it", async () => {
  server.answer({ status: 409, body: { message: `${secrets.longer} of Desk at cc_key-4f2a`, code: "X" } });
  const client = new CareCycleClient({ apiKey: secrets.key, baseUrl: server.url });
  await expect(client.updateTransferConfig(id, body)).rejects.toMatchObject({
    outcome: "answered 409 X: [secret] of Desk at [secret]",
  });
});

test("the client itself shows no key when it is printed", () => {
  const client = new CareCycleClient({ apiKey: secrets.key, baseUrl: server.url });
  expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain("4f2a");
});

test("a short secret is masked where it stands alone, and leaves the other words readable", async () => {
  server.answer({ status: 400, body: { message: "no: pin a1 of a1x is taken", code: "X" } });
  const client = new CareCycleClient({ apiKey: secrets.key, baseUrl: server.url });
  const change = client.updateTransferConfig(id, { dynamicOptions: { headers: { pin: "a1" } } });
  await expect(change).rejects.toThrow("no: pin [secret] of a1x is taken");
});
