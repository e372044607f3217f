// What the commands that read usage have in common: a stack whose configs are known, and how reading is shown.
import { resolve } from "node:path";
import type { CampaignStatus } from "../../api/client";
import type { Settings } from "../../session/settings";
import { environmentSettings, say, stackAccess } from "../apiAccess";
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

/** The folder that holds Pulumi.yaml, or should. */
export function projectFolder({ cwd }: StackSelection, context: CliContext): string {
  return resolve(context.cwd(), cwd ?? ".");
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
  selection: StackSelection,
  context: CliContext,
  goesWithout = true,
): Promise<RecordedStack | undefined> {
  const { stack: name, cwd } = selection;
  const folder = projectFolder(selection, context);
  if (name !== undefined || cwd !== undefined) return read(folder, name, context);
  if (!hasProject(folder)) return undefined;
  // Only where it counts: a mistake in a variable that the stack overrides is no error.
  const environment = () => environmentSettings(context);
  try {
    const stack = await read(folder, undefined, context);
    const own = stack.hasKey ? "its key, quota and configs" : "its quota and configs, not the key";
    // Where nobody named a stack, a checkout does not decide where the environment's key is sent.
    const isAstray = () =>
      environment().apiKey !== undefined && stack.settings.baseUrl !== environment().baseUrl;
    if (!stack.hasKey && isAstray())
      throw new CliError(
        `the selected stack, ${stack.name}, sets carecycle:baseUrl and no key: name it (--stack ${stack.name}) to send the environment's key there`,
      );
    say(`taken from the selected stack, ${stack.name}: ${own} (--stack names another).`, context);
    return stack;
  } catch (error) {
    // Nobody asked for a stack: what the environment and the command line name is still there.
    if (!goesWithout || !(error instanceof CliError) || environment().apiKey === undefined) throw error;
    say(`without a stack, with the key of the environment: ${error.message}`, context);
    return undefined;
  }
}

async function read(folder: string, name: string | undefined, context: CliContext): Promise<RecordedStack> {
  const stack = await openStack({ cwd: folder, stack: name });
  return { name: stack.name, ...(await stackAccess(stack, context)), recorded: await stack.recorded() };
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
