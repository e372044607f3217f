// Pure: the steps of one transfer config -> its part of the report.

import { isInternal, nothingToAdoptName, unreadableName } from "../../model/names";
import { liveInputs } from "../../model/state";
import { UNKNOWN, type Values } from "../../model/values";
import type { Settings } from "../../session/settings";
import type { ConfigSteps, Step } from "../preview/document";
import { absent, cellOf, notRead } from "./cells";
import { observedLeaves, recordedInputs, type ThreeWay, updateOf, wholeLeaves } from "./leaves";
import { valueAt } from "./propertyPaths";
import { type Planned, removal, replacementNote } from "./removals";
import { adopting, creating, deleting, updating } from "./requests";
import type { ReportLeaf, Resource, ResourceClass } from "./types";
import { findings, type Named } from "./warnings";

/** A config of the report. */
export interface Built extends Named {
  /** Whether the code keeps it and the document does not hold its live values. */
  readonly unseen: boolean;
  /** Of the unseen: whether no live value was read, not even to be compared. */
  readonly unread: boolean;
  /** Whether its live values were read. */
  readonly read: boolean;
}

/** The report of one config. */
export function resourceOf(
  { urn, refresh, plan }: ConfigSteps,
  settings: Settings,
  strict: boolean,
  planned: Planned,
): Built {
  const last =
    plan.find((s) => s.op !== "same" && s.newState) ?? plan.find((s) => s.op !== "same") ?? plan[0];
  const recorded = refresh?.oldState ?? last?.oldState ?? plan.find((s) => s.oldState)?.oldState;
  const liveState = [refresh?.newState, ...plan.map((s) => s.oldState)].find(
    (s) => s?.outputs && Object.keys(s.outputs).length > 0,
  );
  const applied = shown(recorded?.outputs);
  const declared = (last ?? refresh)?.newState?.inputs;
  const code = shown(declared);
  const outputs = (refresh ? liveState?.outputs : undefined) ?? recorded?.outputs;
  const problem = [refresh?.newState, ...plan.map((s) => s.oldState)]
    .map((s) => s?.outputs?.[unreadableName])
    .concat(last?.newState?.inputs?.[unreadableName])
    .find((text) => typeof text === "string");
  const threeWay: ThreeWay = {
    applied,
    live: shown(outputs),
    inputs: shown((last?.oldState ?? recorded)?.inputs),
    code,
    read: refresh !== undefined && problem === undefined,
    diff: diffOf(plan),
  };
  const op = problem === undefined ? operation(refresh, plan) : "unreadable";
  const id = recorded?.id ?? (typeof code.transferConfigId === "string" ? code.transferConfigId : undefined);
  const going =
    op === "delete"
      ? removal(
          plan.find((s) => s.op === "delete"),
          id,
          planned,
        )
      : undefined;
  const noAdoption = last?.newState?.inputs?.[nothingToAdoptName];
  const said = [problem, noAdoption].find((text) => typeof text === "string");
  const judged = judge(op, threeWay, id, settings, { going, said });
  const found = findings({
    code: op === "delete" ? undefined : declared,
    // A refresh that found nothing may leave out what it read.
    live: (op === "same" || op === "update") && (liveState || !refresh) ? outputs : undefined,
    creates: judged.requests.some(({ method }) => method === "POST"),
  });
  const seen = threeWay.read && liveState !== undefined;
  const observed = seen && op !== "missing" && op !== "delete" ? observedLeaves(threeWay) : [];
  const kind = judged.class === "unchanged" && strict && observed.length > 0 ? "observed" : judged.class;
  const name = [threeWay.live.name, code.name].find((n) => typeof n === "string" && n !== UNKNOWN);
  const unseen = recorded != null && !seen && !["missing", "delete", "unreadable"].includes(op);
  const unread = unseen && !threeWay.read;
  const resource: Resource = {
    urn,
    name: urn.split("::").slice(3).join("::") || urn,
    id: id === UNKNOWN ? null : (id ?? null),
    configName: typeof name === "string" ? name : null,
    observed,
    severity: null,
    warnings: found.warnings,
    usedBy: null,
    ...judged,
    ...(found.refusal !== undefined && { requests: [] }),
    notes: [...judged.notes, ...(found.refusal ?? []), ...(unread ? [unreadNote] : [])],
    class: kind,
  };
  return { resource, nextName: found.name, unseen, unread, read: threeWay.read };
}

type Operation = "unreadable" | "same" | "update" | "create" | "adopt" | "missing" | "delete" | "replace";

function operation(refresh: Step | undefined, plan: readonly Step[]): Operation {
  const ops = plan.map((s) => s.op);
  if (ops.some((op) => op.includes("replace"))) return "replace";
  const created = plan.find((s) => s.op === "create");
  if (created && (refresh?.oldState || created.newState?.inputs?.[nothingToAdoptName])) return "missing";
  if (created) return created.newState?.inputs?.transferConfigId === undefined ? "create" : "adopt";
  if (ops.includes("delete")) return "delete";
  return ops.includes("update") ? "update" : "same";
}

type Judged = Pick<Resource, "class" | "leaves" | "requests" | "notes">;

