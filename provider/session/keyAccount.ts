// Which account a key belongs to: what responses have shown so far, and how to find out.
import type { CareCycleClient } from "../api/client";
import { CareCycleError, type RequestError } from "../api/errors";
import { clientText } from "../model/valueTexts";

/** Whether a key belongs to a client; "unknown" while no response has shown it. */
export type Belongs = "yes" | "no" | "unknown";

/**
 * The account behind one key. An id of another account answers 404, like one that is gone; only a
 * `clientId` in some response tells the two apart. A key belongs to one client for good, so one response is enough.
 */
export class KeyAccount {
  readonly #api: CareCycleClient;
  readonly #clients = new Set<string>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #lookups = new Map<string, Promise<void>>();
  readonly #failures: string[] = [];

  constructor(api: CareCycleClient) {
    this.#api = api;
  }

  /** Takes note of the client that a response named. */
  note(clientId: unknown): void {
    if (typeof clientId === "string" && clientId !== "") this.#clients.add(clientId.toLowerCase());
  }

  /** Waits for a response with a `clientId`, and takes note of it. */
  observe<T extends { clientId?: unknown }>(response: Promise<T>): Promise<T> {
    const noted = response.then((value) => {
      this.note(value.clientId);
      return value;
    });
    const settled: Promise<unknown> = noted.catch(() => undefined);
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return noted;
  }

  /** Whether a response has shown that the key belongs to `clientId`. */
  has(clientId: unknown): boolean {
    return this.#clients.has(String(clientId).toLowerCase());
  }

  /**
   * Whether the key belongs to `clientId`: by the responses so far, by those under way, and otherwise by
   * further requests, each sent once per process. `recordedId` is the id of a config recorded under that client.
   */
  async belongsTo(clientId: unknown, recordedId?: string): Promise<Belongs> {
    while (this.#clients.size === 0 && this.#pending.size > 0) await Promise.race(this.#pending);
    const lookups: (() => Promise<void>)[] = [
      ...(recordedId === undefined ? [] : [() => this.#once(recordedId, () => this.#readConfig(recordedId))]),
      () => this.#once("appointment configs", () => this.#readAppointmentConfigs()),
      () => this.#once("campaigns", () => this.#readCampaigns()),
    ];
    for (const lookUp of lookups) {
      if (this.#clients.size > 0) break;
      await lookUp();
    }
    if (this.has(clientId)) return "yes";
    return this.#clients.size > 0 ? "no" : "unknown";
  }

  /** Why {@link belongsTo} did not give "yes", as part of an error message. */
  reason(clientId: unknown): string {
    if (clientId === undefined) return "the state doesn't record which client it belonged to";
    if (this.#clients.size > 0)
      return `the key in use belongs to ${clientText([...this.#clients].join(", "))}, not to ${clientText(clientId)}`;
    const tried = this.#failures.length > 0 ? ` (${this.#failures.join("; ")})` : "";
    return `no response has shown that the key in use belongs to ${clientText(clientId)}${tried}`;
  }

  #once(name: string, lookUp: () => Promise<void>): Promise<void> {
    const lookup = this.#lookups.get(name) ?? lookUp().catch((error) => this.#failed(error));
    this.#lookups.set(name, lookup);
    return lookup;
  }

  // A key may not be allowed to read what would show its account: that proves nothing, and does not fail the run.
  #failed(error: unknown): void {
    if (!(error instanceof CareCycleError)) throw error;
    const { request, outcome } = error as Partial<RequestError>;
    this.#failures.push(request ? `${request.method} ${request.path} ${outcome}` : error.message);
  }

  async #readConfig(id: string): Promise<void> {
    await this.observe(this.#api.getTransferConfig(id));
  }

  async #readAppointmentConfigs(): Promise<void> {
    const list = await this.#api.listAppointmentConfigs();
    for (const { clientId } of list) this.note(clientId);
    if (list.length === 0) this.#failures.push("there is no appointment config");
  }

  async #readCampaigns(): Promise<void> {
    const { items } = await this.#api.listCampaigns();
    const first = items.find(({ id }) => typeof id === "string");
    if (first?.id === undefined) this.#failures.push("there is no campaign");
    else this.note((await this.#api.getCampaign(first.id)).client?.id);
  }
}

/** Advice after an error about the account. */
export const useRightKey =
  "Set a key of that client (pulumi config set --secret carecycle:apiKey) and run again, with --refresh --run-program: " +
  "without --run-program, a refresh or destroy uses the key that the last update recorded.";
