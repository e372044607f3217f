// Where a report goes: a format, and a file or stdout.
import { writeFile } from "node:fs/promises";
import type { Writable } from "node:stream";
import { CliFailure, exitCodes } from "./failure";
import { renderHtml } from "./render/html";
import { renderJson } from "./render/json";
import { renderMarkdown } from "./render/markdown";
import { renderText } from "./render/text";
import type { Report } from "./types";

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

/** What the process gives a command. */
export interface Console {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
}

/** Options that `report` and `drift` share. */
export interface OutputOptions {
  readonly format: Format;
  /** File to write; stdout where it is left out. */
  readonly output?: string;
  readonly strict?: boolean;
}

/**
 * Writes a report, and gives the exit code.
 * @throws CliFailure where `strict` asks for more than the preview holds, or the file cannot be written.
 */
export async function publish(report: Report, options: OutputOptions, console: Console): Promise<number> {
  if (options.strict && report.unseen > 0) {
    throw new CliFailure(
      `--strict needs the live values of all configs, and the preview lacks those of ${report.unseen}: ` +
        "run it with --refresh --run-program --show-sames --json.",
    );
  }
  const text = renderers[options.format](report);
  if (options.output === undefined) console.stdout.write(text);
  else {
    await writeFile(options.output, text).catch((error: NodeJS.ErrnoException) => {
      throw new CliFailure(`cannot write ${options.output}: ${error.code ?? error.message}`);
    });
    console.stderr.write(`${report.verdict}\n`);
  }
  return report.totals.attention > 0 ? exitCodes.something : exitCodes.nothing;
}
