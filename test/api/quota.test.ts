// The quota on a virtual clock: whatever arrives, however long it runs, the API never sees more than its limit.
import fc from "fast-check";
import { Quota, sharedQuota } from "../../provider/api/quota";
import { VirtualClock } from "./clock";

interface Arrival {
  readonly at: number;
  readonly write: boolean;
  readonly duration: number;
  readonly fails: boolean;
}
interface Plan {
  readonly limit: number;
  readonly windowMs: number;
  readonly arrivals: readonly Arrival[];
  readonly pauses: readonly { at: number; ms: number }[];
  readonly early: number;
}
interface Span {
  readonly start: number;
  readonly end: number;
}

const plans: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 2_000 }).chain((windowMs) => {
  const times = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 * windowMs }));
  const durations = fc.oneof(
    fc.constantFrom(0, 1, windowMs - 1, windowMs, windowMs + 1),
    fc.integer({ min: 0, max: 3 * windowMs }),
  );
  return fc.record({
    limit: fc.integer({ min: 1, max: 6 }),
    windowMs: fc.constant(windowMs),
    arrivals: fc.array(
      fc.record({ at: times, write: fc.boolean(), duration: durations, fails: fc.boolean() }),
      { maxLength: 40 },
    ),
    pauses: fc.array(fc.record({ at: times, ms: fc.integer({ min: 0, max: 2 * windowMs }) }), {
      maxLength: 4,
    }),
    early: fc.constantFrom(0, 0.5, 0.999),
  });
});

/** The most requests that one half-open window can hold, wherever between start and end each of them arrives. */
function worstWindow(spans: readonly Span[], windowMs: number): number {
  // A window can be moved on until it begins at an end without losing a request.
  const counts = spans.map(({ end: from }) => {
    return spans.filter(({ start, end }) => start < from + windowMs && end >= from).length;
  });
  return Math.max(0, ...counts);
}

/** Plays a plan; throws at a start that is out of turn or within a pause. */
async function play({ limit, windowMs, arrivals, pauses, early }: Plan) {
  const clock = new VirtualClock(early);
  const quota = new Quota({ limit, windowMs, clock });
  const spans: Span[] = [];
  const results: string[] = [];
  const waiting: { index: number; write: boolean; number: number }[] = [];
  let pausedUntil = 0;

  const request = async ({ write, duration, fails }: Arrival, index: number): Promise<void> => {
    const ticket = quota.ticket(write);
    const place = { index, write, number: ticket.number };
    waiting.push(place);
    const ended = quota.run(ticket, async () => {
      waiting.splice(waiting.indexOf(place), 1);
      const start = clock.now();
      if (start < pausedUntil) throw new Error(`request ${index} started within a pause`);
      const passed = waiting.filter((w) => (w.write === write ? w.number < ticket.number : w.write));
      if (passed.length > 0) throw new Error(`request ${index} started before its turn`);
      await clock.sleep(duration);
      spans.push({ start, end: clock.now() });
      if (fails) throw new Error("failed as planned");
      return index;
    });
    results[index] = await ended.then(
      (value) => `${value}`,
      (error: Error) => error.message,
    );
  };
  for (const [index, arrival] of arrivals.entries()) clock.timer(arrival.at, () => request(arrival, index));
  for (const { at, ms } of pauses) {
    clock.timer(at, () => {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      quota.pause(ms);
    });
  }
  await clock.run();
  return { spans, results };
}

describe("for any arrivals, durations, failures and pauses", () => {
  test("no window holds more than the limit, all run once, writes first, each kind in order", async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { spans, results } = await play(plan);
        expect(results).toEqual(plan.arrivals.map(({ fails }, i) => (fails ? "failed as planned" : `${i}`)));
        expect(worstWindow(spans, plan.windowMs)).toBeLessThanOrEqual(plan.limit);
        const starts = spans.map(({ start }) => ({ start, end: start }));
        expect(worstWindow(starts, plan.windowMs)).toBeLessThanOrEqual(plan.limit);
      }),
      { numRuns: 400 },
    );
  });

  test("a burst up to the limit goes at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.nat(), async (limit, some) => {
        const arrival = { at: 0, write: some % 2 === 0, duration: some % 5_000, fails: false };
        const arrivals = Array(1 + (some % limit)).fill(arrival);
        const { spans } = await play({ limit, windowMs: 60_000, arrivals, pauses: [], early: 0 });
        expect(new Set(spans.map(({ start }) => start))).toEqual(new Set([0]));
      }),
    );
  });
});

