// Processes that run one script after another (see scriptRunner.js), and wait for the next run in between.
import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Child, ChildOptions, Exit } from "./child";
import { spawnMortal } from "./mortal";

/** After so many scripts a process makes way for a new one: something small is left of each. */
const MOST_RUNS = 100;
/** How long a process waits for its next script. */
const IDLE_MS = 2_000;
/** How long a stopped script may take to come to its end before its process is killed. */
const STOP_MS = 1_000;

const preloaded = ["codeCache.js", "lazyModules.js"].flatMap((file) => ["--require", join(__dirname, file)]);

const idle: Reusable[] = [];

/** A process that runs nothing at the moment. */
export function takeReusable(holdStdin: boolean): Reusable {
  const at = idle.findLastIndex((process) => process.holdStdin === holdStdin);
  return at === -1 ? new Reusable(holdStdin) : (idle.splice(at, 1)[0] as Reusable);
}

interface Script extends Pick<ChildOptions, "onLine"> {
  readonly ended: (exit: Exit) => void;
  /** The code that a stream's last line told, by stream. */
  readonly codes: number[];
}

export class Reusable {
  private readonly process: ChildProcess;
  private script: Script | undefined;
  private runs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly holdStdin: boolean) {
    this.process = spawnMortal(process.execPath, [...preloaded, join(__dirname, "scriptRunner.js")], {
      stdio: ["pipe", "pipe", "pipe", "ipc"],
    });
    if (!holdStdin) this.process.stdin?.end();
    for (const stream of ["stdout", "stderr"] as const) {
      const input = this.process[stream];
      if (input) createInterface({ input }).on("line", (line) => this.read(line, stream));
    }
    // A message that does not arrive any more: the process's end follows.
    this.process.on("error", () => undefined);
    this.process.once("close", (code, signal) => this.closed({ code, signal }));
  }

  run({ args, cwd, env, onLine }: ChildOptions): Child {
    clearTimeout(this.timer);
    this.runs++;
    this.hold(true);
    const exited = new Promise<Exit>((ended) => {
      this.script = { onLine, ended, codes: [] };
    });
    this.process.send({ args, cwd, env });
    return {
      exited,
      stop: async ({ idle = false } = {}) => {
        if (this.script !== undefined) this.stop(idle);
        await exited;
      },
    };
  }

  /** What is under way must go no further; a host that is only waiting comes to its end by itself. */
  private stop(isIdle: boolean): void {
    if (!isIdle) this.process.kill("SIGKILL");
    else if (this.process.connected) this.process.send({ stop: true });
    this.timer = setTimeout(() => this.process.kill("SIGKILL"), STOP_MS);
  }

  private read(line: string, stream: "stdout" | "stderr"): void {
    const [, code] = /^\0end (\d+)$/.exec(line) ?? [];
    if (code === undefined) this.script?.onLine(line, stream);
    else if (this.script?.codes.push(Number(code)) === 2) this.end({ code: Number(code), signal: null });
  }

  private end(exit: Exit): void {
    clearTimeout(this.timer);
    const { script } = this;
    this.script = undefined;
    if (this.runs < MOST_RUNS) {
      idle.push(this);
      this.hold(false);
      this.timer = setTimeout(() => this.retire(), IDLE_MS).unref();
    } else this.retire();
    script?.ended(exit);
  }

  /** Nobody may take it between the signal and the end. */
  private retire(): void {
    const at = idle.indexOf(this);
    if (at !== -1) idle.splice(at, 1);
    this.process.kill("SIGKILL");
  }

  private closed(exit: Exit): void {
    clearTimeout(this.timer);
    this.retire();
    this.script?.ended(exit);
    this.script = undefined;
  }

  /** While it waits for a script, it keeps this process from nothing. */
  private hold(isNeeded: boolean): void {
    const { stdin, stdout, stderr, channel } = this.process;
    // Streams to a process are sockets, and one that has ended remembers each request to hold nothing.
    const streams = (this.holdStdin ? [stdin, stdout, stderr] : [stdout, stderr]) as (Socket | null)[];
    for (const handle of [this.process, channel, ...streams]) {
      if (isNeeded) handle?.ref();
      else handle?.unref();
    }
  }
}
