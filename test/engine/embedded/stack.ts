// A stack of the embedded engine: preview, up, refresh and destroy on a state file of its own.

import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  type UpdateOptions,
  type UpResult,
} from "../engine";
import { killable } from "../killable";
import { deleteAll, leansOn } from "./deletions";
import { Monitor } from "./monitor";
import { Planner } from "./planner";
import { complaint, startProgram } from "./program";
import { type Project, readProject } from "./project";
import { ProviderHost } from "./provider";
import { refreshAll } from "./refresh";
import { Report } from "./report";
import { Snapshot } from "./snapshot";
import { PROVIDER_TYPE, STACK_TYPE, StateFile } from "./state";
import type { Handover } from "./upProcess";
import { type PropertyMap, Secret, toDisplay } from "./values";

interface Task {
  title: string;
  dryRun: boolean;
  program: boolean;
  refresh: boolean;
  refreshOnly: boolean;
  /** Reads all that the state holds before the program starts. */
  refreshFirst: boolean;
  destroy: boolean;
  replace: string[];
  /** URNs that are to be deleted; all where there are none. */
  target: string[];
}

const TASK: Task = {
  title: "",
  dryRun: false,
  program: true,
  refresh: false,
  refreshOnly: false,
  refreshFirst: false,
  destroy: false,
  replace: [],
  target: [],
};
const TIMEOUT = 120_000;
const SEVERITIES: Diagnostic["severity"][] = ["debug", "info", "warning", "error"];

export class EmbeddedStack implements Stack {
  readonly stateFile: string;
  private readonly project: Project;
  private readonly name: string;
  private readonly config: Record<string, ConfigValue>;
  private readonly env: Record<string, string | undefined>;
  private readonly state: StateFile;
  private readonly node: string | undefined;
  private readonly onOutput: (line: string) => void;

  private constructor(
    options: StackOptions,
    private readonly folder: string,
    key?: Buffer,
  ) {
    this.project = readProject(options.projectDir);
    this.name = options.stack ?? "test";
    this.config = { ...options.config };
    this.env = { ...options.env };
    this.node = options.node;
    this.onOutput = options.onOutput ?? (() => {});
    this.stateFile = join(folder, `${this.name}.json`);
    this.state = new StateFile(this.stateFile, key);
  }

  static async open(options: StackOptions): Promise<EmbeddedStack> {
    return new EmbeddedStack(options, await mkdtemp(join(tmpdir(), "embedded-stack-")));
  }

  /** The stack that another process opened in `folder`, with the key of its state's secrets. */
  static reopen(options: StackOptions, folder: string, key: Buffer): EmbeddedStack {
    return new EmbeddedStack(options, folder, key);
  }

  async preview({ showSames = false, ...options }: PreviewOptions = {}): Promise<PreviewResult> {
    const task = { ...TASK, title: "Previewing update", dryRun: true, ...taskOf(options) };
    return this.run(task, (report) => report.preview(showSames));
  }

  async up(options: UpdateOptions = {}): Promise<UpResult> {
    const task = { ...TASK, title: "Updating", ...taskOf(options) };
    const result = await this.run(task, (report) => report.result());
    const root = this.state.load().find(({ type }) => type === STACK_TYPE);
    return { ...result, outputs: toDisplay(root?.outputs ?? {}) as Record<string, unknown> };
  }

