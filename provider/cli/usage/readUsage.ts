// Reads what points to transfer configs: the pages of campaigns, then each campaign's block snippets, and the appointment
// configs. What one endpoint refuses is named, and the rest is read all the same.

import { isCampaignId } from "../../api/campaigns";
import type {
  AppointmentConfig,
  BlockSnippetAssignment,
  Campaign,
  CampaignStatus,
  CareCycleClient,
} from "../../api/client";
import { counted } from "../../model/printable";
import type { Progress } from "../progress";
import { duration } from "../render/words";
import { leastSeconds } from "../reportModel/requests";
import type { QuotaSettings } from "../reportModel/types";
import { type ListedCampaigns, listAllCampaigns } from "./campaignPages";
import { defaultStatuses, isChosen, statusesInWords } from "./chosenStatuses";
import { Failures } from "./failures";
import { forEach } from "./parallel";
import { type ReadCampaign, type User, usersByConfig } from "./references";

/** What to read, and whom to tell. */
export interface UsageOptions {
  /** @default active, testing and paused campaigns */
  readonly statuses?: readonly CampaignStatus[];
  /** Also reads each campaign itself, where the list doesn't show which configs campaigns point to. */
  readonly details?: boolean;
  readonly quota: QuotaSettings;
  /** Gets a line before requests are sent. */
  readonly announce: (line: string) => void;
  /** Starts to show progress. */
  readonly progress: (title: string, total: number) => Promise<Progress>;
}

/** What points to transfer configs. */
export interface Usage {
  /** What points to each config, by its id in lower case. */
  readonly users: ReadonlyMap<string, readonly User[]>;
  /** Requests that it took, without retries. */
  readonly requests: number;
  /** Campaigns listed, and those of them that count. */
  readonly campaigns: { readonly listed: number; readonly read: number };
  /** What was not read, in words. */
  readonly notRead: readonly string[];
  /** Whether a request ended in an error other than 404. */
  readonly failed: boolean;
  /** Accounts that the responses name, in lower case. */
  readonly clients: ReadonlySet<string>;
}

/** @throws CareCycleError where the key is refused, or no request gets through. */
export async function readUsage(client: CareCycleClient, options: UsageOptions): Promise<Usage> {
  const { statuses = defaultStatuses, announce, quota } = options;
  const chosen = statusesInWords(statuses);
  announce(
    `usage: lists the campaigns first, 1 request for each page; then 1 for each campaign${chosen && ` that is ${chosen}`}, and 1 for the appointment configs.`,
  );
  const failures = new Failures();
  const listed = await listAllCampaigns((page) =>
    client.listCampaigns(page === undefined ? {} : { page }),
  ).catch((error: unknown): ListedCampaigns => {
    failures.add("the campaigns", "GET /v2/campaigns", error);
    return { campaigns: [], requests: 1, notRead: [], failed: true };
  });
  const counting = listed.campaigns.filter(({ status }) => isChosen(status, statuses));
  const known = counting.filter((campaign): campaign is Identified => isCampaignId(campaign.id));
  const isShown = listed.campaigns.some(showsConfigs);
  const detailed = options.details && !isShown ? known : [];
  const total = 1 + known.length + detailed.length;
  announce(
    planOf(listed.campaigns.length, counting.length, known.length, detailed.length) +
      waitOf(listed.requests, total, quota),
  );

  const assignments = new Map<Campaign, readonly BlockSnippetAssignment[]>();
  const details = new Map<Campaign, Campaign>();
  let appointmentConfigs: readonly AppointmentConfig[] = [];
  const reads: Read[] = [
    {
      what: "the appointment configs",
      endpoint: "GET /v2/campaigns/appointment-configs",
      run: async () => {
        appointmentConfigs = await client.listAppointmentConfigs();
      },
    },
    ...known.map((campaign) => ({
      what: "block snippets",
      endpoint: "GET /v2/campaigns/{id}/block-snippets",
      campaign,
      run: async () => {
        assignments.set(campaign, await client.getBlockSnippetAssignments(campaign.id));
      },
    })),
    ...detailed.map((campaign) => ({
      what: "campaigns themselves",
      endpoint: "GET /v2/campaigns/{id}",
      campaign,
      run: async () => {
        details.set(campaign, await client.getCampaign(campaign.id));
      },
    })),
  ];
  const requests = listed.requests + (await sendAll(reads, failures, options));

  const campaigns = counting.map((campaign): ReadCampaign => {
    // What the list says of name and status was read together with its order; the campaign adds what it points to.
    const read = { ...details.get(campaign), ...campaign };
    return { campaign: read, assignments: assignments.get(campaign) ?? [] };
  });
  const nameless = counting.length - known.length;
  const clients = [
    ...appointmentConfigs.map(({ clientId }) => clientId),
    ...campaigns.map(({ campaign }) => campaign.client?.id),
  ];
  return {
    users: usersByConfig(campaigns, appointmentConfigs),
    requests,
    campaigns: { listed: listed.campaigns.length, read: counting.length },
    notRead: [
      ...listed.notRead,
      ...failures.sentences(),
      ...(nameless > 0 ? [`block snippets of ${counted(nameless, "campaign")} without an id`] : []),
      ...(known.length === 0 || isShown || [...details.values()].some(showsConfigs)
        ? []
        : [detailed.length > 0 ? neverShown : notInList(known.length)]),
      ...leftOut(listed.campaigns, statuses),
    ],
    failed: listed.failed || failures.any,
    clients: new Set(clients.filter((id) => id !== undefined).map((id) => id.toLowerCase())),
  };
}

