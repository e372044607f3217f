// A process of a run, whose output arrives line by line, and which never outlives its run.

import { createInterface } from "node:readline";
import { spawnMortal } from "./mortal";
import { takeReusable } from "./reusable";

export interface ChildOptions {
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  onLine: (line: string, stream: "stdout" | "stderr") => void;
  /** The Node to run; this process's unless told. */
  node?: string | undefined;
  /** Whether stdin is a pipe that ends with this process, rather than one that is at its end. */
  holdStdin?: boolean;
  /** Whether a process that ran something else may be used again; not where the script imports ES modules of its own. */
  reuse?: boolean;
}

/** How a child ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  /** Settles once the process is gone, or as good as gone, and all its output was read. */
  readonly exited: Promise<Exit>;
  /** Ends it; what is `idle` has nothing under way. */
  stop(options?: { idle?: boolean }): Promise<void>;
}

/** Runs a script of Node. */
export function startChild(options: ChildOptions): Child {
  // Another Node is given to be tried as users have it: the SDK looks at what else is loaded, and acts on it.
  if (options.node === undefined && options.reuse)
    return takeReusable(options.holdStdin === true).run(options);
  return startFresh(options);
}

function startFresh({ args, cwd, env, onLine, node, holdStdin = false }: ChildOptions): Child {
  const child = spawnMortal(node ?? process.execPath, args, { cwd, env, stdio: "pipe" });
  if (!holdStdin) child.stdin?.end();
  for (const stream of ["stdout", "stderr"] as const) {
    const input = child[stream];
    if (input) createInterface({ input }).on("line", (line) => onLine(line, stream));
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once("error", (error) => {
      onLine(error.message, "stderr");
      resolve({ code: null, signal: null });
    });
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    exited,
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
