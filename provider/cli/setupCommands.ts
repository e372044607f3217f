// The commands that are about an installation or a project rather than about its configs.
import type { Command } from "commander";
import type { CliContext } from "./cliContext";
import type * as Doctor from "./commands/doctor";

const commandModules = {
  doctor: (): typeof Doctor => require("./commands/doctor"),
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
}
