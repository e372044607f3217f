// Tells whether the program still manages the config of a record that the engine deletes, by what the same plan asked for
// before: only what it really dropped may be deleted (delete.ts).
import { leaves, UNKNOWN, type Values } from "../model/values";
import { canonical } from "./declaredInputs";

/**
 * Tells the removal of a config from every other reason for a delete. The engine calls `delete` with an id and a
 * record, and says nothing of what the call is for: a resource that the program dropped, one that is replaced, an old entry of a config that a new entry has taken
 * over. It starts one provider process for each plan, so the earlier calls to this process tell them apart.
 * (Names in comments are functions of the engine, in pkg/resource/deploy/step_generator.go.)
 */
export class StillManaged {
  /** Ids that a resource of the program declares, or that this plan adopted or created. */
  readonly #declared = new Set<string>();
  /** Ids of records that the program still has a resource for. */
  readonly #compared = new Set<string>();
  /** Checked inputs of creates that have not begun, with how often each is expected. */
  readonly #expected = new Map<string, number>();
  /** Inputs of creates that have begun. */
  readonly #started = new Set<string>();
  /** Ids of configs whose delete was the first half of a replacement. */
  readonly #replaced = new Set<string>();
  #hasChecked = false;

  /** Notes that a resource of the program was checked; every registration is (`continueStepsFromImport`). */
  checked(inputs: Values): void {
    this.#hasChecked = true;
    const id = inputs.transferConfigId;
    // A resource that adopts a config under a new name, or that is put in the place of an entry that holds it, has
    // it in its inputs before the engine deletes the old entry: at the end of a plan (`GenerateDeletes`), or in the
    // steps that replace it (`continueStepsFromDiff`).
    if (typeof id === "string" && id !== UNKNOWN) this.#declared.add(id.toLowerCase());
  }

  /**
   * Notes that a create with these inputs will follow. The engine checks without old inputs what it is going to
   * create: a new resource, one that is replaced (`continueStepsFromDiff` checks it again), and, without any diff,
   * one that `--replace` or a taint names (`isTargetedReplace`) or that goes with another one (`recreating`). All
   * of that happens before the old one is deleted, because the old one is always deleted first (see
   * program/transforms.ts); the create ends before the program does, and what the program dropped is deleted after that.
   */
  expectsCreate(inputs: Values): void {
    const text = canonical(inputs);
    this.#expected.set(text, (this.#expected.get(text) ?? 0) + 1);
  }

  /**
   * Notes that a create has begun. Once for each {@link expectsCreate}: an error hook may have the engine call create
   * again for the same resource, and that must not count for one that is still expected. Inputs that no check had are
   * those of a policy pack that remediates: between check and create, the engine lets it change them.
   */
  createStarts(inputs: Values): void {
    const text = canonical(inputs);
    const isRepeated = this.#started.has(text);
    this.#started.add(text);
    const [remediated] = isRepeated ? [] : this.#expected.keys();
    const expected = this.#expected.has(text) ? text : remediated;
    if (expected === undefined) return;
    const count = this.#expected.get(expected) ?? 0;
    if (count > 1) this.#expected.set(expected, count - 1);
    else this.#expected.delete(expected);
  }

  /** Notes a config that a create of this plan created or adopted. */
  created(id: string): void {
    this.#declared.add(id.toLowerCase());
  }

  /**
   * Notes that the record `id` was compared with what the program declares: the program has it. Two kinds of diff
   * are about a record that the program may have dropped, and must not keep its DELETE back: a refresh compares
   * each record with its own old inputs before the program has started, and so before the first check (a refresh that
   * runs the program reads what it registers only); and where a resource is deleted before it is replaced, the engine
   * asks about its dependents with unknowns in their inputs (`calculateDependentReplacements`), which no other diff
   * of an update has. (A preview has unknowns everywhere, but deletes nothing.)
   */
  compared(id: string, news: Values): void {
    if (this.#hasChecked && !leaves(news).some(({ value }) => value === UNKNOWN)) {
      this.#compared.add(id.toLowerCase());
    }
  }

  /** Why a delete of the record `id` is not the removal of a config that the program dropped; undefined if it is. */
  reasonToKeep(id: string): string | undefined {
    if (this.#declared.has(id.toLowerCase())) return "the program still declares this config";
    if (this.#expected.size > 0) this.#replaced.add(id.toLowerCase());
    // Of a config with two entries in the state, the second may go at the end of the plan.
    if (this.#replaced.has(id.toLowerCase())) return "another config takes its place";
    return this.#compared.has(id.toLowerCase()) ? "the program still has this resource" : undefined;
  }
}
