// A run in a process of its own, which can be killed as a cancelled CI job kills it.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { KillableRun } from "./engine";

/** Watches over the engine's process `child`, whose stdout and stderr are pipes. */
export function killable(child: ChildProcess): KillableRun {
  const lines: string[] = [];
  const streams = [child.stdout, child.stderr].flatMap((stream) => stream ?? []);
  for (const input of streams) createInterface({ input }).on("line", (line) => lines.push(line));
  const ended = once(child, "exit");
  return {
    lines,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
      // What the engine started may hold the other ends for longer than anybody wants to read.
      for (const stream of streams) stream.destroy();
    },
  };
}
