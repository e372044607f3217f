// Processes of the embedded engine that run one script after another: each script must find what it would find in a new one.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, startChild } from "./embedded/child";
import { isReusable, waits } from "./embedded/reusable";

const folder = mkdtempSync(join(tmpdir(), "scripts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const usual = { ...waits };
afterEach(() => Object.assign(waits, usual));

/** What Node reads at its start, and a process that is used again has read already. */
const forNode = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !isReusable({ ...process.env, [name]: "x" })),
);

interface Run {
  readonly child: Child;
  readonly lines: string[];
  /** Settles with the pid, once the script has printed it. */
  readonly pid: Promise<number>;
}

let scripts = 0;

/** Starts a script that prints its process's id first. */
function start(code: string, env: Record<string, string> = {}, holdStdin = false): Run {
  const file = join(folder, `${scripts++}.js`);
  writeFileSync(file, `console.log(process.pid);\n${code}`);
  const lines: string[] = [];
  let tell = (_pid: number) => {};
  const pid = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const onLine = (line: string) => {
    if (lines.push(line) === 1) tell(Number(line));
  };
  return {
    child: startChild({
      args: [file],
      cwd: folder,
      env: { ...forNode, ...env },
      onLine,
      holdStdin,
      reuse: true,
    }),
    lines,
    pid,
  };
}

