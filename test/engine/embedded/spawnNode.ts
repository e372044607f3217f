// Processes of Node that end with this one.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";

const preloaded = ["codeCache.js", "lazyModules.js"].flatMap((file) => ["--require", join(__dirname, file)]);

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Starts a process of `node`, or of this process's Node. */
export function spawnNode(node: string | undefined, args: string[], options: SpawnOptions): ChildProcess {
  // Another Node is given to be tried as users have it: the SDK looks at what else is loaded, and acts on it.
  const before = node === undefined ? preloaded : [];
  const child = spawn(node ?? process.execPath, [...before, ...args], options);
  alive.add(child);
  child.once("close", () => alive.delete(child));
  return child;
}
