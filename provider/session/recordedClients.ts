// The accounts that a stack's recorded configs belong to, as the engine brings them to this process.
import type { Clock } from "../api/quota";
import type { Turn } from "../model/internalNames";

/** Clients that the state records, each with the id of one of its configs. */
export class RecordedClients {
  readonly #configs = new Map<string, string>();
  /** Checks that are still to come, by turn of the program. */
  readonly #awaited = new Map<string, number>();
  readonly #waitMs: number;
  readonly #clock: Clock;
  #lastPlanned = 0;
  #isRecorded = false;
  #ready: Promise<void> | undefined;

  /** `waitMs`: how long {@link ready} waits for a recorded config while the engine brings nothing. */
  constructor(waitMs: number, clock: Clock) {
    this.#waitMs = waitMs;
    this.#clock = clock;
  }

  /** Takes note that the engine is still planning. */
  planning(): void {
    this.#lastPlanned = this.#clock.now();
  }

  /** Takes note of a check: of the turn that the program noted, and whether the state has the resource. */
  checked(turn: Turn | undefined, isNew: boolean): void {
    this.planning();
    this.#isRecorded ||= !isNew;
    // Without a note, nobody can tell whether more will come.
    const { number, count } = turn ?? { number: "", count: Number.POSITIVE_INFINITY };
    this.#awaited.set(number, (this.#awaited.get(number) ?? count) - 1);
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
   * reach it in no fixed order: a new one may come before the recorded ones, whose diff tells the account. A resource
   * that depends on the outcome of this very create is checked after it: then the wait ends because nothing more comes.
   */
  ready(): Promise<void> {
    this.#ready ??= this.#untilReady();
    return this.#ready;
  }

  async #untilReady(): Promise<void> {
    const latest = this.#clock.now() + 8 * this.#waitMs;
    while (this.#configs.size === 0) {
      const quietMs = this.#allNew() ? this.#waitMs / 4 : this.#waitMs;
      const wait = Math.min(this.#lastPlanned + quietMs, latest) - this.#clock.now();
      if (wait <= 0) return;
      await new Promise<void>((wake) => this.#clock.timer(Math.min(wait, 20), wake));
    }
  }

  /** Whether all resources of the turns so far were checked, and none is recorded; a later turn may still bring one. */
  #allNew(): boolean {
    return !this.#isRecorded && [...this.#awaited.values()].every((awaited) => awaited <= 0);
  }
}
