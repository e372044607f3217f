// Previews a stack through Pulumi's Automation API: the steps of a refreshed preview, and the recorded URNs.
import type { EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { signatureKey, transferConfigType } from "../../model/internalNames";
import { isObject, SECRET } from "../../model/values";
import { readOnlyVariable } from "../../session/settings";
import { CliError } from "../cliError";
import { statOf } from "../statOf";
import { errorText, oneLine, type State, type Step, typeOf } from "./document";
import { plainConfig, type RecordedConfig, recordedConfigs, recordedUrns, removedUrns } from "./recorded";
import { mayBeRemoved } from "./removal";

/** A stack to preview. */
export interface StackOptions {
  /** Folder that holds Pulumi.yaml. */
  readonly cwd: string;
  /** @default the selected stack */
  readonly stack?: string | undefined;
}

/** What a preview of a stack reads, and whom it tells. */
export interface PreviewOptions {
  /** Whether live values are read first (`--refresh --run-program`). Without it, only adoptions are read. */
  readonly refresh: boolean;
  /** URNs to refresh and to plan. @default all */
  readonly targets?: readonly string[] | undefined;
  /** Gets the number of configs read so far, and of those whose read has begun. */
  readonly onRead?: (done: number, total: number) => void;
}

/** The steps of a preview, and the stack's config. */
export interface StackPreview {
  readonly steps: readonly Step[];
  readonly config: Readonly<Record<string, string>>;
}

/** A stack that is previewed and never written to. */
export interface ReadOnlyStack {
  /** Its name, without an organisation or a project. */
  readonly name: string;
  /** The transfer configs that the state records and that the stack manages. */
  recorded(): Promise<RecordedConfig[]>;
  /**
   * The stack's config, secrets in plain text: never to be printed.
   * @throws CliError for an API key that isn't encrypted.
   */
  config(): Promise<ReadonlyMap<string, string>>;
  /** URNs of the transfer configs that the state records. */
  recordedConfigs(): Promise<string[]>;
  /** Previews the program with the stack's current config. */
  preview(options: PreviewOptions): Promise<StackPreview>;
}

/**
 * Opens a stack without selecting it.
 * @throws CliError that says what to do, where the CLI, the project or the stack is missing.
 */
export async function openStack(options: StackOptions): Promise<ReadOnlyStack> {
  if (!statOf(options.cwd)?.isDirectory()) {
    throw new CliError(`there is no folder ${options.cwd}: give --cwd the folder that holds Pulumi.yaml.`);
  }
  const { LocalWorkspace, Stack } = await automation();
  const workspace = await attempt(() =>
    LocalWorkspace.create({
      workDir: options.cwd,
      // With the second, the provider reports a config that it cannot read instead of failing the preview.
      envVars: { PULUMI_SKIP_UPDATE_CHECK: "true", [readOnlyVariable]: "1" },
    }),
  );
  const name = options.stack ?? (await selected(workspace));
  // Selecting writes to the user's workspace settings, and another stack may be in use in another terminal.
  workspace.selectStack = async () => {};
  const stack = await attempt(() => Stack.select(name, workspace));
  return {
    name: name.split("/").pop() ?? name,
    recorded: () => attempt(async () => recordedConfigs(await stack.exportStack())),
    config: () => attempt(async () => plainConfig(await stack.getAllConfig())),
    recordedConfigs: () => attempt(async () => recordedUrns(await stack.exportStack())),
    preview: (previewOptions) => preview(stack, previewOptions),
  };
}

// A peer, and a slow one to load: `report` and `adopt` do without it.
async function automation(): Promise<typeof import("@pulumi/pulumi/automation/index.js")> {
  try {
    return await import("@pulumi/pulumi/automation/index.js");
  } catch (error) {
    if (!["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    throw new CliError(
      "@pulumi/pulumi is not installed here: run npm install @pulumi/pulumi in this project.",
    );
  }
}

async function selected(workspace: LocalWorkspace): Promise<string> {
  const current = await attempt(() => workspace.stack());
  if (current) return current.name;
  throw new CliError("no stack is selected: name one with --stack, or run pulumi stack select.");
}

async function preview(
  stack: Stack,
  { refresh, targets, onRead = () => {} }: PreviewOptions,
): Promise<StackPreview> {
  const steps: Step[] = [];
  const errors: string[] = [];
  let config: Record<string, string> = {};
  let [started, done] = [0, 0];
  const onEvent = (event: EngineEvent) => {
    config = event.preludeEvent?.config ?? config;
    if (event.resourcePreEvent) {
      const step = stepOf(event.resourcePreEvent.metadata);
      steps.push(step);
      if (step.op === "refresh" && event.resourcePreEvent.metadata.type === transferConfigType) started++;
    }
    const ended = event.resOutputsEvent?.metadata;
    if (ended?.op === "refresh" && ended.type === transferConfigType) done++;
    if (event.diagnosticEvent?.severity === "error") errors.push(event.diagnosticEvent.message);
    onRead(done, started);
  };
  const target = targets === undefined ? {} : { target: [...targets] };
  const read = refresh ? { refresh, runProgram: true } : {};
  await attempt(() => stack.preview({ ...read, ...target, onEvent }), errors);
  // The events don't say which records an interrupted replacement has already removed; the state does.
  if (steps.some((step) => typeOf(step) === transferConfigType && mayBeRemoved(step))) {
    const removed = removedUrns(await attempt(() => stack.exportStack()));
    for (const { urn, oldState } of steps)
      if (oldState && !oldState.delete && removed.includes(oldState.urn ?? urn))
        oldState.pendingReplacement = true;
  }
  return { steps, config };
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function stepOf({ op, urn, old, new: next, detailedDiff }: Metadata): Step {
  return {
    op,
    urn,
    oldState: old ? stateOf(old) : null,
    newState: next ? stateOf(next) : null,
    detailedDiff: detailedDiff ?? null,
  };
}

// The SDK's type of the event lacks the option.
type EventState = NonNullable<Metadata["old"]> & { readonly retainOnDelete?: boolean };

function stateOf({ urn, type, id, inputs, outputs, retainOnDelete, delete: isLeft }: EventState): State {
  return {
    urn,
    type,
    ...(id && { id }),
    ...(retainOnDelete !== undefined && { retainOnDelete }),
    ...(isLeft && { delete: true }),
    inputs: unwrapped(inputs) as Record<string, unknown>,
    outputs: unwrapped(outputs) as Record<string, unknown>,
  };
}

// Events mark a secret by an object with the engine's signature; its value is left out.
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isObject(value)) return value;
  if (signatureKey in value) return SECRET;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unwrapped(member)]));
}

