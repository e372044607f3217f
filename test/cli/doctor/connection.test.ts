// What answers of an API show: whether it is one, whose key is used, and how far the clock is off.
import { clockFinding, connection } from "../../../provider/cli/doctor/connection";
import type { Finding } from "../../../provider/cli/doctor/finding";
import type { Settings } from "../../../provider/session/settings";
import { settingsFor } from "../../support/settings";
import { type Answer, type Answering, startAnswering } from "./answering";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const OURS = "5e505642-9024-474d-9434-e5a44f505cc5";
const OTHER = "11111111-1111-4111-8111-111111111111";
const config = `GET /v2/campaigns/transfer-configs/${id}`;
const appointments = "GET /v2/campaigns/appointment-configs";
const campaigns = "GET /v2/campaigns";

const ok = (text: string): Finding => ({ grade: "ok", text });
const warning = (text: string, advice: string): Finding => ({ grade: "warning", text, advice });
const problem = (text: string, advice: string): Finding => ({ grade: "problem", text, advice });

let server: Answering;
const names = ["HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "NODE_TLS_REJECT_UNAUTHORIZED"];
const before = names.map((name) => [name, process.env[name]] as const);
beforeEach(async () => {
  server = await startAnswering();
  for (const name of names) delete process.env[name];
});
afterEach(async () => {
  await server.close();
  for (const [name, value] of before)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
});

/** What is found with these answers, by request; others are 403. */
async function find(answers: Record<string, Answer>, more: Partial<Settings> = {}, asks: object = {}) {
  server.answer = (request) => answers[request] ?? [403, { code: "FORBIDDEN" }];
  const findings: Finding[] = [];
  const options = { notify: () => {}, ...asks };
  for await (const finding of connection(settingsFor(server.url, { clientId: OURS, ...more }), options))
    findings.push(finding);
  return findings;
}
const begins = () => [
  ok("no proxy for this address"),
  ok(`${server.url} answers`),
  ok("the clock agrees with the API's"),
];
const belongs = ok(`the key belongs to client ${OURS}`);
const notShown = warning(
  "no answer showed the account of the key",
  "Give the id of one of its transfer configs: --id",
);
const named = (clientId: unknown): Answer => [200, { transferConfig: { clientId } }];

describe("the account", () => {
  test("is seen by the config that is named, with one request", async () => {
    expect(await find({ [config]: named(OURS.toUpperCase()) }, {}, { id })).toEqual([
      ...begins(),
      ok(`the key belongs to client ${OURS.toUpperCase()}`),
    ]);
    expect(server.asked).toEqual([config]);
    expect(server.keys).toEqual(["cc_key"]);
  });

  test("is seen by the first appointment config that names one, otherwise", async () => {
    const list = [null, {}, { clientId: "" }, { clientId: 7 }, { clientId: OURS }, { clientId: OTHER }];
    expect(await find({ [appointments]: [200, { appointmentConfigs: list }] })).toEqual([
      ...begins(),
      belongs,
    ]);
    expect(server.asked).toEqual([appointments]);
  });

  test("is seen by a campaign where no appointment config shows it", async () => {
    const answers: Record<string, Answer> = {
      [appointments]: [200, { appointmentConfigs: [] }],
      [campaigns]: [200, { items: [{ id: "c-1" }, { id: "c-2" }] }],
      [`${campaigns}/c-1`]: [200, { campaign: { client: { id: OURS } } }],
    };
    expect(await find(answers)).toEqual([...begins(), belongs]);
    expect(server.asked).toEqual([appointments, campaigns, `${campaigns}/c-1`]);
  });

  test.each<[string, Record<string, Answer>]>([
    ["an answer that is no object", { [appointments]: [200, '"text"'] }],
    ["no campaign", { [campaigns]: [200, { items: [] }] }],
    ["a list of campaigns that is none", { [campaigns]: [200, { items: { id: "c-1" } }] }],
    ["an answer about campaigns that is no object", { [campaigns]: [200, "7"] }],
    ["what is no campaign", { [campaigns]: [200, { items: ["c-1"] }] }],
    ["a campaign without an id", { [campaigns]: [200, { items: [{ id: "" }] }] }],
    ["a campaign whose id is a number", { [campaigns]: [200, { items: [{ id: 1 }] }] }],
    [
      "a campaign that can't be read",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [404, {}] },
    ],
    [
      "a campaign of nobody",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [200, { campaign: {} }] },
    ],
    [
      "an answer about a campaign without one",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [200, {}] },
    ],
    [
      "a client without an id",
      {
        [campaigns]: [200, { items: [{ id: "c-1" }] }],
        [`${campaigns}/c-1`]: [200, { campaign: { client: { id: "" } } }],
      },
    ],
  ])("is not shown by %s", async (_, answers) => {
    expect(await find({ [appointments]: [200, {}], ...answers })).toEqual([...begins(), notShown]);
  });

  test("is not looked for elsewhere where a config was named", async () => {
    expect(await find({ [config]: named(undefined) }, {}, { id })).toEqual([...begins(), notShown]);
    expect(server.asked).toEqual([config]);
  });

  test("that is another than the pinned one is a problem", async () => {
    expect(await find({ [config]: named(OTHER) }, {}, { id })).toEqual([
      ...begins(),
      problem(
        `the key belongs to client ${OTHER}, but ${OURS} is pinned`,
        "Set a key of the pinned account, or correct carecycle:clientId.",
      ),
    ]);
  });

  test.each<[string, unknown, object, string]>([
    ["is seen", OURS, {}, OURS],
    ["is seen, in the stack that was named", OURS, { stack: "prod" }, `${OURS} --stack prod`],
    ["isn't a client id", "acme; rm -rf", {}, "<the account's client id>"],
    ["isn't seen", undefined, {}, "<the account's client id>"],
  ])("that nobody pinned is a warning, with the command: it %s", async (_, client, asks, rest) => {
    const findings = await find({ [config]: named(client) }, { clientId: undefined }, { id, ...asks });
    expect(findings.at(-1)).toEqual(
      warning(
        "the account is not pinned: a key of another account could write",
        `Run: pulumi config set carecycle:clientId ${rest}`,
      ),
    );
  });

  test("can't be seen without a key, which is sent to nobody", async () => {
    expect(await find({ [config]: [401, {}] }, { apiKey: undefined }, { id })).toEqual(begins());
    expect(server.keys).toEqual([""]);
  });
});

