// What the process gives a command. A context instead of globals, so that tests run commands with streams of their own.
import type { Writable } from "node:stream";

/** The streams, the environment and the working directory of a command. */
export interface CliContext {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
  cwd(): string;
}
