// Campaigns, their block-snippet assignments and appointment configs: what points to transfer configs. Their pages are
// only partly known, so every member may be absent, and unknown ones are kept.
import type { Values } from "../model/values";
import { isObject } from "../model/values";
import { ResponseError } from "./errors";
import type { Parser } from "./responses";

/** Statuses of campaigns that the API documents. */
export const campaignStatuses = [
  "draft",
  "active",
  "paused",
  "completed",
  "archived",
  "inactive",
  "cancelled",
  "testing",
] as const;
/** A status of campaigns that the API documents. */
export type CampaignStatus = (typeof campaignStatuses)[number];

/** Whether an id can stand in a path. Its format isn't documented; "", "." and ".." would lead to another endpoint. */
export function isCampaignId(id: string | undefined): id is string {
  return id !== undefined && !/^\.{0,2}$/.test(id);
}

/** An appointment config. Members that the API left out are absent. */
export interface AppointmentConfig {
  readonly id?: string;
  readonly name?: string;
  /** Account that it belongs to (UUID). */
  readonly clientId?: string;
  /** Transfer config that it points to (UUID). */
  readonly transferConfigId?: string | null;
  readonly routingConfigId?: string | null;
  readonly [member: string]: unknown;
}

/** A campaign. Members that the API left out are absent. */
export interface Campaign {
  readonly id?: string;
  readonly name?: string;
  /** One of {@link campaignStatuses}, or one that came later. */
  readonly status?: string;
  readonly description?: string | null;
  /** Account that it belongs to; its `id` is a UUID. Only `getCampaign` returns it. */
  readonly client?: { readonly id?: string };
  /** Transfer config that it points to (UUID). A PATCH sets it; whether a response shows it isn't documented. */
  readonly transferConfigId?: string | null;
  /** The same for several. */
  readonly transferConfigIds?: readonly string[] | null;
  readonly [member: string]: unknown;
}

/** One page of campaigns. */
export interface CampaignPage {
  readonly items: readonly Campaign[];
  /** Campaigns on all pages. */
  readonly itemsTotal?: number;
  /** Number of this page, from 1. */
  readonly currentPage?: number;
  readonly nextPage?: number | null;
  readonly prevPage?: number | null;
  readonly [member: string]: unknown;
}

/** A block of a campaign whose snippet hands calls over. Members that the API left out are absent. */
export interface BlockSnippetAssignment {
  readonly id?: string | null;
  readonly campaignId?: string | null;
  readonly blockId?: string | null;
  readonly snippetId?: string | null;
  /** Transfer config of calls (UUID). */
  readonly transferConfigId?: string | null;
  /** Transfer config of calls outside business hours (UUID). */
  readonly afterHoursTransferConfigId?: string | null;
  /** When it applies, such as `business_hours`. */
  readonly scope?: string | null;
  readonly enabled?: boolean | null;
  readonly priority?: number | null;
  readonly isDefault?: boolean | null;
  readonly block?: {
    readonly name?: string;
    readonly tag?: string;
    readonly kind?: string;
    readonly enabled?: boolean;
    readonly [member: string]: unknown;
  } | null;
  readonly snippet?: { readonly name?: string; readonly [member: string]: unknown } | null;
  readonly [member: string]: unknown;
}

/** Which campaigns to list, and how many at once. */
export interface ListCampaignsOptions {
  /**
   * Number of the page, from 1, as the parameter `page`. The API doesn't document the names of its parameters: whether
   * the response is that page shows in its `currentPage` only.
   * @default the first page
   */
  readonly page?: number;
  /**
   * Campaigns in a page, at most 100, as the parameter `pageSize` (the name is assumed).
   * @default 50, by the API
   */
  readonly pageSize?: number;
  /**
   * Campaigns of this status only, as the parameter `status` (the name is assumed): check the status of what is returned.
   * @default every status
   */
  readonly status?: CampaignStatus;
}

export const parseAppointmentConfigs: Parser<AppointmentConfig[]> = (request, { status, json }) => {
  const list = isObject(json) ? json.appointmentConfigs : undefined;
  if (!Array.isArray(list))
    throw new ResponseError(request, status, "the body has no appointmentConfigs list");
  return list.filter(isObject).map((config) => typed(config, appointmentConfigTypes));
};

