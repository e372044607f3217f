// Where a report goes: a format, and a file or stdout.
import { writeFile } from "node:fs/promises";
import { printable } from "../model/printable";
import { CliError, exitCodes } from "./cliError";
import type { CliContext } from "./context";
import { renderHtml } from "./render/html";
import { renderJson } from "./render/json";
import { renderMarkdown } from "./render/markdown";
import { renderText } from "./render/text";
import type { Report } from "./report/types";

const renderers = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  html: renderHtml,
} as const satisfies Record<string, (report: Report) => string>;

/** A format of reports. */
export type Format = keyof typeof renderers;
/** All formats. */
export const formats = Object.keys(renderers) as Format[];

/** Options that `report` and `drift` share. */
export interface OutputOptions {
  readonly format: Format;
  /** File to write. @default stdout */
  readonly output?: string;
  readonly strict?: boolean;
}

/**
 * Writes a report, and returns the exit code.
 * @throws CliError where `strict` asks for more than the preview holds, or the file cannot be written.
 */
export async function publish(report: Report, options: OutputOptions, context: CliContext): Promise<number> {
  if (options.strict && report.unseen + report.unlisted > 0) {
    const lacking = report.unseen > 0 ? `those of ${report.unseen}` : "unchanged resources";
    throw new CliError(
      `--strict needs the live values of all configs, and the preview lacks ${lacking}: ` +
        "run it with --refresh --run-program --show-sames --json.",
    );
  }
  const text = renderers[options.format](report);
  if (options.output === undefined) context.stdout.write(text);
  else {
    await writeFile(options.output, text).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${options.output}: ${error.code ?? error.message}`);
    });
    context.stderr.write(`${printable(report.verdict)}\n`);
  }
  // Whatever could be read is reported; that some configs couldn't be is still an error.
  if (report.totals.byClass.unreadable !== undefined) return exitCodes.error;
  return report.totals.attention > 0 ? exitCodes.something : exitCodes.nothing;
}
