// Turns what the program registers into steps: check, diff, then create, update, replace or nothing.

import { ignoreChanges } from "./compare";
import { dependentReplacements } from "./dependents";
import { diffInputs, type InputDiff, isReplacement, withReplaceOnChanges } from "./diff";
import type { Goal } from "./goal";
import { defaultProvider } from "./goal";
import { create, type Plan, replace, same, update } from "./operations";
import type { ProviderHost } from "./provider";
import { refreshRecord } from "./refresh";
import { Run, type RunOptions, Stopped } from "./run";
import { type Resource, STACK_TYPE } from "./state";
import { nameOf } from "./urn";
import { equal, isObject, type PropertyMap, Secret, Unknown, unwrap, type Value } from "./values";

export interface PlannerOptions extends RunOptions {
  config: PropertyMap;
  /** Reads live objects before they are planned with. */
  refresh: boolean;
  /** Only reads: no object is created, changed or deleted. */
  refreshOnly: boolean;
  /** URNs of resources to replace in any case. */
  replace: string[];
}

export class Planner extends Run {
  readonly registered = new Map<string, Resource>();
  private readonly config: PropertyMap;
  readonly refresh: boolean;
  readonly refreshOnly: boolean;
  /** URNs to replace in any case, those being replaced, and those deleted because what they depend on is replaced. */
  private readonly targets: Set<string>;
  private readonly replaced = new Set<string>();
  private readonly condemned = new Set<string>();
  private hasProvider = false;

  constructor(options: PlannerOptions) {
    super(options);
    ({ config: this.config, refresh: this.refresh, refreshOnly: this.refreshOnly } = options);
    this.targets = new Set(options.replace);
  }

  /** Takes one registration through to its end; the resource then has the id and outputs the program gets. */
  async register(goal: Goal): Promise<Resource> {
    const { resource } = goal;
    if (this.registered.has(resource.urn)) {
      throw this.fail(
        new Error(`Duplicate resource URN '${resource.urn}'; try giving it a unique name`),
        resource,
      );
    }
    this.registered.set(resource.urn, resource);
    try {
      let old = this.snapshot.find(resource.urn, ...resource.aliases);
      const host = resource.custom ? await this.serially(() => this.currentProvider(resource)) : undefined;
      // What is half replaced has no live object to read.
      if (host && old && this.refresh && !old.pendingReplacement) {
        const recorded = old;
        old = await this.inParallel(() => refreshRecord(this, host, recorded, resource, this.refreshOnly));
      }
      if (this.refreshOnly && host) return this.takeOver(resource, old);
      const plan = await this.serially(() => this.plan(goal, old, host));
      await this.inParallel(plan);
      return resource;
    } catch (error) {
      throw this.fail(error, resource);
    }
  }

  setOutputs(urn: string, outputs: PropertyMap): void {
    const resource = this.registered.get(urn);
    if (resource === undefined) throw new Error(`outputs for an unknown resource: ${urn}`);
    if (resource.type === STACK_TYPE && !equal(unwrap(resource.outputs), unwrap(outputs))) {
      this.report.stackOutputs = outputs;
    }
    resource.outputs = outputs;
    this.snapshot.save();
  }

  /** The provider with the config of this run, which the state is to record. */
  private async currentProvider(dependent: Resource): Promise<ProviderHost> {
    const recorded = this.snapshot.provider;
    const id = recorded?.id ?? (this.dryRun ? "" : crypto.randomUUID());
    const provider = defaultProvider(this.home, this.config, id);
    dependent.provider = `${provider.urn}::${id}`;
    if (!this.hasProvider) {
      // A refresh before the program has started one with the recorded config; with another config, another one is due.
      if (recorded && !equal(unwrap(recorded.inputs), unwrap(this.config))) await this.stop();
      this.hasProvider = true;
      this.snapshot.add(provider, recorded);
    }
    return this.provider(() => this.config);
  }

  /** In a refresh, what the program declares is only looked at. */
  private takeOver(goal: Resource, old: Resource | undefined): Resource {
    if (old === undefined) return goal;
    Object.assign(goal, { id: old.id, inputs: old.inputs, outputs: old.outputs });
    return goal;
  }

