// Whose key it is: what the answers to one key have shown of its account, and how to find out.
import { type CareCycleClient, CareCycleError } from "../api/client";

/** Whether a key belongs to a client: shown, shown to be another's, or not shown by anything. */
export type Proof = "same" | "other" | "unknown";

/**
 * The account behind one key. An id of another account answers 404, like one that is gone; only a
 * `clientId` in some answer tells the two apart. A key belongs to one client for good, so one answer is enough.
 */
export class KeyAccount {
  readonly #api: CareCycleClient;
  readonly #shown = new Set<string>();
  readonly #reading = new Set<Promise<unknown>>();
  readonly #asked = new Map<string, Promise<void>>();
  readonly #failures: string[] = [];

  constructor(api: CareCycleClient) {
    this.#api = api;
  }

  /** Takes the client that an answer named. */
  note(clientId: unknown): void {
    if (typeof clientId === "string" && clientId !== "") this.#shown.add(clientId.toLowerCase());
  }

  /** Waits for an answer with a `clientId`, and takes note of it. */
  async watch<T extends { clientId?: unknown }>(answer: Promise<T>): Promise<T> {
    const noted = answer.then(({ clientId }) => this.note(clientId)).catch(() => undefined);
    this.#reading.add(noted);
    void noted.then(() => this.#reading.delete(noted));
    const given = await answer;
    // Noted also for those who were told of this answer first.
    this.note(given.clientId);
    return given;
  }

  /** Whether an answer has shown that the key is `clientId`'s. */
  has(clientId: unknown): boolean {
    return this.#shown.has(String(clientId).toLowerCase());
  }

  /**
   * Whether the key is `clientId`'s: by the answers so far, by those that are under way, and otherwise by
   * asking, once per process. `witness` is the id of a config that was recorded under that client.
   */
  async proof(clientId: unknown, witness?: string): Promise<Proof> {
    while (this.#shown.size === 0 && this.#reading.size > 0) await Promise.race(this.#reading);
    const ways: (() => Promise<void>)[] = [
      ...(witness === undefined ? [] : [() => this.#once(witness, () => this.#askConfig(witness))]),
      () => this.#once("appointment configs", () => this.#askAppointmentConfigs()),
      () => this.#once("campaigns", () => this.#askCampaigns()),
    ];
    for (const ask of ways) {
      if (this.#shown.size > 0) break;
      await ask();
    }
    if (this.has(clientId)) return "same";
    return this.#shown.size > 0 ? "other" : "unknown";
  }

  /** Why a proof came out as it did, in words, for an error. */
  reason(clientId: unknown): string {
    if (clientId === undefined) return "it isn't recorded which client it belonged to";
    if (this.#shown.size > 0)
      return `the key in use belongs to client ${[...this.#shown].join(", ")}, not to client ${clientId}`;
    const tried = this.#failures.length > 0 ? ` (${this.#failures.join("; ")})` : "";
    return `no answer has shown that the key in use belongs to client ${clientId}${tried}`;
  }

  #once(name: string, ask: () => Promise<void>): Promise<void> {
    const asked = this.#asked.get(name) ?? ask().catch((error) => this.#failed(error));
    this.#asked.set(name, asked);
    return asked;
  }

  // A key may lack the right to read what would show its account: that proves nothing, and is no failure of the run.
  #failed(error: unknown): void {
    if (!(error instanceof CareCycleError)) throw error;
    const { asked, came } = error as { asked?: { verb: string; path: string }; came?: string };
    this.#failures.push(asked ? `${asked.verb} ${asked.path} ${came}` : error.message);
  }

  async #askConfig(id: string): Promise<void> {
    await this.watch(this.#api.getTransferConfig(id));
  }

  async #askAppointmentConfigs(): Promise<void> {
    const list = await this.#api.listAppointmentConfigs();
    for (const { clientId } of list) this.note(clientId);
    if (list.length === 0) this.#failures.push("there is no appointment config");
  }

  async #askCampaigns(): Promise<void> {
    const { items } = await this.#api.listCampaigns();
    const first = items.find(({ id }) => typeof id === "string");
    if (first?.id === undefined) this.#failures.push("there is no campaign");
    else this.note((await this.#api.getCampaign(first.id)).client?.id);
  }
}

/** How to go on after an error about the account. */
export const useRightKey =
  "Set a key of that client (pulumi config set --secret carecycle:apiKey) and run again, with --refresh --run-program: " +
  "without --run-program, a refresh or destroy uses the key that the last update recorded.";
