// The scripts that complete a command line, of a small one. That the shells take them is asked of the shells themselves.
import { Argument, Command, Option } from "commander";
import { completionScript, type Shell } from "../../provider/cli/completion";

const program = new Command("desk-tool");
program
  .command("look")
  .description("Looks at a desk: it's [quick].")
  .argument("[file]")
  .option("-q, --quiet", "say nothing")
  .option("--out <file>", "where it goes (C:\\desks)")
  .option("--cwd <dir>", "where it begins")
  .option("--name <name>", "whose it is")
  .addOption(new Option("--format <format>", "how it looks").choices(["text", "json"]));
program
  .command("shell")
  .description("Prints.")
  .addArgument(new Argument("<shell>").choices(["bash", "zsh"]));

const scripts: Record<Shell, string> = {
  bash: `# Completion of desk-tool for bash: put it into ~/.bashrc.
_pulumi_carecycle() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  case "$COMP_CWORD:\${COMP_WORDS[1]}" in
    1:*) flags="--help --version" words="look shell" ;;
    *:look)
      flags="--quiet --out --cwd --name --format --help" words=""
      case "$previous" in
        --out) return ;;
        --cwd) return ;;
        --name) return ;;
        --format) flags="" words="text json" ;;
        *) ;;
      esac
      ;;
    *:shell)
      flags="--help" words="bash zsh"
      case "$previous" in
        *) ;;
      esac
      ;;
  esac
  [[ "$current" == -* ]] && words="$flags"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _pulumi_carecycle desk-tool
`,
  zsh: String.raw`#compdef desk-tool
# Completion of desk-tool for zsh: put it into a folder of $fpath, as _desk-tool.
_pulumi_carecycle() {
  local -a commands=(
    'look:Looks at a desk\: it'\''s \[quick\].'
    'shell:Prints.'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
    look) _arguments '*--quiet[say nothing]' \
      '*--out[where it goes (C\:\\desks)]:file:_files' \
      '*--cwd[where it begins]:file:_files' \
      '*--name[whose it is]:value:' \
      '*--format[how it looks]:value:(text json)' \
      '*--help[display help for command]' \
      '*:file:_files' ;;
    shell) _arguments '*--help[display help for command]' \
      '*:value:(bash zsh)' ;;
  esac
}
# Autoloaded from $fpath, this file is the function's first call; sourced, it only names it.
if [[ "$funcstack[1]" == "_desk-tool" ]]; then
  _pulumi_carecycle "$@"
else
  compdef _pulumi_carecycle desk-tool
fi
`,
  fish: String.raw`# Completion of desk-tool for fish.
complete -c desk-tool -f -n __fish_use_subcommand -a look -d 'Looks at a desk: it\'s [quick].'
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l quiet -d 'say nothing'
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l out -d 'where it goes (C:\\desks)' -r
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l cwd -d 'where it begins' -r
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l name -d 'whose it is' -x
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l format -d 'how it looks' -x -a 'text json'
complete -c desk-tool -n '__fish_seen_subcommand_from look' -l help -d 'display help for command'
complete -c desk-tool -f -n __fish_use_subcommand -a shell -d 'Prints.'
complete -c desk-tool -n '__fish_seen_subcommand_from shell' -l help -d 'display help for command'
complete -c desk-tool -f -n '__fish_seen_subcommand_from shell' -a 'bash zsh'
`,
};

test.each(["bash", "zsh", "fish"] as const)(
  "the script of %s knows every command, option and value",
  (shell) => {
    expect(completionScript(shell, program)).toBe(scripts[shell]);
  },
);
