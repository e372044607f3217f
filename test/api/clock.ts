// Clocks for tests: one that a test moves through years in a moment, and one that skips waits beside a real network.
import type { Clock } from "../../provider/api/quota";

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly wake: () => void;
}

/** Time that stands still until `run`. Timers fire in the order of their time, then of their setting. */
export class VirtualClock implements Clock {
  #now = 0;
  #numbers = 0;
  #timers: Timer[] = [];
  readonly #early: number;

  /** `early`: by how many ms timers fire too early, as those of Node do by a fraction of one. */
  constructor(early = 0) {
    this.#early = early;
  }

  now(): number {
    return this.#now;
  }

  timer(ms: number, wake: () => void): () => void {
    if (Number.isNaN(ms)) throw new Error("a timer of NaN ms");
    // Node's shortest timer is 1 ms; time would not go on otherwise where timers come early.
    const wait = Math.max(ms, Math.ceil(this.#early)) - this.#early;
    const timer = { at: this.#now + wait, number: this.#numbers++, wake };
    const later = this.#timers.findIndex((other) => other.at > timer.at);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.timer(ms, wake));
  }

  /** Fires every timer up to `end` (by default, every timer), and all that follows from each before the next one. */
  async run(end = Number.POSITIVE_INFINITY): Promise<void> {
    await flush();
    for (let fired = 0; this.#timers[0] !== undefined && this.#timers[0].at <= end; fired++) {
      if (fired > 50_000) throw new Error("the timers never end");
      const timer = this.#timers.shift() as Timer;
      this.#now = timer.at;
      timer.wake();
      await flush();
    }
    if (end !== Number.POSITIVE_INFINITY) this.#now = end;
  }
}

/** Lets every promise that can go on go on. */
function flush(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/**
 * Skips every wait: a timer fires at once, and its wait is all the time that passes. So a busy machine, on which
 * requests take long, uses up no limit.
 */
export function skippingClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    timer(ms, wake) {
      const due = now + ms;
      const handle = setTimeout(() => {
        now = Math.max(now, due);
        wake();
      }, 0);
      return () => clearTimeout(handle);
    },
  };
}
