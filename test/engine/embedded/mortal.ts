// Processes that end with this one.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Starts a process that ends with this one. */
export function spawnMortal(node: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(node, args, options);
  alive.add(child);
  child.once("close", () => alive.delete(child));
  return child;
}
