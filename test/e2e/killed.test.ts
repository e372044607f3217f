// A killed engine (a cancelled CI job): nothing leaves any more, and the provider's process ends.
import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { KillableRun } from "../engine";
import { onEachEngine } from "../support/engines";
import { type Resources, type StackFixture, startStackFixture } from "../support/stackFixture";

const quota = (limit: number, seconds: number) => ({
  "carecycle:rateLimit": { value: `${limit}` },
  "carecycle:rateWindowSeconds": { value: `${seconds}` },
});
const desks = (version: number): Resources =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`desk${n}`, { name: `Desk ${n} v${version}` }]));
const live = (fixture: StackFixture) => fixture.emulator.list().map(({ name }) => name);
const patches = (fixture: StackFixture, version: number) =>
  fixture.emulator.requests.filter(
    ({ method, body }) => method === "PATCH" && `${(body as Named).name}`.endsWith(`v${version}`),
  );
interface Named {
  name?: string;
}

async function until(what: string, reached: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await reached()); ) {
    if (Date.now() > end) throw new Error(`not reached within ${seconds} s: ${what}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

let folder: string;
let fixture: StackFixture;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "killed-"));
  // Every process of Node that a run starts writes down its id and its script.
  await fs.writeFile(
    path.join(folder, "note.js"),
    `require("node:fs").appendFileSync(${JSON.stringify(path.join(folder, "ids"))}, process.pid + " " + process.argv[1] + "\\n");`,
  );
});
afterEach(async () => {
  await fixture.close();
  await fs.rm(folder, { recursive: true, force: true });
});

/** Ids of the provider's processes that were started since {@link forget}. */
async function providers(): Promise<number[]> {
  const text = await fs.readFile(path.join(folder, "ids"), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => /cmd.dynamic-provider/.test(line));
  return lines.map((line) => Number.parseInt(line, 10));
}
const forget = () => fs.rm(path.join(folder, "ids"), { force: true });

/** Whether a process runs still; one that nobody has collected yet does not. */
async function runs(id: number): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("ps", ["-o", "stat=", "-p", `${id}`], (_, stdout) => {
      const status = stdout.trim();
      resolve(status !== "" && !status.startsWith("Z"));
    });
  });
}

onEachEngine((engine) => {
  const moments: [when: string, head: string, windowSeconds: number, due: (run: KillableRun) => boolean][] = [
    // What the program waits for keeps it, and with it the update, running.
    ["while the program runs", "setTimeout(() => undefined, 20_000);", 3, () => true],
    [
      "after the first notice of the quota",
      "",
      // A wait is announced after five seconds.
      7,
      ({ lines }) => lines.some((line) => line.includes("waiting for the API's quota")),
    ],
  ];
  test.each(moments)(
    "killed %s, its queued PATCHes never land, and the next update is not undone",
    async (_, head, windowSeconds, due) => {
      fixture = await startStackFixture(engine);
      await fixture.program(desks(1));
      await fixture.stack.up();

      for (const [key, value] of Object.entries(quota(4, windowSeconds)))
        await fixture.stack.setConfig(key, value);
      fixture.stack.setEnv("NODE_OPTIONS", `--require ${path.join(folder, "note.js")}`);
      await forget();
      await fixture.program(desks(2), head);
      const run = fixture.stack.startUp();
      await until("four PATCHes and the moment", () => patches(fixture, 2).length >= 4 && due(run));
      const sent = patches(fixture, 2).length;
      await run.kill();
      const killed = Date.now();
      expect(sent).toBeLessThan(8);
      const noted = await providers();
      expect(noted).toHaveLength(1);
      await until("the end of the provider's process", async () => !(await runs(noted[0] as number)), 5);

      await fixture.stack.cancel();
      for (const [key, value] of Object.entries(quota(1000, 1))) await fixture.stack.setConfig(key, value);
      await fixture.program(desks(3));
      await fixture.stack.up();
      await until("the end of the quota's window", () => Date.now() > killed + windowSeconds * 1000 + 1_500);
      expect(live(fixture).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Desk ${n} v3`));
      expect(patches(fixture, 2)).toHaveLength(sent);
      expect(fixture.emulator.requests.filter(({ method }) => method === "POST")).toHaveLength(8);
    },
  );
});
