// Pure: live configs -> the file that `pulumi import --file` takes. It holds what this package's provider would have recorded
// of an adoption by the generated program, so that the import needs no read; what may carry credentials is left out.
import type { LiveTransferConfig } from "../../api/client";
import { withNullPaths } from "../../model/declaredNulls";
import { providerText, secretPathsName, signatureKey, transferConfigType } from "../../model/internalNames";
import { normalizeInputs, outputsOf } from "../../model/state";
import { isObject, type Path, pathText, UNKNOWN, type Values } from "../../model/values";

/** A config as the generated program declares it. */
export interface DeclaredConfig {
  readonly live: LiveTransferConfig;
  /** Logical name of its resource. */
  readonly name: string;
  /** The values that the program declares, secrets included. */
  readonly args: Values;
  /** Paths of those that the program reads from the stack config. */
  readonly secrets: readonly Path[];
}

/** The file's content, as an object. */
export function importFile(configs: readonly DeclaredConfig[]): { resources: Values[] } {
  return { resources: configs.map(imported) };
}

function imported({ live, name, args, secrets }: DeclaredConfig): Values {
  const paths = secrets.map(pathText).sort();
  // Both notes as the program's own inputs have them, so that the first update shows the secrets themselves and no more.
  const declared = withNullPaths(
    normalizeInputs({ ...args, ...(paths.length > 0 && { [secretPathsName]: paths }) }),
  );
  const inputs = without(declared, [], paths) as Values;
  const provider = { __provider: providerText };
  return {
    type: transferConfigType,
    name,
    id: live.id,
    inputs: { ...inputs, ...provider },
    outputs: { ...outputsOf(live, inputs), ...provider },
  };
}

/** The value without what stands at `paths`. */
function without(value: unknown, path: Path, paths: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => !paths.includes(pathText([...path, name])));
  return Object.fromEntries(members.map(([name, member]) => [name, without(member, [...path, name], paths)]));
}

/** Whether a live config can stand in such a file: Pulumi takes some texts in it for what they are not. */
export function isImportable(live: unknown): boolean {
  if (Array.isArray(live)) return live.every(isImportable);
  if (!isObject(live)) return live !== UNKNOWN;
  return Object.entries(live).every(([name, member]) => name !== signatureKey && isImportable(member));
}
