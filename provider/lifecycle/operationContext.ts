// What the operations of one provider process share, and what a single operation works with.
import { AuthenticationError } from "../api/errors";
import { Mask } from "../model/maskText";
import type { Values } from "../model/values";
import type { Notify, ProviderOptions } from "../session/providerOptions";
import { Session } from "../session/session";
import { readOnlyVariable } from "../session/settings";
import { DeclaredInputs } from "./declaredInputs";
import { errorOf, type Operation } from "./failure";
import { FormerSecrets } from "./formerSecrets";
import { refusedKeyText } from "./messages";
import { StillManaged } from "./stillManaged";

/** What all operations of one process share. */
export interface ProviderContext {
  readonly session: Session;
  /** Prints a line as it is. */
  readonly notify: Notify;
  /** Prints a line unless it was printed before: a plan may check and compare a resource twice. */
  readonly notifyOnce: Notify;
  readonly guard: StillManaged;
  /** Inputs that this process has checked: those of the program, unlike old ones that a refresh compares. */
  readonly declared: DeclaredInputs;
  readonly formerSecrets: FormerSecrets;
  /** Ids (in lower case) of configs that a read of this process did not find. */
  readonly missingIds: Set<string>;
  /** Paths, as `ID PATH`, that the user was already told cannot be verified. */
  readonly reportedPaths: Set<string>;
  /** Whether this process only reads: a preview of the commands preview and drift. */
  readonly readOnly: boolean;
}

/** What one operation works with. */
export interface OperationContext {
  readonly session: Session;
  /** Prints a line, secrets masked. */
  readonly notify: Notify;
  /** Knows what must not be printed of the resource. */
  readonly mask: Mask;
  /** See {@link ProviderContext}. */
  readonly reportedPaths: Set<string>;
}

/** The context of a process that starts. */
export function createContext(options: ProviderOptions): ProviderContext {
  return {
    session: new Session(options),
    notify: options.notify,
    notifyOnce: distinct(options.notify),
    guard: new StillManaged(),
    declared: new DeclaredInputs(),
    formerSecrets: new FormerSecrets(),
    missingIds: new Set(),
    reportedPaths: new Set(),
    readOnly: options.env[readOnlyVariable] === "1",
  };
}

/** Runs an operation whose lines and errors show nothing that the program made secret. */
export async function runOperation<T>(
  { session, notify, notifyOnce, reportedPaths }: ProviderContext,
  operation: Operation,
  run: (context: OperationContext) => Promise<T>,
): Promise<T> {
  const mask = new Mask(operation.news ?? {}, operation.olds ?? {}, operation.former ?? {});
  try {
    return await run({ session, mask, reportedPaths, notify: (line) => notify(mask.text(line)) });
  } catch (error) {
    noteRefusedKey(error, notifyOnce);
    throw errorOf(error, operation, mask);
  }
}

/** Says once in a run what every resource's own error leaves out: where a key that is refused may come from. */
export function noteRefusedKey(error: unknown, notifyOnce: Notify): void {
  if (error instanceof AuthenticationError) notifyOnce(refusedKeyText);
}

/** Prints each line once. */
export function distinct(notify: Notify): Notify {
  const printed = new Set<string>();
  return (line) => {
    if (!printed.has(line)) notify(line);
    printed.add(line);
  };
}

/** Whether changes that others made must not be overwritten. */
export function failsOnConflict(session: Session, inputs: Values): boolean {
  return (inputs.onConflict ?? session.settings.onConflict) === "fail";
}

/** Inputs without the text that Pulumi loads the provider by. */
export function withoutProvider({ __provider, ...inputs }: Values): Values {
  return inputs;
}