export const parseCampaignPage: Parser<CampaignPage> = (request, { status, json }) => {
  if (!isObject(json) || !Array.isArray(json.items))
    throw new ResponseError(request, status, "the body has no items list");
  return { ...typed(json, pageTypes), items: json.items.filter(isObject).map(campaignOf) };
};

export const parseCampaign: Parser<Campaign> = (request, { status, json }) => {
  const campaign: unknown = isObject(json) ? json.campaign : undefined;
  if (!isObject(campaign)) throw new ResponseError(request, status, "the body has no campaign object");
  return campaignOf(campaign);
};

export const parseAssignments: Parser<BlockSnippetAssignment[]> = (request, { status, json }) => {
  const list = isObject(json) ? json.assignments : undefined;
  if (!Array.isArray(list)) throw new ResponseError(request, status, "the body has no assignments list");
  return list.filter(isObject).map((assignment) => ({
    ...typed(assignment, assignmentTypes),
    ...(isObject(assignment.block) && { block: typed(assignment.block, blockTypes) }),
    ...(isObject(assignment.snippet) && { snippet: typed(assignment.snippet, { name: isText }) }),
  }));
};

type TypeTest = (value: unknown) => boolean;
const isText = (value: unknown): value is string => typeof value === "string";
const isFlag: TypeTest = (value) => typeof value === "boolean";
const isNumber: TypeTest = (value) => typeof value === "number";
const orNull =
  (test: TypeTest): TypeTest =>
  (value) =>
    value === null || test(value);
const isTextOrNull = orNull(isText);
const isObjectOrNull = orNull(isObject);

const appointmentConfigTypes = {
  id: isText,
  name: isText,
  clientId: isText,
  transferConfigId: isTextOrNull,
  routingConfigId: isTextOrNull,
};
const campaignTypes = {
  id: isText,
  name: isText,
  status: isText,
  description: isTextOrNull,
  client: isObject,
  transferConfigId: isTextOrNull,
  transferConfigIds: orNull((value) => Array.isArray(value)),
};
const pageTypes = {
  itemsTotal: isNumber,
  currentPage: isNumber,
  nextPage: orNull(isNumber),
  prevPage: orNull(isNumber),
};
const assignmentTypes = {
  id: isTextOrNull,
  campaignId: isTextOrNull,
  blockId: isTextOrNull,
  snippetId: isTextOrNull,
  transferConfigId: isTextOrNull,
  afterHoursTransferConfigId: isTextOrNull,
  scope: isTextOrNull,
  enabled: orNull(isFlag),
  priority: orNull(isNumber),
  isDefault: orNull(isFlag),
  block: isObjectOrNull,
  snippet: isObjectOrNull,
};
const blockTypes = { name: isText, tag: isText, kind: isText, enabled: isFlag };

/** The id that a value is; an API that embeds what it refers to may show an object with the id in its place. */
function idOf(value: unknown): unknown {
  return isObject(value) ? value.id : value;
}

/** The id of a transfer config in a list of them: of a link to one, it isn't the link's own. */
function transferConfigIdOf(value: unknown): unknown {
  return isObject(value) && isText(value.transferConfigId) ? value.transferConfigId : idOf(value);
}

/** The object without the documented members whose type isn't the documented one: they say nothing that can be used. */
function typed<T extends Values>(object: Values, types: Readonly<Record<string, TypeTest>>): T {
  const wrong = Object.entries(types).filter(
    ([name, test]) => Object.hasOwn(object, name) && !test(object[name]),
  );
  const kept = { ...object };
  for (const [name, test] of wrong) {
    const id = name.endsWith("Id") ? idOf(object[name]) : undefined;
    if (isText(id) && test(id)) kept[name] = id;
    else delete kept[name];
  }
  return kept as T;
}

function campaignOf(campaign: Values): Campaign {
  const kept: Campaign = typed(campaign, campaignTypes);
  const { client, transferConfigIds } = kept;
  return {
    ...kept,
    ...(client && { client: typed(client as Values, { id: isText }) }),
    ...(transferConfigIds && { transferConfigIds: transferConfigIds.map(transferConfigIdOf).filter(isText) }),
  };
}
