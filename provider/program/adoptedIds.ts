// One live config, one resource: two resources of a program that adopt the same id are refused.
import * as pulumi from "@pulumi/pulumi";
import { CareCycleError } from "../api/errors";
import { presentable } from "../session/presentable";

// By run: a program that the Automation API runs inline is run again in the same process.
const claims = new WeakMap<object, Map<string, string>>();

/**
 * Notes that the resource `name` adopts `id`. Answers why it cannot, if another resource of this run adopts it
 * already; an output is claimed once it is known, and then refused by an error of its own.
 */
export function claim(name: string, id: pulumi.Input<string | undefined> | undefined): string | undefined {
  const run = pulumi.runtime.getStackResource();
  if (id === undefined || run === undefined) return undefined;
  const taken = claims.get(run) ?? new Map<string, string>();
  claims.set(run, taken);
  if (typeof id === "string") return take(taken, name, id, id);
  pulumi.output(id).apply((known) => {
    // check says what is wrong with anything else. The program may have made the id secret: it is not quoted.
    const refused = typeof known === "string" ? take(taken, name, known, "the same live config") : undefined;
    if (refused !== undefined) throw presentable(new CareCycleError(`transferConfigId: ${refused}`));
  });
  return undefined;
}

function take(taken: Map<string, string>, name: string, id: string, shown: string): string | undefined {
  const other = taken.get(id.toLowerCase());
  if (other !== undefined) {
    return `${shown} is adopted by two resources, "${other}" and "${name}". They would overwrite each other: keep one.`;
  }
  taken.set(id.toLowerCase(), name);
  return undefined;
}
