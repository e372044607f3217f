// The quota: at most so many requests in any sliding window, writes before reads, pauses for all.
//
// Own code, because the queue libraries count a request at its start. The API documents "60 requests
// per minute" and counts arrivals, which come later by a delay that varies: two starts a window apart
// can arrive less than a window apart. Here a request holds its place until a window after it has
// *ended*; whatever the delays, no window of arrivals then holds more than the limit.

/** Time, so that tests can run years in a moment. Milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `wake` after `ms`; gives what cancels it. A `background` timer keeps no process alive. */
  timer(ms: number, wake: () => void, background?: boolean): () => void;
}

/** Node fires a timer at once that is set for longer. */
export const longestTimerMs = 2 ** 31 - 1;

/** Monotonic time of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  timer(ms, wake, background = false) {
    const handle = setTimeout(wake, Math.min(ms, longestTimerMs));
    if (background) handle.unref();
    return () => clearTimeout(handle);
  },
};

/** A request's place in the order, kept through its retries. */
export interface Ticket {
  readonly write: boolean;
  readonly number: number;
}

/** Sends one request within a task's places; see {@link Quota.hold}. */
export type Request = <T>(attempt: () => Promise<T>) => Promise<T>;

/** A pause began between two requests of a task: by its end, what the first one read would be stale. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** Settings of a {@link Quota}. */
export interface QuotaOptions {
  /** Requests in a window. */
  readonly limit: number;
  /** Length of the sliding window in ms. */
  readonly windowMs: number;
  readonly clock?: Clock;
  /** Told, at most every 10 s, how long the wait is. */
  readonly notify?: (line: string) => void;
}

const firstNoticeMs = 5_000;
const nextNoticeMs = 10_000;

/** Lets requests through as the API's quota allows. */
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
  #waiting: { ticket: Ticket; places: number; since: number; start: (places: number) => void }[] = [];
  #cancelWake: (() => void) | undefined;
  #cancelNotice: (() => void) | undefined;
  #lastNotice = Number.NEGATIVE_INFINITY;

  constructor(options: QuotaOptions) {
    this.#limit = options.limit;
    this.#windowMs = options.windowMs;
    this.#clock = options.clock ?? systemClock;
    this.#notify = options.notify;
  }

  /** Holds the quota to these settings too, where they are stricter: two users of one key share one quota. */
  tighten({ limit, windowMs, notify }: QuotaOptions): void {
    this.#limit = Math.min(this.#limit, limit);
    this.#windowMs = Math.max(this.#windowMs, windowMs);
    this.#notify ??= notify;
  }

  /** A place in the order: writes go before reads, and within each the earlier ticket first. */
  ticket(write: boolean): Ticket {
    return { write, number: this.#tickets++ };
  }

  /** Runs an attempt as soon as the quota lets it through. Every attempt counts, failed ones too. */
  run<T>(ticket: Ticket, attempt: () => Promise<T>): Promise<T> {
    return this.hold(ticket, 1, (request) => request(attempt));
  }

  /**
   * Runs a task of `places` requests once all of them can be sent, so that none of the others comes
   * between them: a place that the task uses is free a window after its request ended, one that it does
   * not use at once. What waits behind a task for several places waits with it, so that none starves.
   * Where the limit is lower than `places`, the task takes them one after the other, each in its turn.
   * A request that would start within a pause isn't sent: it fails with an {@link InterruptedError}.
   */
  hold<T>(ticket: Ticket, places: number, task: (request: Request) => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      // Begun right there, not a promise later: those that are let through together begin in order, too.
      const start = (granted: number) => resolve(this.#begin(ticket, granted, task));
      const since = this.#clock.now();
      const later = this.#waiting.findIndex((other) => goesBefore(ticket, other.ticket));
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, { ticket, places, since, start });
      this.#advance();
    });
  }

  async #begin<T>(ticket: Ticket, granted: number, task: (request: Request) => Promise<T>): Promise<T> {
    let unused = granted;
    const request: Request = async (attempt) => {
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
      return await task(request);
    } finally {
      this.#running -= unused;
      if (unused > 0) this.#advance();
    }
  }

  /** Lets nothing through for `ms` from now. A pause that is longer already stays. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
    this.#advance();
  }

  #advance(): void {
    const now = this.#clock.now();
    while (this.#ended[0] !== undefined && now - this.#ended[0] >= this.#windowMs) this.#ended.shift();
    while (now >= this.#pausedUntil) {
      const next = this.#waiting[0];
      const places = this.#needed(next);
      if (!next || this.#running + this.#ended.length + places > this.#limit) break;
      this.#waiting.shift();
      this.#running += places;
      next.start(places);
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
    this.#cancelNotice ??= this.#clock.timer(this.#noticeAt() - now, () => this.#sayHowLong(), true);
  }

  /** Time until the next request may start, or undefined where one that runs must end first. */
  #untilNext(now: number): number | undefined {
    const missing = this.#running + this.#ended.length + this.#needed(this.#waiting[0]) - this.#limit;
    // Each place comes free a window after a request ended, the oldest first.
    const last = this.#ended[missing - 1];
    if (missing > 0 && last === undefined) return undefined;
    const free = last === undefined ? now : last + this.#windowMs;
    // Timers may fire a little early; one more millisecond spares a second wake-up.
    return Math.max(free, this.#pausedUntil) - now + 1;
  }

  /** Places that a task starts with: no more than there are. */
  #needed(task: { places: number } | undefined): number {
    return Math.min(task?.places ?? 0, this.#limit);
  }

  /** When the next notice is due: one request has waited long by then, and the last notice is some time ago. */
  #noticeAt(): number {
    const since = this.#waiting.reduce((first, one) => Math.min(first, one.since), Number.POSITIVE_INFINITY);
    return Math.max(since + firstNoticeMs, this.#lastNotice + nextNoticeMs);
  }

  #sayHowLong(): void {
    const now = this.#clock.now();
    if (now >= this.#noticeAt()) {
      const waiting = this.#waiting.reduce((sum, { places }) => sum + places, 0);
      const windows = Math.floor((waiting - 1) / this.#limit);
      const seconds = Math.ceil(((this.#untilNext(now) ?? 0) + windows * this.#windowMs) / 1000);
      this.#notify?.(
        `${waiting} request${waiting === 1 ? "" : "s"} waiting for the API's quota, about ${seconds} s to go`,
      );
      this.#lastNotice = now;
    }
    this.#cancelNotice = this.#clock.timer(this.#noticeAt() - now, () => this.#sayHowLong(), true);
  }
}

function goesBefore(a: Ticket, b: Ticket): boolean {
  return a.write === b.write ? a.number < b.number : a.write;
}

const shared = new Map<string, Quota>();

/** The one quota of this process for a key at a base URL. */
export function sharedQuota(key: string, options: QuotaOptions): Quota {
  const existing = shared.get(key);
  if (existing) {
    existing.tighten(options);
    return existing;
  }
  const quota = new Quota(options);
  shared.set(key, quota);
  return quota;
}
