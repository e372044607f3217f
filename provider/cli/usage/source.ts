// What the commands that read usage have in common: a stack whose configs are known, and how reading is shown.
import { resolve } from "node:path";
import type { CampaignStatus } from "../../api/client";
import type { Settings } from "../../session/settings";
import { environmentSettings, say, stackSettings } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { hasProject } from "../preview/projectFile";
import type { RecordedConfig } from "../preview/recorded";
import { openStack } from "../preview/stack";
import { startProgress } from "../progress";
import type { UsageOptions } from "./readUsage";

/** Options of every command that reads usage. */
export interface UsageSelection {
  /** Campaigns that count. @default active, testing, paused */
  readonly status?: readonly CampaignStatus[];
  /** Also reads each campaign itself, where the list doesn't show which configs it points to. */
  readonly campaignDetails?: boolean;
}

/** Options that name a stack. */
export interface StackSelection {
  readonly stack?: string;
  /** Folder that holds Pulumi.yaml. @default the working directory */
  readonly cwd?: string;
}

/** A stack's name, settings and configs. */
export interface RecordedStack {
  readonly name: string;
  /** Whether the key is the stack's own, and not the environment's. */
  readonly hasKey: boolean;
  readonly settings: Settings;
  readonly recorded: readonly RecordedConfig[];
}

/**
 * The stack that the options name, and otherwise the selected one of the project in the working directory, which is said in a
 * line. Undefined where there is none, or where it cannot be read and `goesWithout` says that the environment's key will do.
 * It is read, which sends nothing to the API.
 */
export async function recordedStack(
  { stack: name, cwd }: StackSelection,
  context: CliContext,
  goesWithout = true,
): Promise<RecordedStack | undefined> {
  const folder = resolve(context.cwd(), cwd ?? ".");
  if (name !== undefined || cwd !== undefined) return read(folder, name, context);
  if (!hasProject(folder)) return undefined;
  try {
    const stack = await read(folder, undefined, context);
    const own = stack.hasKey ? "its key, quota and configs" : "its quota and configs, not the key";
    // Where nobody named a stack, a checkout does not decide where the environment's key is sent.
    if (!stack.hasKey && stack.settings.baseUrl !== environmentSettings(context).baseUrl)
      throw new CliError(
        `the selected stack, ${stack.name}, sets carecycle:baseUrl and no key: name it (--stack ${stack.name}) to send the environment's key there`,
      );
    say(`taken from the selected stack, ${stack.name}: ${own} (--stack names another).`, context);
    return stack;
  } catch (error) {
    // Nobody asked for a stack: what the environment and the command line name is still there.
    if (!goesWithout || !(error instanceof CliError) || environmentSettings(context).apiKey === undefined)
      throw error;
    say(`without a stack, with the key of the environment: ${error.message}`, context);
    return undefined;
  }
}

async function read(folder: string, name: string | undefined, context: CliContext): Promise<RecordedStack> {
  const stack = await openStack({ cwd: folder, ...(name !== undefined && { stack: name }) });
  const settings = await stackSettings(stack, context);
  const hasKey = (await stack.config()).has("carecycle:apiKey");
  return { name: stack.name, hasKey, settings, recorded: await stack.recorded() };
}

/** How to read usage with these settings. */
export function usageOptions(
  settings: Settings,
  { status, campaignDetails }: UsageSelection,
  context: CliContext,
): UsageOptions {
  return {
    ...(status && { statuses: status }),
    details: campaignDetails ?? false,
    quota: { limit: settings.rateLimit, windowSeconds: settings.rateWindowSeconds },
    announce: (line) => say(line, context),
    progress: (title, total) => startProgress(title, total, context),
  };
}
