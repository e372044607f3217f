// The API's rate limit: so many requests of one key in a window.
import type { Settings } from "./options";

export class Quota {
  readonly #settings: Settings;
  readonly #taken = new Map<string, number[]>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Takes one request out of the key's quota at `now` (ms): undefined if it is granted, else the whole
   * seconds to wait. A refused request takes nothing; otherwise the wait that it announces would be wrong.
   */
  take(key: string, now: number): number | undefined {
    const { rate, windowSeconds, quotaWindow } = this.#settings;
    const length = windowSeconds * 1000;
    const before = this.#taken.get(key) ?? [];
    const start = before[0];
    const expired = quotaWindow === "fixed" && start !== undefined && now - start >= length;
    const taken =
      quotaWindow === "sliding" ? before.filter((at) => now - at < length) : expired ? [] : before;
    this.#taken.set(key, taken);
    if (taken.length < rate) {
      taken.push(now);
      return undefined;
    }
    // Sliding: the oldest of the last `rate` requests has to leave; fixed: the window that the first opened has to end.
    const leaves = quotaWindow === "sliding" ? taken[taken.length - rate] : taken[0];
    return Math.max(1, Math.ceil(((leaves ?? now) + length - now) / 1000));
  }
}
