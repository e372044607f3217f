// Each error response becomes the error of its kind, which names the request, its outcome and what to do.
import { CareCycleError, ConnectionError, RequestError } from "../../provider/api/errors";
import { clientOf, closeServers, id, path, type Reply, serve, type TestServer } from "./server";

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(closeServers);

type ThrownError = Error & { [member: string]: unknown };

async function patchError(...replies: Reply[]): Promise<ThrownError> {
  server.answer(...replies);
  return clientOf(server)
    .updateTransferConfig(id, { name: "x" })
    .then(
      () => Promise.reject(new Error("nothing was thrown")),
      (error) => error,
    );
}
const page = (status: number): Reply => ({
  status,
  headers: { "content-type": "text/html" },
  body: "<h1>No</h1>",
});
const failure = (status: number, code?: string, more: object = {}): Reply => ({
  status,
  body: { message: "Not so", ...(code && { code }), ...more },
});
const advice = {
  key: "Set a valid key: pulumi config set --secret carecycle:apiKey",
  access: "Give the key access to transfer configs, or use another key (carecycle:apiKey).",
  missing:
    "Check the id, and that the key belongs to the account that holds it: under another account's key every id answers 404.",
  notOurs: "This isn't the API's own NOT_FOUND: check carecycle:baseUrl.",
  later: "The error is on the API's side: run again later.",
  redirect:
    "Redirects are not followed, because the API key would go with them: set carecycle:baseUrl to the final address.",
};

describe("the kind follows from status and code", () => {
  const table: [title: string, Reply, name: string, outcome: string, advice: string, requests: number][] = [
    ["401", failure(401, "UNAUTHORIZED"), "AuthenticationError", "401 UNAUTHORIZED: Not so", advice.key, 1],
    ["401 HTML", page(401), "AuthenticationError", "401", advice.key, 1],
    [
      "400 by code",
      failure(400, "UNAUTHORIZED"),
      "AuthenticationError",
      "400 UNAUTHORIZED: Not so",
      advice.key,
      1,
    ],
    ["403", failure(403, "FORBIDDEN"), "PermissionError", "403 FORBIDDEN: Not so", advice.access, 1],
    ["404 NOT_FOUND", failure(404, "NOT_FOUND"), "NotFoundError", "404 NOT_FOUND: Not so", advice.missing, 1],
    ["404 HTML", page(404), "ApiError", "404", advice.notOurs, 1],
    ["404 without a code", failure(404), "ApiError", "404: Not so", advice.notOurs, 1],
    ["404 of another code", failure(404, "NO_ROUTE"), "ApiError", "404 NO_ROUTE: Not so", advice.notOurs, 1],
    ["300", { status: 300, headers: { location: "/x" } }, "ApiError", "300", advice.redirect, 1],
    ["301", { status: 301, headers: { location: "/x" } }, "ApiError", "301", advice.redirect, 1],
    ["400", failure(400, "BAD"), "ApiError", "400 BAD: Not so", "", 1],
    ["409", failure(409, "CONFLICT"), "ApiError", "409 CONFLICT: Not so", "", 1],
    ["500", failure(500, "INTERNAL_ERROR"), "ServerError", "500 INTERNAL_ERROR: Not so", advice.later, 6],
    ["502 HTML", page(502), "ServerError", "502", advice.later, 6],
    [
      "503 with a code of ours",
      failure(503, "NOT_FOUND"),
      "ServerError",
      "503 NOT_FOUND: Not so",
      advice.later,
      6,
    ],
    ["501", failure(501), "ServerError", "501: Not so", advice.later, 1],
  ];
  test.each(table)("%s", async (_, reply, name, outcome, next, requests) => {
    const error = await patchError(reply);
    expect(error.name).toBe(name);
    expect(error.message).toBe(`PATCH ${path}: answered ${outcome}. ${next}`.trimEnd());
    expect(error.status).toBe(reply.status);
    expect(error.request).toEqual({ method: "PATCH", path });
    expect(error.outcome).toBe(`answered ${outcome}`);
    expect(server.received).toHaveLength(requests);
  });

  test("a sentence that ends in a full stop gets no second one", async () => {
    const error = await patchError({ status: 409, body: { message: "Gone?", code: "X" } });
    expect(error.message).toBe(`PATCH ${path}: answered 409 X: Gone?`);
  });
});

describe("a VALIDATION_ERROR", () => {
  const errors = [
    { path: ["name"], message: "Too short", expected: "string", received: "", code: "too_small" },
    { path: ["dynamicOptions", "successConditions", 0, "field"], message: "Required, expected string" },
    { path: [], message: "Unknown key", code: "unrecognized_keys", expected: "string" },
    { expected: "object" },
    null,
  ];

  test.each([400, 422])("with the status %d has one line an entry, and each as data", async (status) => {
    const error = await patchError(failure(status, "VALIDATION_ERROR", { errors }));
    expect(error.message).toBe(
      [
        `PATCH ${path}: answered ${status} VALIDATION_ERROR: Not so. Nothing was changed. Fix these and run again:`,
        "  name: Too short (expected string)",
        "  dynamicOptions.successConditions.0.field: Required, expected string",
        "  (body): Unknown key (expected string)",
        "  (body): is not valid (expected object)",
        "  (body): is not valid",
      ].join("\n"),
    );
    expect(error.errors).toEqual([
      { path: "name", message: "Too short (expected string)", code: "too_small" },
      { path: "dynamicOptions.successConditions.0.field", message: "Required, expected string" },
      { path: "", message: "Unknown key (expected string)", code: "unrecognized_keys" },
      { path: "", message: "is not valid (expected object)" },
      { path: "", message: "is not valid" },
    ]);
    expect(server.received).toHaveLength(1);
  });

  test("that names no field says so", async () => {
    const error = await patchError({ status: 422 });
    expect(error.name).toBe("ValidationError");
    expect(error.message).toBe(
      `PATCH ${path}: answered 422. Nothing was changed. Fix these and run again: (the API named no field)`,
    );
  });
});