  startUp(): KillableRun {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "upProcess.ts")], {
      cwd: __dirname,
      env: { ...process.env, ...this.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const handover: Handover = {
      options: { projectDir: this.project.rootDir, stack: this.name, config: this.config, node: this.node },
      folder: this.folder,
      key: this.state.key.toString("base64"),
    };
    child.stdin.end(JSON.stringify(handover));
    return killable(child);
  }

  /** A run of this engine locks nothing. */
  async cancel(): Promise<void> {}

  async refresh({ runProgram = false }: { runProgram?: boolean } = {}): Promise<RunResult> {
    const task = { ...TASK, title: "Refreshing", program: runProgram, refresh: true, refreshOnly: true };
    return this.run(task, (report) => report.result());
  }

  async destroy({
    target = [],
    refresh = false,
  }: {
    target?: string[];
    refresh?: boolean;
  } = {}): Promise<RunResult> {
    const task = {
      ...TASK,
      title: "Destroying",
      program: false,
      destroy: true,
      refreshFirst: refresh,
      target,
    };
    return this.run(task, (report) => report.result());
  }

  async setConfig(key: string, value: ConfigValue | undefined): Promise<void> {
    if (value === undefined) delete this.config[key];
    else this.config[key] = value;
  }

  setEnv(name: string, value: string | undefined): void {
    this.env[name] = value;
  }

  async exportState(): Promise<Deployment> {
    return this.state.export();
  }

  async importState(state: Deployment): Promise<void> {
    this.state.import(state, PASSPHRASE);
  }

  async dispose(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run<R extends RunResult>(task: Task, resultOf: (report: Report) => R): Promise<R> {
    const shown = Object.fromEntries(
      Object.entries(this.config).map(([k, v]) => [k, v.secret ? "[secret]" : v.value]),
    );
    const report = new Report(`${task.title} (${this.name}):`, shown, task.dryRun, this.onOutput);
    const planner = this.planner(task, report, () => monitor.address);
    const monitor = new Monitor(planner, (severity, message, urn) => {
      const kind = SEVERITIES[severity] ?? "info";
      if (kind !== "debug" && !planner.isStopped) report.say(kind, message, urn || undefined);
    });
    const late = setTimeout(() => {
      planner.fail(new Error(`the run took more than ${TIMEOUT / 1000} seconds`));
      // Without its process, every call under way comes to an end.
      void planner.stop();
    }, TIMEOUT);
    try {
      await monitor.start();
      await this.execute(task, planner, report, monitor.address);
    } catch (error) {
      planner.fail(error);
    } finally {
      clearTimeout(late);
      await planner.stop();
      monitor.stop();
    }
    const result = resultOf(report);
    if (!report.failed && !planner.isStopped) return result;
    const errors = report.diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message);
    throw new EngineError(errors.join("\n") || "the run failed", result);
  }

  private planner(task: Task, report: Report, address: () => string): Planner {
    const config: PropertyMap = {};
    for (const [key, { value, secret }] of Object.entries(this.config))
      config[key] = secret ? new Secret(value) : value;
    return new Planner({
      home: { stack: this.name, project: this.project.name },
      dryRun: task.dryRun,
      snapshot: new Snapshot(this.state, task.dryRun),
      report,
      config,
      refresh: task.refresh,
      refreshOnly: task.refreshOnly,
      replace: task.replace,
      startHost: (values) =>
        ProviderHost.start(
          this.project,
          address(),
          values as Record<string, string>,
          task.dryRun,
          this.childOptions(report),
        ),
    });
  }

  private async execute(task: Task, planner: Planner, report: Report, address: string): Promise<void> {
    const { snapshot } = planner;
    const host = () => planner.provider(() => planner.recordedConfig());
    const resources = () => snapshot.remaining().filter(({ type }) => type !== PROVIDER_TYPE);
    const unknown = task.replace.find((urn) => snapshot.find(urn) === undefined);
    if (unknown) throw new Error(`Target '${unknown}' could not be found in the stack.`);
    if (task.refreshFirst) await refreshAll(planner, resources(), host, false);
    if (planner.isStopped) return;
    if (task.program && !(await this.runProgram(task, planner, report, address))) return;
    const untouched = resources().filter(({ urn, delete: gone }) => gone || !planner.registered.has(urn));
    if (task.refreshOnly) await refreshAll(planner, untouched, host);
    if (task.refreshOnly || planner.isStopped) return;
    const doomed = snapshot
      .remaining()
      .filter(({ urn }) => task.target.length === 0 || task.target.includes(urn));
    const stays = resources().find((r) => !doomed.includes(r) && doomed.some((other) => leansOn(r, other)));
    if (stays) throw new Error(`destroying what ${stays.urn} depends on is not in the embedded engine`);
    await deleteAll(planner, doomed, host);
  }

  /** Whether the program came to a good end. */
  private async runProgram(task: Task, planner: Planner, report: Report, address: string): Promise<boolean> {
    const program = startProgram({
      project: this.project,
      stack: this.name,
      address,
      dryRun: task.dryRun,
      config: Object.fromEntries(Object.entries(this.config).map(([key, { value }]) => [key, value])),
      secretKeys: Object.keys(this.config).filter((key) => this.config[key]?.secret),
      ...this.childOptions(report),
    });
    try {
      const exit = await Promise.race([program.exited, planner.stopped]);
      // What was under way is finished and recorded, even where something else has failed.
      await planner.settled();
      if (exit === undefined || planner.isStopped) return false;
      const text = complaint(exit);
      if (text === undefined) return true;
      planner.fail(new Error(text || "the program failed"));
      return false;
    } finally {
      await program.stop();
    }
  }

  private childOptions(report: Report) {
    return {
      env: { ...process.env, ...this.env },
      node: this.node,
      onLine: (line: string, stream: "stdout" | "stderr") =>
        report.say(stream === "stderr" ? "info#err" : "info", line),
    };
  }
}

function taskOf({ refresh = false, runProgram = true, replace = [] }: UpdateOptions): Partial<Task> {
  return { refresh: refresh && runProgram, refreshFirst: refresh && !runProgram, replace };
}
