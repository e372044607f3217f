// `report`: a preview document -> a report of what changed and what an update would send.
import { readFile } from "node:fs/promises";
import { environmentSettings, requireKey } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { type OutputOptions, publish } from "../output";
import { parsePreview } from "../preview/document";
import { buildReport } from "../report/report";
import { type ReportUsageOptions, requireSameApi, withUsage } from "../usage/reportUsage";

/** Options of {@link report}. */
export interface ReportCommandOptions extends OutputOptions, ReportUsageOptions {}

/** Reports on the document in `file`, or on stdin where it is "-". Returns the exit code. */
export async function report(
  file: string,
  options: ReportCommandOptions,
  context: CliContext,
): Promise<number> {
  const text = file === "-" ? await readAll(context.stdin) : await readDocument(file);
  const preview = parsePreview(text, file === "-" ? "stdin" : file);
  const built = buildReport(preview, { strict: options.strict ?? false, env: context.env });
  if (!options.usage) return publish(built, options, context);
  const settings = environmentSettings(context);
  requireKey(settings);
  requireSameApi(preview, settings);
  return publish(await withUsage(built, preview, settings, options, context), options, context);
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
