// Every fault over real HTTP: what the client sees, what is on the socket, and what is stored afterwards.
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, COLLECTION, call, SALES } from "./call";
import { DEFAULT_CLIENT_ID, type Emulator, type Fault, type FaultSpec, startEmulator } from "./index";
import { readSeed } from "./seedFile";

const PATH = `${COLLECTION}/${SALES}`;
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ seed: readSeed(`${__dirname}/seed.json`) });
});
afterEach(() => emulator.close());

const patch = (body: unknown, options?: Call) => call(emulator.url, "PATCH", PATH, { body, ...options });
/** A PATCH of the name that meets `fault`. */
const patchUnder = (fault: Fault, options?: Call) => {
  emulator.faults.add({ method: "PATCH", fault });
  return patch({ name: "New" }, options);
};
const stored = () => emulator.get(SALES)?.name;
const outcome = () => emulator.requests.at(-1)?.outcome;

describe("which requests are hit", () => {
  const status = async (method = "GET", path = PATH) => (await call(emulator.url, method, path)).status;
  const fault = { kind: "status", status: 503 } as const;

  test("the n-th of a method, counted from when the fault is added", async () => {
    await status();
    emulator.faults.add({ method: "GET", nth: [1, 3], fault });
    await patch({});
    expect([await status(), await status(), await status(), await status()]).toEqual([503, 200, 503, 200]);
  });

  test("every one, of one id, until cleared", async () => {
    emulator.faults.add({ method: "ANY", nth: "every", id: SALES, fault });
    const other = `${COLLECTION}/6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa`;
    expect([await status(), await status("GET", other), await status()]).toEqual([503, 200, 503]);
    emulator.faults.clear();
    expect(await status()).toBe(200);
  });

  test("a fault that is not understood throws", () => {
    expect(() =>
      emulator.faults.add({ method: "GET", fault: { kind: "reset" } } as unknown as FaultSpec),
    ).toThrow(/kind/);
  });
});

describe("answers instead of handling", () => {
  test("rate-limit tells the wait in the body, the header, as a date, or both", async () => {
    const seen: unknown[] = [];
    for (const via of ["body", "header", "both"] as const) {
      const { status, json, headers } = await patchUnder({ kind: "rate-limit", via, seconds: 2 });
      seen.push([status, json.code, json.retryAfter, headers["retry-after"]]);
    }
    const code = "RATE_LIMIT_EXCEEDED";
    expect(seen).toEqual([
      [429, code, 2, undefined],
      [429, code, undefined, "2"],
      [429, code, 2, "2"],
    ]);
    const dated = await patchUnder({ kind: "rate-limit", via: "header-date", seconds: 2 });
    const wait = Date.parse(dated.headers["retry-after"] ?? "") - Date.now();
    expect(wait).toBeGreaterThan(1500);
    expect(wait).toBeLessThanOrEqual(3000);
    expect([stored(), emulator.throttled()]).toEqual(["Sales floor", 0]);
  });

  test("status answers JSON or HTML, and commits only when told to", async () => {
    const json = await patchUnder({ kind: "status", status: 500 });
    expect([json.status, json.json.code]).toEqual([500, "INTERNAL_ERROR"]);
    const html = await patchUnder({ kind: "status", status: 502 });
    expect([html.status, html.headers["content-type"]]).toEqual([502, "text/html; charset=utf-8"]);
    expect(html.text).toContain("<html>");
    expect((await patchUnder({ kind: "status", status: 503, html: true })).json).toBeUndefined();
    expect((await patchUnder({ kind: "status", status: 403 })).json.code).toBe("FORBIDDEN");
    expect(stored()).toBe("Sales floor");
    expect((await patchUnder({ kind: "status", status: 504, committed: true })).status).toBe(504);
    expect(stored()).toBe("New");
  });

  test("a scripted answer does not outrank a wrong key", async () => {
    expect((await patchUnder({ kind: "status", status: 500 }, { key: null })).status).toBe(401);
  });
});

