// Answers of the endpoints around transfer configs that are read to learn whose key it is.
import { isObject, type Values } from "../model/values";
import { type Asked, ResponseError } from "./errors";
import type { Received } from "./http";

/** An appointment config. Members that the API left out are absent. */
export interface AppointmentConfig {
  readonly id?: string;
  readonly name?: string;
  /** Account that it belongs to (UUID). */
  readonly clientId?: string;
  readonly transferConfigId?: string | null;
  readonly routingConfigId?: string | null;
  readonly [member: string]: unknown;
}

/** A campaign. Members that the API left out are absent; `client` stands in the answer for a single one. */
export interface Campaign {
  readonly id?: string;
  readonly name?: string;
  readonly status?: string;
  /** Account that it belongs to; its `id` is a UUID. */
  readonly client?: { readonly id?: string };
  readonly [member: string]: unknown;
}

/** One page of campaigns. */
export interface CampaignPage {
  readonly items: readonly Campaign[];
  readonly itemsTotal?: number;
  readonly currentPage?: number;
  readonly nextPage?: number | null;
  readonly prevPage?: number | null;
}

export function appointmentConfigsOf(asked: Asked, { status, json }: Received): AppointmentConfig[] {
  const list = isObject(json) ? json.appointmentConfigs : undefined;
  if (!Array.isArray(list)) throw new ResponseError(asked, status, "the body has no appointmentConfigs list");
  return list.filter(isObject);
}

export function campaignPageOf(asked: Asked, { status, json }: Received): CampaignPage {
  if (!isObject(json) || !Array.isArray(json.items))
    throw new ResponseError(asked, status, "the body has no items list");
  return { ...json, items: json.items.filter(isObject) };
}

export function campaignOf(asked: Asked, { status, json }: Received): Campaign {
  const campaign: unknown = isObject(json) ? json.campaign : undefined;
  if (!isObject(campaign)) throw new ResponseError(asked, status, "the body has no campaign object");
  return campaign as Values & Campaign;
}
