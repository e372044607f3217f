// `drift`: previews a stack against what is live, and reports. The stack's state is not written.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { printable } from "../../model/printable";
import { requireKey, stackSettings } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { type OutputOptions, publish } from "../output";
import { gather } from "../preview/document";
import { inShard, type Shard } from "../preview/shard";
import { openStack, type ReadOnlyStack, type StackPreview } from "../preview/stack";
import { startProgress } from "../progress";
import { readSightings, type Sightings, withFirstSeen } from "../reportModel/firstSeen";
import { buildReport } from "../reportModel/report";
import { type ReportUsageOptions, withUsage } from "../usage/reportUsage";

/** Options of {@link drift}. */
export interface DriftOptions extends OutputOptions, ReportUsageOptions {
  readonly cwd: string;
  readonly stack?: string;
  readonly shard?: Shard;
  /** JSON report of an earlier run, which knows since when drift is there. */
  readonly since?: string;
}

/** Reports on a stack, or on one shard of it. Returns the exit code. */
export async function drift(options: DriftOptions, context: CliContext): Promise<number> {
  // First of all: a wrong path should not cost a minute of reads.
  const earlier = options.since === undefined ? undefined : await sightingsIn(options.since, context);
  const stack = await openStack({ cwd: resolve(options.cwd), stack: options.stack });
  // Before the reads: a missing key should not cost them.
  const settings = options.usage ? await stackSettings(stack, context) : undefined;
  if (settings) requireKey(settings);
  const part = options.shard && (await partOf(stack, options.shard));
  const { steps, config } = await read(stack, part?.targets, context);
  const preview = gather(steps, config);
  const report = buildReport(preview, {
    strict: options.strict ?? false,
    env: context.env,
    stack: stack.name,
    readAt: new Date(),
    shard: part?.shard ?? null,
  });
  const shown = settings ? await withUsage(report, preview, settings, options, context) : report;
  return publish(earlier ? withFirstSeen(shown, earlier) : shown, options, context);
}

/** The configs of a shard, and what the report says of it. */
async function partOf(stack: ReadOnlyStack, shard: Shard) {
  const recorded = await stack.recordedConfigs();
  return {
    targets: recorded.filter((urn) => inShard(urn, shard)),
    shard: { ...shard, stackConfigs: recorded.length },
  };
}

/** Previews all configs, or those that are targeted and nothing else. */
async function read(
  stack: ReadOnlyStack,
  targets: readonly string[] | undefined,
  context: CliContext,
): Promise<StackPreview> {
  if (targets?.length === 0) return { steps: [], config: {} };
  const progress = await startProgress("Reading live configs", targets?.length ?? 1, context);
  const whole = await stack
    .preview({ refresh: true, targets, onRead: progress.update })
    .finally(() => progress.stop());
  if (!targets) return whole;
  requireAll(targets, whole.steps);
  return { steps: whole.steps.filter(({ urn }) => targets.includes(urn)), config: whole.config };
}

// A report of another version, or one that was cut off, must not stop a check of what is live: it only knows less.
async function sightingsIn(file: string, { stderr }: CliContext): Promise<Sightings> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot read ${file}: ${error.code ?? error.message}`);
  });
  // Some shells begin what they write to a file with a byte order mark.
  const found = readSightings(text.replace(/^\uFEFF/, ""));
  if (found) return found;
  stderr.write(
    printable(
      `pulumi-carecycle: ${file} is not a JSON report of this version: all drift counts as first seen now.`,
    ).concat("\n"),
  );
  return new Map();
}

// A targeted resource without a step was not checked, and must not pass for clean.
function requireAll(targets: readonly string[], steps: StackPreview["steps"]): void {
  const seen = new Set(steps.map((step) => step.urn));
  const names = targets.filter((urn) => !seen.has(urn)).map((urn) => urn.split("::").pop());
  if (names.length === 0) return;
  throw new CliError(
    `the preview skipped ${names.join(", ")}, so this shard is not known to be clean: were they renamed in the code? Run pulumi up, or drift without --shard.`,
  );
}
