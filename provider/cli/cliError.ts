// How a command fails: one line for the user, and the exit codes.

/** Exit codes of all commands. */
export const exitCodes = { nothing: 0, error: 1, something: 2 } as const;

/** A failure that the user can fix; the message is one line that says what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
}
