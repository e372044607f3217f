// The ids that resources of one program adopt: two resources must not manage the same live config.
import { CareCycleError } from "../api/errors";
import { printable } from "../model/printable";
import { maskedError } from "../session/maskedError";
import type * as pulumi from "./sdk";
import { getStackResource, output } from "./sdk";

/** Logical names of resources by the id (in lower case) that each adopts. */
type AdoptedIds = Map<string, string>;

// By run: a program that the Automation API runs inline is run again in the same process.
const runs = new WeakMap<object, AdoptedIds>();

/**
 * Notes that the resource `name` adopts `id`. Returns an error message if another resource of this run adopts it
 * already. An output is noted once it is known; then an error of its own reports that.
 */
export function noteAdoptedId(
  name: string,
  id: pulumi.Input<string | undefined> | undefined,
): string | undefined {
  const run = getStackResource();
  if (id === undefined || run === undefined) return undefined;
  const adopted: AdoptedIds = runs.get(run) ?? new Map();
  runs.set(run, adopted);
  if (typeof id === "string") return noteIn(adopted, name, id, id);
  output(id).apply((known) => {
    // A value that is not a string is left to check. The program may have made the id secret: it is not quoted.
    const duplicate =
      typeof known === "string" ? noteIn(adopted, name, known, "the same live config") : undefined;
    if (duplicate !== undefined) throw maskedError(new CareCycleError(`transferConfigId: ${duplicate}`));
  });
  return undefined;
}

function noteIn(adopted: AdoptedIds, name: string, id: string, shown: string): string | undefined {
  const other = adopted.get(id.toLowerCase());
  if (other !== undefined) {
    const names = `"${printable(other)}" and "${printable(name)}"`;
    return `${shown} is adopted by two resources, ${names}. They would overwrite each other: keep one.`;
  }
  adopted.set(id.toLowerCase(), name);
  return undefined;
}
