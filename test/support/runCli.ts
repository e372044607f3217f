// Runs the command line in this process, with streams of its own.
import { Readable, Writable } from "node:stream";
import { run } from "../../provider/cli/commandLine";

/** What a run of the command line gave. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line (without node and script); with `tty`, stderr is a terminal. */
export async function runCli(
  args: readonly string[],
  { stdin = "", env = {}, tty = false }: { stdin?: string; env?: NodeJS.ProcessEnv; tty?: boolean } = {},
): Promise<CliRun> {
  const texts = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const console = {
    stdin: Readable.from([stdin]),
    stdout: sink("stdout"),
    stderr: Object.assign(sink("stderr"), tty && { isTTY: true }),
    env,
  };
  return { code: await run(args, console), ...texts };
}
