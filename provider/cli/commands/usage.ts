// `usage`: which campaigns and appointment configs point to each transfer config, and which ids lead nowhere.

import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { uuidPattern } from "../../model/fieldTable";
import { counted } from "../../model/printable";
import { clientOf, environmentSettings, say } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError, exitCodes } from "../cliError";
import { requireIds } from "../ids";
import { nameOf } from "../preview/document";
import type { RecordedConfig } from "../preview/recorded";
import { otherAccount } from "../usage/account";
import { defaultStatuses } from "../usage/chosenStatuses";
import { findConfigs } from "../usage/findConfigs";
import { readUsage } from "../usage/readUsage";
import { keyOf } from "../usage/references";
import { renderUsage, type UsageFormat } from "../usage/render";
import { recordedStack, type StackSelection, type UsageSelection, usageOptions } from "../usage/source";
import { buildUsageReport, type KnownConfig, type UsageReport, unnamedIds } from "../usage/usageReport";

/** Options of {@link usage}. */
export interface UsageCommandOptions extends UsageSelection, StackSelection {
  /** Which of the ids that something points to are read, to see whether they exist. */
  readonly check: "unknown" | "all" | "none";
  /** @default what a file's extension says, and text otherwise */
  readonly format?: UsageFormat;
  /** Files to write. @default stdout */
  readonly output?: readonly string[];
}

/** Reports on the configs `ids`, on those of a stack, and on all others in use. Returns the exit code. */
export async function usage(
  ids: readonly string[],
  options: UsageCommandOptions,
  context: CliContext,
): Promise<number> {
  requireIds(ids);
  const { output = [], check, format } = options;
  const files = output.map((file) => ({ file, format: format ?? formatOf(file) }));
  const stack = await recordedStack(options, context);
  const settings = stack?.settings ?? environmentSettings(context);
  const client = clientOf(settings, context);

  const reading = usageOptions(settings, options, context);
  const read = await readUsage(client, reading);
  const managed = stack?.recorded ?? [];
  const recorded = managed.flatMap(knownConfig);
  const named = ids.map((id): KnownConfig => ({ id: id.toLowerCase(), name: null, resource: null }));
  const unnamed = unnamedIds(read, [...named, ...recorded]);
  const asked = { unknown: unnamed, all: [...read.users.keys()], none: [] }[check];
  const sent = asked.filter((id) => uuidPattern.test(id)).length;
  if (sent > 0)
    say(
      `usage: ${counted(sent, "more request")}, 1 for each config ${check === "all" ? "that something points to" : "that neither the stack nor the command line names"}, to see whether it exists (--check none leaves them out).`,
      context,
    );
  const found = await findConfigs(client, asked, reading);
  const seen = [...found.values()].flatMap(({ clientId }) => (clientId === null ? [] : [clientId]));
  const problem = otherAccount(
    new Set([...read.clients, ...seen]),
    settings,
    managed.map(({ clientId }) => clientId),
  );
  if (problem !== undefined)
    throw new CliError(`${problem}: what points to its configs cannot be seen with this key.`);
  const report = buildUsageReport({
    usage: read,
    statuses: options.status ?? defaultStatuses,
    stack: stack?.name ?? null,
    arguments: named,
    recorded,
    found,
  });
  if (files.length === 0) context.stdout.write(renderUsage(report, format ?? "text"));
  await write(report, files);
  if (files.length > 0) say(report.verdict, context);
  // Whatever could be read is reported; that something couldn't be is still an error.
  const isWhole = !read.failed && [...found.values()].every((one) => one.problem === null);
  if (!isWhole) return exitCodes.error;
  return report.missing.length > 0 ? exitCodes.something : exitCodes.nothing;
}

function knownConfig({ urn, id, name }: RecordedConfig): KnownConfig[] {
  if (id === undefined || id === "") return [];
  return [{ id: keyOf(id), name: name ?? null, resource: nameOf(urn) }];
}

function formatOf(file: string): UsageFormat {
  const extension = extname(file).toLowerCase();
  if ([".html", ".xml", ".sarif"].includes(extension))
    throw new CliError(`usage has no format for ${file}: it writes text, json and markdown (--format).`);
  return extension === ".md" ? "markdown" : extension === ".json" ? "json" : "text";
}

async function write(
  report: UsageReport,
  files: readonly { file: string; format: UsageFormat }[],
): Promise<void> {
  for (const { file, format } of files) {
    await writeFile(file, renderUsage(report, format)).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
    });
  }
}
