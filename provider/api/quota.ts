// The quota: a limit on the requests in any sliding window, with writes before reads, and pauses for all requests.
//
// Not a library, because queue libraries count a request from its start. The API documents "60 requests per minute" and
// counts arrivals, each of which follows its start by a varying delay: two requests that start a window apart can arrive
// less than a window apart. Here a request occupies its slot until a window after it has *ended*. So no window of
// arrivals holds more than the limit, whatever the delays.

/** The time, in ms; replaceable, so that tests need not wait. */
export interface Clock {
  now(): number;
  /** Calls `wake` after `ms`; returns a function that cancels it. A `background` timer doesn't keep the process alive. */
  timer(ms: number, wake: () => void, background?: boolean): () => void;
}

/** The longest timer of Node: one that is set for longer fires at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** The monotonic time of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  timer(ms, wake, background = false) {
    const handle = setTimeout(wake, Math.min(ms, longestTimerMs));
    if (background) handle.unref();
    return () => clearTimeout(handle);
  },
};

/** A request's position in the order of those that wait; it keeps it through its retries. */
export interface Ticket {
  readonly write: boolean;
  readonly number: number;
}

/** Runs one request in one of a task's slots; see {@link Quota.runTask}. */
export type RunRequest = <T>(attempt: () => Promise<T>) => Promise<T>;

/** A pause began between two requests of a task: when it ends, what the first one read would be stale. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** Options of a {@link Quota}. */
export interface QuotaOptions {
  /** Most requests in a window. */
  readonly limit: number;
  /** Length of the sliding window in ms. */
  readonly windowMs: number;
  /** @default systemClock */
  readonly clock?: Clock;
  /** Called with one line, at most every 10 s, that says how long the requests that wait have to wait. */
  readonly notify?: (line: string) => void;
}

const firstNoticeMs = 5_000;
const nextNoticeMs = 10_000;

/** Runs requests as the API's quota allows. */
export class Quota {
  readonly #clock: Clock;
  #notify: ((line: string) => void) | undefined;
  #limit: number;
  #windowMs: number;
  #running = 0;
  #tickets = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Ends of the requests of the last window, oldest first. */
  #ended: number[] = [];
  #waiting: { ticket: Ticket; slots: number; since: number; start: (slots: number) => void }[] = [];
  #cancelWake: (() => void) | undefined;
  #cancelNotice: (() => void) | undefined;
  #lastNotice = Number.NEGATIVE_INFINITY;

  constructor(options: QuotaOptions) {
    this.#limit = options.limit;
    this.#windowMs = options.windowMs;
    this.#clock = options.clock ?? systemClock;
    this.#notify = options.notify;
  }

  /** Applies these options where they are stricter: all clients with one key share one quota. */
  tighten({ limit, windowMs, notify }: QuotaOptions): void {
    this.#limit = Math.min(this.#limit, limit);
    this.#windowMs = Math.max(this.#windowMs, windowMs);
    this.#notify ??= notify;
  }

  /** Counts requests of another process as if they had ended now. */
  occupy(requests: number): void {
    const slots = Math.min(Math.max(0, Math.ceil(requests)), this.#limit);
    for (let i = 0; i < slots; i++) this.#ended.push(this.#clock.now());
  }

  /** A position in the order: writes go before reads, and among each, earlier tickets before later ones. */
  ticket(write: boolean): Ticket {
    return { write, number: this.#tickets++ };
  }

  /** Runs an attempt of one request as soon as the quota allows it. Every attempt counts, failed ones too. */
  run<T>(ticket: Ticket, attempt: () => Promise<T>): Promise<T> {
    return this.runTask(ticket, 1, (run) => run(attempt));
  }

  /**
   * Runs a task of `slots` requests once there are slots for all of them, so that no other request comes between them.
   * A slot is free again a window after its request ended, or, if the task didn't use it, when the task ends. Requests
   * behind a task that waits for several slots wait, too; otherwise it might wait for ever. Where the limit is lower
   * than `slots`, the task takes them one by one, each in its turn. A request of the task that would start within a
   * pause fails with an {@link InterruptedError} instead.
   */
  runTask<T>(ticket: Ticket, slots: number, task: (run: RunRequest) => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      // Started synchronously, so that requests that are let through together also start in order.
      const start = (granted: number) => resolve(this.#begin(ticket, granted, task));
      const since = this.#clock.now();
      const later = this.#waiting.findIndex((other) => goesBefore(ticket, other.ticket));
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, { ticket, slots, since, start });
      this.#advance();
    });
  }