describe("answers that cannot be used, after the commit", () => {
  test("truncated announces all and sends half", async () => {
    const answer = await patchUnder({ kind: "truncated" });
    expect([answer.status, answer.complete, outcome()]).toEqual([200, false, "truncated"]);
    expect(answer.text.length).toBe(Number(answer.headers["content-length"]) >> 1);
    expect(stored()).toBe("New");
  });

  test("truncated-json is complete HTTP with half of the JSON", async () => {
    const answer = await patchUnder({ kind: "truncated-json" });
    expect([answer.status, answer.complete, answer.json]).toEqual([200, true, undefined]);
    expect(answer.text).toMatch(/^\{"transferConfig"/);
    expect(stored()).toBe("New");
  });

  test("non-json is a page, wrong-shape has no transferConfig", async () => {
    const page = await patchUnder({ kind: "non-json" });
    expect([page.status, page.headers["content-type"], page.json]).toEqual([
      200,
      "text/html; charset=utf-8",
      undefined,
    ]);
    expect(stored()).toBe("New");
    const shape = await patchUnder({ kind: "wrong-shape" });
    expect([shape.status, shape.json]).toEqual([200, { ok: true }]);
  });

  test("other-client shows another clientId and stores none", async () => {
    const answer = await patchUnder({ kind: "other-client", clientId: "other" });
    expect(answer.transferConfig).toMatchObject({ clientId: "other", name: "New" });
    expect(emulator.get(SALES)?.clientId).toBe(DEFAULT_CLIENT_ID);
  });

  test("an answer that went wrong anyway is left as it is", async () => {
    emulator.faults.add({ method: "PATCH", fault: { kind: "non-json" } });
    expect((await patch({ name: 1 })).json.code).toBe("VALIDATION_ERROR");
  });
});

describe("connections", () => {
  test("reset-before commits nothing, reset-after-commit does, both are in the log with their body", async () => {
    await expect(patchUnder({ kind: "reset-before" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect([stored(), outcome()]).toEqual(["Sales floor", "reset-before"]);
    await expect(patchUnder({ kind: "reset-after-commit" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(stored()).toBe("New");
    expect(emulator.requests.at(-1)).toMatchObject({
      outcome: "reset-after-commit",
      status: null,
      body: { name: "New" },
    });
  });

  test("a kept-alive connection is reused, and replaced after a cut", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let opened = 0;
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (...args) => {
      opened += 1;
      return connect(...args);
    };
    for (const name of ["A", "B", "C"]) expect((await patch({ name }, { agent })).status).toBe(200);
    await patchUnder({ kind: "delay", ms: 5, part: "body" }, { agent });
    expect(opened).toBe(1);
    await expect(patchUnder({ kind: "reset-before" }, { agent })).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    expect((await patchUnder({ kind: "truncated" }, { agent })).complete).toBe(false);
    expect((await patch({ name: "D" }, { agent })).transferConfig.name).toBe("D");
    expect(opened).toBe(3);
    agent.destroy();
  });

  test("delay keeps back the headers, or half of the body", async () => {
    const headers = await patchUnder({ kind: "delay", ms: 120, part: "headers" });
    expect(headers.headersAfter).toBeGreaterThan(110);
    const body = await patchUnder({ kind: "delay", ms: 120, part: "body" });
    expect(body.headersAfter).toBeLessThan(110);
    expect(body.endAfter).toBeGreaterThan(110);
    expect([body.complete, body.transferConfig.name]).toEqual([true, "New"]);
  });

  test.each(["headers", "body"] as const)("a client that hangs up while %s wait is noticed", async (part) => {
    const call = patchUnder({ kind: "delay", ms: 60_000, part }, { signal: AbortSignal.timeout(80) });
    await call
      .then(({ complete }) => expect(complete).toBe(false))
      .catch(({ name }) => expect(name).toBe("AbortError"));
    await sleep(30);
    expect([outcome(), stored()]).toEqual(["client-gone", "New"]);
  });
});

describe("fields and other people", () => {
  test("ignore-field leaves the live value, within an object too", async () => {
    emulator.faults.add({ method: "PATCH", fault: { kind: "ignore-field", field: "name" } });
    const answer = await patch({ name: "New", sipUri: "sip:a" });
    expect(answer.transferConfig).toMatchObject({ name: "Sales floor", sipUri: "sip:a" });
    emulator.set(SALES, { dynamicOptions: { timeout: 1 } });
    const ignored = ["dynamicOptions.timeout", "dynamicOptions.method"];
    for (const field of ignored)
      emulator.faults.add({ method: "PATCH", fault: { kind: "ignore-field", field } });
    const inner = await patch({ dynamicOptions: { timeout: 2, method: "GET", pingUrl: "p" } });
    expect(inner.transferConfig.dynamicOptions).toEqual({ timeout: 1, pingUrl: "p" });
  });

  test("normalise-field stores another value than asked, when asked", async () => {
    const add = (field: string, to: unknown) =>
      emulator.faults.add({ method: "PATCH", nth: "every", fault: { kind: "normalise-field", field, to } });
    add("directPhoneNumber", "+1 555 0100");
    add("dynamicOptions.headers.a", "B");
    expect((await patch({ name: "New" })).transferConfig.directPhoneNumber).toBe("+15550100");
    const answer = await patch({ directPhoneNumber: "+15550199", dynamicOptions: { headers: { a: "b" } } });
    expect(answer.transferConfig).toMatchObject({
      directPhoneNumber: "+1 555 0100",
      dynamicOptions: { headers: { a: "B" } },
    });
  });

  test("POST obeys field faults as well", async () => {
    emulator.faults.add({ method: "POST", fault: { kind: "ignore-field", field: "sipUri" } });
    const answer = await call(emulator.url, "POST", COLLECTION, { body: { name: "N", sipUri: "sip:a" } });
    expect(answer.transferConfig).toMatchObject({ name: "N", sipUri: null });
  });

  test("edit-before lands before the request is handled", async () => {
    const answer = await patchUnder({
      kind: "edit-before",
      changes: { sipUri: "sip:edited", name: "Edited" },
    });
    expect(answer.transferConfig).toMatchObject({ name: "New", sipUri: "sip:edited" });
    emulator.faults.add({
      method: "GET",
      fault: { kind: "edit-before", id: SALES, changes: { type: "sip" } },
    });
    expect((await call(emulator.url, "GET", PATH)).transferConfig.type).toBe("sip");
  });
});
