// What the program made secret of the configs that are in the state, for a new resource of the same plan that adopts one of them:
// a replacement, or a resource under another name. The engine hands it no record.
import { formerPathsName } from "../model/internalNames";
import { formerPaths, madeSecretPaths } from "../model/secretPaths";
import type { Values } from "../model/values";

/** The secret paths of configs, as the records that one process was given tell them. */
export class FormerSecrets {
  readonly #paths = new Map<string, Set<string>>();

  /** Notes what a config's old inputs or outputs say. Nothing is noted of one whose id is not known. */
  note(id: unknown, record: Values): void {
    const paths = madeSecretPaths(record);
    if (typeof id !== "string" || paths.length === 0) return;
    const known = this.#paths.get(id.toLowerCase()) ?? [];
    this.#paths.set(id.toLowerCase(), new Set([...known, ...paths]));
  }

  /** The paths of the config that `inputs` adopt and that they do not declare in plain text, as the outputs of a record have them. */
  of(inputs: Values): Values {
    const paths = this.#paths.get(String(inputs.transferConfigId).toLowerCase());
    if (paths === undefined) return {};
    return formerPaths(inputs, { [formerPathsName]: [...paths] });
  }
}