  async #begin<T>(ticket: Ticket, granted: number, task: (run: RunRequest) => Promise<T>): Promise<T> {
    let unused = granted;
    const run: RunRequest = async (attempt) => {
      if (unused === 0) return this.run(ticket, attempt);
      if (this.#clock.now() < this.#pausedUntil) throw new InterruptedError();
      unused--;
      try {
        return await attempt();
      } finally {
        this.#running--;
        this.#ended.push(this.#clock.now());
        this.#advance();
      }
    };
    try {
      return await task(run);
    } finally {
      this.#running -= unused;
      if (unused > 0) this.#advance();
    }
  }

  /** Starts no request for the next `ms`. It never shortens a pause. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
    this.#advance();
  }

  #advance(): void {
    const now = this.#clock.now();
    while (this.#ended[0] !== undefined && now - this.#ended[0] >= this.#windowMs) this.#ended.shift();
    while (now >= this.#pausedUntil) {
      const next = this.#waiting[0];
      const slots = this.#needed(next);
      if (!next || this.#running + this.#ended.length + slots > this.#limit) break;
      this.#waiting.shift();
      this.#running += slots;
      next.start(slots);
    }
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    if (this.#waiting.length === 0) {
      this.#cancelNotice?.();
      this.#cancelNotice = undefined;
      return;
    }
    const wait = this.#untilNext(now);
    if (wait !== undefined) this.#cancelWake = this.#clock.timer(wait, () => this.#advance());
    this.#cancelNotice ??= this.#clock.timer(this.#noticeAt() - now, () => this.#notifyWait(), true);
  }

  /** Time in ms until the next request may start; undefined where a running one must end first. */
  #untilNext(now: number): number | undefined {
    const missing = this.#running + this.#ended.length + this.#needed(this.#waiting[0]) - this.#limit;
    // Each slot becomes free a window after its request ended, the oldest first.
    const last = this.#ended[missing - 1];
    if (missing > 0 && last === undefined) return undefined;
    const free = last === undefined ? now : last + this.#windowMs;
    // Timers may fire a little early; one more millisecond spares a second wake-up.
    return Math.max(free, this.#pausedUntil) - now + 1;
  }

  /** Slots that a task starts with: at most as many as there are. */
  #needed(task: { slots: number } | undefined): number {
    return Math.min(task?.slots ?? 0, this.#limit);
  }

  /** When the next notice is due: some request has waited long enough, and the last notice is long enough ago. */
  #noticeAt(): number {
    const since = this.#waiting.reduce((first, one) => Math.min(first, one.since), Number.POSITIVE_INFINITY);
    return Math.max(since + firstNoticeMs, this.#lastNotice + nextNoticeMs);
  }

  #notifyWait(): void {
    const now = this.#clock.now();
    if (now >= this.#noticeAt()) {
      const waiting = this.#waiting.reduce((sum, { slots }) => sum + slots, 0);
      const windows = Math.floor((waiting - 1) / this.#limit);
      const seconds = Math.ceil(((this.#untilNext(now) ?? 0) + windows * this.#windowMs) / 1000);
      this.#notify?.(
        `${waiting} request${waiting === 1 ? "" : "s"} waiting for the API's quota, about ${seconds} s to go`,
      );
      this.#lastNotice = now;
    }
    this.#cancelNotice = this.#clock.timer(this.#noticeAt() - now, () => this.#notifyWait(), true);
  }
}

function goesBefore(a: Ticket, b: Ticket): boolean {
  return a.write === b.write ? a.number < b.number : a.write;
}

const shared = new Map<string, Quota>();

/** The one quota of this process for an API key at a base URL. */
export function sharedQuota(apiKey: string, baseUrl: string, options: QuotaOptions): Quota {
  // Unambiguous, because neither a key nor a base URL holds a space.
  const key = `${apiKey} ${baseUrl}`;
  const existing = shared.get(key);
  if (existing) {
    existing.tighten(options);
    return existing;
  }
  const quota = new Quota(options);
  shared.set(key, quota);
  return quota;
}
