// What a process gives its session and its provider: environment, output, and stand-ins for tests.
import type { Fetch } from "../api/http";
import type { Clock } from "../api/quota";

/** Prints one line for the user. */
export type Notify = (line: string) => void;

/** Options of a session, and of the provider that works with it. */
export interface ProviderOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly notify: Notify;
  /** Awaited before each POST, PATCH and DELETE is sent. */
  readonly beforeWrite?: () => Promise<void>;
  /** Replaces node-fetch. */
  readonly fetch?: Fetch;
  /** Replaces the clock of this machine. */
  readonly clock?: Clock;
  /**
   * How long a first POST waits for the engine to bring a recorded config, in milliseconds.
   * @default 0
   */
  readonly recordsWaitMs?: number;
}
