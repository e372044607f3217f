// One process's dealings with the API: settings, client, and the account that each request must meet.
import type { CareCycleClient } from "../api/client";
import { AmbiguousCreateError, CareCycleError, NotFoundError } from "../api/errors";
import { MalformedConfigError } from "../api/malformed";
import { type Clock, systemClock } from "../api/quota";
import type { Mask } from "../model/maskText";
import type { PlannedWrite } from "../model/plan";
import type { LiveTransferConfig, TransferConfigBody } from "../model/types";
import { clientText } from "../model/valueTexts";
import { createClient } from "./createClient";
import { KeyAccount, useRightKey } from "./keyAccount";
import { explainMissing, requireOwnAccount } from "./ownAccount";
import type { ProviderOptions } from "./providerOptions";
import { RecordedClients } from "./recordedClients";
import { refuseMarker } from "./refuseMarker";
import { ReviewedPlan } from "./reviewedPlan";
import { type ConfigReader, matchesPin, readSettings, requireApiKey, type Settings } from "./settings";

/** A config as this process read it last. */
export interface LastRead {
  readonly live: LiveTransferConfig;
  readonly ageMs: number;
}

/** Makes the PATCH of a live config; `announce` is called once nothing keeps it from being sent. */
type Compute = (
  live: LiveTransferConfig,
  repeated: boolean,
) => { readonly body: TransferConfigBody; readonly announce: () => void } | undefined;

/** What belongs to one key at one base URL, and to no other: no response crosses accounts. */
interface Connection {
  readonly fingerprint: string;
  readonly api: CareCycleClient;
  readonly account: KeyAccount;
  readonly reads: Map<string, { live: LiveTransferConfig; at: number }>;
}

/** The requests of one process. Before anything is written, the account is verified. */
export class Session {
  readonly #options: ProviderOptions;
  readonly #clock: Clock;
  #config: ConfigReader = () => undefined;
  #connection: Connection | undefined;
  /** The accounts that this stack belongs to, as far as its records were seen. */
  readonly records: RecordedClients;
  /** What every write is held against: there is no other way to the API than this session's. */
  readonly reviewed: ReviewedPlan;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.records = new RecordedClients(options.recordsWaitMs ?? 0, this.#clock);
    this.reviewed = new ReviewedPlan(options.env);
  }

  /** Takes the stack's config; it is read when it is first needed. */
  configure(config: ConfigReader): void {
    this.#config = config;
  }

