// Wraps what may carry credentials, leaf by leaf, so that the other leaves of a diff stay readable.
import * as pulumi from "@pulumi/pulumi";
import { isSensitive, mayHoldSensitive } from "../model/fields";
import { wrappedPathsName } from "../model/names";
import { type Path, pathText, type Values } from "../model/values";

/**
 * `args` with every sensitive leaf secret. Where a container of such leaves is itself an output, its
 * leaves are not known yet, and the whole of it becomes secret.
 */
export function wrapSecrets(args: Values): Values {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, wrap(value, [name])]));
}

function wrap(value: unknown, path: Path): unknown {
  // null isn't a credential, and a cleared field should be visible.
  if (value === null || value === undefined) return value;
  if (isDeferred(value)) return mayHoldSensitive(path) ? pulumi.secret(value) : whole(value);
  if (Array.isArray(value)) return value.map((element, i) => wrap(element, [...path, i]));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, wrap(v, [...path, k])]));
  }
  return isSensitive(path) ? pulumi.secret(value) : value;
}

function isDeferred(value: unknown): value is pulumi.Output<unknown> | Promise<unknown> {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/**
 * An output that is secret if anything inside it is. A promise, and the result of `apply`, may contain outputs of their
 * own, which the SDK would encrypt leaf by leaf without {@link secretPaths} having seen them.
 */
function whole(value: pulumi.Output<unknown> | Promise<unknown>): pulumi.Output<unknown> {
  return pulumi.output(value as pulumi.Input<object>).apply((inner) => pulumi.output(inner));
}

/** Note for check of the containers that {@link wrapSecrets} wraps whole; nothing where there are none. */
export function wrappedPaths(args: Values): Values {
  const paths: string[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    if (!isDeferred(value)) {
      for (const [name, member] of Object.entries(value)) {
        walk(member, [...path, Array.isArray(value) ? Number(name) : name]);
      }
    } else if (mayHoldSensitive(path)) paths.push(pathText(path));
  };
  walk(args, []);
  return paths.length > 0 ? { [wrappedPathsName]: paths.sort() } : {};
}

/** Paths of the outputs and promises in `args` that are secret, whoever made them so; undefined where there is none. */
export async function secretPaths(args: Values): Promise<string[] | undefined> {
  const outputs: { path: Path; secret: Promise<boolean> }[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (isDeferred(value)) outputs.push({ path, secret: pulumi.isSecret(whole(value)) });
    else if (Array.isArray(value)) for (const [i, element] of value.entries()) walk(element, [...path, i]);
    else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, [...path, name]);
    }
  };
  walk(args, []);
  const secret = await Promise.all(outputs.map((output) => output.secret));
  const paths = outputs.filter((_, i) => secret[i]).map(({ path }) => pathText(path));
  return paths.length > 0 ? paths.sort() : undefined;
}