/** What is known of a config beside its three values. */
interface Circumstances {
  /** What becomes of a config that the code drops. */
  readonly going: ReturnType<typeof removal> | undefined;
  /** Why the live config could not be read, or is not there to be adopted. */
  readonly said: unknown;
}

function judge(
  op: Operation,
  threeWay: ThreeWay,
  id: string | undefined,
  settings: Settings,
  { going, said }: Circumstances,
): Judged {
  const { code, live, applied, read } = threeWay;
  switch (op) {
    case "unreadable": {
      const { leaves } = updateOf(threeWay);
      const note = `could not be read, so it isn't known whether it drifted, and what an update would send isn't shown: ${said}`;
      return { class: "unreadable", leaves, requests: [], notes: [note] };
    }
    case "same":
      return { class: "unchanged", leaves: [], requests: [], notes: [] };
    case "create": {
      const leaves = wholeLeaves(code, "create", (value, path) => ({
        applied: absent,
        live: absent,
        code: cellOf(value, path, value),
      }));
      return { class: "create", leaves, requests: creating(code), notes: [] };
    }
    case "adopt": {
      const leaves = wholeLeaves(code, "adopt", (value, path) => ({
        applied: absent,
        live: notRead,
        code: cellOf(value, path, value),
      }));
      const note =
        "adopts a live config: the PATCH carries only what differs, and isn't sent if nothing does";
      return { class: "adopt", leaves, requests: adopting(code), notes: [note] };
    }
    case "missing": {
      const leaves = wholeLeaves(code, "missing", (value, path) => ({
        applied: cellOf(valueAt(recordedInputs(applied), path), path, value),
        live: absent,
        code: cellOf(value, path, value),
      }));
      return { class: "missing", leaves, ...whenMissing(code, settings, said) };
    }
    case "delete": {
      const kind = going?.sent ? "delete" : "release";
      const leaves = wholeLeaves(liveInputs(applied), kind, (value, path) => ({
        applied: cellOf(value, path, undefined),
        live: read ? cellOf(valueAt(recordedInputs(live), path), path, undefined) : notRead,
        code: absent,
      }));
      return {
        class: kind,
        leaves,
        requests: going?.sent ? deleting(id) : [],
        notes: going ? [going.note] : [],
      };
    }
    case "replace": {
      const { leaves } = updateOf(threeWay, "replace");
      const next = code.transferConfigId === undefined ? creating(code) : adopting(code);
      return {
        class: "replace",
        leaves,
        requests: next,
        notes: [replacementNote(id, code.transferConfigId)],
      };
    }
    case "update": {
      const { leaves, writes, wanted, notes } = updateOf(threeWay);
      const requests = updating(id, writes, wanted, live);
      const idle = requests.length === 0 ? [idleNote(leaves)] : [];
      const guarded = (code.onConflict ?? settings.onConflict) === "fail";
      const moved = leaves.some((leaf) => leaf.class === "drift" || leaf.class === "both");
      const stops = guarded && moved ? [guardedNote] : [];
      return { class: summary(leaves), leaves, requests, notes: [...notes, ...idle, ...stops] };
    }
  }
}

/** What an update does where the live config is gone. */
function whenMissing(code: Values, settings: Settings, said: unknown): Pick<Judged, "requests" | "notes"> {
  if (said !== undefined)
    return { requests: adopting(code).slice(0, 1), notes: [`the update fails here: ${said}`] };
  if (code.transferConfigId !== undefined) {
    const note =
      "gone (404): there is no live config to adopt, so the update fails here. Remove transferConfigId to create a new one";
    return { requests: adopting(code).slice(0, 1), notes: [note] };
  }
  if ((code.onMissing ?? settings.onMissing) === "fail") {
    return {
      requests: [],
      notes: ['gone (404), and onMissing is "fail": a refresh fails there and keeps the resource'],
    };
  }
  const note =
    "gone (404): the update creates a new config with a new id; whatever uses the old id is not updated";
  return { requests: creating(code), notes: [note] };
}

const guardedNote =
  'onConflict is "fail": pulumi up stops before it overwrites what drifted, and leaves other drift as it is; ' +
  "pulumi up --refresh --run-program sends the requests shown here";

const unreadNote = "its live values were not read, so it isn't known whether it drifted";

/** The note on an update that writes no field: only the state changes. */
function idleNote(leaves: readonly ReportLeaf[]): string {
  const names = leaves.map((leaf) => leaf.path);
  if (names.length === 0) return "changes only what the state records of the code; nothing is sent";
  return `changes only what the state records (${names.join(", ")}); nothing is sent`;
}

/** The class of an update: of its leaves, or "both" where they drifted and changed. */
function summary(leaves: readonly ReportLeaf[]): ResourceClass {
  const classes = new Set(leaves.map((leaf) => leaf.class));
  if (classes.size === 0) return "change";
  if (classes.size === 1) return leaves[0]?.class ?? "change";
  return classes.has("drift") || classes.has("both") ? "both" : "change";
}

// `__provider` and other names with that prefix are internal.
function shown(values: Values | null | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !isInternal(name)));
}

function diffOf(plan: readonly Step[]): string[] | null {
  const diffs = plan.flatMap((step) => (step.detailedDiff ? [Object.keys(step.detailedDiff)] : []));
  return diffs[0] ?? null;
}