/** Runs a command of the CLI; a failure becomes one line. `errors` are what the engine reported. */
async function attempt<T>(command: () => Promise<T>, errors: readonly string[] = []): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(explain(error, errors));
  }
}

const known: readonly [RegExp, string][] = [
  [
    /ENOENT/,
    "the Pulumi CLI is not on PATH: install it (https://www.pulumi.com/docs/install) and run again.",
  ],
  [
    /no Pulumi\.yaml project file|unable to find.*Pulumi\.yaml/i,
    "there is no Pulumi.yaml here: give --cwd the project's folder.",
  ],
  [
    /no stack named .* found|failed to get stack|stack .* not found/,
    "there is no such stack: pulumi stack ls lists them; name one with --stack.",
  ],
  [/no stack selected/, "no stack is selected: name one with --stack, or run pulumi stack select."],
  [
    /incorrect passphrase|passphrase must be set|decrypt.*passphrase/i,
    "the stack's passphrase is wrong or missing: set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE).",
  ],
  [
    /PULUMI_ACCESS_TOKEN|not (currently )?logged in|pulumi login/,
    "Pulumi is not logged in: run pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.",
  ],
  [
    /currently locked|Another update is currently in progress/,
    "another update of this stack is in progress: run again when it has finished.",
  ],
  [
    /version requirement failed|Major version mismatch/,
    "the Pulumi CLI isn't compatible with the installed @pulumi/pulumi: update both.",
  ],
];

function explain(error: unknown, errors: readonly string[]): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = known.find(([pattern]) => pattern.test(text) && errors.length === 0)?.[1];
  if (line) return line;
  const first =
    errors[0] ?? /^\s*(?:stderr: )?((?:error|panic): .*)/m.exec(text)?.[1] ?? text.replace(/\n.*/s, "");
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `the preview failed: ${errorText(oneLine(first))}${more}`;
}
