// The API's endpoints on transfer configs, one method each. Answers are checked here and nowhere else.
import { z } from "zod";
import { fieldNames, fields, uuidPattern } from "../model/fields";
import { sensitiveTexts } from "../model/mask";
import type { LiveTransferConfig, TransferConfigBody } from "../model/types";
import { isObject, type Values } from "../model/values";
import {
  type AppointmentConfig,
  appointmentConfigsOf,
  type Campaign,
  type CampaignPage,
  campaignOf,
  campaignPageOf,
} from "./campaigns";
import {
  AmbiguousCreateError,
  type Asked,
  CareCycleError,
  ConnectionError,
  ResponseError,
  ServerError,
} from "./errors";
import { type ApiRequest, type Fetch, type Received, send } from "./http";
import { MalformedConfigError } from "./malformed";
import { type ApiOptions, checkOptions } from "./options";
import { type Clock, type Request, sharedQuota, systemClock } from "./quota";
import { type RetryContext, retried, withRetries } from "./retry";

export type { LiveTransferConfig, TransferConfigBody } from "../model/types";
export type { AppointmentConfig, Campaign, CampaignPage } from "./campaigns";
export * from "./errors";
export * from "./malformed";

/** How a {@link CareCycleClient} is set up. Only the key is required. */
export interface CareCycleClientOptions extends Partial<ApiOptions> {
  readonly apiKey: string;
  /** Told one line, at most every 10 s, while requests wait for the quota; silent unless given. */
  readonly notify?: (line: string) => void;
  /** Awaited before each POST, PATCH and DELETE is sent, retries included: if it rejects, nothing is. */
  readonly beforeWrite?: () => Promise<void>;
  /** Stands in for node-fetch. */
  readonly fetch?: Fetch;
  /** Stands in for the time of this machine. */
  readonly clock?: Clock;
}

const campaigns = "/v2/campaigns";
const collection = `${campaigns}/transfer-configs`;

/**
 * A client of the careCycle transfer-config API. It keeps the API's quota ("60 requests per minute",
 * shared by all clients of this process with the same key and base URL) and retries what can be
 * retried without doubling a write: see retry.ts.
 */
export class CareCycleClient {
  readonly #options: ApiOptions;
  readonly #fetch: Fetch | undefined;
  readonly #beforeWrite: (() => Promise<void>) | undefined;
  readonly #retries: RetryContext;

  /** @throws ConfigurationError for a key, a base URL or a number that cannot be one. */
  constructor(options: CareCycleClientOptions) {
    this.#options = checkOptions(options);
    this.#fetch = options.fetch;
    this.#beforeWrite = options.beforeWrite;
    const clock = options.clock ?? systemClock;
    // Neither a key nor a checked base URL holds a space.
    const quota = sharedQuota(`${this.#options.apiKey} ${this.#options.baseUrl}`, {
      limit: this.#options.rateLimit,
      windowMs: this.#options.rateWindowSeconds * 1000,
      clock,
      ...(options.notify && { notify: options.notify }),
    });
    this.#retries = { quota, clock, random: Math.random };
  }

  /** `GET /v2/campaigns/transfer-configs/{id}`. @throws NotFoundError and the other errors of this module. */
  async getTransferConfig(id: string): Promise<LiveTransferConfig> {
    return this.#transferConfig({ verb: "GET", path: itemPath(id) }, id);
  }

  /**
   * `POST /v2/campaigns/transfer-configs`; `name` is required. Answers the new config.
   * @throws AmbiguousCreateError where it may have been created although no usable answer came;
   * MalformedConfigError where it was created, and a member of the answer has another type than documented.
   */
  async createTransferConfig(body: TransferConfigBody & { name: string }): Promise<LiveTransferConfig> {
    const request: ApiRequest = { verb: "POST", path: collection, body };
    try {
      return await this.#transferConfig(request);
    } catch (error) {
      // It was created, and the answer tells its id: there is nothing to look for.
      if (error instanceof MalformedConfigError) throw error;
      const refused = error instanceof ConnectionError && error.sent === "no";
      const ambiguous =
        error instanceof ConnectionError || error instanceof ServerError || error instanceof ResponseError;
      throw ambiguous && !refused ? new AmbiguousCreateError(request, body.name, error) : error;
    }
  }

  /** `PATCH /v2/campaigns/transfer-configs/{id}`: changes the fields in `body`, null clears one. Answers the whole config. */
  async updateTransferConfig(id: string, body: TransferConfigBody): Promise<LiveTransferConfig> {
    return this.#transferConfig({ verb: "PATCH", path: itemPath(id), body }, id);
  }

