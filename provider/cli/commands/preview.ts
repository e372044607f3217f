// `preview`: reviews a change in as many reads as it has changed configs, and reports on the whole stack.
import { resolve } from "node:path";
import { requireKey, stackSettings } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { type OutputOptions, publish } from "../output";
import { writePlan } from "../plan/writePlan";
import { changedResources, withRead } from "../preview/changedResources";
import { gather } from "../preview/document";
import { openStack, type ReadOnlyStack, type StackPreview } from "../preview/stack";
import { type Progress, startProgress } from "../progress";
import { reviewOf } from "../reportModel/report";
import { type ReportUsageOptions, withUsage } from "../usage/reportUsage";

/** Options of {@link preview}. */
export interface PreviewCommandOptions extends OutputOptions, ReportUsageOptions {
  readonly cwd: string;
  readonly stack?: string;
  /** Reads every config. @default those that the code changes */
  readonly all?: boolean;
  /** File to write the plan to. */
  readonly plan?: string;
}

/** Reports on what an update of a stack would do. Returns the exit code. */
export async function preview(options: PreviewCommandOptions, context: CliContext): Promise<number> {
  const stack = await openStack({ cwd: resolve(options.cwd), stack: options.stack });
  // Before the reads: a missing key should not cost them.
  const settings = options.usage ? await stackSettings(stack, context) : undefined;
  if (settings) requireKey(settings);
  const progress = await startProgress("Reading live configs", 1, context);
  const read = options.all
    ? stack.preview({ refresh: true, onRead: progress.update })
    : reviewed(stack, progress);
  const { steps, config } = await read.finally(() => progress.stop());
  const document = gather(steps, config);
  const review = reviewOf(document, {
    strict: options.strict ?? false,
    env: context.env,
    stack: stack.name,
    readAt: new Date(),
    updateReadsAll: true,
  });
  if (options.plan !== undefined) await writePlan(options.plan, review, context);
  const shown = settings
    ? await withUsage(review.report, document, settings, options, context)
    : review.report;
  return publish(shown, options, context, "--all");
}

// The first preview finds what the code changes, and sends only the reads of adoptions; the second reads the rest.
async function reviewed(stack: ReadOnlyStack, { update: onRead }: Progress): Promise<StackPreview> {
  const { steps, config } = await stack.preview({ refresh: false });
  const { targets, adoptions } = changedResources(steps);
  if (targets.length === 0) return { steps, config };
  const refresh = true;
  const second = await stack.preview({ refresh, targets, onRead }).catch((error: unknown) => {
    // The engine plans no target that depends on a new resource which isn't one: read those adoptions again.
    if (adoptions.length === 0 || !(error instanceof CliError)) throw error;
    return stack.preview({ refresh, targets: [...targets, ...adoptions], onRead });
  });
  return { steps: withRead(steps, second.steps, targets), config };
}
