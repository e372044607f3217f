// The client of the API: one method for each endpoint.
import { uuidPattern } from "../model/fieldTable";
import { sensitiveTexts } from "../model/maskText";
import type { LiveTransferConfig, TransferConfigBody } from "../model/types";
import type {
  AppointmentConfig,
  BlockSnippetAssignment,
  Campaign,
  CampaignPage,
  ListCampaignsOptions,
} from "./campaigns";
import {
  isCampaignId,
  parseAppointmentConfigs,
  parseAssignments,
  parseCampaign,
  parseCampaignPage,
} from "./campaigns";
import type { ApiOptions } from "./clientOptions";
import { checkOptions } from "./clientOptions";
import {
  appointmentConfigsPath,
  blockSnippetsPath,
  campaignListPath,
  campaignPath,
  transferConfigPath,
  transferConfigsPath,
} from "./endpoints";
import type { RequestError } from "./errors";
import { AmbiguousCreateError, CareCycleError, ConnectionError, ResponseError, ServerError } from "./errors";
import type { ApiRequest, Fetch } from "./http";
import { send } from "./http";
import { MalformedConfigError } from "./malformed";
import type { Clock, RunRequest } from "./quota";
import { sharedQuota, systemClock } from "./quota";
import type { Parser } from "./responses";
import { checkTransferConfig, parseTransferConfig } from "./responses";
import type { RetryContext } from "./retry";
import { retryTask, withRetries } from "./retry";

export type { LiveTransferConfig, TransferConfigBody } from "../model/types";
export type {
  AppointmentConfig,
  BlockSnippetAssignment,
  Campaign,
  CampaignPage,
  CampaignStatus,
  ListCampaignsOptions,
} from "./campaigns";
export * from "./errors";
export * from "./malformed";

/** Options of a {@link CareCycleClient}. Only the key is required. */
export interface CareCycleClientOptions extends Partial<ApiOptions> {
  /** API key; it begins with cc_. */
  readonly apiKey: string;
  /**
   * Called with one line, at most every 10 s, while requests wait for the quota.
   * @default none: the client is silent
   */
  readonly notify?: (line: string) => void;
  /**
   * Requests that another process has sent with this key just now: they count against the quota for one window.
   * @default 0
   */
  readonly recentRequests?: number;
  /** Awaited before each POST, PATCH and DELETE is sent, retries included: if it rejects, nothing is sent. */
  readonly beforeWrite?: () => Promise<void>;
  /**
   * Replaces the network, for tests.
   * @default node-fetch
   */
  readonly fetch?: Fetch;
  /**
   * Replaces the time, for tests.
   * @default the time of this machine
   */
  readonly clock?: Clock;
}

/**
 * A client of the careCycle transfer-config API. It keeps the API's quota ("60 requests per minute"), shared by all
 * clients of this process with the same key and base URL, and retries what can be retried without writing twice: see
 * retry.ts.
 */
export class CareCycleClient {
  readonly #options: ApiOptions;
  readonly #fetch: Fetch | undefined;
  readonly #beforeWrite: (() => Promise<void>) | undefined;
  readonly #retries: RetryContext;

  /** @throws ConfigurationError for an invalid key, base URL or number. */
  constructor(options: CareCycleClientOptions) {
    this.#options = checkOptions(options);
    this.#fetch = options.fetch;
    this.#beforeWrite = options.beforeWrite;
    const clock = options.clock ?? systemClock;
    const { apiKey, baseUrl, rateLimit, rateWindowSeconds } = this.#options;
    const quota = sharedQuota(apiKey, baseUrl, {
      limit: rateLimit,
      windowMs: rateWindowSeconds * 1000,
      clock,
      ...(options.notify && { notify: options.notify }),
    });
    quota.occupy(options.recentRequests ?? 0);
    this.#retries = { quota, clock, random: Math.random };
  }

  /** `GET /v2/campaigns/transfer-configs/{id}`. @throws NotFoundError and the other errors of this module. */
  async getTransferConfig(id: string): Promise<LiveTransferConfig> {
    return this.#transferConfig({ method: "GET", path: itemPath(id) }, id);
  }

  /**
   * `POST /v2/campaigns/transfer-configs`; `name` is required. Returns the new config.
   * @throws AmbiguousCreateError where the config may have been created although there was no usable response;
   * MalformedConfigError where it was created, and a member of the response has another type than documented.
   */
  async createTransferConfig(body: TransferConfigBody & { name: string }): Promise<LiveTransferConfig> {
    const request: ApiRequest = { method: "POST", path: transferConfigsPath, body };
    try {
      return await this.#transferConfig(request);
    } catch (error) {
      // It was created, and the response tells its id: nobody has to look for it.
      if (error instanceof MalformedConfigError) throw error;
      throw mayHaveBeenCarriedOut(error) ? new AmbiguousCreateError(request, body.name, error) : error;
    }
  }

  /** `PATCH /v2/campaigns/transfer-configs/{id}`: changes the fields in `body`; null clears one. Returns the whole config. */
  async updateTransferConfig(id: string, body: TransferConfigBody): Promise<LiveTransferConfig> {
    return this.#transferConfig({ method: "PATCH", path: itemPath(id), body }, id);
  }

