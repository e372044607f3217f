// Runs the command line in this process, with streams of its own.
import { tmpdir } from "node:os";
import { Readable, Writable } from "node:stream";
import { run } from "../../provider/cli/commandLine";

/** What a run of the command line gave. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run of the command line gets. */
export interface RunOptions {
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether stderr is a terminal. @default false */
  readonly tty?: boolean;
  /** Working directory. @default a folder without a project */
  readonly cwd?: string;
}

/** Runs a command line (without node and script). */
export async function runCli(
  args: readonly string[],
  { stdin = "", env = {}, tty = false, cwd = tmpdir() }: RunOptions = {},
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
    cwd: () => cwd,
  };
  return { code: await run(args, console), ...texts };
}
