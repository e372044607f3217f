// Processes that run one script after another (see scriptRunner.js), and wait for the next run in between.
import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Child, ChildOptions, Exit } from "./child";
import { spawnNode } from "./spawnNode";

/** After so many scripts a process makes way for a new one: something small is left of each. */
const MOST_RUNS = 100;

/** In milliseconds. */
export const waits = {
  /** For the next script. */
  idle: 2_000,
  /** For the end of a script that was stopped while it had nothing to do. */
  stop: 10_000,
};

/** Variables that Node reads when it starts, or keeps what it made of them. */
const isForNode = (name: string) => /^(NODE_(?!ENV$)|UV_|SSL_CERT_|TZ$)/.test(name);

/** Whether a process that started with this one's environment can stand for one that starts with `env`. */
export function isReusable(env: NodeJS.ProcessEnv): boolean {
  // What they load may look at what is run.
  if (env.NODE_OPTIONS) return false;
  const names = new Set([...Object.keys(env), ...Object.keys(process.env)].filter(isForNode));
  return [...names].every((name) => env[name] === process.env[name]);
}

const idle: Reusable[] = [];

/** A process that runs nothing at the moment. */
export function takeReusable(holdStdin: boolean): Reusable {
  const at = idle.findLastIndex((process) => process.holdStdin === holdStdin);
  return at === -1 ? new Reusable(holdStdin) : (idle.splice(at, 1)[0] as Reusable);
}

interface Script extends Pick<ChildOptions, "onLine"> {
  readonly ended: (exit: Exit) => void;
  /** How many of its streams have come to their end. */
  streamsEnded: number;
}

export class Reusable {
  private readonly process: ChildProcess;
  private script: Script | undefined;
  private runs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly holdStdin: boolean) {
    this.process = spawnNode(undefined, [join(__dirname, "scriptRunner.js")], {
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
    let ended = (_exit: Exit) => {};
    const exited = new Promise<Exit>((resolve) => {
      ended = resolve;
    });
    const script: Script = { onLine, ended, streamsEnded: 0 };
    this.script = script;
    this.process.send({ args, cwd, env });
    return {
      exited,
      stop: async ({ idle = false } = {}) => {
        // Its process may be another script's by now.
        if (this.script === script) this.stop(idle);
        const { signal } = await exited;
        if (idle && signal) throw new Error("a script that had nothing to do went on after it was stopped");
      },
    };
  }

  /** What is under way must go no further; a host that is only waiting comes to its end by itself. */
  private stop(isIdle: boolean): void {
    if (!isIdle) this.process.kill("SIGKILL");
    else if (this.process.connected) this.process.send({ stop: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.process.kill("SIGKILL"), waits.stop);
  }

  private read(line: string, stream: "stdout" | "stderr"): void {
    const { script } = this;
    // Its last line may lack a line break.
    const [, rest = line, code] = /^(.*)\0end (\d+)$/.exec(line) ?? [];
    if (code === undefined || rest !== "") script?.onLine(rest, stream);
    if (code !== undefined && script && ++script.streamsEnded === 2)
      this.end(script, { code: Number(code), signal: null });
  }

  private end(script: Script, exit: Exit): void {
    clearTimeout(this.timer);
    this.script = undefined;
    if (this.runs < MOST_RUNS) {
      idle.push(this);
      this.hold(false);
      this.timer = setTimeout(() => this.retire(), waits.idle).unref();
    } else this.retire();
    script.ended(exit);
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
