// How a command reaches the API: settings of the environment or of a stack, and a client that tells of waits.
import { CareCycleClient } from "../api/client";
import { printable } from "../model/printable";
import { readSettings, type Settings } from "../session/settings";
import type { CliContext } from "./cliContext";
import { CliError } from "./cliError";
import type { ReadOnlyStack } from "./preview/stack";

/** Settings of the environment alone. */
export function environmentSettings({ env }: CliContext): Settings {
  return readSettings(() => undefined, env);
}

/** Settings as the provider has them: of the stack's config, and of the environment where that is silent. */
export async function stackSettings(stack: ReadOnlyStack, context: CliContext): Promise<Settings> {
  return (await stackAccess(stack, context)).settings;
}

/** The same, and whether the key is the stack's own rather than the environment's. */
export async function stackAccess(
  stack: ReadOnlyStack,
  { env }: CliContext,
): Promise<{ settings: Settings; hasKey: boolean }> {
  const config = await stack.config();
  return { settings: readSettings((key) => config.get(key), env), hasKey: config.has("carecycle:apiKey") };
}

/** What a command line needs to reach this stack instead of the selected one. */
export const stackOption = (stack: string | undefined) => (stack === undefined ? "" : ` --stack ${stack}`);

/** The command that pins the account of a stack. */
export function pinCommand(clientId: string, stack?: string): string {
  return `pulumi config set carecycle:clientId ${clientId}${stackOption(stack)}`;
}

/** @throws CliError where no key is set. */
export function requireKey({ apiKey }: Settings): string {
  if (apiKey !== undefined) return apiKey;
  throw new CliError(
    "no API key is set: set CARECYCLE_API_KEY (keys begin with cc_); what reads a stack takes its carecycle:apiKey, too.",
  );
}

/**
 * A client with these settings. `recentRequests` are those that another process has just sent with the same key.
 * @throws CliError where no key is set.
 */
export function clientOf(settings: Settings, context: CliContext, recentRequests = 0): CareCycleClient {
  return new CareCycleClient({
    ...settings,
    apiKey: requireKey(settings),
    recentRequests,
    notify: (line) => say(line, context),
  });
}

/** A line for the user, beside the output. */
export function say(line: string, { stderr }: CliContext): void {
  stderr.write(`pulumi-carecycle: ${printable(line)}\n`);
}