describe("a status that isn't 200", () => {
  test.each<[string, Answer, object, Finding[]]>([
    [
      "401",
      [401, {}],
      { id },
      [problem("the API refuses the key (401)", "Set a valid one; playground keys expire after 14 days.")],
    ],
    [
      "404 of a config",
      [404, { code: "NOT_FOUND" }],
      { id },
      [
        problem(
          `there is no transfer config ${id} under this key's account`,
          "Check the id, and whose key it is: under another account's key every id answers 404.",
        ),
      ],
    ],
    ["404 of appointment configs", [404, { code: "NOT_FOUND" }], {}, [notShown]],
    [
      "403 of a config",
      [403, { code: "FORBIDDEN" }],
      { id },
      [
        warning(
          "the key may not read transfer configs (403)",
          "Give the key access to transfer configs: previews need it.",
        ),
        notShown,
      ],
    ],
    [
      "403 of appointment configs",
      [403, { code: "FORBIDDEN" }],
      {},
      [
        warning(
          "the key may not read appointment configs (403)",
          "Previews do without it; give --id a transfer config to see the account.",
        ),
        notShown,
      ],
    ],
    [
      "another one",
      [500, { code: "INTERNAL_ERROR", message: "no" }],
      {},
      [problem("the API answered 500 INTERNAL_ERROR: no", "Run this again later.")],
    ],
  ])("%s", async (_, answer, asks, found) => {
    expect(await find({ [config]: answer, [appointments]: answer }, {}, asks)).toEqual([
      ...begins(),
      ...found,
    ]);
    // Whoever runs this waits for an answer, and not for retries.
    expect(server.asked[0]).toBe("id" in asks ? config : appointments);
    expect(server.asked.slice(1)).not.toContain(server.asked[0]);
  });
});

