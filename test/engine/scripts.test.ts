// Processes of the embedded engine that run one script after another: each script must find what it would find in a new one.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, startChild } from "./embedded/child";

const folder = mkdtempSync(join(tmpdir(), "scripts-"));
afterAll(() => rmSync(folder, { recursive: true }));

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
    child: startChild({ args: [file], cwd: folder, env, onLine, holdStdin, reuse: true }),
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
  globals: Reflect.ownKeys(globalThis).map(String).filter((name) => name !== "proto"),
  listeners: [process, process.stdin, process.stdout, process.stderr].map((emitter) =>
    emitter.eventNames().map((event) => [String(event), emitter.listenerCount(event)])),
  extensions: Object.keys(Module._extensions),
  stacks: [Error.stackTraceLimit, typeof Error.prepareStackTrace],
  sdk: globalThis.sdk === undefined,
}));
const runtime = require(${JSON.stringify(require.resolve("@pulumi/pulumi/runtime"))});
console.log(runtime.isDryRun(), runtime.getProject() ?? "no project");
`;

/** Leaves something in each place that one can think of. */
const LITTER = `
globalThis.litter = 1;
process.env.LITTER = "1";
process.chdir("/");
process.exitCode = 3;
process.on("exit", () => console.log("litter"));
process.on("uncaughtException", () => console.log("litter"));
process.stdin.on("error", () => console.log("litter"));
process.stdout.on("error", () => console.log("litter"));
setInterval(() => console.log("litter"), 400).unref();
setTimeout(() => console.log("litter"), 400).unref();
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
  expect(before.env).toEqual({ GIVEN: "first" });
  expect(before.count).toBe(1);
  expect(before.own).toBe(true);
  expect(after).toEqual({ ...before, env: { GIVEN: "second" } });
  expect(second.lines[1]).toBe(first.lines[1]);
});

test("it ends when nothing is left to do, and what listeners for that begin is done", async () => {
  const late = `
    let times = 0;
    process.on("beforeExit", () => { if (times++ < 2) setTimeout(() => console.log("late " + times), 20); });
    setTimeout(() => console.log("first"), 30);`;
  const { lines, exit } = await run(late);
  expect(lines).toEqual(["first", "late 1", "late 2"]);
  expect(exit.code).toBe(0);
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

test("one that is stopped and goes on is killed, with what it left to be done", async () => {
  const { child, pid, lines } = start(`${SERVER} setInterval(() => console.log("on"), 50);`, {}, true);
  await pid;
  await child.stop({ idle: true });
  const said = lines.length;
  expect(isGone(await pid)).toBe(true);
  await sleep(150);
  expect(lines).toHaveLength(said);
});

test("two scripts at a time have two processes, each with its own lines", async () => {
  const speak = (word: string) => run(`setTimeout(() => console.log("${word}"), 100);`);
  const [one, two] = await Promise.all([speak("one"), speak("two")]);
  expect(one.pid).not.toBe(two.pid);
  expect([one.lines, two.lines]).toEqual([["one"], ["two"]]);
});

test("a process that waits for too long is gone, and is not taken in its last moment", async () => {
  const { pid } = await run("");
  expect(isGone(pid)).toBe(false);
  // The timer of the wait is due, and goes off before what follows.
  for (const end = Date.now() + 1_950; Date.now() < end; ) await sleep(10);
  for (const end = Date.now() + 100; Date.now() < end; );
  await sleep(0);
  const next = await run('console.log("next");');
  expect(next.exit).toEqual({ code: 0, signal: null });
  expect(next.pid).not.toBe(pid);
  expect(isGone(pid)).toBe(true);
});
