// In the place of Pulumi's Automation API: a command line with one project, whose previews report what a test tells it.
import type { ConfigMap, EngineEvent, PreviewOptions } from "@pulumi/pulumi/automation";

/** A failure as the SDK makes it of what the command line printed. */
export const commandError = (stderr: string, stdout = ""): Error =>
  new Error(`code: 255\n stdout: ${stdout}\n stderr: ${stderr}\n err?: \n`);

/** What the command line finds. A member that is an error is what asking for it fails with. */
export interface FakeProject {
  /** The stack that the user has selected. */
  selected: string | undefined;
  /** Names of the stacks as they can be given. */
  stacks: readonly string[];
  config: ConfigMap;
  resources: readonly unknown[];
  /** What a preview reports, the reads of a refresh only where it refreshes and runs the program. */
  events: readonly Partial<EngineEvent>[];
  failures: Partial<Record<"create" | "stack" | "select" | "preview" | "export" | "config", unknown>>;
}

/** The module, and what it was asked for. */
export class FakeAutomation {
  readonly project: FakeProject = {
    selected: "dev",
    stacks: ["dev"],
    config: {},
    resources: [],
    events: [],
    failures: {},
  };
  /** Folder and environment of the last workspace. */
  opened: { workDir?: string; envVars?: Record<string, string> } = {};
  /** URNs that previews were held to. */
  readonly targets: (readonly string[] | undefined)[] = [];

  #fail(what: keyof FakeProject["failures"]): void {
    if (what in this.project.failures) throw this.project.failures[what];
  }

  /** What the module exports, as far as the package uses it. */
  get module(): object {
    const fail = (what: keyof FakeProject["failures"]) => this.#fail(what);
    const { project } = this;
    const open = (options: typeof this.opened) => {
      this.opened = options;
    };
    const preview = (options: PreviewOptions) => this.#preview(options);
    class LocalWorkspace {
      static async create(options: object) {
        fail("create");
        open(options);
        return new LocalWorkspace();
      }
      async stack() {
        fail("stack");
        return project.selected === undefined ? undefined : { name: project.selected };
      }
      async selectStack(name: string) {
        project.selected = name;
      }
    }
    class Stack {
      constructor(readonly name: string) {}
      static async select(name: string, workspace: LocalWorkspace) {
        fail("select");
        await workspace.selectStack(name);
        if (!project.stacks.includes(name)) throw commandError(`error: no stack named '${name}' found`);
        return new Stack(name);
      }
      async exportStack() {
        fail("export");
        return { version: 3, deployment: { resources: project.resources } };
      }
      async getAllConfig() {
        fail("config");
        return project.config;
      }
      preview = preview;
    }
    return { LocalWorkspace, Stack };
  }

  async #preview({ refresh, runProgram, target, onEvent }: PreviewOptions): Promise<void> {
    this.targets.push(target);
    const isRead = ({ resourcePreEvent, resOutputsEvent }: Partial<EngineEvent>) =>
      (resourcePreEvent ?? resOutputsEvent)?.metadata.op === "refresh";
    for (const event of this.project.events)
      if (!isRead(event) || (refresh && runProgram)) onEvent?.(event as EngineEvent);
    this.#fail("preview");
  }
}
