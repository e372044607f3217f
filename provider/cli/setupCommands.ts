// The commands that are about an installation or a project rather than about its configs.
import { Argument, type Command, Option } from "commander";
import type { CliContext } from "./cliContext";
import type * as Doctor from "./commands/doctor";
import type * as Init from "./commands/init";
import type * as Completion from "./completion";
import { forges } from "./init/forges";

const commandModules = {
  doctor: (): typeof Doctor => require("./commands/doctor"),
  completion: (): typeof Completion => require("./completion"),
  init: (): typeof Init => require("./commands/init"),
};

/** Adds them to the program. */
export function setupCommands(program: Command, context: CliContext, done: (code: number) => void): void {
  program
    .command("doctor")
    .description(
      "Looks at what a first update needs (Node, Pulumi, packages, key, API, account), and says what to do. Writes nothing.",
    )
    .option("--cwd <dir>", "folder that holds Pulumi.yaml", ".")
    .option("--stack <name>", "stack whose settings are looked at (default: the selected one)")
    .option("--id <id>", "a transfer config of the account: its answer shows whose key it is")
    .option(
      "--probe <id>",
      "instead, answer what the API's documentation leaves open, on this throwaway config; without --yes, only say what would be sent",
    )
    .option("--yes", "with --probe: send it. The config is put back at the end")
    .action(async (options) => {
      done(await commandModules.doctor().doctor(options, context));
    });

  program
    .command("init")
    .description("Writes a new project: program, settings and workflows. Sends nothing.")
    .argument("<dir>", "a new or empty folder")
    .addOption(
      new Option("--forge <forge>", "where its repository is kept: whose workflows it gets")
        .choices(forges)
        .default("none"),
    )
    .option(
      "--package <spec>",
      "what its package.json asks of pulumi-carecycle; a file that npm pack wrote is copied into its folder vendor (default: this version)",
    )
    .action(async (dir, options) => {
      done(await commandModules.init().init(dir, options, context));
    });

  program
    .command("completion")
    .description("Prints a script that completes commands and options in a shell.")
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(["bash", "zsh", "fish"]))
    .action((shell) => {
      context.stdout.write(commandModules.completion().completionScript(shell, program));
    });
}
