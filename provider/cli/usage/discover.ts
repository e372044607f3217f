// Finds the configs to adopt: those that something points to and that the stack doesn't manage yet.

import type { CareCycleClient } from "../../api/client";
import { uuidPattern } from "../../model/fieldTable";
import { counted } from "../../model/printable";
import type { Settings } from "../../session/settings";
import { clientOf, environmentSettings, say } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { otherAccount } from "./account";
import { readUsage, type Usage } from "./readUsage";
import { keyOf } from "./references";
import { recordedStack, type StackSelection, type UsageSelection, usageOptions } from "./source";
import { firstOf, shortened } from "./words";

/** What was found, and with what. */
export interface Discovery {
  /** Ids to adopt besides those that were named, in lower case. */
  readonly ids: readonly string[];
  readonly users: Usage["users"];
  /** Whether no request failed. */
  readonly isWhole: boolean;
  readonly settings: Settings;
  readonly client: CareCycleClient;
}

/**
 * Finds configs through what points to them, and says on stderr how many there are and what was left out.
 * @throws CliError where the key is of another account than the stack.
 */
export async function discover(
  named: readonly string[],
  options: UsageSelection & StackSelection,
  context: CliContext,
): Promise<Discovery> {
  // Without the stack, nobody knows which configs are managed already.
  const stack = await recordedStack(options, context, false);
  const settings = stack?.settings ?? environmentSettings(context);
  const client = clientOf(settings, context);
  const usage = await readUsage(client, usageOptions(settings, options, context));
  const recorded = stack?.recorded ?? [];
  const problem = otherAccount(
    usage.clients,
    settings,
    recorded.map(({ clientId }) => clientId),
  );
  if (problem !== undefined) throw new CliError(`${problem}: its configs cannot be found with this key.`);

  const all = [...usage.users.keys()];
  const valid = all.filter((id) => uuidPattern.test(id));
  const managed = new Set(recorded.flatMap(({ id }) => (id === undefined ? [] : [keyOf(id)])));
  const given = new Set(named.map(keyOf));
  const ids = valid.filter((id) => !managed.has(id) && !given.has(id));
  const left = valid.filter((id) => managed.has(id)).length;
  const tell = (line: string) => say(`discover: ${line}`, context);
  tell(
    `${counted(valid.length, "config")} found through what points to them` +
      (left > 0 ? `; ${left} of them left out, which stack ${stack?.name} manages already` : "") +
      `. Configs to which nothing points are not found: give their ids.`,
  );
  for (const what of usage.notRead) tell(`not read: ${what}.`);
  const odd = all.filter((id) => !uuidPattern.test(id));
  if (odd.length > 0)
    tell(`not ids of configs, although something points to them: ${firstOf(odd.map(shortened))}`);
  return { ids, users: usage.users, isWhole: !usage.failed, settings, client };
}
