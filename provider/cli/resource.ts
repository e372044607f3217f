// Pure: the steps of one transfer config -> its part of the report.
import type { Settings } from "../config";
import { liveInputs } from "../state";
import { UNKNOWN, type Values } from "../values";
import { absent, cellOf, notRead } from "./cells";
import type { Step, Steps } from "./document";
import { type Leaf, observedLeaves, recordedInputs, type Sides, updateOf, wholeLeaves } from "./leaves";
import { valueAt } from "./paths";
import { adopting, creating, deleting, updating } from "./requests";
import type { Resource, ResourceClass } from "./types";

/** A config of the report; `unseen` where the document does not hold its live values. */
export interface Built {
  readonly resource: Resource;
  readonly unseen: boolean;
}

/** The report of one config. */
export function resourceOf({ urn, refresh, plan }: Steps, settings: Settings, strict: boolean): Built {
  const last =
    plan.find((s) => s.op !== "same" && s.newState) ?? plan.find((s) => s.op !== "same") ?? plan[0];
  const recorded = refresh?.oldState ?? last?.oldState ?? plan.find((s) => s.oldState)?.oldState;
  const liveState = [refresh?.newState, ...plan.map((s) => s.oldState)].find(
    (s) => s?.outputs && Object.keys(s.outputs).length > 0,
  );
  const applied = shown(recorded?.outputs);
  const code = shown((last ?? refresh)?.newState?.inputs);
  const sides: Sides = {
    applied,
    live: shown((refresh ? liveState?.outputs : undefined) ?? recorded?.outputs),
    inputs: shown((last?.oldState ?? recorded)?.inputs),
    code,
    read: refresh !== undefined,
    diff: diffOf(plan),
  };
  const op = operation(refresh, plan);
  const id = recorded?.id ?? (typeof code.transferConfigId === "string" ? code.transferConfigId : undefined);
  const judged = judge(op, sides, id, settings);
  const seen = refresh !== undefined && liveState !== undefined;
  const observed = seen && op !== "missing" && op !== "delete" ? observedLeaves(sides) : [];
  const kind = judged.class === "unchanged" && strict && observed.length > 0 ? "observed" : judged.class;
  const name = [sides.live.name, code.name].find((n) => typeof n === "string" && n !== UNKNOWN);
  const resource: Resource = {
    urn,
    name: urn.split("::").slice(3).join("::") || urn,
    id: id === UNKNOWN ? null : (id ?? null),
    configName: typeof name === "string" ? name : null,
    observed,
    ...judged,
    class: kind,
  };
  return { resource, unseen: recorded != null && !seen && !["missing", "delete"].includes(op) };
}

type Operation = "same" | "update" | "create" | "adopt" | "missing" | "delete" | "replace";

function operation(refresh: Step | undefined, plan: readonly Step[]): Operation {
  const ops = plan.map((s) => s.op);
  if (ops.some((op) => op.includes("replace"))) return "replace";
  const created = plan.find((s) => s.op === "create");
  if (created && refresh?.oldState) return "missing";
  if (created) return created.newState?.inputs?.transferConfigId === undefined ? "create" : "adopt";
  if (ops.includes("delete")) return "delete";
  return ops.includes("update") ? "update" : "same";
}

const deletedNote = 'is deleted from careCycle (deletionPolicy: "delete")';
const retainedNote = "stays live and is managed no more";

type Judged = Pick<Resource, "class" | "leaves" | "requests" | "notes">;

function judge(op: Operation, sides: Sides, id: string | undefined, settings: Settings): Judged {
  const { code, live, applied, read } = sides;
  switch (op) {
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
        "takes over a live config: the PATCH carries only what differs from it, and is left out if nothing does";
      return { class: "adopt", leaves, requests: adopting(code), notes: [note] };
    }
    case "missing": {
      const leaves = wholeLeaves(code, "missing", (value, path) => ({
        applied: cellOf(valueAt(recordedInputs(applied), path), path, value),
        live: absent,
        code: cellOf(value, path, value),
      }));
      const note =
        "gone (404): the update creates a new config with a new id, and what used the old id does not follow";
      return { class: "missing", leaves, requests: creating(code), notes: [note] };
    }
    case "delete": {
      const leaves = wholeLeaves(liveInputs(applied), "delete", (value, path) => ({
        applied: cellOf(value, path, undefined),
        live: read ? cellOf(valueAt(recordedInputs(live), path), path, undefined) : notRead,
        code: absent,
      }));
      const requests = deleting(id, applied);
      return {
        class: "delete",
        leaves,
        requests,
        notes: [requests.length > 0 ? deletedNote : retainedNote],
      };
    }
    case "replace": {
      const { leaves } = updateOf(sides, "replace");
      const removal = deleting(id, applied);
      const next = code.transferConfigId === undefined ? creating(code) : adopting(code);
      const note = `another config takes its place; ${id ?? "the old one"} ${removal.length > 0 ? deletedNote : retainedNote}`;
      return { class: "replace", leaves, requests: [...next, ...removal], notes: [note] };
    }
    case "update": {
      const { leaves, writes, wanted, notes } = updateOf(sides);
      const guarded = (code.onConflict ?? settings.onConflict) === "fail";
      const requests = updating(id, writes, wanted, live, guarded);
      const idle = requests.length === 0 ? [idleNote(leaves)] : [];
      return { class: summary(leaves), leaves, requests, notes: [...notes, ...idle] };
    }
  }
}

/** What an update does that writes no field: it is the state alone that changes. */
function idleNote(leaves: readonly Leaf[]): string {
  const names = leaves.map((leaf) => leaf.path);
  if (names.length === 0) return "changes only what the state keeps of the code: nothing is sent";
  return `changes only what the state keeps (${names.join(", ")}): nothing is sent`;
}

/** The class of an update: of its leaves, or "both" where they drifted and changed. */
function summary(leaves: readonly Leaf[]): ResourceClass {
  const classes = new Set(leaves.map((leaf) => leaf.class));
  if (classes.size === 0) return "change";
  if (classes.size === 1) return leaves[0]?.class ?? "change";
  return classes.has("drift") || classes.has("both") ? "both" : "change";
}

// `__provider` and whatever else begins so is the engine's.
function shown(values: Values | null | undefined): Values {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !name.startsWith("__")));
}

function diffOf(plan: readonly Step[]): string[] | null {
  const diffs = plan.flatMap((step) => (step.detailedDiff ? [Object.keys(step.detailedDiff)] : []));
  return diffs[0] ?? null;
}
