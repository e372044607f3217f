// Every fault of the emulator against GET, PATCH and POST, over real HTTP: what is sent, answered and stored.
import {
  CareCycleClient,
  type CareCycleClientOptions,
  type LiveTransferConfig,
} from "../../provider/api/client";
import { DEFAULT_CLIENT_ID, type Emulator, type Fault, startEmulator } from "../emulator";
import { skippingClock } from "./clock";
import { before, body, id, type Method, matrix } from "./faultMatrix";

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: Partial<CareCycleClientOptions> = {}): Promise<CareCycleClient> {
  emulator = await startEmulator({ seed: [{ id, ...before }] });
  return new CareCycleClient({
    apiKey: "cc_test_key",
    baseUrl: emulator.url,
    timeoutSeconds: 10,
    clock: skippingClock(),
    ...options,
  });
}
const calls: Record<Method, (client: CareCycleClient) => Promise<LiveTransferConfig>> = {
  GET: (client) => client.getTransferConfig(id),
  PATCH: (client) => client.updateTransferConfig(id, body),
  POST: (client) => client.createTransferConfig(body),
};
const wire = () =>
  emulator.requests.map(({ status, outcome }) => (outcome === "answered" ? `${status}` : outcome)).join(" ");
/** The wire as it is once the emulator has noticed that clients hung up. */
async function settledWire(expected: string): Promise<string> {
  for (let i = 0; i < 100 && wire() !== expected; i++) await new Promise((wake) => setTimeout(wake, 10));
  return wire();
}

const cases = Object.values(matrix)
  .flat()
  .flatMap((row) => (["GET", "PATCH", "POST"] as const).map((method) => ({ method, row })));

test.each(
  cases.map(({ method, row }) => {
    const { wire, error } = row[method];
    const title = `${method} under ${JSON.stringify(row.fault)}: ${wire}, ${error ?? "converged"}`;
    return { title, method, fault: row.fault, expected: row[method] };
  }),
)("$title", async ({ method, fault, expected }) => {
  const client = await start(fault.kind === "delay" && fault.ms > 1_000 ? { timeoutSeconds: 0.4 } : {});
  emulator.faults.add({ method, fault });
  const result = await calls[method](client).catch((error: Error) => error);
  const wanted = method === "GET" ? before : body;

  expect(await settledWire(expected.wire)).toBe(expected.wire);
  expect(new Set(emulator.requests.map((request) => request.method))).toEqual(new Set([method]));
  if (method !== "GET") {
    for (const request of emulator.requests) expect(request.body).toEqual(body);
  }
  if (expected.error) expect(result).toMatchObject({ name: expected.error });
  else expect(result).toMatchObject({ ...wanted, clientId: DEFAULT_CLIENT_ID, ...expected.answer });

  const seeded = emulator.get(id);
  if (method !== "POST") {
    expect(emulator.list()).toHaveLength(1);
    expect(seeded).toMatchObject({ ...(expected.stored === null ? before : wanted), ...expected.stored });
    expect(seeded?.clientId).toBe(DEFAULT_CLIENT_ID);
    return;
  }
  const created = emulator.list().filter((config) => config.id !== id);
  expect(created).toHaveLength(expected.stored === null ? 0 : 1);
  expect(created).toMatchObject(expected.stored === null ? [] : [{ ...body, ...expected.stored }]);
});