/** What is to be read, once the campaigns are listed. */
function planOf(listed: number, counting: number, known: number, detailed: number): string {
  const parts = [
    `${known} for block snippets`,
    ...(detailed > 0 ? [`${detailed} for the campaigns themselves`] : []),
    "1 for appointment configs",
  ];
  const campaigns = `${counting} of ${counted(listed, "listed campaign")} ${counting === 1 ? "counts" : "count"}`;
  return `usage: ${campaigns}: ${counted(1 + known + detailed, "more request")} (${parts.join(", ")})`;
}

function waitOf(before: number, requests: number, quota: QuotaSettings): string {
  const seconds = leastSeconds(before + requests, quota);
  if (seconds === 0) return ".";
  return `; at ${quota.limit} per ${quota.windowSeconds} s, that takes at least ${duration(seconds)}.`;
}

type Identified = Campaign & { readonly id: string };

interface Read {
  readonly what: string;
  readonly endpoint: string;
  readonly campaign?: Campaign;
  readonly run: () => Promise<void>;
}

/** Sends what is to be read; returns how many requests that took. */
async function sendAll(
  reads: readonly Read[],
  failures: Failures,
  { progress }: UsageOptions,
): Promise<number> {
  const bar = await progress("Reading usage", reads.length);
  let [done, sent] = [0, 0];
  try {
    await forEach(reads, async ({ what, endpoint, campaign, run }) => {
      if (!failures.isHopeless(endpoint)) {
        sent++;
        await run().catch((error: unknown) => failures.add(what, endpoint, error, campaign));
      } else failures.skip(what, endpoint, campaign);
      bar.update(++done, reads.length);
    });
  } finally {
    bar.stop();
  }
  return sent;
}

function showsConfigs(campaign: Campaign): boolean {
  return campaign.transferConfigId !== undefined || campaign.transferConfigIds !== undefined;
}

const neverShown =
  "which configs campaigns point to themselves: no response shows it (only their block snippets were read)";

function notInList(campaigns: number): string {
  return `which configs campaigns point to themselves: the list of campaigns doesn't show it (--campaign-details reads each campaign, ${counted(campaigns, "more request")})`;
}

function leftOut(campaigns: readonly Campaign[], statuses: readonly CampaignStatus[]): string[] {
  const counts = new Map<string, number>();
  for (const { status } of campaigns)
    if (status !== undefined && !isChosen(status, statuses))
      counts.set(status, (counts.get(status) ?? 0) + 1);
  if (counts.size === 0) return [];
  const list = [...counts].map(([status, n]) => `${n} ${status}`).join(", ");
  return [`campaigns of another status (${list}; --status all reads them too)`];
}