  private async plan(goal: Goal, old: Resource | undefined, host: ProviderHost | undefined): Promise<Plan> {
    const { resource } = goal;
    if (host === undefined) {
      if (old === undefined) return create(this, undefined, resource);
      return equal(old.inputs, resource.inputs)
        ? same(this, old, resource)
        : update(this, undefined, old, resource);
    }
    if (old === undefined) {
      resource.inputs = await this.check(host, resource, {}, goal.props);
      return create(this, host, resource);
    }
    if (this.isReplacedAnyway(resource)) {
      resource.inputs = await this.check(host, resource, {}, goal.props);
      const reasons = this.condemned.has(resource.urn) ? [] : ["id"];
      return this.planReplacement(host, goal, old, {
        some: true,
        replaces: reasons,
        deleteBeforeReplace: false,
      });
    }
    const refused: string[] = [];
    resource.inputs = ignoreChanges(old.inputs, goal.props, resource.ignoreChanges, refused);
    if (refused.length > 0) {
      const text = `cannot ignore changes in added or removed elements of the path: "${refused.join(", ")}"`;
      this.report.say("info", text, resource.urn);
    }
    resource.inputs = await this.check(host, resource, old.inputs, resource.inputs);
    return this.planChange(host, goal, old);
  }

  private async planChange(host: ProviderHost, goal: Goal, old: Resource): Promise<Plan> {
    const { resource } = goal;
    const diff = await this.diff(host, resource, old);
    if (!diff.some && !old.pendingReplacement) {
      return old.initErrors.length > 0 ? update(this, host, old, resource) : same(this, old, resource);
    }
    if (!isReplacement(diff) && !old.pendingReplacement) return update(this, host, old, resource, diff);
    return this.planReplacement(host, goal, old, diff);
  }

  /** Whether it is to be replaced without any comparison; it is checked like a new one then. */
  private isReplacedAnyway({ urn }: Resource): boolean {
    return this.targets.has(urn) || this.condemned.has(urn);
  }

  private async diff(host: ProviderHost, resource: Resource, old: Resource): Promise<InputDiff> {
    if (resource.replaceWith.some((urn) => this.replaced.has(urn))) {
      return { some: true, replaces: ["replaceWith"], deleteBeforeReplace: false };
    }
    const diff = await diffInputs(host, resource, old, resource.inputs);
    return withReplaceOnChanges(diff, resource.replaceOnChanges);
  }

  private async planReplacement(
    host: ProviderHost,
    goal: Goal,
    old: Resource,
    diff: InputDiff,
  ): Promise<Plan> {
    const { resource } = goal;
    if (old.protect) throw new Error("replacing a protected resource is not in the embedded engine");
    // The replacement is a new object: what check took over from the old one does not hold for it.
    if (!this.isReplacedAnyway(resource)) resource.inputs = await this.check(host, resource, {}, goal.props);
    this.replaced.add(resource.urn);
    const deleteBeforeReplace = goal.deleteBeforeReplace ?? diff.deleteBeforeReplace;
    const isDeleted = this.condemned.has(resource.urn);
    const condemned = deleteBeforeReplace && !isDeleted ? await dependentReplacements(this, host, old) : [];
    for (const { urn } of condemned) this.condemned.add(urn);
    return replace(
      this,
      host,
      old,
      resource,
      { ...diff, deleteBeforeReplace: deleteBeforeReplace || isDeleted },
      condemned,
    );
  }

  private async check(
    host: ProviderHost,
    goal: Resource,
    olds: PropertyMap,
    news: PropertyMap,
  ): Promise<PropertyMap> {
    const { inputs, failures } = await host.check(goal, olds, news);
    if (failures.length === 0) return inputs;
    for (const { property, reason } of failures) {
      const subject = `${goal.type} resource '${nameOf(goal.urn)}'`;
      const place = property === "" ? "" : ` property ${property} value ${quote(news[property])}`;
      this.report.say(
        "error",
        `${subject}${place === "" ? "" : `:${place}`} has a problem: ${reason}`,
        goal.urn,
      );
    }
    throw new Stopped();
  }
}

/**
 * The value as the CLI words it: it looks the path up as a plain key, and prints what Go prints. A secret
 * is shown in plain, which is why a provider must not report a top-level property that may hold one.
 */
function quote(value: Value | undefined): string {
  if (value === undefined || value === null) return "{<nil>}";
  if (value instanceof Secret) return `{&{${quote(value.value)}}}`;
  if (value instanceof Unknown) return "output<string>{}";
  if (Array.isArray(value)) return `{[${value.map(quote).join(" ")}]}`;
  if (!isObject(value)) return `{${value}}`;
  const members = Object.keys(value).sort();
  return `{map[${members.map((key) => `${key}:${quote(value[key])}`).join(" ")}]}`;
}
