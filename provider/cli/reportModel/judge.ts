// Pure: what an update does with one config, and the requests that it sends for that.

import { nothingToAdoptName } from "../../model/internalNames";
import { liveInputs } from "../../model/state";
import { pathText, type Values } from "../../model/values";
import type { Settings } from "../../session/settings";
import type { Step } from "../preview/document";
import { isRemoval, isReplacing } from "../preview/removal";
import type { Adoption } from "./adoption";
import { absent, cellOf, notRead } from "./cells";
import { recordedInputs, severityOf, type ThreeWay, updateOf, wholeLeaves } from "./leaves";
import { valueAt } from "./propertyPaths";
import { type removal, replacementNote } from "./removals";
import { adopting, attemptedAdoption, creating, deleting, updating } from "./requests";
import type { ReportLeaf, Resource, ResourceClass } from "./types";

/** What the plan does with a config. */
export type Operation =
  | "unreadable"
  | "same"
  | "update"
  | "create"
  | "adopt"
  | "missing"
  | "delete"
  | "replace";

/** The operation of a config's steps. */
export function operation(refresh: Step | undefined, plan: readonly Step[]): Operation {
  if (plan.length > 0 && plan.every(isRemoval)) return "delete";
  const ops = plan.map((s) => s.op);
  if (plan.some(isReplacing)) return "replace";
  const created = plan.find((s) => s.op === "create");
  if (created && (refresh?.oldState || created.newState?.inputs?.[nothingToAdoptName])) return "missing";
  if (created) return created.newState?.inputs?.transferConfigId === undefined ? "create" : "adopt";
  return ops.includes("update") ? "update" : "same";
}

/** What a report says of an operation. */
export type Judged = Pick<Resource, "class" | "leaves" | "requests" | "notes"> & {
  /** Whether an update ends with an error here. */
  readonly stops?: boolean;
  /** Whether only an update that refreshes sends the requests: another one stops here, or has no step. */
  readonly needsRefresh?: boolean;
};

/** What is known of a config beside its three values. */
export interface Circumstances {
  /** What becomes of the live config where the code drops it. */
  readonly going: ReturnType<typeof removal>;
  /** Why the live config could not be read, or is not there to be adopted. */
  readonly said: unknown;
  /** The live config of an adoption, where the preview read it. */
  readonly adoption: Adoption | undefined;
}

/** What an operation changes, and which requests it sends. */
export function judge(
  op: Operation,
  threeWay: ThreeWay,
  id: string | undefined,
  settings: Settings,
  { going, said, adoption }: Circumstances,
): Judged {
  const { code, live, applied, read } = threeWay;
  switch (op) {
    case "unreadable": {
      const { leaves } = updateOf(threeWay);
      const note = `could not be read, so it isn't known whether it drifted, and what an update would send isn't shown: ${said}`;
      return { class: "unreadable", leaves, requests: [], notes: [note], stops: true };
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
      if (adoption !== undefined) return adopted(code, adoption);
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
      const kind = going.sent ? "delete" : "release";
      const leaves = wholeLeaves(liveInputs(applied), kind, (value, path) => ({
        applied: cellOf(value, path, undefined),
        live: read ? cellOf(valueAt(recordedInputs(live), path), path, undefined) : notRead,
        code: absent,
      }));
      return { class: kind, leaves, requests: going.sent ? deleting(id) : [], notes: [going.note] };
    }
    case "replace": {
      const { leaves } = updateOf(threeWay, "replace");
      if (said !== undefined) return { class: "replace", leaves, ...whenMissing(code, settings, said) };
      const next = code.transferConfigId === undefined ? creating(code) : adopting(code, adoption);
      return {
        class: "replace",
        leaves,
        requests: next,
        notes: [replacementNote(id, code.transferConfigId)],
      };
    }
    case "update": {
      const { leaves, writes, wanted, notes } = updateOf(threeWay);
      const requests = updating(id, writes, wanted, threeWay);
      const idle = requests.length === 0 ? [idleNote(leaves)] : [];
      const guarded = (code.onConflict ?? settings.onConflict) === "fail";
      const moved = leaves.some((leaf) => leaf.class === "drift" || leaf.class === "both");
      const guard = guarded && moved ? [guardedNote] : [];
      const needsRefresh = guard.length > 0;
      return { class: summary(leaves), leaves, requests, notes: [...notes, ...idle, ...guard], needsRefresh };
    }
  }
}

/** An adoption whose live config was read: only what differs is written. */
function adopted(code: Values, adoption: Adoption): Judged {
  const { live, writes } = adoption;
  const leaves = writes.map((path): ReportLeaf => {
    const want = valueAt(code, path);
    const have = valueAt(recordedInputs(live), path);
    return {
      path: pathText(path),
      applied: absent,
      live: cellOf(have, path, want),
      code: cellOf(want, path, want),
      class: "adopt",
      severity: severityOf(path, have, want),
      firstSeen: null,
      note: null,
    };
  });
  const note =
    writes.length > 0
      ? "adopts a live config: the PATCH carries only what differs"
      : "adopts a live config that is as declared already: nothing is written";
  return { class: "adopt", leaves, requests: adopting(code, adoption), notes: [note] };
}

/** What an update does where the live config is gone. */
function whenMissing(
  code: Values,
  settings: Settings,
  said: unknown,
): Pick<Judged, "requests" | "notes" | "stops" | "needsRefresh"> {
  if (said !== undefined)
    return { requests: attemptedAdoption(code), notes: [`the update fails here: ${said}`], stops: true };
  if (code.transferConfigId !== undefined) {
    const note =
      "gone (404): there is no live config to adopt, so the update fails here. Remove transferConfigId to create a new one";
    return { requests: attemptedAdoption(code), notes: [note], stops: true };
  }
  if ((code.onMissing ?? settings.onMissing) === "fail") {
    return {
      requests: [],
      notes: ['gone (404), and onMissing is "fail": a refresh fails there and keeps the resource'],
      stops: true,
    };
  }
  const note =
    "gone (404): the update creates a new config with a new id; whatever uses the old id is not updated";
  return { requests: creating(code), notes: [note], needsRefresh: true };
}

const guardedNote =
  'onConflict is "fail": pulumi up stops before it overwrites what drifted, and leaves other drift as it is; ' +
  "pulumi up --refresh --run-program sends the requests shown here";

/** The note on an update that writes no field: only the state changes. */
function idleNote(leaves: readonly ReportLeaf[]): string {
  const names = leaves.map((leaf) => leaf.path);
  if (names.length === 0) return "changes only what the state records of the code; nothing is sent";
  return `changes only what the state records (${names.join(", ")}); nothing is sent`;
}

/** The class of an update: of its leaves, or "both" where they drifted and changed. */
function summary(leaves: readonly ReportLeaf[]): ResourceClass {
  const classes = new Set(leaves.map((leaf) => leaf.class));
  const [one = "change", ...others] = classes;
  if (others.length === 0) return one;
  return classes.has("drift") || classes.has("both") ? "both" : "change";
}
