// Pure: scripts that complete the command line in a shell, from the commands and options that there are.
import type { Command, Option } from "commander";

export type Shell = "bash" | "zsh" | "fish";

/** The script of a shell. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(
    (command): Completed => ({
      name: command.name(),
      description: command.description(),
      options: [...command.options.map(completedOption), helpOption],
      choices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    }),
  );
  return { bash, zsh, fish }[shell](program.name(), commands);
}

interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Values of its arguments; where there are none, files are completed. */
  readonly choices: readonly string[];
}

interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  /** What comes after it: nothing, one of these, a file, or something that nobody knows. */
  readonly value: "none" | "file" | "other" | readonly string[];
}

const helpOption: CompletedOption = {
  flag: "--help",
  description: "display help for command",
  value: "none",
};

function completedOption({ long, flags, description, argChoices, required }: Option): CompletedOption {
  const value = !required ? "none" : (argChoices ?? (/<(file|dir)>/.test(flags) ? "file" : "other"));
  return { flag: String(long), description, value };
}

const names = (commands: readonly Completed[]) => commands.map(({ name }) => name).join(" ");
const isList = (value: CompletedOption["value"]): value is readonly string[] => typeof value !== "string";

function bash(program: string, commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options, choices }) => {
    const values = options.flatMap(({ flag, value }) => {
      if (isList(value)) return [`        ${flag}) flags="" words="${value.join(" ")}" ;;`];
      // An empty list of words: bash then completes files, by the option "default" below.
      return value === "none" ? [] : [`        ${flag}) return ;;`];
    });
    const flags = options.map(({ flag }) => flag).join(" ");
    return `    *:${name})
      flags="${flags}" words="${choices.join(" ")}"
      case "$previous" in
${[...values, "        *) ;;"].join("\n")}
      esac
      ;;`;
  });
  return `# Completion of ${program} for bash: put it into ~/.bashrc.
_pulumi_carecycle() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  case "$COMP_CWORD:\${COMP_WORDS[1]}" in
    1:*) flags="--help --version" words="${names(commands)}" ;;
${cases.join("\n")}
  esac
  [[ "$current" == -* ]] && words="$flags"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _pulumi_carecycle ${program}
`;
}

function zsh(program: string, commands: readonly Completed[]): string {
  const text = (value: string) => value.replace(/[[\]:\\]/g, "\\$&").replaceAll("'", "'\\''");
  const cases = commands.map(({ name, options, choices }) => {
    const specs = options.map(({ flag, description, value }) => {
      const after = isList(value)
        ? `:value:(${value.join(" ")})`
        : value === "none"
          ? ""
          : value === "file"
            ? ":file:_files"
            : ":value:";
      return `'*${flag}[${text(description)}]${after}'`;
    });
    const argument = choices.length > 0 ? `'*:value:(${choices.join(" ")})'` : "'*:file:_files'";
    return `    ${name}) _arguments ${[...specs, argument].join(" \\\n      ")} ;;`;
  });
  const described = commands.map(({ name, description }) => `    '${name}:${text(description)}'`);
  return `#compdef ${program}
# Completion of ${program} for zsh: put it into a folder of $fpath, as _${program}.
_pulumi_carecycle() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${cases.join("\n")}
  esac
}
# Autoloaded from $fpath, this file is the function's first call; sourced, it only names it.
if [[ "$funcstack[1]" == "_${program}" ]]; then
  _pulumi_carecycle "$@"
else
  compdef _pulumi_carecycle ${program}
fi
`;
}

function fish(program: string, commands: readonly Completed[]): string {
  const text = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;
  const complete = `complete -c ${program}`;
  const lines = commands.flatMap(({ name, description, options, choices }) => [
    `${complete} -f -n __fish_use_subcommand -a ${name} -d ${text(description)}`,
    ...options.map(({ flag, description: what, value }) => {
      const after = isList(value)
        ? ` -x -a ${text(value.join(" "))}`
        : { none: "", file: " -r", other: " -x" }[value];
      return `${complete} -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${text(what)}${after}`;
    }),
    ...(choices.length > 0
      ? [`${complete} -f -n '__fish_seen_subcommand_from ${name}' -a ${text(choices.join(" "))}`]
      : []),
  ]);
  return `# Completion of ${program} for fish.\n${lines.join("\n")}\n`;
}
