// A write that is held against its answer: what was not taken is an error, what others moved is put right.
import { CareCycleError, type LiveTransferConfig } from "../api/client";
import { emptiesOf, withEmpties } from "../model/empties";
import type { Mask } from "../model/mask";
import { apiPath, apiShape, fieldsOf, ownedDifferences, pick, unverifiable } from "../model/ownership";
import { bodyOf } from "../model/patchBody";
import {
  at,
  equal,
  isObject,
  type LeafDifference,
  leafDifferences,
  pathText,
  type Values,
} from "../model/values";
import type { Session } from "../session/session";
import { changeText, configText, valueText } from "./messages";

/** What a write needs to know. */
export interface Write {
  readonly id: string;
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

/** What a live config asks for. */
export interface Plan {
  /** Fields to write; none: nothing is sent. */
  readonly names: readonly string[];
  /** What must hold afterwards: declared inputs, and null for fields that are given back. */
  readonly wanted: Values;
  /** Live values that a PATCH of an object must carry along. */
  readonly base: Values;
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

/** Prints each line once: a plan that is made again after a lost answer says the same again. */
export function once(notify: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (!said.has(line)) notify(line);
    said.add(line);
  };
}

/** Reads a config, PATCHes what `plan` makes of it directly after, and holds the answer against what was asked. */
export async function converge(
  session: Session,
  write: Write,
  plan: (live: LiveTransferConfig, repeated: boolean) => Plan,
): Promise<LiveTransferConfig> {
  let sent: { asked: Plan; body: Values } | undefined;
  const answer = await session.modify(write.id, write.clientId, (live, repeated) => {
    const asked = plan(live, repeated);
    const body = bodyOf(asked.names, asked.wanted, asked.base);
    // What is live, and in part carried along, may come back in an error.
    write.mask.learn(asked.base);
    sent = asked.names.length > 0 ? { asked, body } : undefined;
    return sent?.body;
  });
  if (sent === undefined) return answer;
  const { asked, body } = sent;
  if (asked.names.includes("dynamicOptions")) reportLost(write, asked, body, answer);
  return settle(session, write, asked, answer);
}

// Somebody who edits as fast as we mend would keep us here for ever.
const mostMendings = 4;

/**
 * Holds an answer against what was asked, and mends what can be mended: fields that others moved meanwhile,
 * and keys that a merging server keeps. A mending is a read and a write like any other, and in "fail" mode it
 * touches only what is ours. `nulled` are the paths that null was sent for.
 */
export async function settle(
  session: Session,
  write: Write,
  { names, wanted, base }: Plan,
  response: LiveTransferConfig,
  nulled: readonly string[] = [],
  mendings = 0,
): Promise<LiveTransferConfig> {
  // An empty object or list that was asked for is taken, whether the API keeps it or not.
  const taken = (live: LiveTransferConfig) => {
    const asDeclared = emptiesOf(pick(apiShape(wanted), names), live);
    return withEmpties(withEmpties(live, asDeclared), write.notKept) as LiveTransferConfig;
  };
  const answer = taken(response);
  reportUnverifiable(session, write, names, wanted, answer);
  const wrong = wrongLeaves(wanted, answer);
  if (wrong.length === 0) return response;
  const asked = wrong.filter((d) => fieldsOf([d]).every((name) => names.includes(name)));
  const refused = asked.filter((d) => !isExtraKey(d) || nulled.includes(pathText(d.path)));
  if (refused.length > 0)
    throw new IncompleteWriteError(
      response,
      refused.map((d) => notTaken(d, write.mask)),
    );

  // An extra key that was there before is one that the server kept; any other, somebody has just added.
  const kept = asked.filter((d) => equal(at(base, apiPath(d.path)), d.have));
  const isKept = (d: LeafDifference) =>
    kept.some((k) => pathText(k.path) === pathText(d.path) && equal(k.have, d.have));
  const refuse = (moved: LeafDifference[], live: LiveTransferConfig): void => {
    if (moved.length > 0 && (write.guarded || mendings === mostMendings))
      throw new IncompleteWriteError(
        live,
        moved.map((d) => leftAsItIs(d, write.mask)),
      );
  };
  refuse(
    wrong.filter((d) => !isKept(d)),
    response,
  );
  let next: Plan = { names, wanted, base };
  const mended = await afterwards(response, () =>
    session.modify(write.id, write.clientId, (read) => {
      const live = taken(read);
      write.mask.learn(live);
      const now = wrongLeaves(wanted, live);
      const moved = now.filter((d) => !isKept(d));
      refuse(moved, read);
      if (moved.length > 0) {
        write.notify(
          `${configText(write.id, live, write.mask)}: changed by somebody else meanwhile, put back: ${moved.map((d) => changeText(d, write.mask)).join("; ")}`,
        );
      }
      next = { names: [...names, ...fieldsOf(now)], wanted, base: read };
      if (now.length === 0) return undefined;
      const body = bodyOf(fieldsOf(now), wanted, read);
      // A server that merges objects keeps the keys that the program does not declare: null removes them (RFC
      // 7386). A server that replaces may refuse null, so it is sent only for keys that outlived being left out.
      for (const d of now.filter(isKept)) setNull(body, apiPath(d.path).map(String));
      return body;
    }),
  );
  return settle(
    session,
    write,
    next,
    mended,
    [...nulled, ...kept.map((d) => pathText(d.path))],
    mendings + 1,
  );
}

function wrongLeaves(wanted: Values, live: Values): LeafDifference[] {
  return ownedDifferences(wanted, live).filter((d) => !unverifiable(d));
}

/** A failure of a further request leaves what `live` says: it must not be lost with the error. */
async function afterwards<T>(live: LiveTransferConfig, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof CareCycleError && !(error instanceof IncompleteWriteError))
      throw new IncompleteWriteError(live, [error.message]);
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
function reportLost(write: Write, { wanted, base }: Plan, body: Values, answer: LiveTransferConfig): void {
  if (!isObject(base.dynamicOptions) || !isObject(body.dynamicOptions)) return;
  const declared = isObject(wanted.dynamicOptions) ? wanted.dynamicOptions : {};
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

const reportedIn = new WeakMap<Session, Set<string>>();

function reportUnverifiable(
  session: Session,
  write: Write,
  names: readonly string[],
  wanted: Values,
  answer: LiveTransferConfig,
): void {
  const reported = reportedIn.get(session) ?? new Set<string>();
  reportedIn.set(session, reported);
  for (const d of ownedDifferences(wanted, answer).filter(unverifiable)) {
    const key = `${write.id} ${pathText(d.path)}`;
    if (!names.includes(String(d.path[1])) || reported.has(key)) continue;
    reported.add(key);
    write.notify(
      `${configText(write.id, answer, write.mask)}: ${pathText(d.path)} was sent, but the API does not echo it: whether it was taken cannot be verified`,
    );
  }
}
