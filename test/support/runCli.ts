// Runs the command line in this process, with streams of its own.
import { Readable, Writable } from "node:stream";
import { run } from "../../provider/cli/commandLine";

/** What a run of the command line gave. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line (without node and script). */
export async function runCli(
  args: readonly string[],
  { stdin = "", env = {} }: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CliRun> {
  const texts = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const console = { stdin: Readable.from([stdin]), stdout: sink("stdout"), stderr: sink("stderr"), env };
  return { code: await run(args, console), ...texts };
}
