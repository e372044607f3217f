// Stack config and environment -> settings. Config wins, so that a shell's leftover key steers no stack.
import { ConfigurationError } from "../api/errors";
import { checkApiKey, checkBaseUrl, checkPositive, defaults, secretKeyCommand } from "../api/options";
import { uuidPattern } from "../model/fields";

/** What the user configured. Times in seconds. */
export interface Settings {
  /** API key, or undefined where none is set: it is asked for at the first request. */
  readonly apiKey: string | undefined;
  /** Base URL without a trailing slash; "https://api.carecycle.ai" unless told. */
  readonly baseUrl: string;
  /** At most so many requests in any `rateWindowSeconds`; 60 unless told. */
  readonly rateLimit: number;
  /** 60 unless told. */
  readonly rateWindowSeconds: number;
  /** Longest wait for one attempt's complete answer; 30 unless told. */
  readonly timeoutSeconds: number;
  /** "overwrite" unless told. */
  readonly onConflict: "overwrite" | "fail";
  /** "recreate" unless told. */
  readonly onMissing: "recreate" | "fail";
  /** The account that every config must belong to (UUID), or undefined. */
  readonly clientId: string | undefined;
}

/** Reads a key of the stack config, such as `carecycle:apiKey`. */
export type ConfigReader = (key: string) => string | undefined;

const environment: Record<string, string> = {
  apiKey: "CARECYCLE_API_KEY",
  baseUrl: "CARECYCLE_BASE_URL",
  rateLimit: "CARECYCLE_RATE_LIMIT",
  rateWindowSeconds: "CARECYCLE_RATE_WINDOW_SECONDS",
  timeoutSeconds: "CARECYCLE_TIMEOUT_SECONDS",
  clientId: "CARECYCLE_CLIENT_ID",
};

/**
 * Settings of a stack.
 * @throws ConfigurationError that names the key (or the variable) and what it takes; a missing API key is no error yet.
 */
export function readSettings(config: ConfigReader, env: NodeJS.ProcessEnv): Settings {
  const setting = (name: string): { key: string; value: string } | undefined => {
    const key = `carecycle:${name}`;
    const configured = config(key);
    if (configured !== undefined) return { key, value: configured };
    const variable = environment[name];
    const inherited = variable === undefined ? undefined : env[variable];
    // An empty variable is how shells and CI systems say "not set".
    return variable === undefined || !inherited ? undefined : { key: variable, value: inherited };
  };
  const positive = (name: string, fallback: number, whole = false): number => {
    const found = setting(name);
    if (!found) return fallback;
    const number = found.value.trim() === "" ? Number.NaN : Number(found.value);
    return checkPositive(found.key, number, whole, `"${found.value}"`);
  };
  const choice = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const found = setting(name);
    if (!found) return values[0];
    const value = values.find((v) => v === found.value);
    if (value === undefined) {
      throw new ConfigurationError(
        found.key,
        `must be ${values.map((v) => `"${v}"`).join(" or ")}, got "${found.value}"`,
      );
    }
    return value;
  };
  const clientId = setting("clientId");
  if (clientId && !uuidPattern.test(clientId.value)) {
    throw new ConfigurationError(clientId.key, "must be the account's client id, a UUID");
  }
  const apiKey = setting("apiKey");
  const baseUrl = setting("baseUrl");
  return {
    apiKey: apiKey && checkApiKey(apiKey.key, apiKey.value),
    baseUrl: baseUrl ? checkBaseUrl(baseUrl.key, baseUrl.value) : defaults.baseUrl,
    rateLimit: positive("rateLimit", defaults.rateLimit, true),
    rateWindowSeconds: positive("rateWindowSeconds", defaults.rateWindowSeconds),
    timeoutSeconds: positive("timeoutSeconds", defaults.timeoutSeconds),
    onConflict: choice("onConflict", ["overwrite", "fail"]),
    onMissing: choice("onMissing", ["recreate", "fail"]),
    clientId: clientId?.value.toLowerCase(),
  };
}

/**
 * The key, for a request that is about to be sent.
 * @throws ConfigurationError if there is none.
 */
export function requireApiKey(settings: Settings): string {
  if (settings.apiKey !== undefined) return settings.apiKey;
  throw new ConfigurationError(
    "carecycle:apiKey",
    `no API key is set, and a request needs one. Run: ${secretKeyCommand} (or set CARECYCLE_API_KEY). Keys begin with cc_.`,
  );
}

/** Set to "1" by the drift command for its own preview, and by nothing else. */
export const lookVariable = "CARECYCLE_INTERNAL_LOOK_ONLY";
