// One request by an injected fetch: what is sent, and what becomes of any response or failure.
import { checkOptions } from "../../provider/api/clientOptions";
import type { ApiError, RequestError } from "../../provider/api/errors";
import { type ApiRequest, type Fetch, type FetchInit, send } from "../../provider/api/http";

const options = checkOptions({ apiKey: "cc_key", baseUrl: "http://127.0.0.1:1/base", timeoutSeconds: 5 });
const get: ApiRequest = { method: "GET", path: "/x" };

/** A fetch that answers so, and notes what it is given. */
function answering(status: number, text: string, headers: Record<string, string> = {}) {
  const sent: [url: string, init: FetchInit][] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push([url, init]);
    return {
      ok: status >= 200 && status < 300,
      status,
      headers: { get: (name) => headers[name] ?? null },
      text: async () => text,
    };
  };
  return { fetch, sent };
}

const answered = (status: number, text: string, request = get) =>
  send(options, request, answering(status, text).fetch);

/** The error that a request ends in. */
const failure = async <T extends RequestError>(run: Promise<unknown>): Promise<T> =>
  run.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error) => error,
  );
const failed = (body: unknown, headers: Record<string, string> = {}, request = get): Promise<ApiError> =>
  failure(send(options, request, answering(400, JSON.stringify(body), headers).fetch));
const lost = (error: unknown, request = get) => failure(send(options, request, () => Promise.reject(error)));

test("a request carries its key, and its body as JSON where there is one", async () => {
  const { fetch, sent } = answering(200, "{}");
  await send(options, get, fetch);
  await send(options, { method: "PATCH", path: "/y", body: { a: null } }, fetch);
  await send(options, { method: "POST", path: "/z", body: null }, fetch);
  expect(sent.map(([url, { method, headers, body }]) => [url, method, headers, body])).toEqual([
    ["http://127.0.0.1:1/base/x", "GET", { accept: "application/json", "x-api-key": "cc_key" }, undefined],
    [
      "http://127.0.0.1:1/base/y",
      "PATCH",
      { accept: "application/json", "x-api-key": "cc_key", "content-type": "application/json" },
      '{"a":null}',
    ],
    [
      "http://127.0.0.1:1/base/z",
      "POST",
      { accept: "application/json", "x-api-key": "cc_key", "content-type": "application/json" },
      "null",
    ],
  ]);
  expect(sent.map(([, { redirect, size }]) => [redirect, size])).toEqual(
    new Array(3).fill(["manual", 10 * 1024 * 1024]),
  );
  expect(sent[0]?.[1]).not.toHaveProperty("body");
  expect(sent[0]?.[1].signal.aborted).toBe(false);
});

test("nothing is sent where what is awaited before fails", async () => {
  const { fetch, sent } = answering(200, "{}");
  const beforeSending = () => Promise.reject(new Error("not now"));
  await expect(send(options, { ...get, beforeSending }, fetch)).rejects.toThrow("not now");
  expect(sent).toEqual([]);
});

test("a 2xx response is JSON, or empty", async () => {
  expect(await answered(201, '{"a":[1]}')).toEqual({ status: 201, json: { a: [1] } });
  expect(await answered(204, " \n")).toEqual({ status: 204, json: undefined });
  expect(await answered(200, "null")).toEqual({ status: 200, json: null });
  for (const text of ["<h1>", '{"a":']) {
    const error = await failure(answered(200, text));
    expect([error.name, error.outcome]).toEqual(["ResponseError", "answered 200, but the body is not JSON"]);
  }
});

test("one that is nested too deep is refused; 200 levels are not too deep", async () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(await answered(200, nested(200))).toMatchObject({ status: 200 });
  const error = await failure(answered(200, nested(201)));
  expect(error.outcome).toBe("answered 200, but the body is nested more than 200 levels deep");
});

