// Finds and runs the real `pulumi`.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The `pulumi` on PATH, else the one that the installer puts in the home folder. */
export function findPulumi(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter).filter(Boolean),
    join(homedir(), ".pulumi", "bin"),
  ];
  return folders.map((folder) => join(folder, "pulumi")).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** The Node that it finds; the first on PATH unless told. */
  node?: string | undefined;
  onOutput?: ((line: string) => void) | undefined;
  /** Longest time that the run may take, in milliseconds; five minutes unless told. */
  timeout?: number;
}

/** Starts the CLI with pipes behind stdout and stderr. */
export function spawnPulumi(
  pulumi: string,
  args: string[],
  { cwd, env, node, timeout = 300_000 }: Pick<CliOptions, "cwd" | "env" | "node" | "timeout">,
): ChildProcessByStdio<null, Readable, Readable> {
  // The language host lies next to the CLI and is looked up on PATH.
  const folders = [...(node === undefined ? [] : [dirname(node)]), dirname(pulumi), env.PATH ?? ""];
  return spawn(pulumi, ["--non-interactive", "--color", "never", ...args], {
    cwd,
    env: { ...env, PATH: folders.join(delimiter) },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
}

export function runPulumi(pulumi: string, args: string[], options: CliOptions): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawnPulumi(pulumi, args, options);
    const lines: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => {
        lines[stream].push(line);
        options.onOutput?.(line);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, stdout: lines.stdout.join("\n"), stderr: lines.stderr.join("\n") });
    });
  });
}
