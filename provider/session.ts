// One process's dealings with the API: settings, client, the account that must be met, recent reads.
import {
  CareCycleClient,
  CareCycleError,
  type LiveTransferConfig,
  NotFoundError,
  type TransferConfigBody,
} from "./api/client";
import type { Fetch } from "./api/http";
import type { Clock } from "./api/quota";
import { type ConfigReader, readSettings, requireApiKey, type Settings } from "./config";
import { pathText, withheldPaths } from "./values";

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
}

// Long enough to serve check and create of one update, short enough to hide no edit that a person makes.
const recentMs = 10_000;

/** Requests of one process, each answer held against the account that it must come from. */
export class Session {
  readonly #surroundings: Surroundings;
  #config: ConfigReader = () => undefined;
  #client: { api: CareCycleClient; settings: string } | undefined;
  readonly #recent = new Map<string, { live: LiveTransferConfig; at: number }>();
  readonly #reading = new Set<Promise<unknown>>();
  #pinnedSeen = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
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
    const reading = this.#api().getTransferConfig(id);
    this.#reading.add(reading);
    try {
      return this.#checked(await reading, clientId);
    } finally {
      this.#reading.delete(reading);
    }
  }

  /** The live config as this process saw it less than 10 s ago, or else as it is now. */
  async readRecent(id: string, clientId?: unknown): Promise<LiveTransferConfig> {
    const recent = this.#recent.get(id.toLowerCase());
    if (recent && this.#now() - recent.at < recentMs) return this.#checked(recent.live, clientId);
    return this.read(id, clientId);
  }

  /** Creates a config. An answer from another account is thrown by {@link requireAccount}, not here: it exists then. */
  async create(body: TransferConfigBody & { name: string }): Promise<LiveTransferConfig> {
    refuseMarker(body);
    const live = this.#remember(await this.#api().createTransferConfig(body));
    if (same(live.clientId, this.settings.clientId)) this.#pinnedSeen = true;
    return live;
  }

  /** Changes a config, which must belong to the account that is pinned and to the one recorded. */
  async update(id: string, body: TransferConfigBody, clientId: unknown): Promise<LiveTransferConfig> {
    this.requireAccount(id, clientId);
    refuseMarker(body);
    return this.#checked(await this.#api().updateTransferConfig(id, body), clientId);
  }

  /** Deletes a config, which must belong to the account that is pinned. */
  async delete(id: string, clientId: unknown): Promise<void> {
    this.requireAccount(id, clientId);
    this.#recent.delete(id.toLowerCase());
    await this.#api().deleteTransferConfig(id);
  }

  /**
   * Whether a 404 may be taken for "gone": with an account pinned, only after some answer of this
   * process has shown that the key belongs to it. Reads that are under way may still show it.
   */
  async missingIsCertain(): Promise<boolean> {
    if (this.settings.clientId === undefined) return true;
    while (!this.#pinnedSeen && this.#reading.size > 0) await Promise.allSettled([...this.#reading]);
    return this.#pinnedSeen;
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

  #checked(live: LiveTransferConfig, recorded: unknown): LiveTransferConfig {
    this.requireAccount(live.id, live.clientId);
    if (recorded !== undefined && live.clientId !== undefined && !same(live.clientId, recorded)) {
      throw new CareCycleError(
        `transfer config ${live.id} was recorded under client ${recorded}, but the API now answers with client ${live.clientId}. ` +
          "Is the key of another account in use? Nothing was changed; set the right carecycle:apiKey and run again.",
      );
    }
    this.#pinnedSeen = true;
    return this.#remember(live);
  }

  #remember(live: LiveTransferConfig): LiveTransferConfig {
    this.#recent.set(live.id.toLowerCase(), { live, at: this.#now() });
    return live;
  }

  #now(): number {
    return this.#surroundings.clock?.now() ?? performance.now();
  }

  // The key is asked for at the first request, so that a preview without requests works without one.
  #api(): CareCycleClient {
    const settings = { ...this.settings, apiKey: requireApiKey(this.settings) };
    const fingerprint = JSON.stringify(settings);
    if (this.#client?.settings !== fingerprint) {
      const { notify, beforeWrite, fetch, clock } = this.#surroundings;
      const api = new CareCycleClient({
        ...settings,
        notify,
        ...(beforeWrite && { beforeWrite }),
        ...(fetch && { fetch }),
        ...(clock && { clock }),
      });
      this.#client = { api, settings: fingerprint };
      // What another key was shown says nothing about this one.
      this.#recent.clear();
      this.#pinnedSeen = false;
    }
    return this.#client.api;
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
