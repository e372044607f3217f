// `adopt`: live configs -> the TypeScript that adopts them without changing them.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CareCycleClient, type LiveTransferConfig, NotFoundError } from "../../api/client";
import { MalformedConfigError } from "../../api/malformed";
import { uuidPattern } from "../../model/fieldTable";
import { printable } from "../../model/printable";
import { clientText } from "../../model/valueTexts";
import { matchesPin, type Settings } from "../../session/settings";
import { clientOf, environmentSettings, pinCommand, say, stackSettings } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError, exitCodes } from "../cliError";
import { requireIds } from "../ids";
import { pinnedAccounts } from "../preview/projectFile";
import { startProgress } from "../progress";
import { type Discovery, discover } from "../usage/discover";
import { forEach } from "../usage/parallel";
import { projectFolder, recordedStack, type StackSelection, type UsageSelection } from "../usage/source";
import { firstOf, pointing } from "../usage/words";
import { type GeneratedFile, generate, notDeclared } from "./generate";
import { isImportable } from "./importFile";
import { readAll } from "./report";
import { commandsFor, openSecrets } from "./stackSecrets";
import { importText, notImportable, writeImportFile } from "./writeImportFile";
import { writeIndex } from "./writeIndex";

/** Options of {@link adopt}. */
export interface AdoptOptions extends UsageSelection, StackSelection {
  readonly out: string;
  readonly single?: boolean;
  readonly stdin?: boolean;
  readonly force?: boolean;
  /** Stores the secrets that were read in the stack's config, instead of naming the commands that do. */
  readonly setSecrets?: boolean;
  /** Also adopts what campaigns and appointment configs point to, except for what the stack manages already. */
  readonly discover?: boolean;
  /** File to write for `pulumi import --file`; the program then has no transferConfigId. */
  readonly importFile?: string;
}

/** Writes the program for the configs `ids`. Returns the exit code: 1 where some were not written. */
export async function adopt(
  ids: readonly string[],
  options: AdoptOptions,
  context: CliContext,
): Promise<number> {
  const named = await collect(ids, options, context);
  const found = options.discover ? await discover(named, options, context) : undefined;
  const wanted = [...named, ...(found?.ids ?? [])];
  if (found && wanted.length === 0) {
    say("nothing to adopt: no file was written.", context);
    return found.isWhole ? exitCodes.nothing : exitCodes.error;
  }
  const stack = options.setSecrets ? await openSecrets(options, context) : undefined;
  const settings =
    found?.settings ?? (stack ? await stackSettings(stack, context) : await settingsToRead(options, context));
  const client = found?.client ?? clientOf(settings, context);
  const { live, missing, foreign, malformed } = await readAllLive(wanted, client, settings, context);
  const { importFile } = options;
  const imports = importFile === undefined ? [] : live.filter(isImportable).map(({ id }) => id);
  const { files, secrets, refused, imported } = generate(live, options.single ?? false, imports);
  const writtenImport = imported.length > 0 ? importFile : undefined;
  // First, because without it an update of the program would create new configs.
  if (writtenImport !== undefined) await writeImportFile(writtenImport, imported, options.force ?? false);
  const taken = files.length > 0 ? await write(files, options) : [];
  const written = files.map(({ name }) => name).filter((name) => !taken.includes(name));
  for (const name of written) context.stdout.write(`wrote ${printable(join(options.out, name))}\n`);
  if (written.length > 0) context.stdout.write(await writeIndex(options.out, written));
  if (writtenImport !== undefined) context.stdout.write(importText(writtenImport, imported));
  const stored = stack && secrets.length > 0 ? await stack.store(secrets, options.force ?? false) : undefined;
  if (stored) context.stdout.write(stored.text);
  context.stdout.write(commandsFor(stored?.missing ?? secrets, options.stack));
  const pin =
    settings.clientId === undefined ? pinOf(live, pinnedAccounts(projectFolder(options, context))) : {};
  if (pin.account !== undefined) {
    context.stdout.write(
      `\nPin the account, so that a key of another account can't write:\n  ${pinCommand(pin.account, options.stack)}\n`,
    );
  }
  const problem = (text: string) => say(text, context);
  if (taken.length > 0) {
    const list = taken.map((name) => join(options.out, name)).join(", ");
    problem(`these files exist and were left as they are (--force overwrites them): ${list}`);
  }
  if (importFile !== undefined) {
    const others = live.filter(({ id }) => !imports.includes(id));
    for (const { id } of others) problem(`${id}: ${notImportable}`);
  }
  for (const text of stored?.problems ?? []) problem(text);
  for (const { id, names } of refused) problem(`${id}: ${notDeclared(names)}`);
  for (const text of [...foreign, ...malformed]) problem(text);
  if (pin.problem !== undefined) problem(pin.problem);
  if (missing.length > 0)
    problem(`not found in this key's account: ${missing.map((id) => usedBy(id, found)).join(", ")}`);
  const whole =
    found?.isWhole !== false &&
    pin.problem === undefined &&
    [taken, missing, foreign, malformed, stored?.problems ?? []].every((list) => list.length === 0);
  return whole ? exitCodes.nothing : exitCodes.error;
}

