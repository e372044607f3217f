// A failed operation: an error that shows nothing secret, with what the engine is to record of the resource.
import { CareCycleError } from "../api/errors";
import type { Mask } from "../model/maskText";
import { printableLines } from "../model/printable";
import { secretPathsOf } from "../model/secretPaths";
import { outputsOf, partialOutputs, unconfirmedOutputs } from "../model/state";
import type { Values } from "../model/values";
import { maskedError } from "../session/maskedError";
import { IncompleteWriteError } from "./verify";

/** An operation as the engine requested it. */
export interface Operation {
  /** Inputs of a create or an update, `__provider` included. */
  readonly news?: Values;
  /** Outputs that the state records; none for a create. */
  readonly olds?: Values;
  /** Former secret paths of the config that a create adopts. */
  readonly former?: Values;
  /** Id of an update. */
  readonly id?: string;
}

/** The error to throw in place of `error`. With `id`, `properties` and `reasons`, the engine records the resource. */
export function errorOf(error: unknown, { news = {}, olds, former, id }: Operation, mask: Mask): unknown {
  const { __provider, ...inputs } = news;
  if (error instanceof IncompleteWriteError) {
    // A create records the new inputs all the same, an update keeps the old ones.
    const outputs = olds ? partialOutputs(error.live, inputs, olds) : outputsOf(error.live, inputs, former);
    const reasons = error.reasons.map((reason) => printableLines(mask.text(reason)));
    return recorded(error, error.live.id, outputs, reasons);
  }
  // Whether or not the write succeeded, what the program has just made secret may be live where the old inputs are plain.
  if (error instanceof CareCycleError && id !== undefined && olds && newlySecret(inputs, olds)) {
    return recorded(error, id, unconfirmedOutputs(inputs, olds), [mask.text(error.message)]);
  }
  return maskedError(error, mask);

  // Unlike what create and update return, the host hands this on as it is: without `__provider`, the
  // resource could never be read or deleted again.
  function recorded(thrown: Error, of: string, outputs: Values, reasons: string[]): unknown {
    return Object.assign(maskedError(thrown, mask) as Error, {
      id: of,
      properties: { ...outputs, __provider },
      reasons,
    });
  }
}

function newlySecret(inputs: Values, olds: Values): boolean {
  const before = secretPathsOf(olds);
  return secretPathsOf(inputs).some((path) => !before.includes(path));
}
