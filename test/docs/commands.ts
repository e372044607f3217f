// Commands in shell blocks: each must exist, with the options that it is given.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCli } from "../support/runCli";
import { type Block, root } from "./pages";

/** Subcommands of the Pulumi CLI that the pages use, with the options they use, as its help lists them (3.260). */
const pulumi: Record<string, readonly string[]> = {
  cancel: [],
  "config set": ["--secret", "--stack"],
  destroy: ["--run-program", "--refresh"],
  install: [],
  login: [],
  new: [],
  preview: ["--refresh", "--run-program", "--show-sames", "--json", "--stack"],
  refresh: [],
  "stack init": [],
  "stack ls": [],
  "stack schedule new": ["--kind", "--cron"],
  "stack select": [],
  "state delete": [],
  up: ["--refresh", "--run-program", "--stack"],
};

/** Programs of which nothing but the name is checked. */
const known = new Set(["cd", "cp", "curl", "export", "git", "kubectl", "mkdir"]);

/** What is wrong with the commands of a shell block; empty where nothing is. */
export async function commandProblems(block: Block): Promise<string[]> {
  const problems: string[] = [];
  for (const words of commandsIn(block.code)) {
    const problem = await problemOf(words, block.page);
    if (problem !== undefined) problems.push(`${block.page}:${block.line}: ${words.join(" ")}: ${problem}`);
  }
  return problems;
}

/** The commands of a script, each as its words: comments left out, continued lines joined, pipelines taken apart. */
export function commandsIn(code: string): string[][] {
  const lines = code.replace(/\\\n/g, " ").split("\n");
  return lines.flatMap((line) => {
    const bare = line.replace(/(^|\s)#.*$/, "");
    return bare
      .split(/&&|\|\||\||;/)
      .map((command) => command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [])
      .map((words) => words.map((word) => word.replace(/^(["'])(.*)\1$/, "$2")))
      .filter((words) => words.length > 0);
  });
}

function problemOf(words: readonly string[], page: string): Promise<string | undefined> | string | undefined {
  const [name = "", ...args] = words;
  if (/^[A-Z_]+=/.test(name)) return problemOf(args, page);
  if (name === "npm") return npmProblem(args, page);
  if (name === "npx" && args[0] === "jest") return pathProblem(args.slice(1));
  if (name === "npx" && args[0] === "pulumi-carecycle") return ownProblem(args.slice(1));
  if (name === "npx" && args[0] === "biome") return undefined;
  if (name === "pulumi-carecycle") return ownProblem(args);
  if (name === "pulumi") return pulumiProblem(args);
  return known.has(name) ? undefined : `${name} is not a command that the tests know`;
}

function npmProblem(args: readonly string[], page: string): string | undefined {
  const [verb = "", script = ""] = args;
  if (["ci", "cit", "install", "pack", "publish", "test", "version"].includes(verb)) return undefined;
  if (verb !== "run") return `npm ${verb} is not known to the tests`;
  const folders = [root, join(root, dirname(page))];
  const scripts = folders
    .map((folder) => join(folder, "package.json"))
    .filter((file) => existsSync(file))
    .flatMap((file) => Object.keys(JSON.parse(readFileSync(file, "utf8")).scripts ?? {}));
  return scripts.includes(script) ? undefined : `there is no script ${script}`;
}

function pathProblem(args: readonly string[]): string | undefined {
  const path = args.find((arg) => /^(test|examples)\//.test(arg));
  const exists =
    path === undefined || existsSync(join(root, path)) || existsSync(join(root, `${path}.test.ts`));
  return exists ? undefined : `there is no ${path}`;
}

function pulumiProblem(args: readonly string[]): string | undefined {
  const command = Object.keys(pulumi).find((words) => `${args.join(" ")} `.startsWith(`${words} `));
  if (command === undefined) return "the tests do not know this command of the Pulumi CLI";
  const options = args.filter((arg) => arg.startsWith("--"));
  const unknown = options.filter((option) => !pulumi[command]?.includes(option));
  return unknown.length > 0 ? `the tests do not know ${unknown.join(", ")}` : undefined;
}

const helps = new Map<string, Promise<string>>();

async function ownProblem([command = "", ...args]: readonly string[]): Promise<string | undefined> {
  if (command.startsWith("--")) return undefined;
  const help = helps.get(command) ?? runCli([command, "--help"]).then(({ stdout }) => stdout);
  helps.set(command, help);
  const text = await help;
  if (!text.startsWith(`Usage: pulumi-carecycle ${command} `)) return `there is no command ${command}`;
  const unknown = args.filter((arg) => arg.startsWith("--") && !new RegExp(`${arg}\\b`).test(text));
  return unknown.length > 0 ? `there is no option ${unknown.join(", ")}` : undefined;
}
