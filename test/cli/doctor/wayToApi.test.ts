// The way to the API: whether it is one that answers, through which proxy, and how far this machine's clock is off.
import { clockFinding } from "../../../provider/cli/doctor/connection";
import { ok, problem, warning } from "../../../provider/cli/doctor/finding";
import { belongs, config, connectionFixture, id, named, OURS } from "./connectionFixture";

const on = connectionFixture();
const { find, begins } = on;

describe("something else at the address", () => {
  test("that answers 404 without the API's code", async () => {
    expect(await find({ [config]: [404, "no"] }, {}, { id })).toEqual([
      ok("no proxy for this address"),
      problem(
        `${on.server.url} answers 404 without the API's code`,
        "Something else answers at this address: check carecycle:baseUrl.",
      ),
    ]);
  });

  test("that answers with a page", async () => {
    expect(await find({ [config]: [200, "<html>"] }, {}, { id })).toEqual([
      ok("no proxy for this address"),
      problem(
        `${on.server.url}: ${config}: answered 200, but the body is not JSON. Check that carecycle:baseUrl is the careCycle API and that no proxy answers in its place.`,
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

test("a proxy that can't be used keeps the API from being looked at, and nothing is said to answer", async () => {
  process.env.HTTP_PROXY = "socks5://127.0.0.1:1";
  expect((await find({ [config]: named(OURS) }, {}, { id })).slice(1)).toEqual([
    problem(
      `${on.server.url}: HTTP_PROXY or ALL_PROXY: must be an http or https URL (other kinds of proxy are not supported)`,
      "Until this is solved, nothing else of the API can be looked at.",
    ),
  ]);
  expect(on.server.asked).toEqual([]);
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
