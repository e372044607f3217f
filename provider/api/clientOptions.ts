// The options of a client, checked once: key, base URL, quota and time limit.
import { ConfigurationError } from "./errors";

/** Options of a client, complete and checked. */
export interface ApiOptions {
  /** API key; it begins with cc_. */
  readonly apiKey: string;
  /** https URL (http to a loopback host only), without a trailing slash. */
  readonly baseUrl: string;
  /** Most requests in any `rateWindowSeconds`. */
  readonly rateLimit: number;
  /** Length of the sliding window, in seconds. */
  readonly rateWindowSeconds: number;
  /** Longest wait for the complete response to one attempt, in seconds. */
  readonly timeoutSeconds: number;
}

/** The defaults: the API's documented address and quota. */
export const defaults = {
  baseUrl: "https://api.carecycle.ai",
  rateLimit: 60,
  rateWindowSeconds: 60,
  timeoutSeconds: 30,
} as const;

/**
 * The given options, checked and completed with the defaults.
 * @throws ConfigurationError that names the option.
 */
export function checkOptions(options: Partial<ApiOptions> & Pick<ApiOptions, "apiKey">): ApiOptions {
  return {
    apiKey: checkApiKey("apiKey", options.apiKey),
    baseUrl: checkBaseUrl("baseUrl", options.baseUrl ?? defaults.baseUrl),
    rateLimit: checkPositive("rateLimit", options.rateLimit ?? defaults.rateLimit, true),
    rateWindowSeconds: checkPositive(
      "rateWindowSeconds",
      options.rateWindowSeconds ?? defaults.rateWindowSeconds,
    ),
    timeoutSeconds: checkPositive("timeoutSeconds", options.timeoutSeconds ?? defaults.timeoutSeconds),
  };
}

/**
 * The number, if it is above 0: with a limit of 0 every request would wait for ever. `name` is the option, config key
 * or variable that the value came from; `shown` is how the user wrote it.
 * @throws ConfigurationError
 */
export function checkPositive(name: string, value: number, whole = false, shown = `${value}`): number {
  if (Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value))) return value;
  throw new ConfigurationError(name, `must be a ${whole ? "whole number" : "number"} above 0, got ${shown}`);
}

/** The command that stores a key as it must be stored. */
export const secretKeyCommand = "pulumi config set --secret carecycle:apiKey";

/**
 * The key, if it looks like one. The message never quotes it: what isn't a key may still be somebody's password.
 * @throws ConfigurationError
 */
export function checkApiKey(name: string, value: string): string {
  if (/^cc_[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError(
    name,
    `is not a careCycle API key: keys begin with cc_ and hold no spaces. Copy it again from the Developer Dashboard and run: ${secretKeyCommand}`,
  );
}

/**
 * The URL without a trailing slash, if it is safe to send the key there.
 * @throws ConfigurationError
 */
export function checkBaseUrl(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url) throw new ConfigurationError(name, `is not a URL; it must be like ${defaults.baseUrl}`);
  if (url.username || url.password || url.search || url.hash) {
    throw new ConfigurationError(name, `must be scheme, host and path only, like ${defaults.baseUrl}`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new ConfigurationError(
      name,
      `must be https, because the API key travels with every request (http is allowed to a loopback host only), got ${url.protocol}//${url.host}`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** Whether a URL's hostname is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
