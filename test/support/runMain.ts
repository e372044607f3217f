// What the commands of the repository have in common: how they end.

/** Runs a command, whose exit code is what it returns; an error is one line behind its name, or a stack trace. */
export function runMain(name: string, main: () => Promise<number>, { traced = false } = {}): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const text = error instanceof Error ? (traced && error.stack) || error.message : String(error);
      process.stderr.write(`${name}: ${text}\n`);
      process.exitCode = 1;
    },
  );
}

/** Prints a line. Returns the exit code of a command that ends with it. */
export function print(line: string, code = 0): number {
  process.stdout.write(`${line}\n`);
  return code;
}
