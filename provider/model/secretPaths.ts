// The paths of a resource that are secret: those of the table of fields, and those that the program made so, now or earlier.
import { isSensitive } from "./fieldTable";
import { formerPathsName, secretPathsName } from "./internalNames";
import { at, covers, leaves, type Path, pathText, textsIn, UNKNOWN, type Values, WITHHELD } from "./values";

/** Tells something of a path (from the root of the inputs). */
export type PathTest = (path: Path) => boolean;

/** Paths that the program made secret, as the constructor noted them. */
export function secretPathsOf(inputs: Values): string[] {
  return textsIn(inputs[secretPathsName]);
}

/** Those of them that the table of fields doesn't make secret whatever the program says. */
export function secretBeyondTable(inputs: Values): string[] {
  return secretPathsOf(inputs).filter(
    (path) => !isSensitive(partsOf(path).map((part) => part.replace(".", ""))),
  );
}

/** Whether a path is one that the program made secret, now or earlier, in any of `sources` (inputs, outputs), or one that such a value may have moved to. */
export function programSecret(...sources: Values[]): PathTest {
  return touching(sources.flatMap(madeSecretPaths));
}

/** Whether a path is one that the program made secret, now or earlier, in any of `sources`, or lies under one. */
export function namedSecret(...sources: Values[]): PathTest {
  const paths = sources.flatMap(madeSecretPaths);
  return (path) => paths.some((secret) => covers(secret, pathText(path)));
}

/** Paths that the program made secret, now or earlier, as inputs or outputs note them. */
export function madeSecretPaths(values: Values): string[] {
  return [...secretPathsOf(values), ...textsIn(values[formerPathsName])];
}

/** Whether a path is one that these inputs made secret themselves. */
export function madeSecretBy(inputs: Values): PathTest {
  return touching(secretPathsOf(inputs));
}

/** Whether what is live at a path may be a credential. Of fields that this package does not know, nothing is known. */
export function sensitivity(...sources: Values[]): PathTest {
  const secret = programSecret(...sources);
  return (path) => isSensitive(path) || path[0] === "additionalFields" || secret(path);
}

/** The former paths to record with the outputs of a write: what `record` knew of and `inputs` neither make secret nor declare in plain text. */
export function formerPaths(inputs: Values, record: Values): Values {
  const now = secretPathsOf(inputs);
  const plain = plainlyDeclared(inputs, record);
  const before = madeSecretPaths(record);
  return noted(before.filter((path) => !now.some((outer) => covers(outer, path)) && !plain.has(path)));
}

/** The former paths of an update that ended half-way: what `inputs` were to make secret is not secret in the inputs that the engine keeps. */
export function partialFormerPaths(inputs: Values, record: Values): Values {
  const kept = secretPathsOf(record);
  const next = secretPathsOf(inputs).filter((path) => !kept.includes(path));
  return noted([...textsIn(record[formerPathsName]), ...next]);
}

/** Whether `values` have a leaf at a path that the engine can have encrypted: a declared null was not, and what stands there now is somebody else's. */
export function holdsLeaf(values: Values): PathTest {
  return (path) => {
    const leaf = at(values, path);
    return leaf !== undefined && leaf !== WITHHELD && typeof leaf !== "object";
  };
}

function noted(paths: readonly string[]): Values {
  return paths.length > 0 ? { [formerPathsName]: [...new Set(paths)].sort() } : {};
}

// A value that is as it was recorded is not taken for declared in plain text: `ignoreChanges` brings an old secret
// back, while the constructor's note is of the value that the program has in its place.
function plainlyDeclared(inputs: Values, record: Values): Set<string> {
  const recorded = new Map(leaves(record).map(({ path, value }) => [pathText(path), value]));
  const declared = leaves(inputs)
    .filter(({ path, value }) => value !== UNKNOWN && holdsLeaf(inputs)(path))
    .map(({ path, value }) => ({ text: pathText(path), value }));
  return new Set(declared.filter(({ text, value }) => recorded.get(text) !== value).map(({ text }) => text));
}

// Above a secret path as below it: a value of another type may have taken the place of the whole object.
function touching(paths: readonly string[]): PathTest {
  const secret = [...new Set(paths.map(upToList))];
  // Stryker disable next-line ConditionalExpression: it only saves the time of writing every path
  if (secret.length === 0) return () => false;
  return (path) => {
    const text = pathText(path);
    return secret.some((other) => covers(other, text) || covers(text, other));
  };
}

/** A path up to the first list on it: the engine encrypts such a list whole, and its elements may move. */
export function upToList(path: string): string {
  const parts = partsOf(path);
  const list = parts.findIndex((part) => /^\[\d/.test(part));
  return list > 0 ? parts.slice(0, list).join("") : path;
}

/** The parts of a path's text, each with the dot or the brackets that it has there. */
function partsOf(path: string): string[] {
  return [...path.matchAll(/\.?\w+|\["[^"\\]*(?:\\.[^"\\]*)*"\]|\[\d+\]/g)].map(([part]) => part);
}
