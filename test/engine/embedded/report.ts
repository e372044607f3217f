// What a run reports: steps, counts, diagnostics, and the document that `pulumi preview --json` prints.

import type { Diagnostic, PreviewResult, RunResult, Step, StepOp } from "../engine";
import type { DetailedDiff } from "./compare";
import { PROVIDER_TYPE, type Resource, record, STACK_TYPE } from "./state";
import { renderRun } from "./text";
import type { PropertyMap } from "./values";

/** A step while it is under way; the resources are the engine's own, secrets included. */
export interface LiveStep {
  op: StepOp;
  urn: string;
  old?: Resource | undefined;
  new?: Resource | undefined;
  diffs?: string[] | undefined;
  replaces?: string[] | undefined;
  detailed?: DetailedDiff | undefined;
  /** What the refresh of a preview found stays a "refresh" step; a refresh of its own shows what became of it. */
  result?: StepOp | undefined;
}

export class Report {
  readonly diagnostics: Diagnostic[] = [];
  /** Stack outputs, where the run changed any. */
  stackOutputs: PropertyMap = {};
  private readonly steps: { live: LiveStep; document: Step }[] = [];
  private readonly counts: Partial<Record<StepOp, number>> = {};
  private readonly started = process.hrtime.bigint();

  constructor(
    private readonly title: string,
    private readonly config: Record<string, string>,
    private readonly dryRun: boolean,
    private readonly onOutput: (line: string) => void,
  ) {}

  begin(live: LiveStep): void {
    if (live.urn.includes(`::${PROVIDER_TYPE}::`)) return;
    this.steps.push({ live, document: documentOf(live) });
  }

  /** Counts a step that succeeded, and shows what it left behind. */
  done(live: LiveStep): void {
    const entry = this.steps.find((step) => step.live === live);
    if (entry === undefined) return;
    const op = live.result ?? live.op;
    if (live.result !== undefined) entry.document = documentOf({ ...live, op });
    // A preview's document holds each step as it was planned.
    else if (!this.dryRun) entry.document = documentOf(live);
    if (op !== "refresh") this.counts[op] = (this.counts[op] ?? 0) + 1;
  }

  say(severity: Diagnostic["severity"], text: string, urn?: string): void {
    const prefix = severity === "error" || severity === "warning" ? `${severity}: ` : "";
    const message = `${prefix}${text.trimEnd()}`;
    this.diagnostics.push(urn ? { urn, severity, message } : { severity, message });
    this.onOutput(message);
  }

  get failed(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  result(): RunResult {
    const steps = this.steps.filter(isShown).map(({ document }) => document);
    const { counts: changeSummary, diagnostics } = this;
    const lives = this.steps.map(({ live }) => ({ ...live, op: live.result ?? live.op }));
    const text = renderRun(this.title, lives, this.stackOutputs, diagnostics, changeSummary, this.dryRun);
    return { steps, changeSummary, diagnostics, text };
  }

  preview(showSames: boolean): PreviewResult {
    const result = this.result();
    const json = {
      config: this.config,
      steps: showSames ? this.steps.map(({ document }) => document) : result.steps,
      ...(result.diagnostics.length > 0 && { diagnostics: result.diagnostics }),
      duration: Number(process.hrtime.bigint() - this.started),
      changeSummary: result.changeSummary,
    };
    return { ...result, json };
  }
}

function isShown({ live, document }: { live: LiveStep; document: Step }): boolean {
  return document.op !== "same" || (live.new ?? live.old)?.type === STACK_TYPE;
}

function documentOf({ op, urn, old, new: next, diffs, replaces, detailed }: LiveStep): Step {
  return {
    op,
    urn,
    ...(old && { oldState: record(old) }),
    ...(next && { newState: record(next) }),
    ...(diffs && diffs.length > 0 && { diffReasons: diffs }),
    ...(replaces && replaces.length > 0 && { replaceReasons: replaces }),
    detailedDiff: detailed ?? null,
  };
}
