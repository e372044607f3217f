// Pure: the steps of one transfer config -> its part of the report.

import {
  formerPathsName,
  isInternal,
  nothingToAdoptName,
  notKeptName,
  secretPathsName,
  unreadableName,
} from "../../model/internalNames";
import { apiShape, pick } from "../../model/ownership";
import { liveInputs, recordedConfig } from "../../model/state";
import { SECRET, UNKNOWN, type Values } from "../../model/values";
import type { Settings } from "../../session/settings";
import { type ConfigSteps, nameOf, type Step } from "../preview/document";
import { isRemoval } from "../preview/removal";
import { adoptionOf, hashesOf, type LiveHashes } from "./adoption";
import { judge, operation } from "./judge";
import { observedLeaves, type ThreeWay } from "./leaves";
import { type Planned, removal } from "./removals";
import type { Resource } from "./types";
import { findings, type Named } from "./warnings";

/** A config of the report. */
export interface Built extends Named {
  /** Whether the code keeps it and the document does not hold its live values. */
  readonly unseen: boolean;
  /** Of the unseen: whether no live value was read, not even to be compared. */
  readonly unread: boolean;
  /** Whether its live values were read. */
  readonly read: boolean;
  /** Whether an update ends with an error at this config, so that nobody can tell what it sends to others before. */
  readonly stops: boolean;
  /** Whether check refuses it, so that every update ends with an error here. */
  readonly refused: boolean;
  /** Whether only an update that refreshes sends its requests. */
  readonly needsRefresh: boolean;
  /** The account that the state records for it, and whether an update surely reads it before any other request. */
  readonly account: { readonly clientId: unknown; readonly id: string | undefined } | undefined;
  /** What its requests rest on. */
  readonly basis: Basis;
}

/** What the requests of a config rest on. */
export interface Basis {
  /** Live values in the API's shape; those that a removal recorded. */
  readonly live: Values;
  readonly updatedAt: unknown;
  readonly clientId: unknown;
  readonly hashes: LiveHashes | undefined;
  /** Whether `live` was read by the preview. */
  readonly isRead: boolean;
  /** Inputs as the code declares them. */
  readonly code: Values;
}

/** The report of one config. */
export function resourceOf(
  { urn, refresh, plan }: ConfigSteps,
  settings: Settings,
  strict: boolean,
  planned: Planned,
): Built {
  const last = plan.find((s) => !isRemoval(s)) ?? plan[0];
  const recorded = refresh?.oldState ?? last?.oldState ?? plan.find((s) => s.oldState)?.oldState;
  const liveState = [refresh?.newState, ...plan.map((s) => s.oldState)].find(
    (s) => s?.outputs && Object.keys(s.outputs).length > 0,
  );
  const applied = asRecorded(recorded?.outputs);
  const declared = (last ?? refresh)?.newState?.inputs;
  const code = shown(declared);
  const outputs = (refresh ? liveState?.outputs : undefined) ?? recorded?.outputs;
  const problem = [refresh?.newState, ...plan.map((s) => s.oldState)]
    .map((s) => s?.outputs?.[unreadableName])
    .concat(declared?.[unreadableName])
    .find((text) => typeof text === "string");
  const threeWay: ThreeWay = {
    applied,
    live: asRecorded(outputs),
    inputs: shown((last?.oldState ?? recorded)?.inputs),
    code,
    read: refresh !== undefined && problem === undefined,
    diff: diffOf(plan),
  };
  const op = problem === undefined ? operation(refresh, plan) : "unreadable";
  const id = recorded?.id ?? (typeof code.transferConfigId === "string" ? code.transferConfigId : undefined);
  const adoption = adoptionOf(declared);
  const noAdoption = declared?.[nothingToAdoptName];
  const said = [problem, noAdoption].find((text) => typeof text === "string");
  const going = removal(last, id, planned);
  const judged = judge(op, threeWay, id, settings, { going, said, adoption });
  const found = findings({
    code: declared,
    // A refresh that found nothing may leave out what it read.
    live: (op === "same" || op === "update") && (liveState || !refresh) ? outputs : undefined,
    creates: judged.requests.some(({ method }) => method === "POST"),
  });
  const seen = threeWay.read && liveState !== undefined;
  const observed = seen && op !== "missing" && op !== "delete" ? observedLeaves(threeWay) : [];
  const kind = judged.class === "unchanged" && strict && observed.length > 0 ? "observed" : judged.class;
  // What the code makes secret may have been plain.
  const names = code.name === SECRET ? [SECRET] : [threeWay.live.name, code.name];
  const name = names.find((n) => typeof n === "string" && n !== UNKNOWN);
  // What an interrupted replacement has removed has no live values to see.
  const isThere = recorded != null && recorded.pendingReplacement !== true;
  const unseen = isThere && !seen && !["missing", "delete", "unreadable"].includes(op);
  const unread = unseen && !threeWay.read;
  const resource: Resource = {
    urn,
    name: nameOf(urn),
    id: id === UNKNOWN ? null : (id ?? null),
    configName: typeof name === "string" ? name : null,
    observed,
    severity: null,
    warnings: found.warnings,
    usedBy: null,
    class: kind,
    leaves: judged.leaves,
    requests: found.refusal === undefined ? judged.requests : [],
    notes: [...judged.notes, ...(found.refusal ?? []), ...(unread ? [unreadNote] : [])],
  };
  const live = adoption?.live ?? threeWay.live;
  const hashed = adoption ? declared : (liveState ?? recorded)?.outputs;
  const basis: Basis = {
    // What is dropped is read by a refresh without --run-program only: otherwise, its DELETE rests on what the state recorded.
    live:
      op === "delete" ? apiShape(liveInputs(threeWay.read ? threeWay.live : applied)) : recordedConfig(live),
    updatedAt: live.updatedAt,
    clientId: live.clientId,
    hashes: hashesOf(hashed),
    isRead: adoption !== undefined || threeWay.read,
    code,
  };
  const clientId = recorded?.outputs?.clientId;
  const account = clientId === undefined ? undefined : { clientId, id: recorded?.id };
  const refused = found.refusal !== undefined || noAdoption !== undefined;
  const stops = judged.stops ?? refused;
  const { read } = threeWay;
  const { needsRefresh = false } = judged;
  return {
    resource,
    nextName: found.name,
    unseen,
    unread,
    read,
    stops,
    refused,
    needsRefresh,
    account,
    basis,
  };
}

const unreadNote = "its live values were not read, so it isn't known whether it drifted";

// What was secret once, and what the API does not keep, decides on how the rest of a record is to be read.
const kept: readonly string[] = [secretPathsName, formerPathsName, notKeptName];

/** Outputs of a document, with the notes that a comparison with them needs. */
function asRecorded(values: Values | null | undefined): Values {
  return { ...shown(values), ...pick(values ?? {}, kept) };
}

// `__provider` and other names with that prefix are internal.
function shown(values: Values | null | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !isInternal(name)));
}

function diffOf(plan: readonly Step[]): string[] | null {
  const diffs = plan.flatMap((step) => (step.detailedDiff ? [Object.keys(step.detailedDiff)] : []));
  return diffs[0] ?? null;
}
