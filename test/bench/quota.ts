// The quota's benchmark: how near to the API's limit many writes go, beside others too, and what queueing costs.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CareCycleClient } from "../../provider/api/client";
import { type Emulator, startEmulator } from "../emulator";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/** The config that the other process reads. */
const otherId = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const limit = 20;
const windowSeconds = 2;
const writes = 101;
const besides = 41;

/** Runs all measurements; tells whether every bound was met. */
export async function run(): Promise<boolean> {
  const checks = [...(await alone()), ...(await besideAnother()), ...(await memory())];
  for (const [met, text] of checks) process.stdout.write(`${met ? "OK    " : "NOT OK"} ${text}\n`);
  return checks.every(([met]) => met);
}

type Check = [met: boolean, text: string];
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const start = () =>
  startEmulator({
    rate: limit,
    windowSeconds,
    seed: [
      { id, name: "Sales" },
      { id: otherId, name: "Other" },
    ],
  });

/** Sends `count` pairs of GET and PATCH at once through one client. */
async function patches(emulator: Emulator, count: number): Promise<{ tookMs: number; failed: number }> {
  const client = new CareCycleClient({
    apiKey: "cc_test_key",
    baseUrl: emulator.url,
    rateLimit: limit,
    rateWindowSeconds: windowSeconds,
  });
  const begun = performance.now();
  const names = Array.from({ length: count }, (_, i) => `Desk ${i}`);
  const ends = await Promise.allSettled(
    names.map((name) => client.modifyTransferConfig(id, () => ({ name }))),
  );
  const failed = ends.filter(({ status }) => status === "rejected").length;
  return { tookMs: performance.now() - begun, failed };
}

async function alone(): Promise<Check[]> {
  const emulator = await start();
  const { tookMs, failed } = await patches(emulator, writes);
  // Each write is a GET and a PATCH.
  const windows = Math.floor((2 * writes - 1) / limit) * windowSeconds * 1000;
  const bound = 1.05 * windows + 1000;
  const peak = emulator.peakRequestsPerWindow();
  const throttled = emulator.throttled();
  const sent = emulator.requests.length;
  await emulator.close();
  return [
    [
      tookMs <= bound,
      `alone: ${writes} writes at ${limit} per ${windowSeconds} s took ${seconds(tookMs)} (bound ${seconds(bound)}; the quota itself ${seconds(windows)})`,
    ],
    [failed === 0, `alone: ${failed} writes failed (bound 0)`],
    [throttled === 0, `alone: ${throttled} answers were 429 (bound 0)`],
    [sent === 2 * writes, `alone: ${sent} requests for ${writes} writes (bound ${2 * writes})`],
    [
      peak === limit,
      `alone: at most ${peak} requests in any ${windowSeconds} s (the whole quota is ${limit})`,
    ],
  ];
}

async function besideAnother(): Promise<Check[]> {
  const emulator = await start();
  const eater = child("eater", emulator.url);
  await once(eater, "message");
  emulator.clearLog();
  const { tookMs, failed } = await patches(emulator, besides);
  const granted = emulator.requests.filter((r) => r.status === 200);
  const own = granted.filter((r) => r.method === "PATCH").length;
  const eaten = granted.filter((r) => r.path.endsWith(otherId)).length;
  const throttled = emulator.throttled();
  await end(eater);
  await emulator.close();
  return [
    [
      failed === 0 && own === besides,
      `beside another: ${own} of ${besides} writes succeeded in ${seconds(tookMs)}, ${failed} failed (bound 0); ` +
        `meanwhile the other process got ${eaten} requests through, and ${throttled} answers were 429`,
    ],
    // Without a rival that takes a good part of the quota, the line above would prove nothing.
    [eaten >= besides / 4, `beside another: the other process took ${eaten} of ${granted.length} places`],
  ];
}

async function memory(): Promise<Check[]> {
  const grown = async (count: number): Promise<number> => {
    const measuring = child("memory", `${count}`);
    const [bytes] = await once(measuring, "message");
    await end(measuring);
    return bytes as number;
  };
  const [few, many] = [await grown(1000), await grown(2000)];
  const ratio = many / 2000 / (few / 1000);
  return [
    [many < 50 * 2 ** 20, `memory: 2,000 queued requests hold ${megabytes(many)} (bound 50 MB)`],
    [
      ratio > 0.75 && ratio < 1.25,
      `memory: ${Math.round(few / 1000)} bytes a request at 1,000, ${Math.round(many / 2000)} at 2,000 (bound: within 25 %)`,
    ],
  ];
}

/** A process of its own that does `task` (below), and reports by a message. */
function child(task: string, argument: string): ChildProcess {
  return fork(__filename, [task, argument], { execArgv: ["--expose-gc", "--import", "tsx"] });
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return;
  process.kill();
  await once(process, "exit");
}

/** Uses half of the quota, for ever: evenly, and deaf to the 429s that it gets, as others' scripts are. */
async function eat(baseUrl: string): Promise<void> {
  const url = `${baseUrl}/v2/campaigns/transfer-configs/${otherId}`;
  setInterval(
    () =>
      void fetch(url, { headers: { "x-api-key": "cc_test_key" } }).then(
        (r) => r.text(),
        () => undefined,
      ),
    (windowSeconds * 1000) / (limit / 2),
  );
  await new Promise((wake) => setTimeout(wake, windowSeconds * 1000));
  process.send?.("eating");
}

/** Tells the memory that so many requests hold while the quota keeps them waiting. */
async function measure(count: number): Promise<void> {
  const emulator = await startEmulator({ seed: [{ id, name: "Sales" }] });
  const client = new CareCycleClient({
    apiKey: "cc_test_key",
    baseUrl: emulator.url,
    rateLimit: 1,
    rateWindowSeconds: 3600,
  });
  await client.getTransferConfig(id);
  const before = held();
  const body = (i: number) => ({ name: `Desk ${i}`, sipHeaders: `X-Token: ${"x".repeat(100)}${i}` });
  const waiting = Array.from({ length: count }, (_, i) => client.updateTransferConfig(id, body(i)));
  await new Promise((wake) => setTimeout(wake, 200));
  const grown = held() - before;
  if (waiting.length !== count || emulator.requests.length !== 1)
    throw new Error("the requests did not wait");
  process.send?.(grown);
}

function held(): number {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

const [, , task, argument = ""] = process.argv;
if (task === "eater") void eat(argument);
if (task === "memory") void measure(Number(argument));
