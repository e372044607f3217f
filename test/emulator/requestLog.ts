// The requests that arrived at the emulator, when, and how each ended; API keys are never part of it.

/**
 * "pending" until decided; "client-gone" means that the client hung up during a delay;
 * "truncated" that the connection was cut within the body.
 */
export type Outcome =
  | "pending"
  | "answered"
  | "truncated"
  | "reset-before"
  | "reset-after-commit"
  | "client-gone";

export interface LogEntry {
  /** Number of the request since the start; clearing the log does not restart it. */
  n: number;
  /** Arrival, in milliseconds of the epoch. */
  at: number;
  method: string;
  path: string;
  /** Query of the URL, without the question mark; absent if there was none. */
  query?: string;
  /** Parsed JSON; absent if there was no body or it was not JSON. */
  body?: unknown;
  /** Status that was sent; null while pending and when none was sent. */
  status: number | null;
  outcome: Outcome;
  /** Client whose key was used; absent if the key was missing or unknown. */
  clientId?: string;
  /** Set on a 429 that the quota answered, as opposed to a scripted one. */
  throttled?: true;
}

export class RequestLog {
  readonly entries: LogEntry[] = [];
  #n = 0;

  open(method: string, path: string, query = ""): LogEntry {
    this.#n += 1;
    const entry: LogEntry = { n: this.#n, at: Date.now(), method, path, status: null, outcome: "pending" };
    if (query !== "") entry.query = query;
    this.entries.push(entry);
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }

  writes(): LogEntry[] {
    return this.entries.filter(
      ({ method }) => method === "PATCH" || method === "POST" || method === "DELETE",
    );
  }

  throttled(): number {
    return this.entries.filter((entry) => entry.throttled).length;
  }

  /** The largest number of requests, refused ones included, that arrived within any `seconds`. */
  peak(seconds: number): number {
    const times = this.entries.map(({ at }) => at).sort((a, b) => a - b);
    let peak = 0;
    let first = 0;
    for (const [last, at] of times.entries()) {
      while (at - (times[first] ?? at) >= seconds * 1000) first += 1;
      peak = Math.max(peak, last - first + 1);
    }
    return peak;
  }
}
