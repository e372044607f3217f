// Stack config and environment -> settings. Config wins, so that a key left over in a shell affects no stack.

import { checkApiKey, checkBaseUrl, checkPositive, defaults, secretKeyCommand } from "../api/clientOptions";
import { ConfigurationError } from "../api/errors";
import { uuidPattern } from "../model/fieldTable";

/** What the user configured. Times in seconds. */
export interface Settings {
  /** API key, or undefined where none is set: it is required at the first request. */
  readonly apiKey: string | undefined;
  /** Base URL without a trailing slash. @default "https://api.carecycle.ai" */
  readonly baseUrl: string;
  /** At most this many requests in any `rateWindowSeconds`. @default 60 */
  readonly rateLimit: number;
  /** Length of the quota's sliding window. @default 60 */
  readonly rateWindowSeconds: number;
  /** Longest wait for one attempt's complete response. @default 30 */
  readonly timeoutSeconds: number;
  /** What an update does when a field it is about to write was changed since. @default "overwrite" */
  readonly onConflict: "overwrite" | "fail";
  /** What a refresh does when the config is gone. @default "recreate" */
  readonly onMissing: "recreate" | "fail";
  /** The account that every config must belong to (UUID), or undefined. */
  readonly clientId: string | undefined;
}

/** Names of the settings, as keys of the stack config under `carecycle:`. */
export const settingNames = [
  "apiKey",
  "baseUrl",
  "rateLimit",
  "rateWindowSeconds",
  "timeoutSeconds",
  "onConflict",
  "onMissing",
  "clientId",
] as const satisfies readonly (keyof Settings)[];

/** Name of a setting. */
export type SettingName = (typeof settingNames)[number];

/** Reads a key of the stack config, such as `carecycle:apiKey`. */
export type ConfigReader = (key: string) => string | undefined;

/** Environment variables that speak where the stack config is silent, by the setting's name. */
export const settingVariables: Partial<Record<SettingName, string>> = {
  apiKey: "CARECYCLE_API_KEY",
  baseUrl: "CARECYCLE_BASE_URL",
  rateLimit: "CARECYCLE_RATE_LIMIT",
  rateWindowSeconds: "CARECYCLE_RATE_WINDOW_SECONDS",
  timeoutSeconds: "CARECYCLE_TIMEOUT_SECONDS",
  clientId: "CARECYCLE_CLIENT_ID",
};

/**
 * Settings of a stack.
 * @throws ConfigurationError that names the key (or the variable) and what it takes; a missing API key isn't an error yet.
 */
export function readSettings(config: ConfigReader, env: NodeJS.ProcessEnv): Settings {
  const setting = (name: SettingName): { key: string; value: string } | undefined => {
    const key = `carecycle:${name}`;
    const configured = config(key);
    if (configured !== undefined) return { key, value: configured };
    const variable = settingVariables[name];
    if (variable === undefined) return undefined;
    const inherited = env[variable];
    // An empty variable is how shells and CI systems say "not set".
    return inherited ? { key: variable, value: inherited } : undefined;
  };
  const positive = (name: SettingName, fallback: number, whole = false): number => {
    const found = setting(name);
    if (!found) return fallback;
    // A blank is 0, which is refused as well.
    return checkPositive(found.key, Number(found.value), whole, `"${found.value}"`);
  };
  const choice = <T extends string>(name: SettingName, values: readonly [T, ...T[]]): T => {
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

/**
 * Whether a config of `clientId` is one that this stack may manage.
 * `carecycle:clientId` pins the account; without it, any will do.
 */
export function matchesPin({ clientId: pinned }: Pick<Settings, "clientId">, clientId: unknown): boolean {
  return pinned === undefined || String(clientId).toLowerCase() === pinned;
}

/** Set to "1" by the commands that preview a stack themselves (preview, drift), and by nothing else. */
export const readOnlyVariable = "CARECYCLE_INTERNAL_READ_ONLY";
