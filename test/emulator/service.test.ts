// The emulator around the API: quota, log, edits behind the program's back, control routes, command line.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { optionsOf } from "./arguments";
import { COLLECTION, call, SALES } from "./call";
import { type Emulator, type EmulatorOptions, startEmulator } from "./index";
import type { Settings } from "./options";
import { Quota } from "./quota";
import { readSeed } from "./seedFile";

const PATH = `${COLLECTION}/${SALES}`;
const SEED = `${__dirname}/seed.json`;
let emulator: Emulator;

async function start(options: EmulatorOptions = {}): Promise<void> {
  await emulator?.close();
  emulator = await startEmulator({ seed: readSeed(SEED), ...options });
}
const statuses = async (times: number, key?: string): Promise<number[]> => {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1)
    all.push((await call(emulator.url, "GET", PATH, key ? { key } : {})).status);
  return all;
};

beforeEach(() => start());
afterAll(() => emulator.close());

describe("quota", () => {
  test.each(["sliding", "fixed"] as const)(
    "a %s window refuses, tells how long, and grants again",
    async (quotaWindow) => {
      await start({ rate: 2, windowSeconds: 1.5, quotaWindow });
      expect(await statuses(4)).toEqual([200, 200, 429, 429]);
      expect([emulator.throttled(), emulator.peakRequestsPerWindow()]).toEqual([2, 4]);
      await sleep(1_600);
      expect(await statuses(2)).toEqual([200, 200]);
      expect(emulator.peakRequestsPerWindow(60)).toBe(6);
    },
  );

  test("a fixed window frees all at once, a sliding one only what is old enough", () => {
    const taken = (quotaWindow: "fixed" | "sliding") => {
      const quota = new Quota({ rate: 2, windowSeconds: 0.4, quotaWindow } as Settings);
      return [0, 250, 450, 451].map((at) => quota.take("key", at) === undefined);
    };
    expect(taken("fixed")).toEqual([true, true, true, true]);
    expect(taken("sliding")).toEqual([true, true, true, false]);
  });

  test("each key has its own; a request without a key takes nothing", async () => {
    const id = emulator.get(SALES)?.clientId ?? "";
    await start({ rate: 1, apiKeys: { cc_a: id, cc_b: id } });
    expect(await statuses(2, "cc_wrong")).toEqual([401, 401]);
    expect([await statuses(2, "cc_a"), await statuses(2, "cc_b")]).toEqual([
      [200, 429],
      [200, 429],
    ]);
  });

  test("retry-after is in the body, the header or both", async () => {
    await start({ rate: 1 });
    await statuses(1);
    for (const rateLimitHeader of ["body", "header", "both"] as const) {
      emulator.configure({ rateLimitHeader });
      const { json, headers } = await call(emulator.url, "GET", PATH);
      expect(json.code).toBe("RATE_LIMIT_EXCEEDED");
      expect(json.retryAfter).toBe(rateLimitHeader === "header" ? undefined : 60);
      expect(headers["retry-after"]).toBe(rateLimitHeader === "body" ? undefined : "60");
    }
  });
});

test("the log tells what was asked and never the key", async () => {
  await call(emulator.url, "PATCH", PATH, { body: { name: "N" } });
  await call(emulator.url, "GET", PATH, { key: "cc_secret_key" });
  expect(emulator.requests).toEqual([
    {
      n: 1,
      at: expect.any(Number),
      method: "PATCH",
      path: PATH,
      body: { name: "N" },
      status: 200,
      outcome: "answered",
      clientId: expect.any(String),
    },
    { n: 2, at: expect.any(Number), method: "GET", path: PATH, status: 401, outcome: "answered" },
  ]);
  expect(emulator.writes().map(({ n }) => n)).toEqual([1]);
  expect(JSON.stringify(emulator.requests)).not.toMatch(/cc_/);
  emulator.clearLog();
  expect(emulator.requests).toEqual([]);
});

test("edits behind the program's back move updatedAt and leave no trace in the log", () => {
  const before = emulator.get(SALES);
  expect(emulator.set(SALES, { name: "Edited" }).updatedAt).not.toBe(before?.updatedAt);
  const added = emulator.add({ name: "Added" });
  expect(emulator.list().map(({ name }) => name)).toEqual([
    "Edited",
    "After hours",
    "Scheduling desk",
    "Added",
  ]);
  expect([emulator.remove(added.id), emulator.remove(added.id), emulator.requests.length]).toEqual([
    true,
    false,
    0,
  ]);
  expect(() => emulator.set(added.id, {})).toThrow(/no config/);
  expect(() => emulator.configure({ rat: 1 } as object)).toThrow(/no option "rat"/);
});

