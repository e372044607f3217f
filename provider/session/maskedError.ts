// Errors as Pulumi's host of dynamic providers should print them.
import { CareCycleError } from "../api/errors";
import type { Mask } from "../model/maskText";

/** The error, masked and without a stack, because the host would print the stack, and in it the message, once more. */
export function maskedError(error: unknown, mask?: Mask): unknown {
  if (!(error instanceof CareCycleError)) return error;
  if (mask) error.message = mask.text(error.message);
  error.stack = "";
  return error;
}
