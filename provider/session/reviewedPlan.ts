// The plan that CARECYCLE_PLAN names: with one, a process sends the writes that were reviewed, and no others.
import { resolve } from "node:path";
import { CareCycleError } from "../api/errors";
import type { Mask } from "../model/maskText";
import type { Plan, PlannedWrite } from "../model/plan";
import {
  bodyDeviations,
  createdDeviations,
  type Deviation,
  deletedDeviations,
  hiddenLeaves,
  isUnfinished,
  liveDeviations,
  missingFields,
} from "../model/planCheck";
import { printable } from "../model/printable";
import type { Values } from "../model/values";
import { clientText } from "../model/valueTexts";
import { planVariable, readPlan } from "./planFile";
import { leafHash } from "./planHash";
import { deleteRefusal, nothingOf, otherApi, refusal } from "./planTexts";
import { readOnlyVariable, type Settings } from "./settings";

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
    // What only reads needs no plan, and may be about to make one.
    this.#file = env[readOnlyVariable] === "1" ? undefined : env[planVariable];
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
   * The account under which the plan was made, where that can be told. An update without changes needs no plan: one that
   * can't be read is an error of the first write.
   */
  get clientId(): string | undefined {
    return this.#readable()?.clientId?.toLowerCase();
  }

  /** Id of a config of the account of the plan, by which a key shows whether it belongs to it. */
  configOf(clientId: string): string | undefined {
    const plan = this.#readable();
    if (plan?.clientId?.toLowerCase() !== clientId) return undefined;
    return plan.writes.find(({ id }) => id !== null)?.id ?? undefined;
  }

  /** @throws CareCycleError before the first request, where the plan was made for another address or pinned account. */
  requireApi({ baseUrl, clientId }: Settings): void {
    const address = this.#readable()?.baseUrl ?? baseUrl;
    if (address !== baseUrl) throw new CareCycleError(otherApi(planLabel, address, baseUrl));
    const account = this.clientId ?? clientId;
    if (clientId !== undefined && account !== clientId)
      throw new CareCycleError(otherApi(planLabel, clientText(account), clientText(clientId)));
  }

  /**
   * Takes the planned POST of a body; {@link created} tells what came of it.
   * @throws CareCycleError where the plan has none, or cannot be read.
   */
  takePost(body: Values, mask: Mask): PlannedWrite | undefined {
    if (!this.isSet) return undefined;
    const posts = this.#writes(true).filter(({ method }) => method === "POST");
    const attempt = { body, live: {}, hash: leafHash };
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
    const what = `transfer config ${id} was not changed`;
    this.#requireAccount(what, live.clientId);
    const createdBy = this.#createdBy.get(key);
    const patches = writes.filter((write) => write.method === "PATCH" && write.id?.toLowerCase() === key);
    const candidates = createdBy
      ? [createdBy]
      : patches.length > 0 || !isRecorded
        ? patches
        : this.#interrupted(writes, live);
    mask.learn(live);
    mask.learn(body);
    let fewest: Deviation[] | undefined;
    for (const write of candidates) {
      const createdByIt = write.method === "POST";
      const attempt = { body, live, own: this.#own.get(key), createdByIt, hash: leafHash };
      const found = [
        ...bodyDeviations(write, attempt),
        ...(createdByIt && write !== createdBy && wasEdited(live)
          ? createdDeviations(write, attempt)
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
   * The planned DELETE of a config; undefined where no plan is named. `clientId` is the account that the state recorded.
   * @throws CareCycleError where the plan has none.
   */
  requireDelete(id: string, clientId?: unknown): PlannedWrite | undefined {
    if (!this.isSet) return undefined;
    // A program that has no transfer config any more tells of no stack. An id is of one config all the same.
    const planned = this.#writes(false).find(
      (write) => write.method === "DELETE" && write.id?.toLowerCase() === id.toLowerCase(),
    );
    const what = `transfer config ${id} was not deleted`;
    if (!planned) throw new CareCycleError(nothingOf("DELETE", what, planLabel));
    this.#requireAccount(what, clientId);
    return planned;
  }

  /** @throws CareCycleError where a config is no longer as it was when its DELETE was reviewed. */
  requireUnchanged(write: PlannedWrite, id: string, live: Values, mask: Mask): void {
    mask.learn(live);
    const found = deletedDeviations(write, { body: {}, live, hash: leafHash });
    if (found.length > 0) throw new CareCycleError(deleteRefusal(id, found, mask));
  }

  /**
   * The POSTs that an earlier run under this plan may have sent without getting to the end: the config has the planned
   * name and not all of the rest, and was created after the plan, as far as the clocks of two machines can tell.
   */
  #interrupted(writes: readonly PlannedWrite[], live: Values): PlannedWrite[] {
    const created = Date.parse(String(live.createdAt));
    const planned = Date.parse(this.#load().createdAt);
    if (!(created > planned)) return [];
    return writes.filter(
      (write) =>
        write.method === "POST" &&
        write.body.some(
          (leaf) => leaf.kind === "value" && leaf.path[0] === "name" && leaf.value === live.name,
        ) &&
        isUnfinished(write, live),
    );
  }

  #requireAccount(what: string, clientId: unknown): void {
    const planned = this.clientId;
    if (planned === undefined || typeof clientId !== "string" || clientId.toLowerCase() === planned) return;
    throw new CareCycleError(
      `${what}, and ${otherApi(planLabel, clientText(planned), `a config of ${clientText(clientId)}`)}`,
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
    const read = this.#open();
    if (read instanceof CareCycleError) throw new CareCycleError(read.message);
    return read;
  }

  #readable(): Plan | undefined {
    if (!this.isSet) return undefined;
    const read = this.#open();
    return read instanceof CareCycleError ? undefined : read;
  }

  #open(): Plan | CareCycleError {
    this.#read ??= this.#file
      ? readPlan(resolve(this.#file))
      : new CareCycleError(
          `nothing was sent: ${planVariable} is set, but empty. Let it name a plan, or unset it to update without one.`,
        );
    return this.#read;
  }
}

/** Whether a config may have been changed since it was created, by whomever: else, the API has put there what stands there. */
function wasEdited({ createdAt, updatedAt }: Values): boolean {
  // What was found as created by the plan has a `createdAt`.
  return updatedAt !== createdAt;
}

/** What messages call the plan. */
export const planLabel = `the plan that ${planVariable} names`;
