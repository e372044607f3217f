// Compares the response to a write with what was asked for: what the API did not accept is an error, what others
// changed meanwhile is repaired.
import { CareCycleError } from "../api/errors";
import { emptiesOf, withEmpties } from "../model/emptyValues";
import { apiPath, apiShape, fieldsOf, ownedDifferences, pick, unverifiable } from "../model/ownership";
import { bodyOf } from "../model/patchBody";
import type { LiveTransferConfig } from "../model/types";
import { at, equal, isObject, type LeafDifference, pathText, type Values } from "../model/values";
import { configText } from "../model/valueTexts";
import { leftToOthers, notAccepted, setBackText, unverifiableText } from "./messages";
import type { OperationContext } from "./operationContext";
import type { Patch, Target } from "./write";

/** The config was written, but is not as desired. `live` is what the API returned last. */
export class IncompleteWriteError extends CareCycleError {
  override readonly name: string = "IncompleteWriteError";
  constructor(
    readonly live: LiveTransferConfig,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

// Somebody who edits as fast as this repairs would keep it going for ever.
const maxRepairs = 4;

/** What earlier repairs of the same write did. */
interface Repairs {
  readonly count: number;
  /** Paths that null was sent for. */
  readonly nulled: readonly string[];
}

/**
 * Compares a response with what was asked for, and repairs what can be repaired: fields that others changed meanwhile,
 * and keys that a merging server keeps. A repair is a read and a write like any other; where `onConflict` is "fail", it
 * touches only what nobody else changed.
 */
export async function verify(
  context: OperationContext,
  target: Target,
  patch: Patch,
  response: LiveTransferConfig,
  repairs: Repairs = { count: 0, nulled: [] },
): Promise<LiveTransferConfig> {
  const { session, mask, notify } = context;
  const { fields, desired, base } = patch;
  // An empty object or list that was asked for counts as accepted, whether the API keeps it or not.
  const accepted = (live: LiveTransferConfig) => {
    const asDeclared = emptiesOf(pick(apiShape(desired), fields), live);
    return withEmpties(withEmpties(live, asDeclared), target.notKept) as LiveTransferConfig;
  };
  const live = accepted(response);
  reportUnverifiable(context, target, patch, live);
  const wrong = wrongLeaves(desired, live);
  if (wrong.length === 0) return response;
  const asked = wrong.filter((d) => fieldsOf([d]).every((name) => fields.includes(name)));
  const refused = asked.filter((d) => !isExtraKey(d) || repairs.nulled.includes(pathText(d.path)));
  if (refused.length > 0) {
    const reasons = refused.map((d) => notAccepted(d, isExtraKey(d), mask));
    throw new IncompleteWriteError(response, reasons);
  }

  // An extra key that was there before is one that the server kept; any other, somebody has just added.
  const kept = asked.filter((d) => equal(at(base, apiPath(d.path)), d.have));
  const isKept = (d: LeafDifference) =>
    kept.some((k) => pathText(k.path) === pathText(d.path) && equal(k.have, d.have));
  const refuse = (changed: LeafDifference[], live: LiveTransferConfig): void => {
    if (changed.length === 0 || !(target.failOnConflict || repairs.count === maxRepairs)) return;
    throw new IncompleteWriteError(
      live,
      changed.map((d) => leftToOthers(d, target.failOnConflict ?? false, mask)),
    );
  };
  refuse(
    wrong.filter((d) => !isKept(d)),
    response,
  );
  let next: Patch = patch;
  const repair = (read: LiveTransferConfig) => {
    const live = accepted(read);
    mask.learn(live);
    const now = wrongLeaves(desired, live);
    const changed = now.filter((d) => !isKept(d));
    refuse(changed, read);
    next = { fields: [...fields, ...fieldsOf(now)], desired, base: read };
    if (now.length === 0) return undefined;
    const body = bodyOf(fieldsOf(now), desired, read);
    // A server that merges objects keeps the keys that the program does not declare: null removes them (RFC
    // 7386). A server that replaces may refuse null, so it is sent only for keys that outlived being left out.
    for (const d of now.filter(isKept)) setNull(body, apiPath(d.path).map(String));
    const announce = () => {
      if (changed.length > 0) notify(setBackText(configText(target.id, live, mask), changed, mask));
    };
    return { body, announce };
  };
  const repaired = await recordingLive(response, () =>
    session.modify(target.id, target.clientId, repair, mask),
  );
  return verify(context, target, next, repaired, {
    count: repairs.count + 1,
    nulled: [...repairs.nulled, ...kept.map((d) => pathText(d.path))],
  });
}

function wrongLeaves(desired: Values, live: Values): LeafDifference[] {
  return ownedDifferences(desired, live).filter((d) => !unverifiable(d));
}

/** If a further request fails, `live` is still the config that was written: it must not be lost with the error. */
async function recordingLive<T>(live: LiveTransferConfig, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof CareCycleError && !(error instanceof IncompleteWriteError))
      throw new IncompleteWriteError(live, [error.message]);
    throw error;
  }
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

function reportUnverifiable(
  { notify, mask, reportedPaths }: OperationContext,
  { id }: Target,
  { fields, desired }: Patch,
  live: LiveTransferConfig,
): void {
  for (const d of ownedDifferences(desired, live).filter(unverifiable)) {
    const key = `${id} ${pathText(d.path)}`;
    if (!fields.includes(String(d.path[1])) || reportedPaths.has(key)) continue;
    reportedPaths.add(key);
    notify(unverifiableText(configText(id, live, mask), d.path));
  }
}
