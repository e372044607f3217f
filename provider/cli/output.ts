// Where a report goes: a format, and a file or stdout.
import { writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { printable } from "../model/printable";
import type { CliContext } from "./cliContext";
import { CliError, exitCodes } from "./cliError";
import { type Format, formatOfFile } from "./formats";
import { renderers } from "./render/renderers";
import type { RenderOptions } from "./render/renderOptions";
import type { Report } from "./reportModel/types";

/** Options of every command that reports. */
export interface OutputOptions {
  /** @default what a file's extension says, and text otherwise */
  readonly format?: Format;
  /** Files to write. @default stdout */
  readonly output?: readonly string[];
  readonly strict?: boolean;
  /** Folder that holds Pulumi.yaml. @default the working directory */
  readonly cwd?: string;
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
  const projectFile = projectFileOf(options.cwd ?? ".", context.env);
  if (files.length === 0) {
    context.stdout.write(renderers[format ?? "text"](report, { ...terminalOf(context), projectFile }));
  }
  for (const file of files) {
    const render = renderers[format ?? formatOfFile(file)];
    await writeFile(file, render(report, { projectFile })).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
    });
  }
  if (files.length > 0) context.stderr.write(`${printable(report.verdict)}\n`);
  // Whatever could be read is reported; that some configs couldn't be is still an error.
  if (report.totals.byClass.unreadable !== undefined) return exitCodes.error;
  return report.totals.attention > 0 ? exitCodes.something : exitCodes.nothing;
}

/** How wide stdout is, and whether it shows colours: both are a terminal's alone. */
function terminalOf({ stdout, env }: CliContext): Pick<RenderOptions, "width" | "color"> {
  if (!stdout.isTTY) return {};
  const width = [stdout.columns, Number(env.COLUMNS)].find((n = 0) => n >= 1);
  // https://no-color.org: set and not empty, whatever the value.
  return { width: width ?? 80, color: !env.NO_COLOR && env.TERM !== "dumb" };
}

/** Pulumi.yaml as seen from the root of the repository, which is where CI checked it out. */
function projectFileOf(cwd: string, env: NodeJS.ProcessEnv): string {
  const root = env.GITHUB_WORKSPACE || env.CI_PROJECT_DIR || env.BUILD_SOURCESDIRECTORY || ".";
  const path = relative(resolve(root), join(resolve(cwd), "Pulumi.yaml")).replaceAll("\\", "/");
  return path.startsWith("../") || /^([a-z]:)?\//i.test(path) ? "Pulumi.yaml" : path;
}