describe("an error response", () => {
  test("is told in the API's words: masked, on one line, and not without end", async () => {
    const long = "x".repeat(2_000);
    const body = { message: `${long}`, code: "NO\nWAY" };
    expect((await failed(body)).outcome).toBe(`answered 400 NO WAY: ${long}`);
    expect((await failed({ ...body, message: `${long}y` })).outcome).toBe(
      `answered 400 NO WAY: ${long}… (2001 characters)`,
    );
    const secret = await failed(
      { message: "cc_key and canary-text" },
      {},
      { ...get, secrets: ["canary-text"] },
    );
    expect(secret.outcome).toBe("answered 400: [secret] and [secret]");
  });

  test("of other types than documented is told without its words", async () => {
    for (const body of [null, 1, "text", [], { message: 1, code: {}, errors: "none", retryAfter: [] }]) {
      const error = await failed(body);
      expect([error.outcome, error.code, error.errors]).toEqual(["answered 400", undefined, []]);
    }
  });

  test("has an entry for each field, at most 100, whatever they hold", async () => {
    const errors = [
      { path: ["a", 0, "b"], message: "No", expected: "string", code: "c" },
      { path: ["a", {}, null], message: "No string", expected: "string" },
      { path: "a", message: 1, expected: {}, code: 2 },
      null,
      "text",
    ];
    const error = await failed({ code: "VALIDATION_ERROR", errors });
    expect(error.errors).toEqual([
      { path: "a.0.b", message: "No (expected string)", code: "c" },
      { path: "a..", message: "No string" },
      { path: "", message: "is not valid" },
      { path: "", message: "is not valid" },
      { path: "", message: "is not valid" },
    ]);
    const many = await failed({ code: "VALIDATION_ERROR", errors: new Array(101).fill({ message: "No" }) });
    expect(many.errors).toHaveLength(100);
  });

  test("tells how long to wait: the longer of body and header, where they are a time at all", async () => {
    const wait = async (retryAfter: unknown, header?: string) => {
      const headers: Record<string, string> = header === undefined ? {} : { "retry-after": header };
      const error = await failure<ApiError & { retryAfter?: number }>(
        send(options, get, answering(429, JSON.stringify({ retryAfter }), headers).fetch),
      );
      return error.retryAfter;
    };
    expect([await wait(3), await wait("4"), await wait(0)]).toEqual([3, 4, 0]);
    expect([await wait(3, "5"), await wait(6, "5"), await wait(undefined, "7")]).toEqual([5, 6, 7]);
    expect([
      await wait(-1),
      await wait(null),
      await wait(true),
      await wait([5]),
      await wait({}, "soon"),
    ]).toEqual(new Array(5).fill(undefined));
    expect(await wait(undefined, "Wed, 21 Oct 2015 07:28:00 GMT")).toBe(0);
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    expect(await wait(undefined, inAnHour)).toBeGreaterThan(3_590);
    expect(await wait(undefined, inAnHour)).toBeLessThanOrEqual(3_600);
  });
});

describe("a request without a response", () => {
  test("may have arrived, unless the very connection failed", async () => {
    const error = (more: object) => Object.assign(new Error("broken"), more);
    const arrived = async (more: object) =>
      ((await lost(error(more))) as RequestError & { mayHaveArrived: boolean }).mayHaveArrived;
    expect(await arrived({ code: "ECONNREFUSED", syscall: "connect" })).toBe(false);
    expect(await arrived({ code: "ENOTFOUND", erroredSysCall: "getaddrinfo" })).toBe(false);
    expect(await arrived({ code: "ETIMEDOUT", syscall: "read" })).toBe(true);
    expect(await arrived({ code: "ECONNRESET", syscall: "connect", erroredSysCall: "read" })).toBe(true);
    expect(await arrived({})).toBe(true);
  });

  test("is told by its code, or else by what was thrown: masked and on one line", async () => {
    expect((await lost(Object.assign(new Error("x"), { code: "EPIPE" }))).outcome).toBe(
      "the connection failed (EPIPE)",
    );
    expect((await lost(new Error("cc_key\nbroke"))).outcome).toBe("the connection failed ([secret] broke)");
    expect((await lost("text")).outcome).toBe("the connection failed (text)");
  });

  test("for want of trust is not tried again, and was not sent", async () => {
    for (const code of [
      "CERT_HAS_EXPIRED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "HOSTNAME_MISMATCH",
    ])
      expect(await lost(Object.assign(new Error("x"), { code }))).toMatchObject({
        name: "ConnectionError",
        permanent: true,
        mayHaveArrived: false,
      });
    expect(await lost(Object.assign(new Error("x"), { code: "ERR_CERT_" }))).toMatchObject({
      permanent: false,
      mayHaveArrived: true,
    });
  });

  test("within the time limit is told as that", async () => {
    const never: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () =>
          reject(Object.assign(new Error("aborted"), { code: "EPIPE" })),
        ),
      );
    const error = await failure(send({ ...options, timeoutSeconds: 0.01 }, get, never));
    expect([error.name, error.outcome]).toEqual([
      "TimeoutError",
      "no complete response within 0.01 s (carecycle:timeoutSeconds)",
    ]);
  });
});
