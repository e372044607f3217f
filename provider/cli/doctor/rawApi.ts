// Requests whose answers are looked at as they are: status, headers and JSON, where the client gives a checked config. They
// keep the same quota as a client with the same key.
import { ApiError } from "../../api/errors";
import { type ApiRequest, type Fetch, nodeFetch, send } from "../../api/http";
import { sharedQuota, systemClock } from "../../api/quota";
import { withRetries } from "../../api/retry";
import { sensitiveTexts } from "../../model/maskText";
import type { Settings } from "../../session/settings";

/** A response, whatever its status. */
export interface RawResponse {
  readonly status: number;
  /** Undefined where the body is empty. */
  readonly json: unknown;
  /** The error of a status that isn't 2xx. */
  readonly error: ApiError | undefined;
}

/** What was seen of a response on its way, also of one that was retried. */
export interface Observed {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** When the request was sent and its headers had come, in ms since the epoch. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Sends requests, and keeps what was seen of their responses. */
export class RawApi {
  readonly #settings: Settings;
  readonly #notify: (line: string) => void;
  readonly seen: Observed[] = [];

  constructor(settings: Settings, notify: (line: string) => void) {
    this.#settings = settings;
    this.#notify = notify;
  }

  /**
   * One request, retried as a client does unless `once` is set.
   * @throws ConnectionError, TimeoutError, or ResponseError for a 2xx body that isn't JSON.
   */
  async request(request: ApiRequest, { once = false } = {}): Promise<RawResponse> {
    const { apiKey = "", baseUrl, rateLimit, rateWindowSeconds, timeoutSeconds } = this.#settings;
    const quota = sharedQuota(apiKey, baseUrl, {
      limit: rateLimit,
      windowMs: rateWindowSeconds * 1000,
      notify: this.#notify,
    });
    const options = { apiKey, baseUrl, rateLimit, rateWindowSeconds, timeoutSeconds };
    const attempt = () =>
      send(options, { ...request, secrets: sensitiveTexts(request.body) }, this.#fetch).then((response) => ({
        ...response,
        error: undefined,
      }));
    try {
      return once
        ? await quota.run(quota.ticket(false), attempt)
        : await withRetries(request.method, attempt, { quota, clock: systemClock, random: Math.random });
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, json: undefined, error };
      throw error;
    }
  }

  readonly #fetch: Fetch = async (url, init) => {
    const fetch = await nodeFetch();
    const sentAt = Date.now();
    const response = await fetch(url, init);
    const all = response.headers as unknown as Iterable<[string, string]>;
    const headers = new Map([...all].map(([name, value]) => [name.toLowerCase(), value]));
    this.seen.push({ status: response.status, headers, sentAt, receivedAt: Date.now() });
    return response;
  };
}
