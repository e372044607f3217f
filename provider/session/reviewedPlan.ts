// The plan that CARECYCLE_PLAN names: with one, a process sends the writes that were reviewed, and no others.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CareCycleError } from "../api/errors";
import type { Mask } from "../model/maskText";
import { type Plan, type PlannedWrite, planSchemaId, planVersion } from "../model/plan";
import {
  bodyDeviations,
  createdDeviations,
  type Deviation,
  deletedDeviations,
  liveDeviations,
} from "../model/planCheck";
import type * as Schema from "../model/planSchema";
import { printable } from "../model/printable";
import { isObject, type Values } from "../model/values";
import { leafHash } from "./planHash";
import { deleteRefusal, nothingOf, refusal } from "./planTexts";

/** Names the plan that a process is held to. */
export const planVariable = "CARECYCLE_PLAN";

/** Holds the writes of one process to a reviewed plan. Without one, every write passes. */
export class ReviewedPlan {
  readonly #file: string | undefined;
  #read: Plan | CareCycleError | undefined;
  #stack: string | undefined;
  /** Planned POSTs that were sent. */
  readonly #sent = new Set<PlannedWrite>();
  /** The POST that created a config of this process, by id. */
  readonly #createdBy = new Map<string, PlannedWrite>();
  /** What the last write of this process to a config returned, by id. */
  readonly #own = new Map<string, Values>();

  constructor(env: NodeJS.ProcessEnv) {
    this.#file = env[planVariable];
  }

  /** Whether a plan is named. */
  get isSet(): boolean {
    return this.#file !== undefined;
  }

  /** Takes note of the stack that the program runs for, as `PROJECT/STACK`. */
  noteStack(stack: string | undefined): void {
    this.#stack ??= stack;
  }

