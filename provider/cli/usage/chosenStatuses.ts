// Pure: which campaigns count, by their status.
import { type CampaignStatus, campaignStatuses } from "../../api/campaigns";
import { either } from "./words";

/** Campaigns that call, or may call soon. */
export const defaultStatuses: readonly CampaignStatus[] = ["active", "testing", "paused"];

/**
 * The statuses that `text` lists, besides those before it; "all" stands for every one.
 * @throws RangeError that names what isn't a status.
 */
export function addStatuses(text: string, before: readonly CampaignStatus[] = []): CampaignStatus[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0) throw new RangeError(`It must be ${choices}.`);
  const added = words.flatMap((word) => {
    const known = campaignStatuses.find((status) => status === word.toLowerCase());
    if (known === undefined && word.toLowerCase() !== "all")
      throw new RangeError(`"${word}" is none; it must be ${choices}.`);
    return known === undefined ? campaignStatuses : [known];
  });
  return campaignStatuses.filter((status) => before.includes(status) || added.includes(status));
}

const choices = `a list of ${campaignStatuses.join(", ")}, or all`;

/**
 * Whether a campaign of this status counts. One without a status does, and so does one whose status isn't documented: it may
 * be one that calls, and no `--status` could name it.
 */
export function isChosen(status: string | undefined, chosen: readonly CampaignStatus[]): boolean {
  const known = campaignStatuses.find((name) => name === status?.toLowerCase());
  return known === undefined || chosen.includes(known);
}

/** "active, testing or paused"; nothing where every status counts. */
export function statusesInWords(chosen: readonly CampaignStatus[]): string {
  return campaignStatuses.every((status) => chosen.includes(status)) ? "" : either(chosen);
}

/** The order in which reports list users: those that call now come first. */
export function statusRank(status: string | null): number {
  const order = ["active", "testing", "paused", "draft", "inactive", "completed", "archived", "cancelled"];
  const rank = order.indexOf(status?.toLowerCase() ?? "");
  return rank < 0 ? order.length : rank;
}
