// Where a report goes: a format, and a file or stdout.
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { printable } from "../model/printable";
import type { CliContext } from "./cliContext";
import { CliError, exitCodes } from "./cliError";
import type { Format } from "./formats";
import { renderHtml } from "./render/html";
import { renderJson } from "./render/json";
import { renderMarkdown } from "./render/markdown";
import { renderText } from "./render/text";
import type { Report } from "./report/types";

const renderers: Record<Format, (report: Report) => string> = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  html: renderHtml,
};

// A file's format where none is given: its extension says what will open it.
const byExtension: Readonly<Record<string, Format>> = { ".md": "markdown", ".json": "json", ".html": "html" };

/** Options of every command that reports. */
export interface OutputOptions {
  /** @default what a file's extension says, and text otherwise */
  readonly format?: Format;
  /** Files to write. @default stdout */
  readonly output?: readonly string[];
  readonly strict?: boolean;
}

/**
 * Writes a report, and returns the exit code. `readAll` says how to read what `strict` asks for.
 * @throws CliError where `strict` asks for more than the preview holds, or a file cannot be written.
 */
export async function publish(
  report: Report,
  options: OutputOptions,
  context: CliContext,
  readAll = "--refresh --run-program --show-sames --json",
): Promise<number> {
  if (options.strict && report.unseen + report.unlisted > 0) {
    const lacking = report.unseen > 0 ? `those of ${report.unseen}` : "unchanged resources";
    throw new CliError(
      `--strict needs the live values of all configs, and the preview lacks ${lacking}: run it with ${readAll}.`,
    );
  }
  const { format, output: files = [] } = options;
  if (files.length === 0) context.stdout.write(renderers[format ?? "text"](report));
  for (const file of files) {
    const render = renderers[format ?? byExtension[extname(file).toLowerCase()] ?? "text"];
    await writeFile(file, render(report)).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
    });
  }
  if (files.length > 0) context.stderr.write(`${printable(report.verdict)}\n`);
  // Whatever could be read is reported; that some configs couldn't be is still an error.
  if (report.totals.byClass.unreadable !== undefined) return exitCodes.error;
  return report.totals.attention > 0 ? exitCodes.something : exitCodes.nothing;
}
