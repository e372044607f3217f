// A child process whose output arrives line by line, and which never outlives its run.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface ChildOptions {
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  onLine: (line: string, stream: "stdout" | "stderr") => void;
  /** The Node to run; this process's unless told. */
  node?: string | undefined;
  /** Whether stdin is a pipe that ends with this process, rather than one that is at its end. */
  holdStdin?: boolean;
}

/** How a child ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const preloaded = ["codeCache.js", "lazyModules.js"].flatMap((file) => ["--require", join(__dirname, file)]);

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

export class Child {
  private readonly process: ChildProcess;
  /** Settles once the process is gone and all its output was read. */
  readonly exited: Promise<Exit>;

  constructor({ args, cwd, env, onLine, node, holdStdin = false }: ChildOptions) {
    // Another Node is given to be tried as users have it: the SDK looks at what else is loaded, and acts on it.
    const before = node === undefined ? preloaded : [];
    const child = spawn(node ?? process.execPath, [...before, ...args], {
      cwd,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    if (!holdStdin) child.stdin.end();
    this.process = child;
    alive.add(child);
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => onLine(line, stream));
    }
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => {
        onLine(error.message, "stderr");
        resolve({ code: null, signal: null });
      });
      child.once("close", (code, signal) => {
        alive.delete(child);
        resolve({ code, signal });
      });
    });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill("SIGKILL");
    await this.exited;
  }
}
