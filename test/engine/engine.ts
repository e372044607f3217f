// The one interface behind which the embedded engine and a real `pulumi` stand, so that a spec is
// written once and runs on each. Documents have the shape of `pulumi preview --json` and of
// `pulumi stack export`, cut down to what specs and the demo read.

/** The passphrase of every stack's secrets: it protects nothing. */
export const PASSPHRASE = "only for tests";

/** A value of `pulumi config`: plain, or encrypted in the stack's settings. */
export interface ConfigValue {
  value: string;
  secret?: boolean;
}

/** What is needed to open a stack. */
export interface StackOptions {
  /** Folder that holds Pulumi.yaml. */
  projectDir: string;
  /** Stack name; "test" unless told. */
  stack?: string;
  /** Stack config by full key, such as `carecycle:apiKey`. */
  config?: Record<string, ConfigValue>;
  /** Environment of program and provider, over the current one; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** Path of the Node that runs program and provider; this process's unless told. */
  node?: string | undefined;
  /** Gets each line of program and provider as it comes. */
  onOutput?: (line: string) => void;
}

/** An operation of a plan, in the words of `pulumi preview --json`. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "discard-replaced"
  | "refresh"
  | "read";

/** A resource as the state records it. Secrets in inputs and outputs stay wrapped, as in the file. */
export interface ResourceState {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
  parent?: string;
  dependencies?: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  /** Deleted, and to be created again: the second half of a replacement is still due. */
  pendingReplacement?: boolean;
}

/** One leaf of a change; `inputDiff` tells that inputs were compared with inputs. */
export interface PropertyDiff {
  kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
  inputDiff: boolean;
}

/** One step of a preview or an update. */
export interface Step {
  op: StepOp;
  urn: string;
  oldState?: ResourceState;
  newState?: ResourceState;
  diffReasons?: string[] | null;
  replaceReasons?: string[] | null;
  detailedDiff?: Record<string, PropertyDiff> | null;
}

/** What a run printed that a user would read. */
export interface Diagnostic {
  urn?: string;
  severity: "info" | "info#err" | "warning" | "error" | "debug";
  message: string;
}

/** What every run gives, failed ones too (see {@link EngineError}). */
export interface RunResult {
  /** A resource that stays the same has no step here, as in `pulumi preview --json`; only the stack itself has. */
  steps: Step[];
  /** Number of resources by operation, as `changeSummary` of `pulumi preview --json`. */
  changeSummary: Partial<Record<StepOp, number>>;
  diagnostics: Diagnostic[];
  /** All that a terminal would have shown, as plain text (no colours, secrets as `[secret]`). */
  text: string;
}

/** A run of `preview`. */
export interface PreviewResult extends RunResult {
  /** The document as `pulumi preview --json` prints it. */
  json: unknown;
}

/** A run of `up`. */
export interface UpResult extends RunResult {
  /** Stack outputs; the value of a secret one is "[secret]". */
  outputs: Record<string, unknown>;
}

/** What `pulumi stack export` prints. */
export interface Deployment {
  version: number;
  deployment: { resources: ResourceState[]; [key: string]: unknown };
}

/** An `up` that runs in the background until it ends or its engine is killed. */
export interface KillableRun {
  /** What was printed so far. */
  readonly lines: readonly string[];
  /** Settles once the engine has ended, killed or not. */
  readonly ended: Promise<unknown>;
  /** Kills the engine's process, and no other, with SIGKILL; settles once it has ended. */
  kill(): Promise<void>;
}

/** Options of `preview` and `up`. */
export interface UpdateOptions {
  /** Reads the live objects first. */
  refresh?: boolean;
  /**
   * Whether such a refresh runs the program, and reads what it registers (`--run-program`, the default). Otherwise it
   * comes before the program, reads all that the state holds, and uses the config that the last update recorded.
   */
  runProgram?: boolean;
  /** URNs of resources to replace, whether or not they changed. */
  replace?: string[];
}

/** Options of `preview`. */
export interface PreviewOptions extends UpdateOptions {
  /** Whether the document lists unchanged resources too (`--show-sames`). */
  showSames?: boolean;
}

/** A stack of a program, with a state of its own in a temporary folder. */
export interface Stack {
  /** Plans an update. Writes no state. */
  preview(options?: PreviewOptions): Promise<PreviewResult>;
  /** Updates the stack. */
  up(options?: UpdateOptions): Promise<UpResult>;
  /** Starts an update in a process of its own, so that its engine can be killed. */
  startUp(): KillableRun;
  /** Releases what a killed engine left locked, as `pulumi cancel` does. */
  cancel(): Promise<void>;
  /**
   * Reads live objects into the state. With `runProgram` the program's current config is used,
   * without it the config that the last update recorded.
   */
  refresh(options?: { runProgram?: boolean }): Promise<RunResult>;
  /** Deletes the resources of the stack, or those named by URN, with the config that the last update recorded. */
  destroy(options?: { target?: string[]; refresh?: boolean }): Promise<RunResult>;
  /** Sets or (undefined) removes stack config for the runs that follow. */
  setConfig(key: string, value: ConfigValue | undefined): Promise<void>;
  /** Sets or (undefined) removes an environment variable for the runs that follow. */
  setEnv(name: string, value: string | undefined): void;
  /** The state as recorded, secrets encrypted or wrapped; an empty deployment before the first up. */
  exportState(): Promise<Deployment>;
  /**
   * Takes over what a real engine exported, as `pulumi stack import` does. Its secrets must be encrypted by the
   * passphrase {@link PASSPHRASE}.
   */
  importState(state: Deployment): Promise<void>;
  /** Path of the file that holds the state; it need not exist before the first up. */
  readonly stateFile: string;
  /** Removes the stack's temporary folder. */
  dispose(): Promise<void>;
}

/** Something that runs Pulumi programs. */
export interface Engine {
  readonly name: "embedded" | "pulumi";
  /** One line for people: which engine, which version. */
  readonly description: string;
  /** Opens a new, empty stack. */
  createStack(options: StackOptions): Promise<Stack>;
}

/** A run that failed: the message is what the user is shown, `result` what had happened until then. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  constructor(
    message: string,
    readonly result: RunResult,
  ) {
    super(message);
  }
}