describe("literally", () => {
  const at = (time: number, more: Partial<Arrival> = {}): Arrival => ({
    at: time,
    write: true,
    duration: 0,
    fails: false,
    ...more,
  });
  const startsOf = async (arrivals: Arrival[], pauses: Plan["pauses"] = [], limit = 3) =>
    (await play({ limit, windowMs: 1_000, arrivals, pauses, early: 0 })).spans.map(({ start }) => start);

  test("three a second: the fourth starts a window after the first, and no later", async () => {
    expect(await startsOf(Array(7).fill(at(0)))).toEqual([0, 0, 0, 1001, 1001, 1001, 2002]);
  });

  test("a place is free a window after its request ended, not after it started", async () => {
    expect(await startsOf([at(0, { duration: 300 }), at(0)], [], 1)).toEqual([0, 1301]);
  });

  test("an attempt that outlasts the window holds its place until a window after its end", async () => {
    expect(await startsOf([at(0, { duration: 5_000 }), at(10)], [], 1)).toEqual([0, 6001]);
  });

  test("a failed attempt counts like any other", async () => {
    expect(await startsOf([at(0, { fails: true }), at(0)], [], 1)).toEqual([0, 1001]);
  });

  test("a pause holds everything back, and a shorter one later does not cut it short", async () => {
    const pauses = [
      { at: 0, ms: 9_000 },
      { at: 5_000, ms: 100 },
    ];
    expect(await startsOf([at(1), at(2), at(8_000)], pauses)).toEqual([9001, 9001, 9001]);
  });

  test("the clients of one key and URL share one quota, at the stricter settings", async () => {
    const clock = new VirtualClock();
    const quota = sharedQuota("key", "url", { limit: 4, windowMs: 1_000, clock });
    expect(sharedQuota("key", "url", { limit: 2, windowMs: 500, clock })).toBe(quota);
    expect(sharedQuota("key", "other", { limit: 2, windowMs: 500, clock })).not.toBe(quota);
    const starts: number[] = [];
    for (let i = 0; i < 5; i++) void quota.run(quota.ticket(true), async () => starts.push(clock.now()));
    await clock.run();
    expect(starts).toEqual([0, 0, 1001, 1001, 2002]);
  });
});

describe("notices", () => {
  test("say how many wait and for how long: the first after 5 s, the next every 10 s", async () => {
    const clock = new VirtualClock();
    const lines: string[] = [];
    const notify = (line: string) => lines.push(`${clock.now() / 1000} s: ${line}`);
    const quota = new Quota({ limit: 60, windowMs: 60_000, clock, notify });
    for (let i = 0; i < 121; i++) void quota.run(quota.ticket(true), async () => undefined);
    await clock.run(4_999);
    expect(lines).toEqual([]);
    await clock.run();
    expect(lines).toEqual([
      "5 s: 61 requests waiting for the API's quota, about 116 s to go",
      "15 s: 61 requests waiting for the API's quota, about 106 s to go",
      "25 s: 61 requests waiting for the API's quota, about 96 s to go",
      "35 s: 61 requests waiting for the API's quota, about 86 s to go",
      "45 s: 61 requests waiting for the API's quota, about 76 s to go",
      "55 s: 61 requests waiting for the API's quota, about 66 s to go",
      "65 s: 1 request waiting for the API's quota, about 56 s to go",
      "75 s: 1 request waiting for the API's quota, about 46 s to go",
      "85 s: 1 request waiting for the API's quota, about 36 s to go",
      "95 s: 1 request waiting for the API's quota, about 26 s to go",
      "105 s: 1 request waiting for the API's quota, about 16 s to go",
      "115 s: 1 request waiting for the API's quota, about 6 s to go",
    ]);
  });

  test("a client that joins the quota is told, if none before it asked to be", async () => {
    const clock = new VirtualClock();
    const lines: string[] = [];
    const quota = sharedQuota("silent", "url", { limit: 1, windowMs: 6_000, clock });
    sharedQuota("silent", "url", { limit: 1, windowMs: 6_000, clock, notify: (line) => lines.push(line) });
    for (let i = 0; i < 2; i++) void quota.run(quota.ticket(true), async () => undefined);
    await clock.run();
    expect(lines).toEqual(["1 request waiting for the API's quota, about 2 s to go"]);
  });

  test("none unless a request waits over 5 s, at most one in 10 s, and none is missing", async () => {
    const arrivals = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 90_000 }), duration: fc.nat(8_000) }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 30_000 }),
        arrivals,
        async (limit, windowMs, plan) => {
          const clock = new VirtualClock();
          const waits: { from: number; to: number }[] = [];
          const waiting = new Map<number, number>();
          const notices: number[] = [];
          const notify = (line: string) => {
            const [count, noun] = line.split(" ");
            expect(count).toBe(`${waiting.size}`);
            expect(noun).toBe(waiting.size === 1 ? "request" : "requests");
            expect(line).toMatch(/^\d+ requests? waiting for the API's quota, about \d+ s to go$/);
            expect(clock.now() - Math.min(...waiting.values())).toBeGreaterThanOrEqual(5_000);
            notices.push(clock.now());
          };
          const quota = new Quota({ limit, windowMs, clock, notify });
          for (const [index, { at, duration }] of plan.entries()) {
            clock.timer(at, () => {
              const from = clock.now();
              waiting.set(index, from);
              void quota.run(quota.ticket(false), () => {
                waiting.delete(index);
                waits.push({ from, to: clock.now() });
                return clock.sleep(duration);
              });
            });
          }
          await clock.run();
          for (const [i, at] of notices.slice(1).entries()) {
            expect(at - (notices[i] ?? 0)).toBeGreaterThanOrEqual(10_000);
          }
          for (const { from, to } of waits.filter((w) => w.to - w.from > 15_001)) {
            expect(notices.some((at) => at >= from && at <= to)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
