// Settings of a stack, with a key and a quota that no test meets.
import type { Settings } from "../../provider/session/settings";

/** Settings for the API at an address. */
export const settingsFor = (baseUrl: string, more: Partial<Settings> = {}): Settings => ({
  apiKey: "cc_key",
  baseUrl,
  rateLimit: 100_000,
  rateWindowSeconds: 60,
  timeoutSeconds: 30,
  onConflict: "overwrite",
  onMissing: "recreate",
  clientId: undefined,
  ...more,
});
