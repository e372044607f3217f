// Keeps the SDK from taking a stack trace for every promise of a resource.

/**
 * Turns stack traces off until the returned function is called (once or more).
 *
 * The SDK makes some five promises for each property of a resource, a hundred for a transfer config, and formats
 * a stack trace for each that only PULUMI_DEBUG_PROMISE_LEAKS prints (`debuggablePromise`). Source maps make them
 * the larger part of what registering a resource costs, so they are taken only where that variable asks for them.
 * Source positions are not lost: where the SDK needs a trace, it sets the limit itself. What is lost is the program's
 * line in the error of a registration that fails later; it names the resource.
 */
export function pauseStackTraces(): () => void {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = limit;
  };
}

/** What was thrown, with a stack trace that begins at the caller if it was made without one. */
export function withStackTrace(thrown: unknown): unknown {
  if (thrown instanceof Error && !/^\s+at /m.test(thrown.stack ?? "")) {
    Error.captureStackTrace(thrown, withStackTrace);
  }
  return thrown;
}
