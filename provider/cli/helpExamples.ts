// Examples for the help of each command.
import type { Command } from "commander";

/** Command lines by the name of the command, each with what it does. */
export const helpExamples: Readonly<Record<string, readonly (readonly [line: string, does: string])[]>> = {
  report: [
    ["pulumi preview --refresh --run-program --show-sames --json | pulumi-carecycle report", "in a terminal"],
    ["pulumi-carecycle report preview.json --output report.html --output report.md", "a page, and a comment"],
  ],
  preview: [
    ["pulumi-carecycle preview --stack production", "what an update would send"],
    ["pulumi-carecycle preview --usage --plan plan.json", "with who loses calls, and the plan to update by"],
  ],
  drift: [
    ["pulumi-carecycle drift --stack production", "exit code 2 where something differs"],
    [
      "pulumi-carecycle drift --shard 2/7 --since last.json --output drift.json",
      "a part, with first-seen dates",
    ],
  ],
  adopt: [
    [
      "pulumi-carecycle adopt --discover --stack production --set-secrets --out configs",
      "all configs in use, and their secrets",
    ],
    ["pulumi-carecycle adopt 497f6eca-6276-4993-bfeb-53cbbbba6f08", "one, by its id"],
  ],
  usage: [
    ["pulumi-carecycle usage --stack production", "who uses the configs of a stack"],
    ["pulumi-carecycle usage --status all --output usage.md", "everything that points to a config"],
  ],
  doctor: [
    ["pulumi-carecycle doctor --id 497f6eca-6276-4993-bfeb-53cbbbba6f08", "what stands in the way"],
    ["pulumi-carecycle doctor --probe 497f6eca-6276-4993-bfeb-53cbbbba6f08", "what a probe would send"],
  ],
  init: [
    ["pulumi-carecycle init desks", "a project in ./desks"],
    ["pulumi-carecycle init desks --forge github", "with workflows"],
  ],
  completion: [
    ["pulumi-carecycle completion bash >> ~/.bashrc", "in every new bash"],
    ["pulumi-carecycle completion fish > ~/.config/fish/completions/pulumi-carecycle.fish", "in fish"],
  ],
};

/** Adds them to the help of each command. */
export function addHelpExamples(program: Command): void {
  for (const command of program.commands) {
    const examples = helpExamples[command.name()] ?? [];
    const lines = examples.map(([line, does]) => `  ${line}\n      ${does}`);
    command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  }
}