test("control routes need no key and count nowhere", async () => {
  await start({ rate: 1 });
  const control = (method: string, path: string, body?: unknown) =>
    call(emulator.url, method, `/_emulator${path}`, { key: null, ...(body !== undefined && { body }) });
  expect((await control("PUT", `/configs/${SALES}`, { name: "Edited" })).transferConfig.name).toBe("Edited");
  expect((await control("GET", "/configs")).json.transferConfigs).toHaveLength(3);
  expect((await control("PUT", `/configs/${SALES}`, [])).status).toBe(400);
  const spec = { method: "GET", fault: { kind: "status", status: 503 } };
  expect((await control("POST", "/faults", [spec, spec])).status).toBe(204);
  expect((await control("DELETE", "/faults")).status).toBe(204);
  expect((await control("POST", "/faults", { method: "GET", fault: { kind: "nope" } })).json.message).toMatch(
    /fault/,
  );
  expect(await statuses(1)).toEqual([200]);
  expect((await control("GET", "/requests")).json.requests).toHaveLength(1);
  expect((await control("DELETE", "/requests")).status).toBe(204);
  expect((await control("DELETE", `/configs/${SALES}`)).transferConfig.id).toBe(SALES);
  expect((await control("DELETE", `/configs/${SALES}`)).status).toBe(404);
  expect(emulator.requests).toHaveLength(0);
});

test("close destroys open connections at once, and may be called twice", async () => {
  const agent = new Agent({ keepAlive: true });
  await call(emulator.url, "GET", PATH, { agent });
  emulator.faults.add({ method: "GET", fault: { kind: "delay", ms: 60_000, part: "headers" } });
  const open = expect(call(emulator.url, "GET", PATH, { agent })).rejects.toThrow(/hang up|ECONNRESET/);
  await sleep(50);
  const began = performance.now();
  await emulator.close();
  await emulator.close();
  await open;
  expect(performance.now() - began).toBeLessThan(1000);
  agent.destroy();
});

describe("command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** Runs the program until it ends; tells it to end once it has said where it listens. */
  const run = (...args: string[]): Promise<{ out: string; err: string; code: number | null }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ["--import", "tsx", `${__dirname}/main.ts`, ...args]);
      let [out, err] = ["", ""];
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.stdout.on("data", (chunk) => {
        out += chunk;
        if (out.includes("emulator on")) child.kill("SIGTERM");
      });
      child.on("close", (code) => resolve({ out, err, code }));
    });

  test("prints one line and ends on a signal", async () => {
    const { out, err, code } = await run("--rate", "5", "--window", "2.5", "--seed", SEED, "--allow-delete");
    expect(out).toMatch(/^careCycle emulator on http:\/\/127\.0\.0\.1:\d+ \(5 requests per 2.5 s\)\n$/);
    expect([err, code]).toEqual(["", 0]);
  }, 30_000);

  test("an error is one line, and exit code 1", async () => {
    for (const args of [
      ["--rat", "5"],
      ["--port", String(emulator.port)],
    ]) {
      const { out, err, code } = await run(...args);
      expect(err).toMatch(/^careCycle emulator: .*(--rat|in use).*\n$/);
      expect([out, code]).toEqual(["", 1]);
    }
  }, 30_000);

  test("a bad flag or seed is named, with its problem", () => {
    const file = join(folder, "bad.json");
    const seeded = (content: unknown) => {
      writeFileSync(file, JSON.stringify(content));
      return () => optionsOf(["--seed", file]);
    };
    expect(() => optionsOf(["--rate", "none"])).toThrow(/--rate must be/);
    expect(() => optionsOf(["--port", "70000"])).toThrow(/--port must be/);
    expect(() => optionsOf(["--window", "0"])).toThrow(/--window must be/);
    expect(() => optionsOf(["--dynamic-options", "both"])).toThrow(/--dynamic-options must be/);
    expect(() => optionsOf(["--seed", join(folder, "none.json")])).toThrow(/none\.json: ENOENT/);
    expect(seeded([{ id: "x", name: "" }])).toThrow(/bad\.json: transferConfigs\[0\]\.name.*\[0\]\.id/);
    expect(
      seeded([
        { id: SALES, name: "A" },
        { id: SALES, name: "B" },
      ]),
    ).toThrow(/\[1\]\.id: .* occurs twice/);
    expect(() => optionsOf(["--campaign-paging", "no"])).toThrow(/--campaign-paging must be/);
    expect(seeded({ transferConfigs: [], campaigns: {} })).toThrow(/bad\.json: campaigns must be a list/);
    expect(seeded({ transferConfigs: [], assignments: [{ id: "x" }] })).toThrow(
      /assignments\[0\]\.campaignId/,
    );
    expect(optionsOf(["--seed", SEED])).toMatchObject({
      campaigns: expect.arrayContaining([expect.objectContaining({ name: "Spring sale" })]),
      assignments: [expect.anything()],
      appointmentConfigs: [expect.anything()],
    });
    expect(seeded({ configs: [] })).toThrow(/expected \{"transferConfigs"/);
    expect(optionsOf(["--seed", SEED, "--server-defaults"])).toMatchObject({
      serverDefaults: true,
      allowDelete: false,
    });
  });
});
