// Steps that take a resource out of the state.
import type { Step } from "./document";

/** The operation of a dropped record whose config an interrupted replacement has ended already: nothing is asked of the provider. */
export const forgotten = "remove-pending-replace";

/** Whether an interrupted replacement may have removed the record of this step already. */
export function mayBeRemoved(step: Pick<Step, "op">): boolean {
  return step.op === forgotten || isReplacing(step);
}

/** Whether a step takes a resource out of the state. */
export function isRemoval({ op }: Pick<Step, "op">): boolean {
  return op === "delete" || op === "delete-replaced" || op === forgotten;
}

/** Whether a step makes a replacement, or is part of one; what it replaces is removed by another. */
export function isReplacing(step: Pick<Step, "op">): boolean {
  return step.op.includes("replace") && !isRemoval(step);
}