test("only of a PATCH or a DELETE that may have arrived is it said that running again is safe", () => {
  const said = "It isn't known whether it was carried out; running again is safe.";
  for (const method of ["GET", "POST", "PATCH", "DELETE"])
    for (const mayHaveArrived of [true, false]) {
      const { message } = new ConnectionError({ method, path }, "the connection failed", mayHaveArrived);
      expect([method, mayHaveArrived, message.includes(said)]).toEqual([
        method,
        mayHaveArrived,
        mayHaveArrived && (method === "PATCH" || method === "DELETE"),
      ]);
    }
});

test("an error of no other kind has the name of its class, and no entries where the API sent none", async () => {
  expect(new CareCycleError("x").name).toBe("CareCycleError");
  expect(new RequestError({ method: "GET", path }, "x", "y").name).toBe("RequestError");
  const error = await patchError(failure(422, "VALIDATION_ERROR"));
  expect(error.errors).toEqual([]);
  expect(error.message).not.toContain("\n");
});

test("an error's message is fit to print, whatever it was made of", () => {
  const error = new CareCycleError("of client \n::error::so\u001b[2K ##[error]", { cause: "C" });
  expect(error.message).toBe("of client \n: :error::so\ufffd[2K # #[error]");
  expect(error.cause).toBe("C");
});

test("what the API says stays in its line: it commands neither terminal nor log", async () => {
  const odd = "Not\r\n::error::so\u001b[2K\u202e";
  const errors = [{ path: ["a\nb", "c"], message: odd, expected: "x\u0007", code: "y\nz" }];
  const error = await patchError(failure(422, "VALIDATION_ERROR\n", { message: odd, errors }));
  expect(error.message).toBe(
    [
      `PATCH ${path}: answered 422 VALIDATION_ERROR : Not ::error::so\ufffd[2K\ufffd. Nothing was changed. Fix these and run again:`,
      "  a b.c: Not ::error::so\ufffd[2K\ufffd (expected x\ufffd)",
    ].join("\n"),
  );
  expect(error.errors).toEqual([
    { path: "a b.c", message: "Not ::error::so\ufffd[2K\ufffd (expected x\ufffd)", code: "y z" },
  ]);
});

describe("a 429", () => {
  const waits: [title: string, Reply, retryAfter: number | undefined][] = [
    ["the body", failure(429, "RATE_LIMIT_EXCEEDED", { retryAfter: 700 }), 700],
    ["the body, as text", failure(429, "RATE_LIMIT_EXCEEDED", { retryAfter: "700" }), 700],
    ["the header", { ...failure(429), headers: { "retry-after": "800" } }, 800],
    [
      "both, the header longer",
      { ...failure(429, "", { retryAfter: 1 }), headers: { "retry-after": "800" } },
      800,
    ],
    [
      "both, the body longer",
      { ...failure(429, "", { retryAfter: 700 }), headers: { "retry-after": "1" } },
      700,
    ],
    [
      "a header that is no time",
      { ...failure(429, "", { retryAfter: 700 }), headers: { "retry-after": "soon" } },
      700,
    ],
    ["an HTML page's header", { ...page(429), headers: { "retry-after": "800" } }, 800],
  ];
  test.each(waits)("tells the wait by %s", async (_, reply, retryAfter) => {
    const error = await patchError(reply);
    expect(error).toMatchObject({ name: "RateLimitError", status: 429, retryAfter });
    expect(error.message).toMatch(/Others use the same quota: lower carecycle:rateLimit/);
    expect(server.received).toHaveLength(1);
  });

  test("tells the wait by a date", async () => {
    const date = new Date(Date.now() + 900_000).toUTCString();
    const error = await patchError({ ...failure(429), headers: { "retry-after": date } });
    expect(error.retryAfter).toBeGreaterThan(890);
    expect(error.retryAfter).toBeLessThanOrEqual(900);
  });

  test.each([
    ["a date that has passed", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, {}],
    ["a negative number", { "retry-after": "-5" }, { retryAfter: -700 }],
    ["nonsense", { "retry-after": "soon" }, { retryAfter: "later" }],
    ["nothing", {}, {}],
  ])("with %s is tried again soon", async (_, headers, more) => {
    const limited = { ...failure(429, "RATE_LIMIT_EXCEEDED", more), headers };
    const error = await patchError(limited, limited, failure(409));
    expect(error.status).toBe(409);
    expect(server.received).toHaveLength(3);
  });
});
