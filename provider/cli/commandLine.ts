// The commands and their options, and how a failure is printed.
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CampaignStatus } from "../api/campaigns";
import { CareCycleError } from "../api/errors";
import { joinLines, printable } from "../model/printable";
import type { CliContext } from "./cliContext";
import { CliError, exitCodes } from "./cliError";
import type * as Adopt from "./commands/adopt";
import type * as Drift from "./commands/drift";
import type * as PreviewCommand from "./commands/preview";
import type * as ReportCommand from "./commands/report";
import type * as UsageCommand from "./commands/usage";
import { formats } from "./formats";
import { addHelpExamples } from "./helpExamples";
import { setupCommands } from "./setupCommands";
import { troubleshootingAddress } from "./troubleshooting";
import { addStatuses } from "./usage/chosenStatuses";

// Each command is loaded when it runs: help and version need none of them.
const commandModules = {
  report: (): typeof ReportCommand => require("./commands/report"),
  preview: (): typeof PreviewCommand => require("./commands/preview"),
  drift: (): typeof Drift => require("./commands/drift"),
  adopt: (): typeof Adopt => require("./commands/adopt"),
  usage: (): typeof UsageCommand => require("./commands/usage"),
};

/** Runs a command line (without node and script). Returns the exit code; prints failures as one line. */
export async function run(args: readonly string[], context: CliContext = process): Promise<number> {
  let code: number = exitCodes.nothing;
  const program = commands(context, (outcome) => {
    code = outcome;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed its own message; help and version aren't errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.nothing : exitCodes.error;
    const message = error instanceof Error ? error.message : String(error);
    const expected = error instanceof CliError || error instanceof CareCycleError;
    const detail = expected || !(error instanceof Error) ? "" : ` (${error.name}; please report this)`;
    const line = `pulumi-carecycle: ${printable(joinLines(message))}`;
    const address = expected ? troubleshootingAddress(line) : undefined;
    context.stderr.write(`${line}${detail}${address === undefined ? "" : ` See ${address}`}\n`);
    return exitCodes.error;
  }
}

const planHelp =
  "also write the plan: with CARECYCLE_PLAN=<file>, an update sends what it holds and nothing else";

/** All commands; `done` gets the exit code of the one that runs. */
export function commands(context: CliContext, done: (code: number) => void): Command {
  const program = new Command("pulumi-carecycle")
    .description("Reviews careCycle transfer configs that Pulumi manages.")
    .version((require("pulumi-carecycle/package.json") as { version: string }).version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => (context.stdout.isTTY && context.stdout.columns) || 80,
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing to do, 2 changes, drift or (usage) ids that lead nowhere, 1 error (including what could not be read).",
    );

  reporting(
    program
      .command("report")
      .description("Shows what changed and what an update would send, from the output of a Pulumi preview.")
      .argument(
        "[file]",
        'output of "pulumi preview --refresh --run-program --show-sames --json"; "-" is stdin',
        "-",
      )
      .option("--plan <file>", planHelp),
  ).action(async (file, options) => {
    done(await commandModules.report().report(file, options, context));
  });

  reporting(
    program
      .command("preview")
      .description(
        "Shows what an update of a stack would send. Reads the configs that the code changes; writes no state.",
      )
      .option("--stack <name>", "stack to preview (default: the selected one)")
      .option("--cwd <dir>", "folder that holds Pulumi.yaml", ".")
      .option("--all", "read every config, so that drift of the others shows too")
      .option("--plan <file>", planHelp),
  ).action(async (options) => {
    done(await commandModules.preview().preview(options, context));
  });

  reporting(
    program
      .command("drift")
      .description("Compares a stack with the live configs, and reports what differs. Writes no state.")
      .option("--stack <name>", "stack to check (default: the selected one)")
      .option("--cwd <dir>", "folder that holds Pulumi.yaml", ".")
      .option("--shard <i/n>", "check only the i-th of n parts of the stack's configs", shardOf)
      .option("--since <file>", "JSON report of an earlier run: drift that it shows keeps its date"),
  ).action(async (options) => {
    done(await commandModules.drift().drift(options, context));
  });

  program
    .command("adopt")
    .description(
      "Reads live configs and writes the TypeScript that adopts them. The key is that in CARECYCLE_API_KEY, or the " +
        "stack's: with --stack, --discover or --set-secrets, and where the environment has none.",
    )
    .argument("[ids...]", "ids of live transfer configs (UUIDs)")
    .option("--out <dir>", "folder to write into", ".")
    .option("--single", "write one file with all configs instead of one file each")
    .option("--stdin", "also read ids from stdin, separated by whitespace")
    .option("--force", "overwrite existing files")
    .option(
      "--discover",
      "also adopt what campaigns and appointment configs point to; what nothing points to isn't found",
    )
    .option(
      "--stack <name>",
      "stack whose key is used; with --discover, what it manages already is left out (default: the selected one, in a project)",
    )
    .option("--cwd <dir>", "folder that holds Pulumi.yaml (default: this one)")
    .option(
      "--set-secrets",
      "store the credentials that are read in the config of --stack (default: the selected one), without showing them",
    )
    .addOption(statusOption())
    .addOption(detailsOption())
    .option(
      "--import-file <file>",
      'write what "pulumi import --file" takes, and a program without transferConfigId',
    )
    .action(async (ids, options) => {
      done(await commandModules.adopt().adopt(ids, options, context));
    });

  output(
    program
      .command("usage")
      .description(
        "Shows which campaigns and appointment configs point to each transfer config, and which ids lead nowhere. " +
          "In a project, the selected stack's configs are listed, and its key is used; elsewhere that in CARECYCLE_API_KEY.",
      )
      .argument("[ids...]", "ids of transfer configs to list even if nothing points to them (UUIDs)")
      .option("--stack <name>", "stack whose configs are listed (default: the selected one, in a project)")
      .option("--cwd <dir>", "folder that holds Pulumi.yaml (default: this one)")
      .addOption(statusOption())
      .addOption(detailsOption())
      .addOption(
        new Option(
          "--check <which>",
          "which of the ids that something points to are read, to see whether they exist: those that neither the stack nor the command line names, all, or none",
        )
          .choices(["unknown", "all", "none"])
          .default("unknown"),
      ),
    ["text", "json", "markdown"],
  ).action(async (ids, options) => {
    done(await commandModules.usage().usage(ids, options, context));
  });
  setupCommands(program, context, done);
  addHelpExamples(program);
  return program;
}

function output(command: Command, choices: readonly string[] = formats): Command {
  return command
    .addOption(
      new Option(
        "--format <format>",
        "format of the report (default: by the file's extension, otherwise text)",
      ).choices(choices),
    )
    .option(
      "--output <file>",
      "write the report to a file instead of stdout; may be given more than once",
      (file: string, files: string[] = []) => [...files, file],
    );
}

function reporting(command: Command): Command {
  return output(command)
    .option("--strict", "also count drift of fields that the code doesn't declare")
    .option(
      "--usage",
      "also read what uses each changed config: 1 request per page of campaigns, 1 per campaign and 1 more",
    )
    .addOption(statusOption().implies({ usage: true }))
    .addOption(detailsOption().implies({ usage: true }));
}

function statusOption(): Option {
  return new Option(
    "--status <list>",
    "usage: campaigns of these statuses, separated by commas, or all (default: active,testing,paused)",
  ).argParser((text, before: CampaignStatus[] | undefined) => {
    try {
      return addStatuses(text, before);
    } catch (error) {
      throw new InvalidArgumentError((error as RangeError).message);
    }
  });
}

function detailsOption(): Option {
  return new Option(
    "--campaign-details",
    "usage: also read each campaign (1 request each), if the list of campaigns doesn't show which configs they point to",
  );
}

function shardOf(text: string): { index: number; of: number } {
  const [, i, n] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  const [index, of] = [Number(i), Number(n)];
  if (!(index <= of)) throw new InvalidArgumentError("It must be I/N with 1 <= I <= N, such as 1/4.");
  return { index, of };
}
