// Reads the list of campaigns page by page, as far as the pages can be trusted.

import type { Campaign, CampaignPage } from "../../api/client";
import { counted } from "../../model/printable";
import { outcomeOf } from "./words";

/** The campaigns that could be listed. */
export interface ListedCampaigns {
  readonly campaigns: readonly Campaign[];
  readonly requests: number;
  /** What was not listed, in words. */
  readonly notRead: readonly string[];
  /** Whether a page answered with an error. */
  readonly failed: boolean;
}

// The API's default. A page that is shorter is the last one, where nothing else tells.
const pageSize = 50;

/** At most this many pages: a list that never ends must not keep the command running. */
const maxPages = 200;

/**
 * Lists campaigns by `list`, which gets the number of a page, or nothing for the first one. How to ask for a page isn't
 * documented: a page counts only if it says that it is the requested one, and shows campaigns that no other page had.
 * @throws what `list` throws for the first page.
 */
export async function listAllCampaigns(
  list: (page?: number) => Promise<CampaignPage>,
): Promise<ListedCampaigns> {
  let page = await list();
  const base = page.currentPage === 0 ? 0 : 1;
  const seen = new Set<string>();
  const campaigns: Campaign[] = [];
  /** Whether a page shows a campaign that none before it had; one without an id could be any. */
  const add = (items: readonly Campaign[]): boolean => {
    const before = seen.size;
    const fresh = items.filter(({ id }) => id === undefined || !seen.has(id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    if (seen.size > before || campaigns.length === 0) campaigns.push(...fresh);
    return seen.size > before;
  };
  let items = page.items.length;
  let requests = 1;
  add(page.items);
  const result = (notRead: string[], failed = false): ListedCampaigns => ({
    campaigns,
    requests,
    notRead,
    failed,
  });

  while (mayGoOn(page, items)) {
    const number = base + requests;
    const before = onlyFirst(requests, campaigns.length, page.itemsTotal);
    if (requests === maxPages) return result([`${before}: this command reads no more`]);
    let next: CampaignPage;
    try {
      requests++;
      next = await list(number);
    } catch (error) {
      return result([`${before}: page ${number} ${outcomeOf(error)}`], true);
    }
    if (next.currentPage !== number)
      return result([`${before}: the answer for page ${number} doesn't say that it is page ${number}`]);
    page = next;
    items += page.items.length;
    if (page.items.length > 0 && !add(page.items))
      return result([`${before}: page ${number} shows no other campaigns than those before it`]);
  }
  const { itemsTotal = 0 } = page;
  if (itemsTotal <= campaigns.length) return result([]);
  const shown = `the API counts ${counted(itemsTotal, "campaign")}, and its pages showed ${campaigns.length}`;
  return result([`${shown}: the list may have changed while it was read`]);
}

function mayGoOn({ items: shown, nextPage, itemsTotal }: CampaignPage, items: number): boolean {
  if (shown.length === 0) return false;
  if (itemsTotal !== undefined && itemsTotal > items) return true;
  if (nextPage !== undefined) return nextPage !== null;
  return itemsTotal === undefined && shown.length >= pageSize;
}

function onlyFirst(pages: number, campaigns: number, total: number | undefined): string {
  const of = total === undefined ? "" : ` of ${total}`;
  const which = pages === 1 ? "the first page" : `the first ${pages} pages`;
  return `only ${which} (the ${campaigns} newest campaigns${of}) ${pages === 1 ? "was" : "were"} read`;
}
