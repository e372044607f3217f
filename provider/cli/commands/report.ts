// `report`: a preview document -> a report of what changed and what an update would send.
import { readFile } from "node:fs/promises";
import { environmentSettings, requireKey } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { type OutputOptions, publish } from "../output";
import { lackingLive } from "../plan/planOf";
import { writePlan } from "../plan/writePlan";
import { parsePreview } from "../preview/document";
import { reviewOf } from "../reportModel/report";
import { type ReportUsageOptions, requireSameApi, withUsage } from "../usage/reportUsage";

/** Options of {@link report}. */
export interface ReportCommandOptions extends OutputOptions, ReportUsageOptions {
  /** File to write the plan to. */
  readonly plan?: string;
}

/** Reports on the document in `file`, or on stdin where it is "-". Returns the exit code. */
export async function report(
  file: string,
  options: ReportCommandOptions,
  context: CliContext,
): Promise<number> {
  const text = file === "-" ? await readAll(context.stdin) : await readDocument(file);
  const preview = parsePreview(text, file === "-" ? "stdin" : file);
  const review = reviewOf(preview, { strict: options.strict ?? false, env: context.env });
  const settings = options.usage ? environmentSettings(context) : undefined;
  if (settings) {
    requireKey(settings);
    requireSameApi(preview, settings);
  }
  if (options.plan !== undefined && lackingLive(review).length > 0) {
    throw new CliError(
      `--plan needs the live values of every config that is written to, and the preview lacks those of ${lackingLive(review).join(", ")}: ` +
        "make the plan with pulumi-carecycle preview --plan, which reads them.",
    );
  }
  if (options.plan !== undefined) await writePlan(options.plan, review, context);
  const shown = settings
    ? await withUsage(review.report, preview, settings, options, context)
    : review.report;
  return publish(shown, options, context);
}

async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

/** All of a stream as UTF-8 text. */
export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