async function run(code: string, env: Record<string, string> = {}) {
  const { child, lines, pid } = start(code, env);
  const exit = await child.exited;
  return { exit, pid: await pid, lines: lines.slice(1) };
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

/** What a script can see of those before it. */
const LOOK = `
const { writeFileSync, existsSync } = require("node:fs");
const Module = require("node:module");
writeFileSync("state.js", "exports.count = 0;");
console.log(JSON.stringify({
  count: ++require(require("node:path").resolve("state.js")).count,
  own: require.main === module,
  cwd: process.cwd(),
  env: process.env,
  argv: process.argv.slice(2),
  exitCode: process.exitCode ?? null,
  globals: Reflect.ownKeys(globalThis).map(String).filter((name) => name !== "proto").sort(),
  listeners: [process, process.stdin, process.stdout, process.stderr].map((emitter) =>
    emitter.eventNames().map((event) => [String(event), emitter.listenerCount(event)])),
  extensions: Object.keys(Module._extensions),
  stacks: [Error.stackTraceLimit, typeof Error.prepareStackTrace],
  replaced: [console.log.name, process.cwd.name, setTimeout.name, fetch.name, Module._load.name, Module.prototype.require.name],
  sdk: globalThis.sdk === undefined,
}));
const runtime = require(${JSON.stringify(require.resolve("@pulumi/pulumi/runtime"))});
console.log(runtime.isDryRun(), runtime.getProject() ?? "no project");
`;

/** Leaves something in each place that the process takes care of. */
const LITTER = `
const say = console.log;
console.log = function litter(...args) { say(...args); };
process.cwd = function litter() { return "/"; };
globalThis.setTimeout = Object.assign(function litter() {}, setTimeout);
globalThis.fetch = function litter() {};
delete globalThis.structuredClone;
const load = Module._load;
Module._load = function litter(...args) { return load.apply(this, args); };
const { require: ask } = Module.prototype;
Module.prototype.require = function litter(...args) { return ask.apply(this, args); };
globalThis.litter = 1;
process.env.LITTER = "1";
process.chdir("/");
process.exitCode = 3;
process.on("exit", () => console.log("litter"));
process.on("uncaughtException", () => console.log("litter"));
process.stdin.on("error", () => console.log("litter"));
process.stdout.on("error", () => console.log("litter"));
setInterval(() => console.log("litter"), 400).unref();
require("node:module")._extensions[".litter"] = () => {};
Error.stackTraceLimit = 100;
Error.prepareStackTrace = () => "litter";
process.env.PULUMI_NODEJS_PROJECT = "litter";
runtime.setProject?.("litter");
runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }, "litter");
`;

test("a script finds nothing of what another left, and is told of nothing that the other began", async () => {
  const first = await run(LOOK + LITTER, { GIVEN: "first" });
  const second = await run(`${LOOK}setTimeout(() => {}, 600);`, { GIVEN: "second" });
  expect(second.pid).toBe(first.pid);
  expect(first.exit).toEqual({ code: 3, signal: null });
  expect(second.exit).toEqual({ code: 0, signal: null });

  // Its own listener of "exit" was called, once.
  expect(first.lines.filter((line) => line === "litter")).toHaveLength(1);
  expect(second.lines).toHaveLength(2);
  const [before, after] = [first, second].map(({ lines }) => JSON.parse(lines[0] as string));
  expect(before.env).toEqual({ ...forNode, GIVEN: "first" });
  expect(before.count).toBe(1);
  expect(before.own).toBe(true);
  expect(after).toEqual({ ...before, env: { ...forNode, GIVEN: "second" } });
  expect(second.lines[1]).toBe(first.lines[1]);
});

test("it ends when nothing is left to do, and what listeners for that begin is done, each time", async () => {
  const late = `
    let times = 0;
    process.on("beforeExit", () => console.log("empty"));
    process.on("beforeExit", async () => {
      if (times === 8) return;
      await null;
      process.nextTick(() => setTimeout(() => console.log("late " + ++times), 5));
    });
    setTimeout(() => console.log("first"), 30);`;
  const { lines, exit } = await run(late);
  const rounds = Array.from({ length: 8 }, (_, n) => ["empty", `late ${n + 1}`]);
  expect(lines).toEqual(["first", ...rounds.flat(), "empty"]);
  expect(exit.code).toBe(0);
  expect((await run('process.on("beforeExit", () => console.log("empty"));')).lines).toEqual(["empty"]);
});

test("a last line without a line break is a line", async () => {
  const { lines } = await run('process.stdout.write("\\nlast");');
  expect(lines).toEqual(["", "last"]);
});

test("variables that Node reads at its start make a new process", async () => {
  writeFileSync(join(folder, "first.js"), 'console.log("required");');
  const script = start("", { NODE_OPTIONS: `--require ${join(folder, "first.js")}` });
  await script.child.exited;
  expect(script.lines[0]).toBe("required");
  const zone = await run("console.log(new Date(0).getHours());", { TZ: "Asia/Kolkata" });
  expect(zone.lines).toEqual(["5"]);
});

test.each([
  ["leaves by process.exit", "process.exit(7);", 7, []],
  ["throws", 'throw new Error("thrown by the script");', 1, ["Error: thrown by the script"]],
  ["rejects", 'Promise.reject(new Error("rejected"));', 1, ["Error: rejected"]],
  ["cannot be found", 'require("./missing");', 1, ["Error: Cannot find module './missing'"]],
])("one that %s ends its process, and the next gets another", async (_, code, expected, said) => {
  const { pid, exit, lines } = await run(code);
  expect(exit).toEqual({ code: expected, signal: null });
  for (const text of said) expect(lines.join("\n")).toContain(text);
  expect(isGone(pid)).toBe(true);
  const next = await run('console.log("next");');
  expect(next.pid).not.toBe(pid);
  expect(next.lines).toEqual(["next"]);
});

const SERVER =
  'require("node:net").createServer().listen(0, "127.0.0.1"); process.stdin.resume(); process.stdin.unref();';

test("a server that waits is stopped in good order; one that is at work is killed", async () => {
  const waiting = start(SERVER, {}, true);
  const pid = await waiting.pid;
  await waiting.child.stop({ idle: true });
  expect(await waiting.child.exited).toEqual({ code: 0, signal: null });
  expect(isGone(pid)).toBe(false);

  const busy = start(SERVER, {}, true);
  expect(await busy.pid).toBe(pid);
  await busy.child.stop();
  expect(isGone(pid)).toBe(true);
});

test("one that goes on although it had nothing to do is killed, and that is an error", async () => {
  waits.stop = 200;
  const { child, pid, lines } = start(`${SERVER} setInterval(() => console.log("on"), 50);`, {}, true);
  await pid;
  await expect(child.stop({ idle: true })).rejects.toThrow("went on after it was stopped");
  const said = lines.length;
  expect(isGone(await pid)).toBe(true);
  await sleep(150);
  expect(lines).toHaveLength(said);
});

test("stopping one again, or one that has ended, is nothing to the next script of its process", async () => {
  waits.stop = 200;
  const first = start(SERVER, {}, true);
  const pid = await first.pid;
  await Promise.all([first.child.stop({ idle: true }), first.child.stop({ idle: true })]);
  const second = start(`${SERVER} setTimeout(() => console.log("alive"), 400);`, {}, true);
  expect(await second.pid).toBe(pid);
  await first.child.stop();
  await sleep(600);
  expect(second.lines).toEqual([String(pid), "alive"]);
  await second.child.stop({ idle: true });
});

test("two scripts at a time have two processes, each with its own lines", async () => {
  const speak = (word: string) => run(`setTimeout(() => console.log("${word}"), 100);`);
  const [one, two] = await Promise.all([speak("one"), speak("two")]);
  expect(one.pid).not.toBe(two.pid);
  expect([one.lines, two.lines]).toEqual([["one"], ["two"]]);
});

test("a process that waits for too long is gone, and is not taken in its last moment", async () => {
  waits.idle = 100;
  const { pid } = await run("");
  expect(isGone(pid)).toBe(false);
  // The timer of the wait is due, and goes off before what follows.
  for (const end = Date.now() + 150; Date.now() < end; );
  await sleep(0);
  const next = await run('console.log("next");');
  expect(next.exit).toEqual({ code: 0, signal: null });
  expect(next.pid).not.toBe(pid);
  while (!isGone(pid)) await sleep(10);
});