/** The account to pin, where all configs are of one and no stack pins another: that is a problem instead. */
function pinOf(
  live: readonly LiveTransferConfig[],
  pins: readonly (string | undefined)[],
): { account?: string; problem?: string } {
  const [account, ...more] = new Set(live.map(({ clientId }) => String(clientId)));
  if (account === undefined || more.length > 0 || !uuidPattern.test(account)) return {};
  const ours = account.toLowerCase();
  const others = new Set(pins.filter((pin) => pin !== undefined));
  if (others.size > 0 && !others.has(ours))
    return {
      problem: `what was written is of ${clientText(account)}, but the stacks here pin ${firstOf([...others])} (carecycle:clientId): is the key of another account in use?`,
    };
  return pins.length > 0 && pins.every((pin) => pin === ours) ? {} : { account };
}

/** Those of the stack that the options name; otherwise of the environment, and of the selected stack where that has no key. */
async function settingsToRead(options: StackSelection, context: CliContext): Promise<Settings> {
  const isNamed = options.stack !== undefined || options.cwd !== undefined;
  // Of a stack that is named, what the environment says of the same setting does not count, nor whether it is one.
  const environment = isNamed ? undefined : environmentSettings(context);
  if (environment?.apiKey !== undefined) return environment;
  return (await recordedStack(options, context))?.settings ?? environmentSettings(context);
}

/** The id, and what points to it where that is how it was found. */
function usedBy(id: string, found: Discovery | undefined): string {
  const users = found?.ids.includes(id) ? found.users.get(id) : undefined;
  return users === undefined ? id : `${id} (${pointing(users)} to it)`;
}

async function collect(
  ids: readonly string[],
  options: AdoptOptions,
  context: CliContext,
): Promise<string[]> {
  const { status, campaignDetails, discover: isWide } = options;
  if (!isWide && (status ?? campaignDetails) !== undefined)
    throw new CliError(`--${status === undefined ? "campaign-details" : "status"} goes with --discover.`);
  const piped = options.stdin ? (await readAll(context.stdin)).split(/\s/).filter((id) => id !== "") : [];
  const all = [...new Set([...ids, ...piped].map((id) => id.toLowerCase()))];
  if (all.length === 0 && !options.discover)
    throw new CliError(
      "no ids: give the ids of live transfer configs, --stdin or --discover. --discover finds those that something uses; of any other, it is the id in the API's answers.",
    );
  requireIds(all);
  return all;
}

interface Read {
  readonly live: LiveTransferConfig[];
  readonly missing: string[];
  /** A line for each config of another account than the pinned one. */
  readonly foreign: string[];
  /** A line for each config that was answered in another shape than documented. */
  readonly malformed: string[];
}

async function readAllLive(
  ids: readonly string[],
  client: CareCycleClient,
  settings: Settings,
  context: CliContext,
): Promise<Read> {
  const progress = await startProgress("Reading live configs", ids.length, context);
  const read = new Map<string, LiveTransferConfig | MalformedConfigError | undefined>();
  try {
    await forEach(ids, async (id) => {
      const config = await client.getTransferConfig(id).catch((error: unknown) => {
        if (error instanceof NotFoundError) return undefined;
        if (error instanceof MalformedConfigError) return error;
        throw error;
      });
      progress.update(read.set(id, config).size, ids.length);
    });
  } finally {
    progress.stop();
  }
  // In the order of the ids, whichever response came first.
  const found = ids.map((id) => read.get(id));
  const all = found.flatMap((config) =>
    config === undefined || config instanceof MalformedConfigError ? [] : [config],
  );
  const pinned = settings.clientId;
  const isOurs = ({ clientId }: LiveTransferConfig) => matchesPin(settings, clientId);
  return {
    live: all.filter(isOurs),
    missing: ids.filter((id) => read.get(id) === undefined),
    foreign: all
      .filter((config) => !isOurs(config))
      .map(
        ({ id, clientId }) =>
          `${id} belongs to ${clientText(clientId)}, but ${pinned} is pinned (carecycle:clientId or CARECYCLE_CLIENT_ID): nothing was written for it`,
      ),
    malformed: found
      .filter((config) => config instanceof MalformedConfigError)
      .map(({ config: { id }, problems }) => `${id}: ${problems.join("; ")}: nothing was written for it`),
  };
}

/** Writes the files; returns the names of those that already exist and were left as they are. */
async function write(files: readonly GeneratedFile[], { out, force }: AdoptOptions): Promise<string[]> {
  const fail = (what: string) => (error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot write ${what}: ${error.code ?? error.message}`);
  };
  await mkdir(out, { recursive: true }).catch(fail(out));
  const taken: string[] = [];
  for (const { name, text } of files) {
    const path = join(out, name);
    // Exclusive creation: a file that appears meanwhile is not overwritten either.
    await writeFile(path, text, { flag: force ? "w" : "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") fail(path)(error);
      taken.push(name);
    });
  }
  return taken;
}