  /** @throws ConfigurationError */
  get settings(): Settings {
    return readSettings(this.#config, this.#options.env);
  }

  /** The live config. `clientId` is the account that the state recorded for it, if any. */
  async read(id: string, clientId?: unknown): Promise<LiveTransferConfig> {
    const { api, account } = this.#connected();
    const live = await account
      .observe(api.getTransferConfig(id))
      .catch((error) => explainMissing(error, account, this.reviewed));
    const pinned = this.settings.clientId;
    if (live.clientId === undefined && pinned !== undefined) await account.belongsTo(pinned);
    this.#requireSame(live, clientId);
    return this.#remember(live);
  }

  /** The config as this process read it last, if it did: for comparisons and messages, never the base of a write. */
  lastRead(id: string): LastRead | undefined {
    const read = this.#connected().reads.get(id.toLowerCase());
    return read && { live: read.live, ageMs: this.#clock.now() - read.at };
  }

  /**
   * Creates a config. A response from another account is an error of {@link requireAccount}, not of this method: the config exists then.
   * @throws CareCycleError before anything is sent, where a plan is to be kept that has no such POST, or the key isn't known to belong to the pinned
   * account or, without a pin, to one of the accounts of the recorded configs.
   */
  async create(body: TransferConfigBody & { name: string }, mask: Mask): Promise<LiveTransferConfig> {
    refuseMarker(body);
    const { api, account } = this.#connected();
    const planned = this.reviewed.takePost(body, mask);
    try {
      await requireOwnAccount(account, this);
      const live = await account.observe(api.createTransferConfig(body));
      this.reviewed.created(planned, live);
      return this.#remember(live);
    } catch (error) {
      // It may have been sent, or was: once is all that was reviewed.
      if (error instanceof MalformedConfigError) this.reviewed.created(planned, error.config);
      else if (!(error instanceof AmbiguousCreateError)) this.reviewed.giveBack(planned);
      throw error;
    }
  }

  /**
   * Reads a config and, with nothing in between, PATCHes it with the body that `compute` returns for it (undefined:
   * nothing is sent). It must belong to the pinned account and to the recorded one (`clientId`).
   * @throws CareCycleError instead of the PATCH, where a plan is to be kept and the body or what it rests on is not as reviewed.
   */
  async modify(id: string, clientId: unknown, compute: Compute, mask: Mask): Promise<LiveTransferConfig> {
    const { api, account } = this.#connected();
    if (clientId !== undefined) this.requireAccount(id, clientId);
    let sent = false;
    const modified = account.observe(
      api.modifyTransferConfig(id, (read, repeated) => {
        account.note(read.clientId);
        this.#requireSame(read, clientId);
        const patch = compute(read, repeated);
        if (patch === undefined) return undefined;
        refuseMarker(patch.body);
        this.reviewed.requirePatch(id, patch.body, read, clientId !== undefined, mask);
        patch.announce();
        sent = true;
        return patch.body;
      }),
    );
    const live = await modified.catch((error) => explainMissing(error, account, this.reviewed));
    if (sent && !this.#isSame(live, clientId)) {
      throw new CareCycleError(
        `transfer config ${id}: the PATCH was sent, but its response names ${clientText(live.clientId)} instead of ` +
          `${clientText(this.settings.clientId ?? clientId)}. Compare the config in the dashboard, and check carecycle:apiKey.`,
      );
    }
    if (sent) this.reviewed.wrote(live);
    return this.#remember(live);
  }

  /** Deletes a config, once the key is known to belong to the pinned or recorded account; under a plan, as it was reviewed. */
  async delete(id: string, clientId: unknown, mask: Mask): Promise<void> {
    const { api, account, reads } = this.#connected();
    const planned = this.reviewed.requireDelete(id, clientId);
    // Where none is recorded, the pin alone says whose it must be: the key has to show that below.
    if (clientId !== undefined) this.requireAccount(id, clientId);
    const owner = clientId ?? this.settings.clientId ?? this.reviewed.clientId;
    if (owner !== undefined && (await account.belongsTo(owner, id)) !== "yes") {
      throw new CareCycleError(
        `transfer config ${id} was not deleted, and nothing was sent: ${account.reason(owner)}. ${useRightKey} ` +
          "To stop managing the config without deleting it, run pulumi state delete on the resource.",
      );
    }
    if (planned) await this.#requireReviewed(planned, id, clientId, mask);
    reads.delete(id.toLowerCase());
    await api.deleteTransferConfig(id);
  }

  /** Reads a config that is to be deleted; one that is gone is left to the DELETE itself. */
  async #requireReviewed(planned: PlannedWrite, id: string, clientId: unknown, mask: Mask): Promise<void> {
    const live = await this.read(id, clientId).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    if (live) this.reviewed.requireUnchanged(planned, id, live, mask);
  }

  /**
   * Why a 404 doesn't prove that a config is gone, or undefined where it does: only once the key is known, in this
   * process, to belong to the client that the config was recorded under. With another client's key, every id answers 404.
   */
  async reasonToDoubt404(clientId: unknown): Promise<string | undefined> {
    const { account } = this.#connected();
    const owner = clientId ?? this.settings.clientId;
    return (await account.belongsTo(owner)) === "yes" ? undefined : account.reason(owner);
  }

  /** @throws CareCycleError if `clientId` is not the pinned account (`carecycle:clientId`). */
  requireAccount(id: string, clientId: unknown): void {
    const { settings } = this;
    if (matchesPin(settings, clientId)) return;
    throw new CareCycleError(
      `transfer config ${id} belongs to ${clientText(clientId)}, but carecycle:clientId pins ${settings.clientId}. ` +
        "Use a key of that account, or correct carecycle:clientId.",
    );
  }

  /** @throws CareCycleError if a config that was read belongs to another account than it must; nothing was written yet. */
  #requireSame(live: LiveTransferConfig, recorded: unknown): void {
    const pinned = this.settings.clientId;
    // A config that can be read belongs to the key's own account, which another response may have named.
    const known = live.clientId ?? (this.#connected().account.has(pinned) ? pinned : undefined);
    this.requireAccount(live.id, known);
    if (this.#isSame(live, recorded)) return;
    throw new CareCycleError(
      `transfer config ${live.id} was recorded under ${clientText(recorded)}, but the API now answers with ${clientText(live.clientId)}. ` +
        `Is the key of another account in use? Nothing was changed. ${useRightKey}`,
    );
  }

  #isSame(live: LiveTransferConfig, recorded: unknown): boolean {
    const expected = [this.settings.clientId, recorded].filter((client) => client !== undefined);
    return live.clientId === undefined || expected.every((client) => same(live.clientId, client));
  }

  #remember(live: LiveTransferConfig): LiveTransferConfig {
    this.#connected().reads.set(live.id.toLowerCase(), { live, at: this.#clock.now() });
    return live;
  }

  // The key is required at the first request, so that a preview without requests works without one. The settings
  // come first, because everything remembered here belongs to one key at one address.
  #connected(): Connection {
    const settings = { ...this.settings, apiKey: requireApiKey(this.settings) };
    this.reviewed.requireApi(settings);
    const fingerprint = JSON.stringify(settings);
    if (this.#connection?.fingerprint !== fingerprint) {
      const { notify, beforeWrite, fetch, clock } = this.#options;
      const api = createClient({
        ...settings,
        notify,
        ...(beforeWrite && { beforeWrite }),
        ...(fetch && { fetch }),
        ...(clock && { clock }),
      });
      this.#connection = { fingerprint, api, account: new KeyAccount(api), reads: new Map() };
    }
    return this.#connection;
  }
}

const same = (a: unknown, b: unknown) => String(a).toLowerCase() === String(b).toLowerCase();

/** Whether an error says that this key has no such config. */
export const isMissing = (error: unknown): boolean => error instanceof NotFoundError;
