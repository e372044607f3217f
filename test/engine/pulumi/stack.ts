// A stack of the real CLI: file backend, settings and state in a temporary folder, nothing in the project's.

import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readProject } from "../embedded/project";
import { STACK_TYPE } from "../embedded/state";
import { typeOf } from "../embedded/urn";
import {
  type ConfigValue,
  type Deployment,
  type Diagnostic,
  EngineError,
  type KillableRun,
  PASSPHRASE,
  type PreviewOptions,
  type PreviewResult,
  type RunResult,
  type Stack,
  type StackOptions,
  type Step,
  type UpdateOptions,
  type UpResult,
} from "../engine";
import { killable } from "../killable";
import { type CliOptions, type CliRun, runPulumi, spawnPulumi } from "./cli";
import { diagnosticOf, readEvents, renderDocument } from "./events";

interface PreviewDocument {
  steps?: Step[];
  diagnostics?: { urn?: string; message: string; severity: string }[];
  changeSummary?: RunResult["changeSummary"];
}

export class PulumiStack implements Stack {
  readonly stateFile: string;
  private readonly name: string;
  private readonly projectDir: string;
  private readonly env: Record<string, string | undefined>;
  private runs = 0;

  private constructor(
    private readonly pulumi: string,
    private readonly options: StackOptions,
    private readonly folder: string,
  ) {
    this.name = options.stack ?? "test";
    this.projectDir = resolve(options.projectDir);
    this.env = { ...options.env };
    const { name: project } = readProject(this.projectDir);
    this.stateFile = join(folder, "backend", ".pulumi", "stacks", project, `${this.name}.json`);
  }

  static async open(pulumi: string, options: StackOptions): Promise<PulumiStack> {
    const folder = await mkdtemp(join(tmpdir(), "pulumi-stack-"));
    const stack = new PulumiStack(pulumi, options, folder);
    try {
      await mkdir(join(folder, "backend"));
      // Settings are written next to Pulumi.yaml: a copy of it keeps them out of the project.
      await copyFile(join(stack.projectDir, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
      await stack.manage("stack", "init", stack.name);
      for (const [key, value] of Object.entries(options.config ?? {})) await stack.setConfig(key, value);
    } catch (error) {
      await stack.dispose();
      throw error;
    }
    return stack;
  }

  async preview({ showSames = false, ...options }: PreviewOptions = {}): Promise<PreviewResult> {
    // The step of an unchanged resource is the only one that holds what its refresh read.
    const run = await this.cli(["preview", "--json", "--show-sames", ...flagsOf(options)], this.projectDir);
    const start = run.stdout.indexOf("{");
    const document: PreviewDocument = start < 0 ? {} : JSON.parse(run.stdout.slice(start));
    const { steps: all = [], diagnostics = [], changeSummary = {} } = document;
    const known = { changeSummary, diagnostics: diagnostics.map(diagnosticOf) };
    for (const { message } of known.diagnostics) this.options.onOutput?.(message);
    const text = renderDocument(`Previewing update (${this.name}):`, { ...known, steps: all });
    const steps = all.filter(({ op, urn }) => op !== "same" || typeOf(urn) === STACK_TYPE);
    const json = showSames || document.steps === undefined ? document : { ...document, steps };
    return checked(run, { ...known, steps, text, json });
  }

  async up(options: UpdateOptions = {}): Promise<UpResult> {
    const result = await this.change(["up", ...flagsOf(options)], false);
    const { stdout } = await this.manage("stack", "output", "--json", "--stack", this.name);
    return { ...result, outputs: JSON.parse(stdout) as Record<string, unknown> };
  }

  startUp(): KillableRun {
    const settings = join(this.folder, `Pulumi.${this.name}.yaml`);
    const args = ["up", "--yes", "--skip-preview", "--stack", this.name, "--config-file", settings];
    return killable(spawnPulumi(this.pulumi, args, this.place(this.projectDir)));
  }

  async cancel(): Promise<void> {
    await this.manage("cancel", "--yes", "--stack", this.name);
  }

  refresh({ runProgram = false }: { runProgram?: boolean } = {}): Promise<RunResult> {
    return this.change(["refresh", ...(runProgram ? ["--run-program"] : [])], true);
  }

  destroy({
    target = [],
    refresh = false,
  }: {
    target?: string[];
    refresh?: boolean;
  } = {}): Promise<RunResult> {
    return this.change(["destroy", ...(refresh ? ["--refresh"] : []), ...each("--target", target)], false);
  }

  async setConfig(key: string, value: ConfigValue | undefined): Promise<void> {
    const stack = ["--stack", this.name];
    if (value === undefined) await this.manage("config", "rm", key, ...stack);
    else
      await this.manage(
        "config",
        "set",
        value.secret ? "--secret" : "--plaintext",
        ...stack,
        "--",
        key,
        value.value,
      );
  }

  setEnv(name: string, value: string | undefined): void {
    this.env[name] = value;
  }

  async exportState(): Promise<Deployment> {
    const { stdout } = await this.manage("stack", "export", "--stack", this.name);
    const state = JSON.parse(stdout) as Deployment;
    state.deployment.resources ??= [];
    return state;
  }

  async importState(state: Deployment): Promise<void> {
    const file = join(this.folder, "import.json");
    await writeFile(file, JSON.stringify(state));
    await this.manage("stack", "import", "--file", file, "--stack", this.name);
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async change(args: string[], asResult: boolean): Promise<RunResult> {
    this.runs += 1;
    const log = join(this.folder, `events-${this.runs}.json`);
    const run = await this.cli(
      [...args, "--yes", "--skip-preview", "--diff", "--event-log", log],
      this.projectDir,
    );
    const known = readEvents(existsSync(log) ? await readFile(log, "utf8") : "", asResult);
    return checked(run, { ...known, text: `${run.stdout}\n${run.stderr}` });
  }

  /** A command that only concerns settings and state. */
  private async manage(...args: string[]): Promise<CliRun> {
    const run = await this.execute(args, this.folder);
    if (run.code !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")}: ${run.stderr || run.stdout}`);
    return run;
  }

  private cli(args: string[], cwd: string): Promise<CliRun> {
    const settings = join(this.folder, `Pulumi.${this.name}.yaml`);
    const isJson = args.includes("--json");
    return this.execute([...args, "--stack", this.name, "--config-file", settings], cwd, isJson);
  }

  private execute(
    args: string[],
    cwd: string,
    quiet = args[0] === "stack" || args[0] === "config",
  ): Promise<CliRun> {
    const onOutput = quiet ? undefined : this.options.onOutput;
    return runPulumi(this.pulumi, args, { ...this.place(cwd), onOutput });
  }

  private place(cwd: string): Pick<CliOptions, "cwd" | "env" | "node"> {
    return { cwd, env: this.environment(), node: this.options.node };
  }

  private environment(): Record<string, string | undefined> {
    return {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Without it the CLI does not know --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
      ...this.env,
    };
  }
}

function flagsOf({ refresh = false, runProgram = true, replace = [] }: UpdateOptions): string[] {
  const reading = refresh ? ["--refresh", ...(runProgram ? ["--run-program"] : [])] : [];
  return [...reading, ...each("--replace", replace)];
}

const each = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value]);

function checked<R extends RunResult>(run: CliRun, result: R): R {
  if (run.code === 0) return result;
  const errors = result.diagnostics.filter(({ severity }: Diagnostic) => severity === "error");
  throw new EngineError(errors.map(({ message }) => message).join("\n") || run.stderr || run.stdout, result);
}
