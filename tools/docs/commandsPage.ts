// The page of commands: the help of each, as a pipe gets it.
import type { Command } from "commander";
import type { CliContext } from "../../provider/cli/cliContext";
import { commands } from "../../provider/cli/commandLine";

/** The page. */
export function commandsPage(): string {
  let text = "";
  const stdout = { write: (part: string) => (text += part) };
  const helpOf = (command: Command): string => {
    text = "";
    command.outputHelp();
    return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  };
  const program = commands({ stdout } as unknown as CliContext, () => {});
  const sections = program.commands.map((command) => `## ${command.name()}\n\n${helpOf(command)}`);
  return `${[intro, helpOf(program), ...sections].join("\n\n")}\n`;
}

const intro = `# Commands

What \`npx pulumi-carecycle --help\` prints, and \`npx pulumi-carecycle COMMAND --help\`. Generated from the code by \`npm run docs\`.`;
