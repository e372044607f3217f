// Pure: the report of a preview -> the plan that an update can be held to.

import { fields } from "../../model/fieldTable";
import { LATER, maskedValue } from "../../model/maskText";
import { apiPath } from "../../model/ownership";
import {
  type BodyLeaf,
  isUnder,
  type LiveLeaf,
  type Plan,
  type PlannedWrite,
  planLeaves,
  planSchemaId,
  planVersion,
} from "../../model/plan";
import { at, isObject, own, type Path, SECRET, type Values, WITHHELD } from "../../model/values";
import type { Review } from "../reportModel/report";
import type { Basis, Built } from "../reportModel/resource";
import type { PlannedRequest } from "../reportModel/types";

/** Names of the configs that a plan cannot hold a write of, because the preview doesn't hold what the write rests on. */
export function lackingLive({ built }: Review): string[] {
  return built.filter((b) => !isWhole(b)).map(({ resource }) => resource.name);
}

function isWhole(b: Built): boolean {
  return b.basis.isRead || !requestsOf(b).some(({ method }) => method === "PATCH");
}

/** The plan of a review, without the writes of what {@link lackingLive} names. `now` is when it was made. */
export function planOf({ built, api }: Review, now: Date): Plan {
  const [first] = built;
  return {
    $schema: planSchemaId,
    version: planVersion,
    stack: first === undefined ? null : stackOf(first.resource.urn),
    ...api,
    createdAt: now.toISOString(),
    writes: built.filter(isWhole).flatMap((b) => requestsOf(b).map((request) => writeOf(b, request))),
  };
}

/** `PROJECT/STACK` of a URN: `urn:pulumi:STACK::PROJECT::...`. */
function stackOf(urn: string): string | null {
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(urn) ?? [];
  return project === undefined ? null : `${project}/${stack}`;
}

const requestsOf = ({ resource }: Built) => resource.requests.filter(({ method }) => method !== "GET");

function writeOf({ resource, basis }: Built, { method, path, body }: PlannedRequest): PlannedWrite {
  const leaves = planLeaves(body ?? {}).filter(({ path: [field] }) => field !== undefined);
  const sent = leaves.map((leaf) => bodyLeaf(leaf, basis.code));
  // What is live of options that no document shows (additionalSecretOutputs) goes along with a PATCH of them all the same.
  if (method === "PATCH" && body?.dynamicOptions && basis.live.dynamicOptions === SECRET)
    sent.push({ kind: "live", path: ["dynamicOptions"] });
  return {
    urn: resource.urn,
    id: method === "POST" ? null : idOf(path),
    method: method as PlannedWrite["method"],
    path,
    body: sent,
    live:
      method === "POST" ? [] : liveLeaves(basis, method === "PATCH" ? Object.keys(body ?? {}) : undefined),
    salt: basis.hashes?.salt ?? null,
    updatedAt: typeof basis.updatedAt === "string" ? basis.updatedAt : null,
  };
}

// A config that adopts an id known only later has a path without one: no write can be held against that.
function idOf(path: string): string | null {
  const id = path.slice(path.lastIndexOf("/") + 1);
  return id.startsWith("{") ? null : id;
}

function bodyLeaf({ path, value }: { path: Path; value: unknown }, code: Values): BodyLeaf {
  const place = [...path];
  if (value === LATER) return { kind: "later", path: place };
  if (value !== SECRET) return { kind: "value", path: place, value: value as string };
  const [head, member] = path;
  const options = code.dynamicOptions;
  const isUndeclared =
    head === "dynamicOptions" &&
    member !== undefined &&
    isObject(options) &&
    own(options, String(member)) === undefined;
  return { kind: isUndeclared ? "live" : "secret", path: place };
}

/** What was live, of the given fields of the body or of all. */
function liveLeaves({ live, hashes, isRead, code }: Basis, names: readonly string[] | undefined): LiveLeaf[] {
  const known = (hashes?.leaves ?? []).map(({ path, hash }) => ({ path: [...apiPath(path)], hash }));
  return Object.entries(live)
    .filter(([field]) => names?.includes(field) ?? true)
    .flatMap(([field, value]) => planLeaves(shownOf(field, value, code), [field]))
    .flatMap(({ path, value }): LiveLeaf[] => {
      const place = [...path];
      if (value !== SECRET && value !== WITHHELD && value !== LATER)
        return [{ kind: "value", path: place, value: value as string }];
      const under = known.filter((leaf) => isUnder(path, leaf.path));
      if (under.length > 0) return under.map((leaf) => ({ kind: "hash", ...leaf }));
      // Of what was not read, nothing is known but that it was there.
      return isRead ? [{ kind: "hidden", path: place }] : [];
    });
}

/** The value of a field of the body, with whatever may carry credentials masked. */
function shownOf(field: string, value: unknown, code: Values): unknown {
  const path = Object.hasOwn(fields, field) ? [field] : ["additionalFields", field];
  return maskedValue(value, path, at(code, path));
}
