// Wraps what may carry credentials, leaf by leaf, so that the other leaves of a diff stay readable.
import { isSensitive, mayHoldSensitive } from "../model/fieldTable";
import { secretSignature, signatureKey } from "../model/internalNames";
import { isObject, type Path, pathText, textsIn, type Values } from "../model/values";
import type * as pulumi from "./sdk";
import { isSecret, Output, output, secret } from "./sdk";

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
  if (isSecretValue(value)) return value;
  if (isDeferred(value)) return mayHoldSensitive(path) ? secret(value) : whole(value);
  if (Array.isArray(value)) return value.map((element, i) => wrap(element, [...path, i]));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, wrap(v, [...path, k])]));
  }
  return isSensitive(path) ? secret(value) : value;
}

function isDeferred(value: unknown): value is pulumi.Output<unknown> | Promise<unknown> {
  return Output.isInstance(value) || value instanceof Promise;
}

/**
 * An output that is secret if anything inside it is. A promise, and the result of `apply`, may contain outputs of their
 * own, which the SDK would encrypt leaf by leaf without {@link secretPaths} having seen them.
 */
function whole(value: pulumi.Output<unknown> | Promise<unknown>): pulumi.Output<unknown> {
  return output(value as pulumi.Input<object>).apply((inner) => output(inner));
}

/** Paths of the outputs and promises that {@link wrapSecrets} wraps whole, whatever they turn out to hold. */
export function wrappedPathsOf(args: Values): string[] {
  return deferredIn(args)
    .filter(({ path }) => mayHoldSensitive(path))
    .map(({ path }) => pathText(path))
    .sort();
}

/** Paths of the outputs and promises in `args` that are secret, whoever made them so; undefined where there is none. */
export async function secretPaths(args: Values): Promise<string[] | undefined> {
  const found = deferredIn(args).map(async ({ path, value }) =>
    (await isSecret(whole(value))) ? [pathText(path)] : [],
  );
  return sortedPaths((await Promise.all(found)).flat());
}

/**
 * `noted`, and the paths of what else is secret in properties that are wrapped already: without those that the table of
 * fields makes secret. Undefined where there is none. Behind a transform that returned properties, the SDK knows of
 * `dynamicOptions` only that something in it is secret: the whole of it is then.
 */
export async function addToSecretPaths(noted: unknown, properties: Values): Promise<string[] | undefined> {
  return sortedPaths([...textsIn(noted), ...(await otherSecretPaths(properties, []))]);
}

/** Paths of secrets as they travel: the SDK hands them to a transform so. */
function secretValuesIn(value: unknown, path: Path): string[] {
  if (typeof value !== "object" || value === null || isDeferred(value)) return [];
  if (Array.isArray(value)) return value.flatMap((element, i) => secretValuesIn(element, [...path, i]));
  if (!isSecretValue(value)) {
    return Object.entries(value).flatMap(([name, member]) => secretValuesIn(member, [...path, name]));
  }
  return isSensitive(path) ? [] : [pathText(path)];
}

function isSecretValue(value: unknown): boolean {
  return isObject(value) && value[signatureKey] === secretSignature;
}

/** Whether a credential of the table of fields stands in plain text in these properties. */
export function holdsPlainCredential(properties: Values): boolean {
  const plain = (value: unknown, path: Path): boolean => {
    if (value === null || value === undefined || isDeferred(value) || isSecretValue(value)) return false;
    if (typeof value !== "object") return isSensitive(path);
    return Object.entries(value).some(([name, member]) => plain(member, [...path, name]));
  };
  return plain(properties, []);
}

async function otherSecretPaths(value: unknown, within: Path): Promise<string[]> {
  const found = deferredIn(value, within).map(async ({ path, value: deferred }) => {
    if (isSensitive(path)) return [];
    // The engine may hand a whole property to a transform as an output, with the secrets still inside.
    const asIs = mayHoldSensitive(path) && Output.isInstance(deferred);
    const output = asIs ? (deferred as pulumi.Output<unknown>) : whole(deferred);
    if (await isSecret(output)) return [pathText(path)];
    return mayHoldSensitive(path) ? otherSecretPaths(await knownValue(output), path) : [];
  });
  return [...secretValuesIn(value, within), ...(await Promise.all(found)).flat()];
}

interface Deferred {
  readonly path: Path;
  readonly value: pulumi.Output<unknown> | Promise<unknown>;
}

function deferredIn(value: unknown, path: Path = []): Deferred[] {
  if (isDeferred(value)) return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((element, i) => deferredIn(element, [...path, i]));
  if (typeof value !== "object" || value === null || isSecretValue(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => deferredIn(member, [...path, name]));
}

/** The value of an output; undefined while it is not known. The SDK has `isKnown` without declaring it. */
async function knownValue(output: pulumi.Output<unknown>): Promise<unknown> {
  if (!(await (output as unknown as { isKnown: Promise<boolean> }).isKnown)) return undefined;
  return new Promise((resolve) => output.apply(resolve));
}

function sortedPaths(paths: readonly string[]): string[] | undefined {
  return paths.length > 0 ? [...new Set(paths)].sort() : undefined;
}
