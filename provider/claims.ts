// One live config, one resource: two resources of a program that adopt the same id are refused.
import * as pulumi from "@pulumi/pulumi";
import { CareCycleError } from "./api/errors";
import { presentable } from "./veil";

// By run: a program that the Automation API runs inline is run again in the same process.
const claims = new WeakMap<object, Map<string, string>>();

/**
 * Notes that the resource `name` adopts `id`.
 * @throws CareCycleError if another resource of this run adopts it already.
 */
export function claim(name: string, id: pulumi.Input<string | undefined> | undefined): void {
  const run = pulumi.runtime.getStackResource();
  if (id === undefined || run === undefined) return;
  const taken = claims.get(run) ?? new Map<string, string>();
  claims.set(run, taken);
  const take = (known: string | undefined): void => {
    if (known === undefined) return;
    const key = known.toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) {
      throw presentable(
        new CareCycleError(
          `transferConfigId: ${known} is adopted by two resources, "${other}" and "${name}". They would overwrite each other: keep one.`,
        ),
      );
    }
    taken.set(key, name);
  };
  if (typeof id === "string") take(id);
  else pulumi.output(id).apply(take);
}
