// Validates the arguments of all resources that a program creates in one turn before any of them is registered, so
// that one error names all their mistakes. check alone would name those of one resource per preview: the
// engine ends a run at the first resource that fails it.
import { CareCycleError } from "../api/errors";
import { turnText } from "../model/internalNames";
import { counted, printable } from "../model/printable";
import { withListsOnce } from "../model/validateInputs";
import type { Values } from "../model/values";
import { maskedError } from "../session/maskedError";
import { noteAdoptedId } from "./adoptedIds";
import { isMocked, shownInTests } from "./mocks";
import { noteName } from "./sameNames";
import type * as pulumi from "./sdk";
import { getProject, getStack, getStackResource } from "./sdk";
import { type ArgumentFailure, validateTransferConfig } from "./validateArgs";

interface Mistake extends ArgumentFailure {
  readonly resource: string;
}

/** The resources of one turn. */
interface Batch {
  readonly mistakes: Mistake[];
  /** Number of the turn, from 1; unique in this process. */
  readonly turn: number;
  /** How many resources of the turn the engine will have checked. */
  checks: number;
  readonly validated: Promise<void>;
}

/** What a resource is registered with. */
export interface Registration {
  readonly args: Values;
  /** Rejects if any resource of the same turn has a mistake: none of them is registered then. */
  readonly validated: Promise<void>;
  /** What check is to know of the turn, by {@link turnName}; never rejects. */
  readonly turn: Promise<string | undefined>;
}

// By run: the Automation API runs programs inline, side by side in one process.
const openBatches = new WeakMap<object, Batch>();
const noRun = {};
let turns = 0;

/**
 * Validates what is known of the arguments of the resource `name`, which may then be registered.
 * @throws CareCycleError at once under `pulumi.runtime.setMocks`: a unit test sees what a constructor throws,
 * and would wait for ever for the outputs of a resource that is not registered.
 */
export function prepareRegistration(
  name: string,
  args: unknown,
  options: pulumi.CustomResourceOptions | undefined,
): Registration {
  const mistakes = mistakesOf(name, args, options).map((failure) => ({ ...failure, resource: name }));
  if (isMocked()) {
    if (mistakes.length > 0) throw shownInTests(refusal(mistakes));
    return {
      args: { ...(args as Values) },
      validated: Promise.resolve(),
      turn: Promise.resolve(undefined),
    };
  }
  const batch = currentBatch();
  batch.mistakes.push(...mistakes);
  // The engine only reads a resource with one of these options.
  if (options?.id === undefined && options?.urn === undefined) {
    batch.checks++;
    if (mistakes.length === 0 && !ignoredFields(options).includes("name")) {
      noteName(name, (args as Values).name);
    }
  }
  const { validated } = batch;
  const turn = validated.then(
    () =>
      turnText({
        number: String(batch.turn),
        count: batch.checks,
        stack: `${getProject()}/${getStack()}`,
      }),
    () => undefined,
  );
  // Arguments with mistakes are not registered, and must not be walked: they may not be an object, or may contain themselves.
  return { args: mistakes.length > 0 ? {} : { ...(args as Values) }, validated, turn };
}

function mistakesOf(
  name: string,
  args: unknown,
  options: pulumi.CustomResourceOptions | undefined,
): ArgumentFailure[] {
  if (options?.import !== undefined) return [importFailure(options.import)];
  // What the state holds of these, check validates.
  const ignored = ignoredFields(options);
  const failures = validateTransferConfig(args).filter(
    ({ path }) => path === "" || !ignored.includes(/\w+/.exec(path)?.[0]),
  );
  if (failures.some(({ path }) => path === "" || path === "transferConfigId")) return failures;
  const duplicate = noteAdoptedId(
    name,
    (args as { transferConfigId?: pulumi.Input<string | undefined> }).transferConfigId,
  );
  return duplicate === undefined ? failures : [...failures, { path: "transferConfigId", message: duplicate }];
}

/** Names of the fields that the engine replaces by what the state holds. */
function ignoredFields(options: pulumi.CustomResourceOptions | undefined): (string | undefined)[] {
  return (options?.ignoreChanges ?? []).map((path) => /\w+/.exec(path)?.[0]);
}

// The engine's read for an import hands over no properties, so not even `__provider`: Pulumi's host of dynamic
// providers ends in a stack trace before it could call this package.
function importFailure(id: pulumi.Input<string>): ArgumentFailure {
  const shown = typeof id === "string" ? id : "ID";
  return {
    path: "import",
    message:
      "Pulumi cannot import a resource of a dynamic provider. Adopt the live config instead: remove this option, and " +
      `declare transferConfigId: ${JSON.stringify(shown)}.`,
  };
}

function currentBatch(): Batch {
  const run = getStackResource() ?? noRun;
  const batch = openBatches.get(run) ?? newBatch(run);
  openBatches.set(run, batch);
  return batch;
}

// Constructors run one after another, so by the end of the turn all of them have run. A program that creates resources
// after it waited for something has further batches.
function newBatch(run: object): Batch {
  const mistakes: Mistake[] = [];
  turns++;
  const validated = new Promise<void>((resolve, reject) => {
    setImmediate(() => {
      openBatches.delete(run);
      if (mistakes.length === 0) resolve();
      else reject(refusal(mistakes));
    });
  });
  return { mistakes, turn: turns, checks: 0, validated };
}

/** One error for all mistakes: an error that many resources share, the SDK prints once. */
function refusal(mistakes: readonly Mistake[]): unknown {
  // Names of resources may hold anything, and a program may have made them of live names.
  const lines = withListsOnce(mistakes).map(({ resource, path, message }) =>
    printable([resource, ...(path === "" ? [] : [path]), message].join(": ")),
  );
  const configs = new Set(mistakes.map(({ resource }) => resource)).size;
  const count = `${counted(mistakes.length, "mistake")} in the arguments of ${counted(configs, "transfer config")}`;
  const text = `${count}. Nothing was registered or sent for them:\n  ${lines.join("\n  ")}`;
  const error = new CareCycleError(text);
  // The SDK writes the name of the property that it was serializing in front of the message, once for each resource.
  Object.defineProperty(error, "message", { get: () => text, set: () => {} });
  return maskedError(error);
}