  /**
   * `GET`, directly followed by a `PATCH` with the body that `compute` derives from the live config. The two take their
   * slots in the quota together, and every retry repeats both, so that no PATCH is based on an older read. With a
   * `rateLimit` of 1 they can only follow each other up to a window apart. Returns the config after the PATCH. Where
   * `compute` returns undefined, no PATCH is sent, and the config is returned as it was read. `repeated` tells `compute`
   * that an earlier PATCH of the same call may have been carried out.
   * @throws whatever `compute` throws.
   */
  async modifyTransferConfig(
    id: string,
    compute: (live: LiveTransferConfig, repeated: boolean) => TransferConfigBody | undefined,
  ): Promise<LiveTransferConfig> {
    const get: ApiRequest = { method: "GET", path: itemPath(id) };
    let repeated = false;
    const getAndPatch = async (run: RunRequest): Promise<() => LiveTransferConfig> => {
      const read = await run(() => this.#once(get, parseTransferConfig));
      let body: TransferConfigBody | undefined;
      try {
        body = compute(checkTransferConfig(get, read, id), repeated);
      } catch (error) {
        // Returned rather than thrown, which could start another attempt: that would end in the same error.
        return () => {
          throw error;
        };
      }
      if (body === undefined) return () => checkTransferConfig(get, read, id);
      const patch: ApiRequest = { method: "PATCH", path: itemPath(id), body };
      const written = await run(() =>
        this.#once(patch, parseTransferConfig).catch((error: unknown) => {
          repeated ||= mayHaveBeenCarriedOut(error);
          throw error;
        }),
      );
      return () => checkTransferConfig(patch, written, id);
    };
    return (await retryTask("PATCH", 2, getAndPatch, this.#retries))();
  }

  /**
   * `DELETE /v2/campaigns/transfer-configs/{id}`. The API doesn't document it: it may answer 404 for every id. The
   * body of a successful response isn't documented either, and is ignored.
   */
  async deleteTransferConfig(id: string): Promise<void> {
    await this.#send({ method: "DELETE", path: itemPath(id) }, () => undefined);
  }

  /** `GET /v2/campaigns/appointment-configs`: all of the account. */
  async listAppointmentConfigs(): Promise<AppointmentConfig[]> {
    return this.#send({ method: "GET", path: appointmentConfigsPath }, parseAppointmentConfigs);
  }

  /**
   * `GET /v2/campaigns`: one page, the newest campaigns first. The API documents that pages are numbered, but not how to
   * ask for one: compare `currentPage` of the response with the page that was asked for.
   * @throws CareCycleError for a page or a size that isn't a whole number of at least 1; nothing is sent then.
   */
  async listCampaigns(options: ListCampaignsOptions = {}): Promise<CampaignPage> {
    for (const name of ["page", "pageSize"] as const) {
      const value = options[name];
      if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
        throw new CareCycleError(`${name} ${value} is not a whole number of at least 1; nothing was sent.`);
    }
    return this.#send({ method: "GET", path: campaignListPath(options) }, parseCampaignPage);
  }

  /** `GET /v2/campaigns/{campaignId}`. */
  async getCampaign(id: string): Promise<Campaign> {
    return this.#send({ method: "GET", path: campaignPath(campaignId(id)) }, parseCampaign);
  }

  /**
   * `GET /v2/campaigns/{campaignId}/block-snippets`: which blocks of the campaign hand calls over, and to which config.
   * @throws NotFoundError where there is no such campaign, and the other errors of this module.
   */
  async getBlockSnippetAssignments(id: string): Promise<BlockSnippetAssignment[]> {
    return this.#send({ method: "GET", path: blockSnippetsPath(campaignId(id)) }, parseAssignments);
  }

  async #transferConfig(request: ApiRequest, id?: string): Promise<LiveTransferConfig> {
    return checkTransferConfig(request, await this.#send(request, parseTransferConfig), id);
  }

  #send<T>(request: ApiRequest, parse: Parser<T>): Promise<T> {
    return withRetries(request.method, () => this.#once(request, parse), this.#retries);
  }

  async #once<T>(request: ApiRequest, parse: Parser<T>): Promise<T> {
    const attempt = {
      ...request,
      secrets: sensitiveTexts(request.body),
      ...(request.method !== "GET" && this.#beforeWrite && { beforeSending: this.#beforeWrite }),
    };
    return parse(request, await send(this.#options, attempt, this.#fetch));
  }
}

function itemPath(id: string): string {
  if (!uuidPattern.test(id))
    throw new CareCycleError(`transfer config id "${id}" is not a UUID; nothing was sent.`);
  return transferConfigPath(id);
}

/** The id, if it can stand in a path. */
function campaignId(id: string): string {
  if (!isCampaignId(id)) throw new CareCycleError(`campaign id "${id}" is not an id; nothing was sent.`);
  return id;
}

/** Whether a request that failed may have changed something all the same. */
function mayHaveBeenCarriedOut(error: unknown): error is RequestError {
  if (error instanceof ConnectionError) return error.mayHaveArrived;
  return error instanceof ServerError || error instanceof ResponseError;
}
