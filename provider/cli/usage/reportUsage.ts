// Adds to a report what uses each changed config, so that a reviewer sees who would lose calls.
import { CareCycleError } from "../../api/client";
import type { Settings } from "../../session/settings";
import { clientOf } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import type { Preview } from "../preview/document";
import type { Report, Resource } from "../reportModel/types";
import { otherAccount } from "./account";
import { readUsage } from "./readUsage";
import { keyOf } from "./references";
import { type UsageSelection, usageOptions } from "./source";

/** Options of the commands that report on a preview. */
export interface ReportUsageOptions extends UsageSelection {
  /** Whether to read what uses each changed config. */
  readonly usage?: boolean;
}

/**
 * The report with what uses its configs. Requests are sent only if one changed that something could point to. Where they
 * fail, the report says so instead: what it holds besides is worth as much without.
 */
export async function withUsage(
  report: Report,
  preview: Preview,
  settings: Settings,
  options: ReportUsageOptions,
  context: CliContext,
): Promise<Report> {
  if (!report.resources.some((resource) => isChanged(resource) && resource.id !== null))
    return { ...report, usage: { requests: 0, notRead: [] } };
  const unread = (problem: string): Report => ({
    ...report,
    usage: { requests: 0, notRead: [`usage: ${problem}`] },
  });
  try {
    const usage = await readUsage(
      clientOf(settings, context, readsOf(report)),
      usageOptions(settings, options, context),
    );
    const problem = otherAccount(usage.clients, settings, recordedClients(preview));
    if (problem !== undefined) return unread(problem);
    const resources = report.resources.map((resource) => {
      const { id } = resource;
      if (!isChanged(resource) || id === null) return resource;
      return { ...resource, usedBy: usage.users.get(keyOf(id)) ?? [] };
    });
    return { ...report, resources, usage: { requests: usage.requests, notRead: usage.notRead } };
  } catch (error) {
    if (error instanceof CareCycleError) return unread(error.message);
    throw error;
  }
}

function isChanged({ class: kind }: Resource): boolean {
  return kind !== "unchanged";
}

/** Requests that the preview has just sent, in a process of its own. */
function readsOf({ read, totals: { byClass } }: Report): number {
  return read + (byClass.adopt ?? 0) + (byClass.replace ?? 0) + (byClass.unreadable ?? 0);
}

function recordedClients({ configs }: Preview): string[] {
  const states = configs.flatMap(({ refresh, plan }) => [refresh, ...plan].map((step) => step?.oldState));
  const clients = states.map((state) => state?.outputs?.clientId);
  return [...new Set(clients.filter((id): id is string => typeof id === "string"))];
}

/**
 * Refuses a key of the environment for a preview of another API: the document's address is never used, because whoever
 * writes a document must not choose where a key is sent.
 * @throws CliError
 */
export function requireSameApi(preview: Preview, settings: Settings): void {
  const address = preview.config["carecycle:baseUrl"]?.replace(/\/+$/, "");
  if (address === undefined || address === settings.baseUrl) return;
  throw new CliError(
    `--usage: the preview is of ${address}, and the environment's key is for ${settings.baseUrl}: set CARECYCLE_BASE_URL to the stack's carecycle:baseUrl.`,
  );
}
