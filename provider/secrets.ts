// Wraps what may carry credentials, leaf by leaf, so that the other leaves of a diff stay readable.
import * as pulumi from "@pulumi/pulumi";
import { isSensitive } from "./fields";
import type { Path, Values } from "./values";

/**
 * `args` with every sensitive leaf secret. Where a container of such leaves is itself an output, its
 * leaves are not known yet, and the whole of it becomes secret.
 */
export function wrapSecrets(args: Values): Values {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, wrap(value, [name])]));
}

function wrap(value: unknown, path: Path): unknown {
  // null is no credential, and a cleared field should be seen.
  if (value === null || value === undefined) return value;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return mayHoldSensitive(path) ? pulumi.secret(value) : value;
  }
  if (Array.isArray(value)) return value.map((element, i) => wrap(element, [...path, i]));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, wrap(v, [...path, k])]));
  }
  return isSensitive(path) ? pulumi.secret(value) : value;
}

function mayHoldSensitive(path: Path): boolean {
  return isSensitive(path) || (path.length === 1 && path[0] === "dynamicOptions");
}