  /**
   * Takes the planned POST of a body; {@link created} tells what came of it.
   * @throws CareCycleError where the plan has none, or cannot be read.
   */
  takePost(body: Values, mask: Mask): PlannedWrite | undefined {
    if (!this.isSet) return undefined;
    const posts = this.#writes(true).filter(({ method }) => method === "POST");
    const attempt = { body, live: {}, createdByIt: true, hash: leafHash };
    const open = posts
      .filter((write) => !this.#sent.has(write))
      .map((write) => ({ write, found: [...bodyDeviations(write, attempt), ...missingFields(write, body)] }))
      .sort((a, b) => a.found.length - b.found.length || hiddenLeaves(a.write) - hiddenLeaves(b.write));
    const [closest] = open;
    const name = typeof body.name === "string" ? body.name : undefined;
    const what = `no transfer config${name === undefined || mask.hides(["name"]) ? "" : ` ${JSON.stringify(name)}`} was created`;
    if (!closest) throw new CareCycleError(nothingOf("POST", what, planLabel));
    if (closest.found.length > 0) throw new CareCycleError(refusal(what, closest.found, mask));
    this.#sent.add(closest.write);
    return closest.write;
  }

  /** Gives a POST back that was not sent after all. */
  giveBack(write: PlannedWrite | undefined): void {
    if (write) this.#sent.delete(write);
  }

  /** Takes note of what a planned POST created. */
  created(write: PlannedWrite | undefined, live: Values & { id: string }): void {
    if (write) this.#createdBy.set(live.id.toLowerCase(), write);
    this.wrote(live);
  }

  /** Takes note of what a write of this process returned. */
  wrote(live: Values & { id: string }): void {
    if (this.isSet) this.#own.set(live.id.toLowerCase(), live);
  }

  /**
   * `isRecorded` tells that the state records the config: only such a one can be what an earlier run created.
   * @throws CareCycleError where the plan has no such PATCH of the config, or rests on other live values.
   */
  requirePatch(id: string, body: Values, live: Values, isRecorded: boolean, mask: Mask): void {
    if (!this.isSet) return;
    const key = id.toLowerCase();
    const writes = this.#writes(true);
    const createdBy = this.#createdBy.get(key);
    const patches = writes.filter((write) => write.method === "PATCH" && write.id?.toLowerCase() === key);
    const candidates = createdBy
      ? [createdBy]
      : patches.length > 0 || !isRecorded
        ? patches
        : this.#interrupted(writes, live);
    const what = `transfer config ${id} was not changed`;
    mask.learn(live);
    mask.learn(body);
    let fewest: Deviation[] | undefined;
    for (const write of candidates) {
      const createdByIt = write.method === "POST";
      const attempt = { body, live, own: this.#own.get(key), createdByIt, hash: leafHash };
      const found = [
        ...bodyDeviations(write, attempt),
        ...(createdByIt && write !== createdBy && wasEdited(live)
          ? createdDeviations(attempt)
          : liveDeviations(write, attempt)),
      ];
      if (found.length === 0) return;
      if (fewest === undefined || found.length < fewest.length) fewest = found;
    }
    if (fewest === undefined)
      throw new CareCycleError(nothingOf("PATCH", what, planLabel, Object.keys(body)));
    throw new CareCycleError(refusal(what, fewest, mask));
  }

  /**
   * The planned DELETE of a config; undefined where no plan is named.
   * @throws CareCycleError where the plan has none.
   */
  requireDelete(id: string): PlannedWrite | undefined {
    if (!this.isSet) return undefined;
    // A program that has no transfer config any more tells of no stack. An id is of one config all the same.
    const planned = this.#writes(false).find(
      (write) => write.method === "DELETE" && write.id?.toLowerCase() === id.toLowerCase(),
    );
    if (planned) return planned;
    throw new CareCycleError(nothingOf("DELETE", `transfer config ${id} was not deleted`, planLabel));
  }

  /** @throws CareCycleError where a config is no longer as it was when its DELETE was reviewed. */
  requireUnchanged(write: PlannedWrite, id: string, live: Values, mask: Mask): void {
    mask.learn(live);
    const found = deletedDeviations(write, { body: {}, live, hash: leafHash });
    if (found.length > 0) throw new CareCycleError(deleteRefusal(id, found, mask));
  }

  /**
   * The POSTs that an earlier run under this plan may have sent without getting to the end: the config has the planned
   * name, and was created after the plan, as far as the clocks of two machines can tell.
   */
  #interrupted(writes: readonly PlannedWrite[], { name, createdAt }: Values): PlannedWrite[] {
    const created = Date.parse(String(createdAt));
    const planned = Date.parse(this.#load().createdAt);
    if (!(created > planned)) return [];
    return writes.filter(
      ({ method, body }) =>
        method === "POST" &&
        body.some((leaf) => leaf.kind === "value" && leaf.path[0] === "name" && leaf.value === name),
    );
  }

  #writes(needsStack: boolean): PlannedWrite[] {
    const plan = this.#load();
    if (this.#stack === undefined && !needsStack) return plan.writes;
    if (plan.stack !== this.#stack) {
      throw new CareCycleError(
        `nothing was sent: ${planLabel} is the plan of ${printable(plan.stack ?? "no stack")}, and this is ` +
          `${this.#stack ?? "a stack whose name the program did not tell"}. Make one with pulumi-carecycle preview --plan.`,
      );
    }
    return plan.writes;
  }

  #load(): Plan {
    this.#read ??= this.#file
      ? readPlan(resolve(this.#file))
      : new CareCycleError(
          `nothing was sent: ${planVariable} is set, but empty. Let it name a plan, or unset it to update without one.`,
        );
    if (this.#read instanceof CareCycleError) throw new CareCycleError(this.#read.message);
    return this.#read;
  }
}

/** Whether a config was changed since it was created, by whomever: what stands there otherwise, the API has put there. */
function wasEdited({ createdAt, updatedAt }: Values): boolean {
  return typeof updatedAt === "string" && updatedAt !== createdAt;
}

const planLabel = `the plan that ${planVariable} names`;

/** Fields that a planned body has and another one lacks: a POST, other than a PATCH, is sent whole. */
function missingFields(write: PlannedWrite, body: Values): Deviation[] {
  return write.body
    .filter(
      ({ kind, path: [field] }) =>
        // What was not known yet may turn out to be nothing.
        kind !== "later" && !Object.hasOwn(body, String(field)) && field !== "additionalFields",
    )
    .map((leaf) => ({
      of: "body" as const,
      path: leaf.path,
      planned: leaf.kind === "value" ? leaf.value : undefined,
      isHidden: leaf.kind !== "value",
      now: undefined,
    }));
}

function hiddenLeaves({ body }: PlannedWrite): number {
  return body.filter(({ kind }) => kind !== "value").length;
}

function readPlan(file: string): Plan | CareCycleError {
  const failed = (why: string) =>
    new CareCycleError(
      `nothing was sent: ${printable(file)}, which ${planVariable} names, ${why}. Make the plan again with pulumi-carecycle preview --plan.`,
    );
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return failed(`cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed(text.trimStart().startsWith("{") ? "is cut short or damaged" : "is not a plan");
  }
  if (
    !isObject(json) ||
    typeof json.$schema !== "string" ||
    !json.$schema.startsWith("urn:pulumi-carecycle:plan:")
  )
    return failed("is not a plan");
  if (json.$schema !== planSchemaId || json.version !== planVersion)
    return failed(`is of another version than this package reads (${planVersion})`);
  const { planSchema }: typeof Schema = require("../model/planSchema");
  const { data, error } = planSchema.safeParse(json);
  if (data) return data;
  const [issue] = error.issues;
  return failed(
    `is damaged (${printable(issue?.path.slice(0, 4).map(String).join(".") ?? "").slice(0, 100)})`,
  );
}