describe("something else at the address", () => {
  test("that answers 404 without the API's code", async () => {
    expect(await find({ [config]: [404, "no"] }, {}, { id })).toEqual([
      ok("no proxy for this address"),
      problem(
        `${server.url} answers 404 without the API's code`,
        "Something else answers at this address: check carecycle:baseUrl.",
      ),
    ]);
  });

  test("that answers with a page", async () => {
    expect(await find({ [config]: [200, "<html>"] }, {}, { id })).toEqual([
      ok("no proxy for this address"),
      problem(
        `${server.url}: ${config}: answered 200, but the body is not JSON. Check that carecycle:baseUrl is the careCycle API and that no proxy answers in its place.`,
        "Something else answers at this address.",
      ),
    ]);
  });

  test("and nothing at all", async () => {
    const baseUrl = "http://127.0.0.1:1";
    expect(await find({}, { baseUrl }, { id })).toEqual([
      ok("no proxy for this address"),
      problem(
        expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:1: GET .*: the connection failed \(ECONNREFUSED\)/,
        ) as never,
        "Until this is solved, nothing else of the API can be looked at.",
      ),
    ]);
  });

  test("is no reason not to say that the account is not pinned", async () => {
    const findings = await find({ [config]: [404, "no"] }, { clientId: undefined }, { id });
    expect(findings.at(-1)?.text).toMatch(/^the account is not pinned/);
  });
});

test("a certificate is verified whatever the environment says, which is said", async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";
  expect(await find({ [config]: named(OURS) }, {}, { id })).toEqual([...begins(), belongs]);
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  expect((await find({ [config]: named(OURS) }, {}, { id }))[1]).toEqual(
    warning(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here: the API's certificate is verified all the same",
      "Unset it; for an authority of your own, set NODE_EXTRA_CA_CERTS.",
    ),
  );
});

test.each([
  ["http://me:canary@127.0.0.1:1", ok("proxy http://127.0.0.1:1, by the environment")],
  ["https://me:canary@127.0.0.1:1", ok("proxy https://127.0.0.1:1, by the environment")],
  ["socks5://me:canary@127.0.0.1:1", "socks5://127.0.0.1:1"],
  ["http://[canary", "an address that is no URL"],
])("a proxy (%s) is named without its password", async (proxy, expected) => {
  process.env.HTTP_PROXY = proxy;
  const findings = await find({ [config]: named(OURS) }, {}, { id });
  expect(findings[0]).toEqual(
    typeof expected === "string"
      ? problem(
          `the environment names a proxy that cannot be used: ${expected}`,
          "Set HTTPS_PROXY to an http or https URL, or list the API's host in NO_PROXY.",
        )
      : expected,
  );
  expect(JSON.stringify(findings)).not.toContain("canary");
});

describe("the clock", () => {
  const at = Date.parse("2026-01-01T00:00:30Z");
  const found = (date: string | undefined, [sentAt, receivedAt] = [at, at + 1_000]) =>
    clockFinding({
      status: 200,
      headers: new Map(date === undefined ? [] : [["date", date]]),
      sentAt,
      receivedAt,
    });
  const agrees = [ok("the clock agrees with the API's")];
  const off = (text: string) => [
    warning(
      `the clock is ${text} the API's`,
      "Synchronise it (NTP): times in reports, and waits that the API announces as a date, depend on it.",
    ),
  ];

  // The middle of the request was at :30.5, and a Date of :30 stands for :30.5 on average.
  test.each([
    ["Thu, 01 Jan 2026 00:00:30 GMT", agrees],
    ["Thu, 01 Jan 2026 00:00:40 GMT", agrees],
    ["Thu, 01 Jan 2026 00:00:20 GMT", agrees],
    ["Thu, 01 Jan 2026 00:00:41 GMT", off("11 s behind")],
    ["Thu, 01 Jan 2026 00:00:19 GMT", off("11 s ahead of")],
    ["Thu, 01 Jan 2026 01:00:30 GMT", off("3600 s behind")],
  ])("by a Date of %s", (date, expected) => {
    expect(found(date)).toEqual(expected);
  });

  test("of a slow answer is compared with the middle of it", () => {
    expect(found("Thu, 01 Jan 2026 00:00:41 GMT", [at, at + 21_000])).toEqual(agrees);
  });

  test("says nothing without a Date, or with one that is none", () => {
    expect([found(undefined), found("soon")]).toEqual([[], []]);
  });
});
