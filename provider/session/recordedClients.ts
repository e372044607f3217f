// The accounts that a stack's recorded configs belong to, as the engine brings them to this process.

import type { Clock } from "../api/quota";

/** Clients that the state records, each with the id of one of its configs. */
export class RecordedClients {
  readonly #configs = new Map<string, string>();
  readonly #waitMs: number;
  readonly #clock: Clock;
  #lastPlanned = 0;
  #ready: Promise<void> | undefined;

  /** `waitMs`: how long {@link ready} waits for the engine to bring a recorded config. */
  constructor(waitMs: number, clock: Clock) {
    this.#waitMs = waitMs;
    this.#clock = clock;
  }

  /** Takes note that the engine is still planning. */
  planning(): void {
    this.#lastPlanned = this.#clock.now();
  }

  /** Takes note that the state records the config `id` under a client. */
  note(id: string, clientId: unknown): void {
    if (typeof clientId !== "string") return;
    const client = clientId.toLowerCase();
    if (!this.#configs.has(client)) this.#configs.set(client, id);
  }

  /** The clients seen so far, in lower case. */
  get clients(): string[] {
    return [...this.#configs.keys()];
  }

  /** Id of a config that is recorded under a client. */
  configOf(client: string): string | undefined {
    return this.#configs.get(client.toLowerCase());
  }

  /**
   * Resolves once the recorded configs can be taken as known. The engine creates while it still plans, and resources
   * reach it in no fixed order: a new one may come before the recorded ones, whose diff tells the account.
   */
  ready(): Promise<void> {
    this.#ready ??= this.#untilReady();
    return this.#ready;
  }

  async #untilReady(): Promise<void> {
    const latest = this.#clock.now() + 8 * this.#waitMs;
    while (this.#waitMs > 0 && this.#configs.size === 0) {
      const wait = Math.min(this.#lastPlanned + this.#waitMs, latest) - this.#clock.now();
      if (wait <= 0) return;
      await new Promise<void>((wake) => this.#clock.timer(Math.min(wait, 50), wake));
    }
  }
}