  /**
   * `GET`, directly followed by a `PATCH` of what `compute` makes of the live config: the two take their places in
   * the quota together, and every retry repeats both, so that no PATCH rests on an older read. With a
   * `rateLimit` of 1 they can only go one after the other, up to a window apart. Answers the config as the PATCH
   * left it, or as it was read where `compute` gives undefined: no PATCH is sent then. What `compute` throws is
   * thrown as it is. `repeated` tells it that an earlier PATCH of the same call may have been carried out.
   */
  async modifyTransferConfig(
    id: string,
    compute: (live: LiveTransferConfig, repeated: boolean) => TransferConfigBody | undefined,
  ): Promise<LiveTransferConfig> {
    const get: ApiRequest = { verb: "GET", path: itemPath(id) };
    let repeated = false;
    const pair = async (request: Request): Promise<() => LiveTransferConfig> => {
      const read = await request(() => this.#once(get, configOf));
      let body: TransferConfigBody | undefined;
      try {
        body = compute(checked(get, read, id), repeated);
      } catch (error) {
        // Handed on instead of thrown: it is final, and a further attempt would end in the same.
        return () => {
          throw error;
        };
      }
      if (body === undefined) return () => checked(get, read, id);
      const patch: ApiRequest = { verb: "PATCH", path: itemPath(id), body };
      const written = await request(() => {
        repeated = true;
        return this.#once(patch, configOf);
      });
      return () => checked(patch, written, id);
    };
    return (await retried("PATCH", 2, pair, this.#retries))();
  }

  /**
   * `DELETE /v2/campaigns/transfer-configs/{id}`. Not documented by the API: it may answer 404 for
   * every id. What it answers on success is not documented either, and is ignored.
   */
  async deleteTransferConfig(id: string): Promise<void> {
    await this.#send({ verb: "DELETE", path: itemPath(id) }, () => undefined);
  }

  /** `GET /v2/campaigns/appointment-configs`: all of the account. */
  async listAppointmentConfigs(): Promise<AppointmentConfig[]> {
    return this.#send({ verb: "GET", path: `${campaigns}/appointment-configs` }, appointmentConfigsOf);
  }

  /** `GET /v2/campaigns`: its first page, the newest campaigns. */
  async listCampaigns(): Promise<CampaignPage> {
    return this.#send({ verb: "GET", path: campaigns }, campaignPageOf);
  }

  /** `GET /v2/campaigns/{campaignId}`. */
  async getCampaign(id: string): Promise<Campaign> {
    return this.#send({ verb: "GET", path: `${campaigns}/${encodeURIComponent(id)}` }, campaignOf);
  }

  async #transferConfig(request: ApiRequest, id?: string): Promise<LiveTransferConfig> {
    // Without the object it is no answer of the API: tried again as what is no JSON. What is in it is final.
    return checked(request, await this.#send(request, configOf), id);
  }

  #send<T>(request: ApiRequest, read: Reader<T>): Promise<T> {
    return withRetries(request.verb, () => this.#once(request, read), this.#retries);
  }

  async #once<T>(request: ApiRequest, read: Reader<T>): Promise<T> {
    const attempt = {
      ...request,
      secrets: sensitiveTexts(request.body),
      ...(request.verb !== "GET" && this.#beforeWrite && { beforeSending: this.#beforeWrite }),
    };
    return read(request, await send(this.#options, attempt, this.#fetch));
  }
}

type Reader<T> = (asked: Asked, received: Received) => T;

function itemPath(id: string): string {
  if (!uuidPattern.test(id))
    throw new CareCycleError(`transfer config id "${id}" is not a UUID; nothing was sent.`);
  return `${collection}/${encodeURIComponent(id)}`;
}

// Types only: limits and choices may widen on the server, and reading a config must survive that.
const answerTypes: Record<string, z.ZodType> = {
  ...Object.fromEntries(fieldNames.map((name) => [name, typeOf(fields[name].type)])),
  clientId: z.string(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
};

function typeOf(type: string): z.ZodType {
  if (type === "boolean") return z.boolean();
  if (type === "object") return z.record(z.string(), z.unknown()).nullable();
  if (type === "list of strings") return z.array(z.string()).nullable();
  return z.string().nullable();
}

/** An answer with a transfer config of whatever members. */
interface ConfigAnswer {
  readonly status: number;
  readonly config: Values;
}

function configOf(asked: Asked, { status, json }: Received): ConfigAnswer {
  const config = isObject(json) ? json.transferConfig : undefined;
  if (!isObject(config)) throw new ResponseError(asked, status, "the body has no transferConfig object");
  return { status, config };
}

function checked(asked: Asked, { status, config }: ConfigAnswer, id?: string): LiveTransferConfig {
  if (typeof config.id !== "string" || !uuidPattern.test(config.id))
    throw new ResponseError(asked, status, "transferConfig.id is not a UUID");
  if (id !== undefined && config.id.toLowerCase() !== id.toLowerCase())
    throw new ResponseError(asked, status, "transferConfig.id is another id than the one asked for");
  const wellFormed: LiveTransferConfig = { ...config, id: config.id };
  const problems: string[] = [];
  for (const [name, type] of Object.entries(answerTypes)) {
    const result = config[name] === undefined ? undefined : type.safeParse(config[name]);
    if (!result?.error) continue;
    problems.push(`transferConfig.${name} has another type: ${result.error.issues[0]?.message}`);
    delete wellFormed[name];
  }
  if (problems.length > 0) throw new MalformedConfigError(asked, status, problems, wellFormed);
  return wellFormed;
}
