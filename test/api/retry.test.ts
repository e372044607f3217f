// When a request is retried, for how long, and what waits meanwhile: on a virtual clock.
import fc from "fast-check";
import { apiError } from "../../provider/api/apiError";
import { ConnectionError, ResponseError, TimeoutError } from "../../provider/api/errors";
import { Quota } from "../../provider/api/quota";
import { backoffMs, pauseMs, retryDecision, withRetries } from "../../provider/api/retry";
import { VirtualClock } from "./clock";

const request = { method: "PATCH", path: "/x" };
const status = (code: number) => apiError(request, { status: code });
const limited = (retryAfter?: number) => apiError(request, { status: 429, retryAfter });

describe("timing functions", () => {
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test("a backoff is at least 0 and below both the cap and its doubling step", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fraction, (retry, random) => {
        const wait = backoffMs(retry, () => random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(20_000);
        expect(wait).toBeLessThanOrEqual(500 * 2 ** (retry - 1));
      }),
    );
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((retry) => backoffMs(retry, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 16000, 20000, 20000,
    ]);
    expect(backoffMs(5, () => 0)).toBe(0);
    expect(backoffMs(5, () => 0.25)).toBe(2000);
  });

  test("a pause is never shorter than announced, nor than a minimum that grows", () => {
    const seconds = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 2_000 }), (announced, refusals) => {
        const pause = pauseMs(announced, refusals);
        expect(pause).toBeGreaterThanOrEqual((announced ?? 0) * 1000);
        expect(pause).toBeGreaterThan(0);
        expect(pauseMs(announced, refusals + 1)).toBeGreaterThanOrEqual(pause);
      }),
    );
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((refusals) => pauseMs(0, refusals))).toEqual([
      50, 100, 200, 400, 800, 1600, 3200, 5000, 5000,
    ]);
    const waits = [pauseMs(undefined, 1), pauseMs(3, 1), pauseMs(0.06, 1), pauseMs(1, 7)];
    expect(waits).toEqual([50, 3000, 60, 3200]);
  });
});

describe("whether a failed attempt is followed by another", () => {
  const errors: [string, Error, get: string, patch: string, post: string, del: string][] = [
    ["429", limited(), "afterPause", "afterPause", "afterPause", "afterPause"],
    ["500", status(500), "afterBackoff", "afterBackoff", "never", "afterBackoff"],
    ["501", status(501), "never", "never", "never", "never"],
    ["502", status(502), "afterBackoff", "afterBackoff", "never", "afterBackoff"],
    ["503", status(503), "afterBackoff", "afterBackoff", "never", "afterBackoff"],
    ["504", status(504), "afterBackoff", "afterBackoff", "never", "afterBackoff"],
    ["302", status(302), "never", "never", "never", "never"],
    ["400", status(400), "never", "never", "never", "never"],
    ["401", status(401), "never", "never", "never", "never"],
    ["403", status(403), "never", "never", "never", "never"],
    ["404", status(404), "never", "never", "never", "never"],
    ["422", status(422), "never", "never", "never", "never"],
    [
      "cannot have arrived",
      new ConnectionError(request, "", false),
      "afterBackoff",
      "afterBackoff",
      "afterBackoff",
      "afterBackoff",
    ],
    [
      "may have arrived",
      new ConnectionError(request, "", true),
      "afterBackoff",
      "afterBackoff",
      "never",
      "afterBackoff",
    ],
    ["certificate", new ConnectionError(request, "", false, true), "never", "never", "never", "never"],
    ["timeout", new TimeoutError(request, 30), "afterBackoff", "afterBackoff", "never", "afterBackoff"],
    [
      "bad response",
      new ResponseError(request, 200, "cut"),
      "afterBackoff",
      "afterBackoff",
      "never",
      "afterBackoff",
    ],
    ["anything else", new TypeError("bug"), "never", "never", "never", "never"],
  ];
  test.each(errors)("%s", (_, error, ...expected) => {
    expect(["GET", "PATCH", "POST", "DELETE"].map((method) => retryDecision(method, error))).toEqual(
      expected,
    );
  });
});

/** Plays requests whose attempts throw what `fail` gives; tells when each attempt began and how each request ended. */
async function play(
  requests: { method: string; at?: number; fail: (attempt: number, now: number) => Error | undefined }[],
  settings: { limit?: number; windowMs?: number; attemptMs?: number; random?: () => number } = {},
) {
  const { limit = 1_000, windowMs = 1, attemptMs = 0, random = () => 1 } = settings;
  const clock = new VirtualClock();
  const quota = new Quota({ limit, windowMs, clock });
  const starts: [request: number, at: number][] = [];
  const ends: (Error | string)[] = [];
  for (const [index, { method, at = 0, fail }] of requests.entries()) {
    let attempts = 0;
    const attempt = async () => {
      starts.push([index, clock.now()]);
      if (attemptMs > 0) await clock.sleep(attemptMs);
      const error = fail(++attempts, clock.now());
      if (error) throw error;
      return "done";
    };
    clock.timer(at, async () => {
      ends[index] = await withRetries(method, attempt, { quota, clock, random }).catch((error) => error);
    });
  }
  await clock.run();
  return { starts, times: starts.map(([, at]) => at), ends };
}

