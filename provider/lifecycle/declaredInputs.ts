// The inputs that the program declares, told from old ones: the engine's diff is given either, and does not say which.
import type { Values } from "../model/values";

/** The inputs that one process has checked. */
export class DeclaredInputs {
  readonly #texts = new Set<string>();

  /** Notes checked inputs. */
  note(inputs: Values): void {
    this.#texts.add(canonical(inputs));
  }

  /**
   * Whether these inputs were checked. A refresh compares what is live with the recorded inputs, and the engine asks
   * about dependents of what it replaces with unknowns in their inputs: neither is what the program declares.
   */
  has(inputs: Values): boolean {
    return this.#texts.has(canonical(inputs));
  }
}

/** Inputs as text, whatever the order of their members: the engine sorts them between check and create. */
export function canonical(inputs: Values): string {
  return JSON.stringify(inputs, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
