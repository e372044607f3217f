// A write that is held against its answer: what was not taken is an error, what others moved is put right.
import { CareCycleError, type LiveTransferConfig } from "./api/client";
import { bodyOf } from "./body";
import { apiPath, apiShape, fieldsOf, ownedDifferences, pick, unverifiable } from "./changes";
import { changeText, configText, valueText } from "./describe";
import { emptiesOf, withEmpties } from "./empties";
import type { Mask } from "./mask";
import type { Session } from "./session";
import { isObject, type LeafDifference, leafDifferences, pathText, type Values } from "./values";

/** What a write needs to know. */
export interface Write {
  readonly id: string;
  /** What must hold afterwards: declared inputs, and null for fields that are given back. */
  readonly wanted: Values;
  /** Account that the state recorded, if any. */
  readonly clientId?: unknown;
  /** Whether `onConflict` is "fail": what others moved is then left to them. */
  readonly guarded?: boolean;
  /** What of the resource may not be printed. */
  readonly mask: Mask;
  /** Empty objects and lists that the API is known to take without keeping them, in its shape. */
  readonly notKept?: Values;
  /** Prints one line for the user. */
  readonly notify: (line: string) => void;
}

/** The config was written, but is not as asked. `live` is what the API answered last. */
export class IncompleteWriteError extends CareCycleError {
  override readonly name: string = "IncompleteWriteError";
  constructor(
    readonly live: LiveTransferConfig,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

/**
 * Brings a config to what is wanted: PATCHes the fields `names` (none: nothing is sent), with `base`
 * as the live values that a PATCH of an object must carry along.
 */
export async function patch(
  session: Session,
  write: Write,
  names: readonly string[],
  base: Values,
): Promise<LiveTransferConfig> {
  const body = bodyOf(names, write.wanted, base);
  // What is live, and in part carried along, may come back in an error.
  write.mask.learn(base);
  const answer = await session.update(write.id, body, write.clientId);
  if (names.includes("dynamicOptions")) reportLost(write, base, body, answer);
  return settle(session, write, names, answer);
}

/**
 * Holds an answer against what was asked in `names`, and mends what can be mended: fields that others
 * moved meanwhile, and keys that a merging server keeps. `nulled` are the paths that null was sent for.
 */
export async function settle(
  session: Session,
  write: Write,
  names: readonly string[],
  response: LiveTransferConfig,
  nulled: readonly string[] = [],
): Promise<LiveTransferConfig> {
  // An empty object or list that was asked for is taken, whether the API keeps it or not.
  const asDeclared = emptiesOf(pick(apiShape(write.wanted), names), response);
  const answer = withEmpties(withEmpties(response, asDeclared), write.notKept) as LiveTransferConfig;
  reportUnverifiable(write, names, answer);
  const wrong = ownedDifferences(write.wanted, answer).filter((d) => !unverifiable(d));
  if (wrong.length === 0) return response;
  const asked = wrong.filter((d) => fieldsOf([d]).every((name) => names.includes(name)));
  const refused = asked.filter((d) => !isExtraKey(d) || nulled.includes(pathText(d.path)));
  if (refused.length > 0)
    throw new IncompleteWriteError(
      response,
      refused.map((d) => notTaken(d, write.mask)),
    );

  const moved = wrong.filter((d) => !asked.includes(d));
  if (moved.length > 0 && write.guarded)
    throw new IncompleteWriteError(
      response,
      moved.map((d) => leftAsItIs(d, write.mask)),
    );
  if (moved.length > 0) {
    write.notify(
      `${configText(write.id, answer, write.mask)}: changed by somebody else meanwhile, put back: ${moved.map((d) => changeText(d, write.mask)).join("; ")}`,
    );
  }
  const body = bodyOf(fieldsOf(wrong), write.wanted, answer);
  // A server that merges objects keeps the keys that the program does not declare: null removes them (RFC
  // 7386). A server that replaces may refuse null, so it is sent only for keys that outlived being left out.
  for (const d of asked) setNull(body, apiPath(d.path).map(String));
  write.mask.learn(answer);
  const next = await afterwards(response, () => session.update(write.id, body, write.clientId));
  return settle(session, write, [...names, ...fieldsOf(moved)], next, [
    ...nulled,
    ...asked.map((d) => pathText(d.path)),
  ]);
}

/** A failure of a further request leaves what `live` says: it must not be lost with the error. */
async function afterwards<T>(live: LiveTransferConfig, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof CareCycleError) throw new IncompleteWriteError(live, [error.message]);
    throw error;
  }
}

function notTaken(d: LeafDifference, mask: Mask): string {
  const path = pathText(d.path);
  if (isExtraKey(d))
    return `${path}: the API keeps it, although the program does not declare it and null was sent to remove it`;
  return (
    `${path}: the API did not take the value: asked ${valueText(d.want, d.path, mask)}, got ${valueText(d.have, d.path, mask)}. ` +
    "Declare the value as the API writes it, or leave the field out."
  );
}

function leftAsItIs(d: LeafDifference, mask: Mask): string {
  return (
    `${pathText(d.path)}: changed by somebody else while the update ran, and onConflict is "fail": expected ` +
    `${valueText(d.want, d.path, mask)}, found ${valueText(d.have, d.path, mask)}. Refresh to see it in a preview, or set onConflict: "overwrite".`
  );
}

/** A key of an owned map that the program does not declare. Elements of lists are not keys: a list is replaced whole. */
function isExtraKey(d: LeafDifference): boolean {
  return d.want === undefined && d.path.length > 2 && d.path.every((part) => typeof part === "string");
}

function setNull(body: Values, path: readonly string[]): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  const inner = isObject(body[head]) ? { ...body[head] } : {};
  if (rest.length > 0) setNull(inner, rest);
  body[head] = rest.length > 0 ? inner : null;
}

// A leaf of null inside an object cannot be said to a merging server, for which null means "remove".
function reportLost(write: Write, base: Values, body: Values, answer: LiveTransferConfig): void {
  if (!isObject(base.dynamicOptions) || !isObject(body.dynamicOptions)) return;
  const declared = isObject(write.wanted.dynamicOptions) ? write.wanted.dynamicOptions : {};
  const lost = Object.entries(base.dynamicOptions)
    .filter(([member, value]) => declared[member] === undefined && value !== null)
    .flatMap(([member, value]) =>
      leafDifferences(value, isObject(answer.dynamicOptions) ? answer.dynamicOptions[member] : undefined, [
        "dynamicOptions",
        member,
      ]),
    )
    .filter((d) => d.want !== undefined);
  if (lost.length > 0) {
    const paths = lost.map((d) => pathText(d.path)).join(", ");
    write.notify(
      `${configText(write.id, answer, write.mask)}: sent along unchanged, but the API answered without or with another value: ${paths}`,
    );
  }
}

const reported = new Set<string>();

function reportUnverifiable(write: Write, names: readonly string[], answer: LiveTransferConfig): void {
  for (const d of ownedDifferences(write.wanted, answer).filter(unverifiable)) {
    const key = `${write.id} ${pathText(d.path)}`;
    if (!names.includes(String(d.path[1])) || reported.has(key)) continue;
    reported.add(key);
    write.notify(
      `${configText(write.id, answer, write.mask)}: ${pathText(d.path)} was sent, but the API does not echo it: whether it was taken cannot be verified`,
    );
  }
}
