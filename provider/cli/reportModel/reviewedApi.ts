// Pure: what a preview tells of the API that it was for: the address, and the account of its key.
import { checkBaseUrl, defaults } from "../../api/clientOptions";
import type { Preview } from "../preview/document";
import type { Built } from "./resource";

/** An address and an account; null where the preview doesn't tell. */
export interface ReviewedApi {
  readonly baseUrl: string | null;
  readonly clientId: string | null;
}

/** `pinned` is the account that the settings pin. */
export function reviewedApi(
  { config }: Preview,
  env: NodeJS.ProcessEnv,
  pinned: string | undefined,
  built: readonly Built[],
): ReviewedApi {
  const read = built.filter(({ basis }) => basis.isRead).map(({ basis }) => basis.clientId);
  const recorded = built.map(({ account }) => account?.clientId);
  return {
    baseUrl: addressOf(config["carecycle:baseUrl"] ?? (env.CARECYCLE_BASE_URL || defaults.baseUrl)),
    clientId: pinned ?? onlyOne(read) ?? onlyOne(recorded) ?? null,
  };
}

// A document shows no value that the stack config holds as a secret.
function addressOf(value: string): string | null {
  try {
    return checkBaseUrl("carecycle:baseUrl", value);
  } catch {
    return null;
  }
}

function onlyOne(clients: readonly unknown[]): string | undefined {
  const texts = clients.filter((client) => typeof client === "string").map((client) => client.toLowerCase());
  const [one, ...others] = new Set(texts);
  return others.length === 0 ? one : undefined;
}
