// One process's dealings with the API: settings, client, and the account that each request must meet.

import {
  CareCycleClient,
  CareCycleError,
  type LiveTransferConfig,
  NotFoundError,
  type TransferConfigBody,
} from "../api/client";
import type { Fetch } from "../api/http";
import type { Clock } from "../api/quota";
import { pathText, withheldPaths } from "../model/values";
import { KeyAccount, useRightKey } from "./account";
import { RecordedClients } from "./recordedClients";
import { type ConfigReader, readSettings, requireApiKey, type Settings } from "./settings";

/** What a session takes from its surroundings. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Prints one line for the user. */
  readonly notify: (line: string) => void;
  /** Awaited before each POST, PATCH and DELETE is sent. */
  readonly beforeWrite?: () => Promise<void>;
  /** Stands in for node-fetch. */
  readonly fetch?: Fetch;
  /** Stands in for the time of this machine. */
  readonly clock?: Clock;
  /** How long a first POST waits for the engine to bring a recorded config; not at all unless given. */
  readonly settleMs?: number;
}

/** A config as this process read it. */
export interface Seen {
  readonly live: LiveTransferConfig;
  readonly ageMs: number;
}

/** What belongs to one key at one base URL, and to no other: no answer crosses accounts. */
interface Connection {
  readonly fingerprint: string;
  readonly api: CareCycleClient;
  readonly account: KeyAccount;
  readonly seen: Map<string, { live: LiveTransferConfig; at: number }>;
}