describe("limits", () => {
  test("six attempts, with doubling backoffs between, then the last error", async () => {
    const errors: Error[] = [];
    const fail = () => errors[errors.push(status(503)) - 1];
    const { times, ends } = await play([{ method: "PATCH", fail }]);
    expect(times).toEqual([0, 500, 1500, 3500, 7500, 15500]);
    expect(ends[0]).toBe(errors[5]);
  });

  test("120 s in attempts and backoffs", async () => {
    const fail = () => new TimeoutError(request, 30);
    const { times } = await play([{ method: "GET", fail }], { attemptMs: 30_000, random: () => 0 });
    expect(times).toEqual([0, 30_000, 60_000, 90_000, 120_000]);
    const slower = await play([{ method: "GET", fail }], { attemptMs: 24_000 });
    expect(slower.times).toEqual([0, 24_500, 49_500, 75_500, 103_500]);
  });

  test("waiting for the quota is not counted as time", async () => {
    const fail = (attempt: number) => (attempt < 6 ? status(503) : undefined);
    const { times, ends } = await play([{ method: "GET", fail }], {
      limit: 1,
      windowMs: 100_000,
      random: () => 0,
    });
    expect(times).toEqual([0, 100_001, 200_002, 300_003, 400_004, 500_005]);
    expect(ends).toEqual(["done"]);
  });

  test("429s use up no attempts", async () => {
    const fail = (attempt: number) => [limited(1), status(503)][attempt % 2];
    const { times, ends } = await play([{ method: "GET", fail }], { random: () => 0 });
    expect(times).toHaveLength(11);
    expect(ends[0]).toMatchObject({ status: 503 });
    const rarely = await play([{ method: "POST", fail: (n) => (n <= 40 ? limited(10) : undefined) }]);
    expect(rarely.times).toHaveLength(41);
    expect(rarely.times[40]).toBe(400_040);
    expect(rarely.ends).toEqual(["done"]);
  });

  test("10 minutes of nothing but 429s", async () => {
    const { times, ends } = await play([{ method: "POST", fail: () => limited(60) }]);
    expect(times).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n * 60_001));
    expect(ends[0]).toMatchObject({ name: "RateLimitError", retryAfter: 60 });
  });

  test("a wait beyond 10 minutes is not begun", async () => {
    const { times, ends } = await play([{ method: "GET", fail: () => limited(601) }]);
    expect(times).toEqual([0]);
    expect(ends[0]).toMatchObject({ status: 429, retryAfter: 601 });
  });

  test("what cannot be tried again is thrown as it is, at once", async () => {
    const error = status(400);
    const { times, ends } = await play([{ method: "PATCH", fail: () => error }]);
    expect(times).toEqual([0]);
    expect(ends[0]).toBe(error);
  });
});

describe("a 429 holds back everything", () => {
  const once = (error: Error) => (attempt: number) => (attempt === 1 ? error : undefined);
  const fine = () => undefined;

  test("for as long as announced; then the refused request goes first again, before those that waited", async () => {
    const { starts } = await play(
      [
        { method: "GET", fail: once(limited(30)) },
        { method: "GET", fail: fine },
        { method: "GET", at: 5, fail: fine },
      ],
      { limit: 1, windowMs: 1_000 },
    );
    expect(starts).toEqual([
      [0, 0],
      [0, 30_001],
      [1, 31_002],
      [2, 32_003],
    ]);
  });

  test("also when its own request gives up", async () => {
    const refused = (_: number, now: number) => limited(now < 599_000 ? 599 : 20);
    const { starts, ends } = await play([
      { method: "GET", fail: refused },
      { method: "PATCH", at: 600_000, fail: fine },
    ]);
    expect(starts).toEqual([
      [0, 0],
      [0, 599_001],
      [1, 619_002],
    ]);
    expect(ends).toEqual([expect.objectContaining({ retryAfter: 20 }), "done"]);
  });

  test("a write that comes in the meantime goes before a refused read", async () => {
    const { starts } = await play(
      [
        { method: "GET", fail: once(limited(30)) },
        { method: "PATCH", at: 5, fail: fine },
      ],
      { limit: 1, windowMs: 1_000 },
    );
    expect(starts).toEqual([
      [0, 0],
      [1, 30_001],
      [0, 31_002],
    ]);
  });

  test("for any refusals, nothing starts between a 429 and the end of its wait, all end well, in order", async () => {
    const request = fc.record({
      method: fc.constantFrom("GET", "PATCH", "POST"),
      at: fc.nat(3_000),
      refusals: fc.array(fc.nat(20), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(0, 1, 700, 2_500),
        async (plan, limit, attemptMs) => {
          const pauses: [from: number, until: number][] = [];
          const requests = plan.map(({ method, at, refusals }) => ({
            method,
            at,
            fail: (attempt: number, now: number) => {
              const seconds = refusals[attempt - 1];
              if (seconds === undefined) return undefined;
              pauses.push([now, now + seconds * 1000]);
              return limited(seconds);
            },
          }));
          const { starts, ends } = await play(requests, { limit, windowMs: 1_000, attemptMs });
          expect(ends).toEqual(plan.map(() => "done"));
          expect(starts).toHaveLength(plan.reduce((sum, { refusals }) => sum + 1 + refusals.length, 0));
          for (const [, at] of starts) {
            // At the very moment of the 429, others may have started just before it.
            expect(pauses.filter(([from, until]) => at > from && at < until)).toEqual([]);
          }
          const last = plan.map((_, index) => starts.findLastIndex(([request]) => request === index));
          const reads = plan.flatMap(({ method, at }, i) => (method === "GET" && at === 0 ? [last[i]] : []));
          if (limit === 1) expect(reads).toEqual([...reads].sort((a = 0, b = 0) => a - b));
        },
      ),
      { numRuns: 200 },
    );
  });
});