describe("faults that go on", () => {
  const kinds: [string, Fault][] = [
    ["503", { kind: "status", status: 503 }],
    ["truncated", { kind: "truncated" }],
    ["reset-before", { kind: "reset-before" }],
    ["reset-after-commit", { kind: "reset-after-commit" }],
  ];
  test.each(kinds)("five times %s: the sixth request converges", async (first, fault) => {
    for (const method of ["GET", "PATCH"] as const) {
      const client = await start();
      emulator.faults.add({ method, nth: [1, 2, 3, 4, 5], fault });
      expect(await calls[method](client)).toMatchObject(method === "GET" ? before : body);
      expect(wire()).toBe(`${`${first} `.repeat(5)}200`);
      await emulator.close();
    }
  });

  test.each(kinds)("%s for good: six requests, and the error of the last", async (first, fault) => {
    for (const method of ["GET", "PATCH"] as const) {
      const client = await start();
      emulator.faults.add({ method, nth: "every", fault });
      const name = fault.kind === "status" ? "ServerError" : "ConnectionError";
      await expect(calls[method](client)).rejects.toMatchObject({ name });
      expect(wire()).toBe(`${first} `.repeat(6).trim());
      await emulator.close();
    }
  });

  test("ten 429s, a lost answer and a 502 in a row end in one converged PATCH", async () => {
    const client = await start();
    const limit = { kind: "rate-limit", via: "body", seconds: 1 } as const;
    emulator.faults.add({ method: "PATCH", nth: [1, 2, 3, 4, 5, 7, 8, 9, 10, 11], fault: limit });
    emulator.faults.add({ method: "PATCH", nth: 6, fault: { kind: "reset-after-commit" } });
    emulator.faults.add({ method: "PATCH", nth: 12, fault: { kind: "status", status: 502 } });
    expect(await client.updateTransferConfig(id, body)).toMatchObject(body);
    expect(wire()).toBe("429 429 429 429 429 reset-after-commit 429 429 429 429 429 502 200");
  });

  test("a POST that met ten 429s is sent until it is taken, and then no more", async () => {
    const client = await start();
    const limit = { kind: "rate-limit", via: "both", seconds: 1 } as const;
    emulator.faults.add({ method: "POST", nth: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], fault: limit });
    emulator.faults.add({ method: "POST", nth: 11, fault: { kind: "reset-after-commit" } });
    await expect(client.createTransferConfig(body)).rejects.toMatchObject({ name: "AmbiguousCreateError" });
    expect(wire()).toBe(`${"429 ".repeat(10)}reset-after-commit`);
    expect(emulator.list().map(({ name }) => name)).toEqual(["Sales", "New"]);
  });
});

describe("a POST of which nothing was sent", () => {
  test("is sent again once the server is there, and creates one config", async () => {
    const nodeFetch = (await import("node-fetch")).default;
    let refusals = 0;
    const client = await start({
      fetch: async (url, init) => {
        try {
          return await nodeFetch(url, init);
        } catch (error) {
          expect(error).toMatchObject({ code: "ECONNREFUSED" });
          if (++refusals === 2) emulator = await startEmulator({ port: emulator.port });
          throw error;
        }
      },
    });
    await emulator.close();
    expect(await client.createTransferConfig(body)).toMatchObject(body);
    expect([refusals, wire(), emulator.list().length]).toEqual([2, "201", 1]);
  });

  const failing = (error: object) => {
    const attempts: string[] = [];
    const fetch: CareCycleClientOptions["fetch"] = (_, init) => {
      attempts.push(init.method);
      return Promise.reject(Object.assign(new Error("no way"), error));
    };
    return { attempts, fetch };
  };
  const codes = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNRESET"];

  test.each([
    ...[...codes, "EACCES"].map((code) => ({ code, syscall: "connect" })),
    ...["ENOTFOUND", "EAI_AGAIN"].map((code) => ({ code, erroredSysCall: "getaddrinfo" })),
  ])("for good (%j) ends after six attempts in an error that speaks of no config", async (failure) => {
    const { attempts, fetch } = failing(failure);
    const client = await start({ fetch });
    const error = await client.createTransferConfig(body).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "ConnectionError", mayHaveArrived: false });
    expect((error as Error).message).toBe(
      `POST /v2/campaigns/transfer-configs: the connection failed (${failure.code}). Check the network, the proxy and carecycle:baseUrl.`,
    );
    expect(attempts).toHaveLength(6);
  });

  test.each(
    codes.flatMap((code) => [{ code }, { code, syscall: "read" }, { code, erroredSysCall: "write" }]),
  )("is not proven by %j, which can come after the request: it is sent once", async (failure) => {
    const { attempts, fetch } = failing(failure);
    const client = await start({ fetch });
    await expect(client.createTransferConfig(body)).rejects.toMatchObject({ name: "AmbiguousCreateError" });
    expect(attempts).toEqual(["POST"]);
  });
});
