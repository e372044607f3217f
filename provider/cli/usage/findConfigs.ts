// Whether the configs that something points to exist: only a GET of each tells.
import {
  AuthenticationError,
  type CareCycleClient,
  ConnectionError,
  NotFoundError,
  RateLimitError,
} from "../../api/client";
import { uuidPattern } from "../../model/fieldTable";
import { forEach } from "./parallel";
import type { UsageOptions } from "./readUsage";
import { outcomeOf } from "./words";

/** What a GET of a config told. */
export interface FoundConfig {
  /** Null where the answer doesn't tell. */
  readonly exists: boolean | null;
  readonly name: string | null;
  /** Account of the config, in lower case. */
  readonly clientId: string | null;
  /** Why it isn't known whether it exists. */
  readonly problem: string | null;
}

/**
 * Reads each of the configs once, and tells by its id what came. An id that isn't a UUID is no config, and isn't asked for.
 * @throws CareCycleError where the key is refused, or no request gets through.
 */
export async function findConfigs(
  client: CareCycleClient,
  ids: readonly string[],
  { progress }: Pick<UsageOptions, "progress">,
): Promise<Map<string, FoundConfig>> {
  const unknown: FoundConfig = { exists: null, name: null, clientId: null, problem: null };
  const found = new Map<string, FoundConfig>();
  const bar = await progress("Reading the configs", ids.length);
  try {
    await forEach(ids, async (id) => {
      found.set(id, uuidPattern.test(id) ? await find(client, id, unknown) : { ...unknown, exists: false });
      bar.update(found.size, ids.length);
    });
  } finally {
    bar.stop();
  }
  return found;
}

async function find(client: CareCycleClient, id: string, unknown: FoundConfig): Promise<FoundConfig> {
  try {
    const { name, clientId } = await client.getTransferConfig(id);
    const account = typeof clientId === "string" ? clientId.toLowerCase() : null;
    return { exists: true, name: typeof name === "string" ? name : null, clientId: account, problem: null };
  } catch (error) {
    if (error instanceof NotFoundError) return { ...unknown, exists: false };
    if (
      error instanceof AuthenticationError ||
      error instanceof RateLimitError ||
      error instanceof ConnectionError
    )
      throw error;
    return { ...unknown, problem: `GET ${id} ${outcomeOf(error)}` };
  }
}
