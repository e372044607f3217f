// Pure: the requests that an update would send for one config, and how long all of them take at least.

import {
  appointmentConfigsPath,
  campaignsPath,
  transferConfigsPath as collection,
} from "../../api/endpoints";
import { isOpaque } from "../../model/maskText";
import { apiPath, fieldsOf, pick } from "../../model/ownership";
import { bodyOf, wholeBody } from "../../model/patchBody";
import { recordedConfig } from "../../model/state";
import { isObject, leaves, type Path, SECRET, UNKNOWN, type Values, WITHHELD } from "../../model/values";
import type { Adoption } from "./adoption";
import { maskedBody } from "./cells";
import { valueAt } from "./propertyPaths";
import type { PlannedRequest, QuotaSettings } from "./types";

/** Stands in a body for additional fields whose names are not shown. */
const additional = "additionalFields";

/** POST of all that the code declares. */
export function creating(code: Values): PlannedRequest[] {
  return [request("POST", collection, everything(code))];
}

/**
 * GET of the live config, and, if anything differs from it, a GET directly followed by a PATCH of that. What differs is known
 * where the preview read the config (`adoption`).
 */
export function adopting(code: Values, adoption?: Adoption): PlannedRequest[] {
  const path = item(code.transferConfigId);
  const get = request("GET", path);
  const again = { ...get, ifNeeded: true };
  if (adoption === undefined) return [get, again, request("PATCH", path, everything(code), true)];
  // What check has read serves a moment only: an adoption that comes later reads again.
  if (adoption.writes.length === 0) return [get, again];
  return [get, ...patching(path, adoption.writes, code, recordedConfig(adoption.live))];
}

/** The read of a config that cannot be adopted. */
export function attemptedAdoption(code: Values): PlannedRequest[] {
  return [request("GET", item(code.transferConfigId))];
}

/**
 * A GET, directly followed by a PATCH of the fields that hold the leaves `writes`. `declared` are the inputs of the last update: a
 * secret that they lack is compared with what is live by the update alone.
 */
export function updating(
  id: string | undefined,
  writes: readonly Path[],
  wanted: Values,
  { live, inputs: declared }: { live: Values; inputs: Values },
): PlannedRequest[] {
  if (writes.length === 0) return [];
  const isNewSecret = (path: Path) =>
    valueAt(wanted, path) === SECRET && valueAt(declared, path) === undefined;
  return patching(item(id), writes, wanted, recordedConfig(live), isNewSecret);
}

/**
 * A GET, directly followed by a PATCH; and, for a server that merges objects and so keeps the keys that the PATCH leaves out
 * of them, another such pair that removes those with null.
 */
function patching(
  path: string,
  writes: readonly Path[],
  wanted: Values,
  live: Values,
  isOpen: (write: Path) => boolean = () => false,
): PlannedRequest[] {
  const body = patchOf(writes, wanted, live);
  const get = request("GET", path);
  // What the state may not record is compared by the update itself.
  const isHidden = (write: Path) =>
    (valueAt(wanted, write) ?? null) !== null && isWithheld(live, apiPath(write));
  if (writes.every((write) => isHidden(write) || isOpen(write)))
    return [get, request("PATCH", path, body, true)];
  const extra = writes
    .flatMap((write) => extraKeys(write, wanted, live))
    // Of members that are owned one by one, those that are not declared stay; a declared one may hold more than is known.
    .filter((key) => key.length > 2 || valueAt(wanted, key) !== undefined)
    .filter((key) => key.every((part) => typeof part === "string"));
  if (extra.length === 0) return [get, request("PATCH", path, body)];
  const mended = extra.reduce(
    // Of what the state may not record, not even the keys are known.
    (mending, key) => withValue(mending, apiPath(key), valueAt(wanted, key) === undefined ? null : SECRET),
    pick(body, fieldNamesOf(extra)),
  );
  return [
    get,
    request("PATCH", path, body),
    { ...get, ifNeeded: true },
    request("PATCH", path, mended, true),
  ];
}

function isWithheld(live: Values, path: Path): boolean {
  const inner = leaves(valueAt(live, path));
  if (inner.length > 0 && inner.every(({ value }) => value === WITHHELD)) return true;
  return path.some((_, i) => valueAt(live, path.slice(0, i)) === WITHHELD);
}

/**
 * The keys at `path` or directly below it that the program does not declare, although it declares the object around them;
 * `path` itself where it is not known which keys are live there.
 */
function extraKeys(path: Path, wanted: Values, live: Values): Path[] {
  const want = valueAt(wanted, path);
  if (want === undefined) return isObject(valueAt(wanted, path.slice(0, -1))) ? [path] : [];
  const have = valueAt(live, apiPath(path));
  if (!isObject(want)) return [];
  if (have === WITHHELD || have === SECRET) return [path];
  return Object.keys(isObject(have) ? have : {})
    .filter((key) => !Object.hasOwn(want, key))
    .map((key) => [...path, key]);
}

function withValue(values: Values, [head, ...rest]: Path, value: unknown): Values {
  const name = String(head);
  const inner = values[name];
  return {
    ...values,
    [name]: rest.length > 0 ? withValue(isObject(inner) ? inner : {}, rest, value) : value,
  };
}

/** DELETE of the live config. */
export function deleting(id: string | undefined): PlannedRequest[] {
  return [request("DELETE", item(id))];
}

/** The reads by which an update finds out whose key it has, before a first POST or DELETE; each is sent at most once. */
export function lookingUpAccount(recordedId: string | undefined): PlannedRequest[] {
  const paths = [
    ...(recordedId === undefined ? [] : [item(recordedId)]),
    appointmentConfigsPath,
    campaignsPath,
    `${campaignsPath}/{id}`,
  ];
  return paths.map((path) => request("GET", path, undefined, true));
}

function patchOf(writes: readonly Path[], wanted: Values, live: Values): Values {
  const names = fieldNamesOf(writes);
  return bodyOf(names, nameAdditional(wanted, names), live);
}

/** Names in the body of the fields that hold the leaves `writes`. */
function fieldNamesOf(writes: readonly Path[]): string[] {
  return fieldsOf(writes.map((path) => ({ path, want: undefined, have: undefined })));
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
