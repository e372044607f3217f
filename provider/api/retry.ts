// The one retry loop, and its timing as pure functions.
import { ApiError, ConnectionError, RateLimitError, ResponseError } from "./errors";
import type { Clock, Quota, RunRequest } from "./quota";
import { InterruptedError } from "./quota";

/** How often and how long a request is tried. Times in ms. */
export const limits = {
  /** Attempts of one request, the first included. A 429 doesn't count as one: it only says to wait. */
  attempts: 6,
  /** Time spent in attempts and backoffs, without the time spent waiting for the quota. */
  totalMs: 120_000,
  /** Time since the first 429 of one request. */
  rateLimitedMs: 600_000,
  /** Upper bound of the first backoff, which doubles with each retry, and its cap. */
  baseMs: 500,
  capMs: 20_000,
} as const;

/** Wait in ms before retry number `retry` (1 is the first): full jitter, so that many clients don't retry in step. */
export function backoffMs(retry: number, random: () => number): number {
  return random() * Math.min(limits.capMs, limits.baseMs * 2 ** (retry - 1));
}

/**
 * Pause in ms after a 429: what the API announced (in seconds), but at least a short wait that grows with the number of
 * refusals, so that an announced 0 doesn't start a storm of requests.
 */
export function pauseMs(announcedSeconds: number | undefined, refusals: number): number {
  return Math.max((announcedSeconds ?? 0) * 1000, Math.min(5_000, 50 * 2 ** (refusals - 1)));
}

/** Whether a failed attempt is followed by another: after the quota's pause, after a backoff, or not at all. */
export type RetryDecision = "afterPause" | "afterBackoff" | "never";

export function retryDecision(method: string, error: unknown): RetryDecision {
  if (error instanceof RateLimitError) return "afterPause";
  if (error instanceof ConnectionError && error.permanent) return "never";
  if (error instanceof ConnectionError && !error.mayHaveArrived) return "afterBackoff";
  // It may have been carried out: another POST would create a second config.
  if (method === "POST") return "never";
  if (error instanceof ConnectionError || error instanceof ResponseError) return "afterBackoff";
  return error instanceof ApiError && [500, 502, 503, 504].includes(error.status) ? "afterBackoff" : "never";
}

/** What the retry loop works with. */
export interface RetryContext {
  readonly quota: Quota;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Runs attempts of one request through the quota until one succeeds or a limit is reached; then throws the last error. */
export function withRetries<T>(method: string, attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  return retryTask(method, 1, (run) => run(attempt), context);
}

/**
 * {@link withRetries} for a task of several requests that take their slots in the quota together, such as a GET and
 * the PATCH that is based on it. Every retry runs the whole task again, so that no write is based on the read of an
 * earlier attempt. `method` is the one of the task's write.
 */
export async function retryTask<T>(
  method: string,
  slots: number,
  task: (run: RunRequest) => Promise<T>,
  context: RetryContext,
): Promise<T> {
  const { quota, clock, random } = context;
  const ticket = quota.ticket(method !== "GET");
  let spent = 0;
  let failures = 0;
  let refusals = 0;
  let firstRefusal: number | undefined;
  let tooLong = false;

  const pauseAll = (error: RateLimitError): void => {
    firstRefusal ??= clock.now();
    const pause = pauseMs(error.retryAfter, ++refusals);
    // Beyond the limit nothing is paused: every request would give up on such a pause, and so each may fail at once.
    if (pause <= limits.rateLimitedMs) quota.pause(pause);
    tooLong = clock.now() + pause - firstRefusal > limits.rateLimitedMs;
  };
  // Around each request rather than around the task: the pause begins before a refused request frees its slot, so that
  // no waiting request slips through, and waits between the requests of a task are not counted.
  const timed =
    (run: RunRequest): RunRequest =>
    (send) =>
      run(async () => {
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
  const attempt = async (run: RunRequest): Promise<{ result: T } | undefined> => {
    try {
      return { result: await task(timed(run)) };
    } catch (error) {
      if (error instanceof InterruptedError) return undefined;
      const decision = retryDecision(method, error);
      if (decision === "never" || (decision === "afterPause" && tooLong)) throw error;
      if (decision === "afterBackoff" && (++failures >= limits.attempts || spent > limits.totalMs))
        throw error;
      return undefined;
    }
  };
  for (;;) {
    const before = failures;
    const done = await quota.runTask(ticket, slots, attempt);
    if (done) return done.result;
    if (failures === before) continue;
    const wait = backoffMs(failures, random);
    spent += wait;
    await new Promise<void>((wake) => clock.timer(wait, wake));
  }
}
