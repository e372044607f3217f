// `drift`: previews a stack against what is live, and reports. The stack's state is not written.
import { resolve } from "node:path";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { type OutputOptions, publish } from "../output";
import { gather } from "../preview/document";
import { inShard, type Shard } from "../preview/shard";
import { openStack, type StackPreview } from "../preview/stack";
import { startProgress } from "../progress";
import { buildReport } from "../report/report";

/** Options of {@link drift}. */
export interface DriftOptions extends OutputOptions {
  readonly cwd: string;
  readonly stack?: string;
  readonly shard?: Shard;
}

/** Reports on a stack, or on one shard of it. Returns the exit code. */
export async function drift(options: DriftOptions, context: CliContext): Promise<number> {
  const { shard, stack: name } = options;
  const stack = await openStack({
    cwd: resolve(options.cwd),
    ...(name !== undefined && { stack: name }),
  });
  const recorded = shard && (await stack.recordedConfigs());
  const targets = shard && recorded?.filter((urn) => inShard(urn, shard));
  const empty: StackPreview = { steps: [], config: {} };
  const progress = await startProgress("Reading live configs", targets?.length ?? 1, context);
  const { steps, config } =
    targets?.length === 0
      ? empty
      : await stack
          .preview({ refresh: true, onRead: progress.update, ...(targets && { targets }) })
          .finally(() => progress.stop());
  progress.stop();
  requireAll(targets ?? [], steps);
  const preview = gather(targets ? steps.filter(({ urn }) => targets.includes(urn)) : steps, config);
  const report = buildReport(preview, {
    strict: options.strict ?? false,
    env: context.env,
    shard: shard && recorded ? { ...shard, stackConfigs: recorded.length } : null,
  });
  return publish(report, options, context);
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