/** Requests of one process, each held against the account that it must meet before anything is written. */
export class Session {
  readonly #surroundings: Surroundings;
  #config: ConfigReader = () => undefined;
  #connection: Connection | undefined;
  /** The accounts that this stack belongs to, as far as its records were seen. */
  readonly records: RecordedClients;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.records = new RecordedClients(surroundings.settleMs ?? 0);
  }

  /** Takes the stack's config; what it says is read at the first need. */
  configure(config: ConfigReader): void {
    this.#config = config;
  }

  /** @throws ConfigurationError */
  get settings(): Settings {
    return readSettings(this.#config, this.#surroundings.env);
  }

  /** The live config. `clientId` is the account that the state recorded for it, if any. */
  async read(id: string, clientId?: unknown): Promise<LiveTransferConfig> {
    const { api, account } = this.#connected();
    const live = await account.watch(api.getTransferConfig(id));
    const pinned = this.settings.clientId;
    if (live.clientId === undefined && pinned !== undefined) await account.proof(pinned);
    this.#requireSame(live, clientId);
    return this.#remember(live);
  }

  /** The config as this process saw it last, if it did: for comparison and for what is said, never the base of a write. */
  seen(id: string): Seen | undefined {
    const seen = this.#connected().seen.get(id.toLowerCase());
    return seen && { live: seen.live, ageMs: this.#now() - seen.at };
  }

  /**
   * Creates a config. An answer from another account is thrown by {@link requireAccount}, not here: it exists then.
   * @throws CareCycleError before anything is sent, where the key isn't known to be of the account that is
   * pinned, or else of one that the records seen so far belong to.
   */
  async create(body: TransferConfigBody & { name: string }): Promise<LiveTransferConfig> {
    refuseMarker(body);
    const { api, account } = this.#connected();
    await this.#requireOwnAccount();
    return this.#remember(await account.watch(api.createTransferConfig(body)));
  }

  /**
   * Reads a config and directly after it, with nothing in between, PATCHes what `compute` makes of it (undefined:
   * nothing is sent). It must belong to the account that is pinned and to the one recorded.
   */
  async modify(
    id: string,
    clientId: unknown,
    compute: (live: LiveTransferConfig, repeated: boolean) => TransferConfigBody | undefined,
  ): Promise<LiveTransferConfig> {
    const { api, account } = this.#connected();
    const pinned = this.settings.clientId;
    if (clientId !== undefined) this.requireAccount(id, clientId);
    let sent = false;
    const live = await account.watch(
      api.modifyTransferConfig(id, (read, repeated) => {
        account.note(read.clientId);
        this.#requireSame(read, clientId);
        const body = compute(read, repeated);
        if (body === undefined) return undefined;
        refuseMarker(body);
        sent = true;
        return body;
      }),
    );
    if (sent && !this.#isSame(live, clientId)) {
      throw new CareCycleError(
        `transfer config ${id}: the PATCH was sent, but its response names client ${live.clientId} instead of ` +
          `${pinned ?? clientId}. Compare the config in the dashboard, and check carecycle:apiKey.`,
      );
    }
    return this.#remember(live);
  }

  /** Deletes a config, after the key has shown that it belongs to the account that is pinned or recorded. */
  async delete(id: string, clientId: unknown): Promise<void> {
    this.requireAccount(id, clientId);
    const { api, account, seen } = this.#connected();
    const owner = clientId ?? this.settings.clientId;
    if (owner !== undefined && (await account.proof(owner, id)) !== "same") {
      throw new CareCycleError(
        `transfer config ${id} was not deleted, and nothing was sent: ${account.reason(owner)}. ${useRightKey} ` +
          "To give the config up without deleting it, run pulumi state delete on the resource.",
      );
    }
    seen.delete(id.toLowerCase());
    await api.deleteTransferConfig(id);
  }

  /**
   * Why a 404 may not be taken for "gone", or undefined where it may: only after the key has shown, in this process,
   * that it belongs to the client that the config was recorded under. Under another's key every id answers 404.
   */
  async doubtOfMissing(clientId: unknown): Promise<string | undefined> {
    const { account } = this.#connected();
    const owner = clientId ?? this.settings.clientId;
    return (await account.proof(owner)) === "same" ? undefined : account.reason(owner);
  }

  /** @throws CareCycleError if `clientId` is not the pinned account (`carecycle:clientId`). */
  requireAccount(id: string, clientId: unknown): void {
    const pinned = this.settings.clientId;
    if (pinned === undefined || same(clientId, pinned)) return;
    throw new CareCycleError(
      `transfer config ${id} belongs to client ${clientId ?? "(unknown)"}, but carecycle:clientId pins ${pinned}. ` +
        "Use a key of that account, or correct carecycle:clientId.",
    );
  }

  async #requireOwnAccount(): Promise<void> {
    const { account } = this.#connected();
    const pinned = this.settings.clientId;
    if (pinned === undefined) await this.records.settled();
    const owners = pinned === undefined ? this.records.clients : [pinned];
    for (const owner of owners) {
      if ((await account.proof(owner, this.records.witness(owner))) === "same") return;
    }
    if (owners.length === 0) return;
    const why =
      pinned === undefined
        ? "which this stack's recorded configs belong to"
        : "which carecycle:clientId pins";
    throw new CareCycleError(
      `no transfer config was created, and nothing was sent: ${account.reason(owners.join(", "))}, ${why}. ${useRightKey} ` +
        (pinned === undefined
          ? "To manage configs of another account, use a stack of its own."
          : "If the key is right, let it read appointment configs or campaigns, of which the account needs one, or remove " +
            "carecycle:clientId until the first config is recorded."),
    );
  }

  /** @throws CareCycleError where a config that was read is of another account than it must be; nothing was written yet. */
  #requireSame(live: LiveTransferConfig, recorded: unknown): void {
    const pinned = this.settings.clientId;
    // An id that answers is of the key's own account, which another answer may have shown.
    const known = live.clientId ?? (this.#connected().account.has(pinned) ? pinned : undefined);
    this.requireAccount(live.id, known);
    if (this.#isSame(live, recorded)) return;
    throw new CareCycleError(
      `transfer config ${live.id} was recorded under client ${recorded}, but the API now answers with client ${live.clientId}. ` +
        `Is the key of another account in use? Nothing was changed. ${useRightKey}`,
    );
  }

  #isSame(live: LiveTransferConfig, recorded: unknown): boolean {
    const expected = [this.settings.clientId, recorded].filter((client) => client !== undefined);
    return live.clientId === undefined || expected.every((client) => same(live.clientId, client));
  }

  #remember(live: LiveTransferConfig): LiveTransferConfig {
    this.#connected().seen.set(live.id.toLowerCase(), { live, at: this.#now() });
    return live;
  }

  #now(): number {
    return this.#surroundings.clock?.now() ?? performance.now();
  }

  // The key is asked for at the first request, so that a preview without requests works without one; and the
  // settings before anything that is remembered, because it is remembered of one key at one address.
  #connected(): Connection {
    const settings = { ...this.settings, apiKey: requireApiKey(this.settings) };
    const fingerprint = JSON.stringify(settings);
    if (this.#connection?.fingerprint !== fingerprint) {
      const { notify, beforeWrite, fetch, clock } = this.#surroundings;
      const api = new CareCycleClient({
        ...settings,
        notify,
        ...(beforeWrite && { beforeWrite }),
        ...(fetch && { fetch }),
        ...(clock && { clock }),
      });
      this.#connection = { fingerprint, api, account: new KeyAccount(api), seen: new Map() };
    }
    return this.#connection;
  }
}

/** Last line of defence: the marker in the place of a live credential would destroy it. */
function refuseMarker(body: unknown): void {
  const [path] = withheldPaths(body);
  if (path)
    throw new CareCycleError(`${pathText(path)}: a withheld value is not known here, so nothing was sent.`);
}

function same(a: unknown, b: unknown): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}

/** Whether an error says that there is no such config under this key. */
export function isMissing(error: unknown): boolean {
  return error instanceof NotFoundError;
}
