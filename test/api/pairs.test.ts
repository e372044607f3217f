// Several slots of the quota taken together, and the GET and PATCH that go in them: on a virtual clock.
import fc from "fast-check";
import { CareCycleClient, type CareCycleClientOptions } from "../../provider/api/client";
import { InterruptedError, Quota } from "../../provider/api/quota";
import { VirtualClock } from "./clock";
import { config, id } from "./server";

interface Task {
  readonly at: number;
  readonly write: boolean;
  readonly slots: number;
  /** Requests that the task sends, at most `slots`. */
  readonly sends: number;
  readonly duration: number;
}
interface Span {
  readonly task: number;
  readonly start: number;
  readonly end: number;
}

const tasks = fc.array(
  fc
    .record({
      at: fc.oneof(fc.constant(0), fc.nat(4_000)),
      write: fc.boolean(),
      slots: fc.integer({ min: 1, max: 3 }),
      sends: fc.nat(3),
      duration: fc.constantFrom(0, 1, 300, 1_000, 2_500),
    })
    .map((task) => ({ ...task, sends: Math.min(task.sends, task.slots) })),
  { maxLength: 25 },
);

async function play(plan: readonly Task[], limit: number) {
  const clock = new VirtualClock();
  const quota = new Quota({ limit, windowMs: 1_000, clock });
  const spans: Span[] = [];
  const begun: number[] = [];
  const ended: number[] = [];
  for (const [task, { at, write, slots, sends, duration }] of plan.entries()) {
    clock.timer(at, async () => {
      await quota.runTask(quota.ticket(write), slots, async (run) => {
        begun.push(task);
        for (let n = 0; n < sends; n++) {
          await run(async () => {
            const start = clock.now();
            await clock.sleep(duration);
            spans.push({ task, start, end: clock.now() });
          });
        }
      });
      ended.push(task);
    });
  }
  await clock.run();
  return { spans, begun, ended };
}

test("for any tasks, no window holds more than the limit, and each task ends", async () => {
  await fc.assert(
    fc.asyncProperty(tasks, fc.integer({ min: 1, max: 5 }), async (plan, limit) => {
      const { spans, ended } = await play(plan, limit);
      expect(ended).toHaveLength(plan.length);
      for (const { end: from } of spans) {
        expect(
          spans.filter(({ start, end }) => start < from + 1_000 && end >= from).length,
        ).toBeLessThanOrEqual(limit);
      }
    }),
    { numRuns: 300 },
  );
});

test("where the limit allows it, the requests of a task follow each other without a wait", async () => {
  await fc.assert(
    fc.asyncProperty(tasks, fc.integer({ min: 3, max: 5 }), async (plan, limit) => {
      const { spans } = await play(plan, limit);
      for (const task of plan.keys()) {
        const own = spans.filter((span) => span.task === task);
        for (const [i, span] of own.slice(1).entries()) expect(span.start).toBe(own[i]?.end);
      }
    }),
    { numRuns: 300 },
  );
});

test("those that wait together begin writes first, each kind in order, however many slots they take", async () => {
  await fc.assert(
    fc.asyncProperty(tasks, fc.integer({ min: 1, max: 5 }), async (plan, limit) => {
      const first: Task = { at: 0, write: true, slots: limit, sends: limit, duration: 100 };
      const waiting = plan.map((task) => ({ ...task, at: 0 }));
      // Takes every slot, so that all others wait.
      const { begun } = await play([first, ...waiting], limit);
      const inOrder = [...waiting.keys()].sort((a, b) => {
        const [x, y] = [waiting[a]?.write, waiting[b]?.write];
        return x === y ? a - b : x ? -1 : 1;
      });
      expect(begun).toEqual([0, ...inOrder.map((i) => i + 1)]);
    }),
    { numRuns: 200 },
  );
});

test("slots that a task does not use are free at once", async () => {
  const idle: Task = { at: 0, write: true, slots: 2, sends: 0, duration: 0 };
  const { spans } = await play([idle, idle, { ...idle, sends: 2 }], 2);
  expect(spans.map(({ start }) => start)).toEqual([0, 0]);
});

test("a limit below a task's slots lets it take them one after the other", async () => {
  const pair: Task = { at: 0, write: true, slots: 2, sends: 2, duration: 0 };
  const { spans } = await play([pair, pair], 1);
  expect(spans.map(({ task, start }) => [task, start])).toEqual([
    [0, 0],
    [0, 1001],
    [1, 2002],
    [1, 3003],
  ]);
});

