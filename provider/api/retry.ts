// The one retry loop, and the pure functions of its timing.
import { ApiError, ConnectionError, RateLimitError, ResponseError } from "./errors";
import { type Clock, InterruptedError, type Quota, type Request } from "./quota";

/** How long it is tried. Times in ms. */
export const limits = {
  /** Attempts of one request, the first included. A 429 is not counted: it says when, not whether. */
  attempts: 6,
  /** Time spent in attempts and backoffs; waiting for the quota is not counted. */
  totalMs: 120_000,
  /** Time since the first 429 of one request. */
  rateLimitedMs: 600_000,
  /** Mean-doubling base and cap of the backoff. */
  baseMs: 500,
  capMs: 20_000,
} as const;

/** Wait before retry number `retry` (1 is the first): full jitter, so that many clients do not retry in step. */
export function backoffMs(retry: number, random: () => number): number {
  return random() * Math.min(limits.capMs, limits.baseMs * 2 ** (retry - 1));
}

/**
 * Pause after a 429: what the API announced (seconds), but never less than a short, growing wait of
 * our own, so that an announced 0 starts no storm.
 */
export function pauseMs(announcedSeconds: number | undefined, refusals: number): number {
  return Math.max((announcedSeconds ?? 0) * 1000, Math.min(5_000, 50 * 2 ** (refusals - 1)));
}

/** What a failed attempt allows: again after the quota's pause, again after a backoff, or no more. */
export function verdict(verb: string, error: unknown): "paused" | "backoff" | "final" {
  if (error instanceof RateLimitError) return "paused";
  if (error instanceof ConnectionError && error.permanent) return "final";
  if (error instanceof ConnectionError && error.sent === "no") return "backoff";
  // A POST that may have been carried out would create a second config.
  if (verb === "POST") return "final";
  if (error instanceof ConnectionError || error instanceof ResponseError) return "backoff";
  return error instanceof ApiError && [500, 502, 503, 504].includes(error.status) ? "backoff" : "final";
}

/** What the loop takes from its surroundings. */
export interface RetryContext {
  readonly quota: Quota;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Runs attempts of one request through the quota until one succeeds or the limits are reached; throws the last error. */
export function withRetries<T>(verb: string, attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  return retried(verb, 1, (request) => request(attempt), context);
}

/**
 * {@link withRetries} for a task of several requests that take their places in the quota together, such
 * as a GET and the PATCH that rests on it. Every retry runs the whole task again, so that nothing is
 * written on the ground of an earlier attempt's read. `verb` is the one of its write.
 */
export async function retried<T>(
  verb: string,
  places: number,
  task: (request: Request) => Promise<T>,
  context: RetryContext,
): Promise<T> {
  const { quota, clock, random } = context;
  const ticket = quota.ticket(verb !== "GET");
  let spent = 0;
  let counted = 0;
  let refusals = 0;
  let firstRefusal: number | undefined;
  let tooLong = false;

  const pauseAll = (error: RateLimitError): void => {
    firstRefusal ??= clock.now();
    const pause = pauseMs(error.retryAfter, ++refusals);
    // A pause that no request would outlast is none: each that waits shall fail soon, too.
    if (pause <= limits.rateLimitedMs) quota.pause(pause);
    tooLong = clock.now() + pause - firstRefusal > limits.rateLimitedMs;
  };
  // Around each request, and not around the task: before a refused request gives its place up, so that
  // none of those that wait slips through; and without the waits between the requests of a task.
  const watched =
    (request: Request): Request =>
    (send) =>
      request(async () => {
        const begun = clock.now();
        try {
          return await send();
        } catch (error) {
          if (error instanceof RateLimitError) pauseAll(error);
          throw error;
        } finally {
          spent += clock.now() - begun;
        }
      });
  const attempt = async (request: Request): Promise<{ answer: T } | undefined> => {
    try {
      return { answer: await task(watched(request)) };
    } catch (error) {
      if (error instanceof InterruptedError) return undefined;
      const next = verdict(verb, error);
      if (next === "final" || (next === "paused" && tooLong)) throw error;
      if (next === "backoff" && (++counted >= limits.attempts || spent > limits.totalMs)) throw error;
      return undefined;
    }
  };
  for (;;) {
    const failures = counted;
    const done = await quota.hold(ticket, places, attempt);
    if (done) return done.answer;
    if (counted === failures) continue;
    const wait = backoffMs(counted, random);
    spent += wait;
    await new Promise<void>((wake) => clock.timer(wait, wake));
  }
}
