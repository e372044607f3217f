// Recorded preview documents, and a fleet made from one of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Documents in `previews/`, recorded with `pulumi preview --refresh --run-program --show-sames --json`; those named
 * "plain" without a refresh, and without --show-sames unless their name says so.
 */
export const recorded = [
  "nothing",
  "drift",
  "change",
  "both",
  "secret",
  "secret-drift",
  "header",
  "observed",
  "missing",
  "adopt",
  "create",
  "clear",
  "delete",
  "delete-policy",
  "replace",
  "body-secret",
  "headers-secret",
  "options-secret",
  "additional-secret",
  "list-secret",
  "plain",
  "plain-sames",
  "plain-change",
  "replace-policy",
  "replace-option",
  "rename-policy",
  "retain-policy",
  "gone-adopted",
  "declared-null",
] as const;

/** Of {@link recorded}, those with secrets that nobody but the engine knows as such. */
export const markedByProgram: readonly string[] = ["options-secret", "additional-secret", "list-secret"];

/** Path of a recorded document. */
export function previewPath(name: string): string {
  return join(__dirname, "../cli/previews", `${name}.json`);
}

/** A recorded step, as far as tests read it. */
export interface RecordedStep {
  op: string;
  urn: string;
  oldState?: { id?: string; inputs?: Record<string, unknown>; outputs?: Record<string, unknown> };
  newState?: { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> };
  detailedDiff?: Record<string, unknown> | null;
}

/** A recorded document, as far as tests read it. */
export interface RecordedDocument {
  config?: Record<string, string>;
  steps: RecordedStep[];
  diagnostics?: unknown[];
}

/** A recorded document. */
export function readPreview(name: string): RecordedDocument {
  return JSON.parse(readFileSync(previewPath(name), "utf8")) as RecordedDocument;
}

/** The document of a create that check refuses. */
export function refusedCreate(): RecordedDocument {
  const document = readPreview("create");
  for (const step of document.steps) {
    const booking = { softphoneFallbackType: "appointment_booking" };
    if (step.op === "create") Object.assign(step.newState?.inputs ?? {}, booking);
  }
  return document;
}

/** The document of a stack of `size` configs, all of them as `config` is in a recorded one. */
export function fleet(name: string, size: number, config = "sales-floor"): RecordedDocument {
  const document = readPreview(name);
  const own = document.steps.filter((step) => step.urn.endsWith(`::${config}`));
  const steps = Array.from({ length: size }, (_, i) => {
    const text = JSON.stringify(own)
      .replaceAll(config, `desk-${i}`)
      .replaceAll("497f6eca-6276-4993", `497f6eca-${String(i).padStart(4, "0")}-4993`);
    return JSON.parse(text) as RecordedStep[];
  });
  return { ...document, steps: steps.flat() };
}
