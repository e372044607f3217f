// The commands and their options, and how a failure is printed.
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CareCycleError } from "../api/errors";
import { printable } from "../model/printable";
import type { CliContext } from "./cliContext";
import { CliError, exitCodes } from "./cliError";
import type * as Adopt from "./commands/adopt";
import type * as Drift from "./commands/drift";
import type * as PreviewCommand from "./commands/preview";
import type * as ReportCommand from "./commands/report";
import { formats } from "./formats";

// Each command is loaded when it runs: help and version need none of them.
const commandModules = {
  report: (): typeof ReportCommand => require("./commands/report"),
  preview: (): typeof PreviewCommand => require("./commands/preview"),
  drift: (): typeof Drift => require("./commands/drift"),
  adopt: (): typeof Adopt => require("./commands/adopt"),
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
    const line = printable(message.replace(/\s*\n\s*/g, " "));
    context.stderr.write(`pulumi-carecycle: ${line}${detail}\n`);
    return exitCodes.error;
  }
}

function commands(context: CliContext, done: (code: number) => void): Command {
  const program = new Command("pulumi-carecycle")
    .description("Reviews careCycle transfer configs that Pulumi manages.")
    .version((require("pulumi-carecycle/package.json") as { version: string }).version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing to do, 2 changes or drift, 1 error (including a config that could not be read).",
    );

  output(
    program
      .command("report")
      .description("Shows what changed and what an update would send, from the output of a Pulumi preview.")
      .argument(
        "[file]",
        'output of "pulumi preview --refresh --run-program --show-sames --json"; "-" is stdin',
        "-",
      ),
  ).action(async (file, options) => {
    done(await commandModules.report().report(file, options, context));
  });

  output(
    program
      .command("preview")
      .description(
        "Shows what an update of a stack would send. Reads the configs that the code changes; writes no state.",
      )
      .option("--stack <name>", "stack to preview (default: the selected one)")
      .option("--cwd <dir>", "folder that holds Pulumi.yaml", ".")
      .option("--all", "read every config, so that drift of the others shows too"),
  ).action(async (options) => {
    done(await commandModules.preview().preview(options, context));
  });

  output(
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
      "Reads live configs and writes the TypeScript that adopts them, with the key in CARECYCLE_API_KEY.",
    )
    .argument("[ids...]", "ids of live transfer configs (UUIDs)")
    .option("--out <dir>", "folder to write into", ".")
    .option("--single", "write one file with all configs instead of one file each")
    .option("--stdin", "also read ids from stdin, separated by whitespace")
    .option("--force", "overwrite existing files")
    .action(async (ids, options) => {
      done(await commandModules.adopt().adopt(ids, options, context));
    });
  return program;
}

function output(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--format <format>",
        "format of the report (default: by the file's extension, otherwise text)",
      ).choices(formats),
    )
    .option(
      "--output <file>",
      "write the report to a file instead of stdout; may be given more than once",
      (file: string, files: string[] = []) => [...files, file],
    )
    .option("--strict", "also count drift of fields that the code doesn't declare");
}

function shardOf(text: string): { index: number; of: number } {
  const [, i, n] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  const [index, of] = [Number(i), Number(n)];
  if (!(index <= of)) throw new InvalidArgumentError("It must be I/N with 1 <= I <= N, such as 1/4.");
  return { index, of };
}
