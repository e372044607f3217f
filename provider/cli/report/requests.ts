// Pure: the requests that an update would send for one config, and how long all of them take at least.

import { transferConfigsPath as collection } from "../../api/endpoints";
import { isOpaque } from "../../model/maskText";
import { fieldsOf } from "../../model/ownership";
import { bodyOf, wholeBody } from "../../model/patchBody";
import { recordedConfig } from "../../model/state";
import { type Path, UNKNOWN, type Values } from "../../model/values";
import { maskedBody } from "./cells";
import type { PlannedRequest, QuotaSettings } from "./types";

/** Stands in a body for additional fields whose names are not shown. */
const additional = "additionalFields";

/** POST of all that the code declares. */
export function creating(code: Values): PlannedRequest[] {
  return [request("POST", collection, everything(code))];
}

/** GET of the live config, and, if anything differs from it, a GET directly followed by a PATCH of that. */
export function adopting(code: Values): PlannedRequest[] {
  const path = item(code.transferConfigId);
  const get = request("GET", path);
  return [get, { ...get, ifNeeded: true }, request("PATCH", path, everything(code), true)];
}

/** A GET, directly followed by a PATCH of the fields that hold the leaves `writes`. */
export function updating(
  id: string | undefined,
  writes: readonly Path[],
  wanted: Values,
  live: Values,
): PlannedRequest[] {
  if (writes.length === 0) return [];
  const paths = writes.map((path) =>
    path.length === 1 && path[0] === additional ? [...path, additional] : path,
  );
  const names = fieldsOf(paths.map((path) => ({ path, want: undefined, have: undefined })));
  const body = bodyOf(names, nameAdditional(wanted, names), recordedConfig(live));
  return [request("GET", item(id)), request("PATCH", item(id), body)];
}

/** DELETE of the live config. */
export function deleting(id: string | undefined): PlannedRequest[] {
  return [request("DELETE", item(id))];
}

function everything(code: Values): Values {
  return wholeBody(nameAdditional(code, [additional]));
}

// Where additional fields are one secret, or not known yet, each of `names` stands for what is not shown.
function nameAdditional(values: Values, names: readonly string[]): Values {
  const all = values.additionalFields;
  if (!isOpaque(all)) return values;
  return { ...values, additionalFields: Object.fromEntries(names.map((name) => [name, all])) };
}

/** Least time in seconds that `count` requests take under a quota: whole windows before the last one. */
export function leastSeconds(count: number, { limit, windowSeconds }: QuotaSettings): number {
  return count === 0 ? 0 : Math.floor((count - 1) / limit) * windowSeconds;
}

function request(
  method: PlannedRequest["method"],
  path: string,
  body?: Values,
  ifNeeded = false,
): PlannedRequest {
  return { method, path, body: body === undefined ? null : maskedBody(body), ifNeeded };
}

function item(id: unknown): string {
  return `${collection}/${typeof id === "string" && id !== UNKNOWN ? id : "{id}"}`;
}