test("a pause between the requests of a task leaves the second one unsent", async () => {
  const clock = new VirtualClock();
  const quota = new Quota({ limit: 5, windowMs: 1_000, clock });
  const sent: number[] = [];
  const task = quota.runTask(quota.ticket(true), 2, async (run) => {
    await run(async () => {
      sent.push(clock.now());
      quota.pause(5_000);
    });
    await run(async () => sent.push(clock.now()));
  });
  await expect(task).rejects.toBeInstanceOf(InterruptedError);
  expect(sent).toEqual([0]);
});

describe("modifyTransferConfig", () => {
  type Reply = [status: number, body: unknown] | "reset";
  let worlds = 0;

  function world(replies: Reply[], options: Partial<CareCycleClientOptions> = {}) {
    const clock = new VirtualClock();
    const wire: string[] = [];
    const client = new CareCycleClient({
      apiKey: "cc_key",
      baseUrl: `http://127.0.0.1:1/pairs-${worlds++}`,
      clock,
      fetch: async (_, { method, body }) => {
        wire.push(`${clock.now()} ${method}${body ? ` ${body}` : ""}`);
        const reply = replies.shift() ?? [200, { transferConfig: config }];
        if (reply === "reset") throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
        const [status, json] = reply;
        const text = async () => JSON.stringify(json);
        return { ok: status < 300, status, headers: { get: () => null }, text };
      },
      ...options,
    });
    return { client, clock, wire, methods: () => wire.map((line) => line.split(" ")[1]) };
  }
  const live = (name: string): Reply => [200, { transferConfig: { ...config, name } }];
  const limited: Reply = [429, { code: "RATE_LIMIT_EXCEEDED", retryAfter: 3 }];
  const renamed = ({ name }: { name?: unknown }) => (name === "new" ? undefined : { name: "new" });

  async function run<T>(clock: VirtualClock, work: Promise<T>): Promise<T | Error> {
    const end = work.catch((error: Error) => error);
    // Loading what the first request needs takes real time, which the virtual clock does not know.
    for (let i = 0; i < 20; i++) {
      await new Promise((wake) => setTimeout(wake, 2));
      await clock.run();
    }
    return end;
  }

  test("reads, and PATCHes what comes of it", async () => {
    const { client, clock, wire } = world([live("old"), live("new")]);
    expect(await run(clock, client.modifyTransferConfig(id, renamed))).toMatchObject({ name: "new" });
    expect(wire).toEqual(["0 GET", '0 PATCH {"name":"new"}']);
  });

  test("sends no PATCH where nothing is to be written", async () => {
    const { client, clock, methods } = world([live("new")]);
    expect(await run(clock, client.modifyTransferConfig(id, renamed))).toMatchObject({ name: "new" });
    expect(methods()).toEqual(["GET"]);
  });

  test.each([
    // Only what may have been carried out is told as repeated: a 429 says that it was not.
    ["a response that was lost", "reset", true],
    ["a 503", [503, {}], true],
    ["a 429", limited, false],
  ] as [string, Reply, boolean][])(
    "after %s to the PATCH, reads again before it writes again",
    async (_, reply, repeats) => {
      const { client, clock, methods } = world([live("old"), reply, live("edited"), live("new")]);
      const seen: unknown[] = [];
      await run(
        clock,
        client.modifyTransferConfig(id, (read, repeated) => {
          seen.push([read.name, repeated]);
          return { name: "new" };
        }),
      );
      expect(methods()).toEqual(["GET", "PATCH", "GET", "PATCH"]);
      expect(seen).toEqual([
        ["old", false],
        ["edited", repeats],
      ]);
    },
  );

  test("a PATCH that was carried out and whose answer was lost is not sent again", async () => {
    const { client, clock, methods } = world([live("old"), "reset", live("new")]);
    expect(await run(clock, client.modifyTransferConfig(id, renamed))).toMatchObject({ name: "new" });
    expect(methods()).toEqual(["GET", "PATCH", "GET"]);
  });

  test("what the computation throws is final, and nothing is written", async () => {
    const { client, clock, methods } = world([live("old")]);
    const refuse = () => {
      throw new Error("refused");
    };
    expect(await run(clock, client.modifyTransferConfig(id, refuse))).toEqual(new Error("refused"));
    expect(methods()).toEqual(["GET"]);
  });

  test("many at a small quota go GET, PATCH, GET, PATCH", async () => {
    const { client, clock, wire } = world([], { rateLimit: 2, rateWindowSeconds: 10 });
    const modify = () => client.modifyTransferConfig(id, () => ({ name: "x" }));
    await run(clock, Promise.all([modify(), modify(), modify()]));
    expect(wire.map((line) => line.replace(/ {.*/, ""))).toEqual([
      "0 GET",
      "0 PATCH",
      "10001 GET",
      "10001 PATCH",
      "20002 GET",
      "20002 PATCH",
    ]);
  });
});
