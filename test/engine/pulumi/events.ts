// Reads the CLI's event log, and the document of `preview --json`, into what every engine gives.

import { parsePath } from "../embedded/paths";
import type { LiveStep } from "../embedded/report";
import { type Resource, STACK_TYPE } from "../embedded/state";
import { renderRun } from "../embedded/text";
import { typeOf } from "../embedded/urn";
import {
  isObject,
  type PropertyMap,
  Secret,
  SIGNATURE,
  UNKNOWN,
  UNKNOWN_SENTINEL,
  type Value,
} from "../embedded/values";
import type { Diagnostic, ResourceState, RunResult, Step, StepOp } from "../engine";

interface Metadata {
  op: StepOp;
  urn: string;
  type: string;
  old: ResourceState | null;
  new: ResourceState | null;
  diffs?: string[];
  keys?: string[];
  detailedDiff: Record<string, { diffKind: string; inputDiff: boolean }> | null;
  logical?: boolean;
}

interface Event {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  diagnosticEvent?: { urn?: string; prefix?: string; message: string; severity: Diagnostic["severity"] };
  summaryEvent?: { resourceChanges?: Partial<Record<StepOp, number>> };
}

/** `asResult` shows a refresh as what became of the resource, as a refresh of its own does. */
export function readEvents(log: string, asResult: boolean): Omit<RunResult, "text"> {
  const steps: Step[] = [];
  const diagnostics: Diagnostic[] = [];
  let changeSummary: RunResult["changeSummary"] = {};
  for (const line of log.split("\n").filter(Boolean)) {
    const event = JSON.parse(line) as Event;
    const { metadata: begun } = event.resourcePreEvent ?? {};
    const { metadata: done } = event.resOutputsEvent ?? {};
    if (begun && isShown(begun)) steps.push(stepOf(begun));
    if (done && isShown(done)) {
      const index = steps.findLastIndex(
        ({ urn, op }) => urn === done.urn && (op === done.op || op === "refresh"),
      );
      const former = steps[index];
      if (former)
        steps[index] =
          former.op === "refresh" && !asResult ? { ...stepOf(done), op: "refresh" } : stepOf(done);
    }
    const said = event.diagnosticEvent;
    if (said && said.severity !== "debug") diagnostics.push(diagnosticOf(said));
    changeSummary = event.summaryEvent?.resourceChanges ?? changeSummary;
  }
  const changed = steps.filter(({ op, urn }) => op !== "same" || typeOf(urn) === STACK_TYPE);
  return { steps: changed, diagnostics, changeSummary };
}

export function diagnosticOf(said: {
  urn?: string;
  prefix?: string;
  message: string;
  severity: string;
}): Diagnostic {
  const severity = said.severity as Diagnostic["severity"];
  const message = `${said.prefix ?? ""}${said.message}`.trimEnd();
  return said.urn ? { urn: said.urn, severity, message } : { severity, message };
}

const HALVES: string[] = [
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "remove-pending-replace",
];

/** Default providers, and the halves that a replacement consists of, are not what a user thinks of as steps. */
function isShown({ op, type }: Metadata): boolean {
  return !type.startsWith("pulumi:providers:") && !HALVES.includes(op);
}

function stepOf(metadata: Metadata): Step {
  const { op, urn, diffs, keys, detailedDiff } = metadata;
  return {
    op,
    urn,
    ...(metadata.old && { oldState: masked(metadata.old) as ResourceState }),
    ...(metadata.new && { newState: masked(metadata.new) as ResourceState }),
    ...(diffs && { diffReasons: diffs }),
    ...(keys && { replaceReasons: keys }),
    detailedDiff:
      detailedDiff &&
      (Object.fromEntries(
        Object.entries(detailedDiff).map(([path, { diffKind, inputDiff }]) => [
          path,
          { kind: diffKind, inputDiff },
        ]),
      ) as Step["detailedDiff"] & object),
  };
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member)]));
}

/** The text of a preview of which only the document is known: a second run would ask the API twice. */
export function renderDocument(title: string, result: Omit<RunResult, "text">): string {
  const steps = result.steps.map((step, index) =>
    step.op === "refresh" ? withLive(step, result.steps.slice(index + 1)) : step,
  );
  return renderRun(title, steps.map(revive), {}, result.diagnostics, result.changeSummary, true);
}

/** A refresh with what it read: its own new state holds the program's inputs, and that which follows starts from what is live. */
function withLive(refresh: Step, later: readonly Step[]): Step {
  const next = later.find(({ urn }) => urn === refresh.urn);
  if (next === undefined) return refresh;
  const { newState: _, ...rest } = refresh;
  return { ...rest, ...(next.oldState && { newState: next.oldState }) };
}

function revive(step: Step): LiveStep {
  const old = step.oldState && reviveState(step.oldState);
  const next = step.newState && reviveState(step.newState);
  // Both sides of a changed secret read "[secret]": told apart here, so that the line is not left out.
  for (const path of Object.keys(step.detailedDiff ?? {})) {
    distinguish(old?.inputs, path, "before");
    distinguish(next?.inputs, path, "after");
  }
  return {
    op: step.op,
    urn: step.urn,
    old,
    new: next,
  };
}

function reviveState(state: ResourceState): Resource {
  const { inputs = {}, outputs = {} } = state;
  return { ...state, inputs: reviveValue(inputs), outputs: reviveValue(outputs) } as unknown as Resource;
}

function reviveValue(raw: unknown): Value {
  if (raw === "[secret]") return new Secret("");
  if (raw === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(raw)) return raw.map(reviveValue);
  if (typeof raw !== "object" || raw === null) return raw as Value;
  return Object.fromEntries(Object.entries(raw).map(([key, member]) => [key, reviveValue(member)]));
}

function distinguish(inputs: PropertyMap | undefined, path: string, mark: string): void {
  let place: Value | undefined = inputs;
  const steps = parsePath(path);
  const last = steps.pop();
  for (const step of steps) {
    if (Array.isArray(place)) place = place[Number(step)];
    else if (isObject(place)) place = place[step];
  }
  if (Array.isArray(place) && place[Number(last)] instanceof Secret) place[Number(last)] = new Secret(mark);
  else if (isObject(place) && last !== undefined && place[last] instanceof Secret)
    place[last] = new Secret(mark);
}
