// What all parts of one run share: state, report, the provider's process, and the order things happen in.

import type { ProviderHost } from "./provider";
import type { Report } from "./report";
import type { Snapshot } from "./snapshot";
import type { Resource } from "./state";
import type { Home } from "./urn";
import { mapMembers, type PropertyMap, Secret } from "./values";

/** Thrown after a failure was reported: whoever catches it has nothing more to say. */
export class Stopped extends Error {}

export interface RunOptions {
  home: Home;
  dryRun: boolean;
  snapshot: Snapshot;
  report: Report;
  /** Starts the provider's process with the given config. */
  startHost: (config: PropertyMap) => Promise<ProviderHost>;
}

const PARALLEL = 8;

export class Run {
  readonly home: Home;
  readonly dryRun: boolean;
  readonly snapshot: Snapshot;
  readonly report: Report;
  /** Settles once a step has failed; no step starts after that. */
  readonly stopped: Promise<void>;
  private hasStopped = false;
  private signalStop: () => void = () => {};
  private host: Promise<ProviderHost> | undefined;
  private planning: Promise<unknown> = Promise.resolve();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: RunOptions) {
    ({ home: this.home, dryRun: this.dryRun, snapshot: this.snapshot, report: this.report } = options);
    this.stopped = new Promise((resolve) => {
      this.signalStop = resolve;
    });
  }

  /** The provider's process: one for the run, started by the first who asks, who decides on its config. */
  provider(config: () => PropertyMap): Promise<ProviderHost> {
    this.host ??= this.options.startHost(mapMembers(config(), (v) => (v instanceof Secret ? v.value : v)));
    return this.host;
  }

  /** The config that the last update recorded. */
  recordedConfig(): PropertyMap {
    const provider = this.snapshot.provider;
    if (provider === undefined) throw new Error("the state records no provider");
    return provider.inputs;
  }

  /** Runs plans one after another. */
  serially<T>(plan: () => Promise<T>): Promise<T> {
    const turn = this.planning.then(() => this.guarded(plan));
    this.planning = turn.catch(() => {});
    return turn;
  }

  /** Runs steps side by side, a few at a time. */
  async inParallel<T>(step: () => Promise<T>): Promise<T> {
    while (this.underWay.size >= PARALLEL) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.tracked(this.guarded(step));
  }

  /** Reports a failure and lets no further step start. */
  fail(error: unknown, resource?: Resource): Stopped {
    if (!(error instanceof Stopped)) {
      this.report.say("error", error instanceof Error ? error.message : String(error), resource?.urn);
    }
    this.hasStopped = true;
    this.signalStop();
    return new Stopped();
  }

  get isStopped(): boolean {
    return this.hasStopped;
  }

  /** Waits until no step is under way. */
  async settled(): Promise<void> {
    await this.planning;
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /** Ends the provider's process; whoever asks for it next starts another. */
  async stop(): Promise<void> {
    const { host: started } = this;
    this.host = undefined;
    const host = await started?.catch(() => undefined);
    await host?.stop();
  }

  private guarded<T>(work: () => Promise<T>): Promise<T> {
    return this.hasStopped ? Promise.reject(new Stopped()) : work();
  }

  private tracked<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    const done = () => {
      this.underWay.delete(work);
      this.waiting.shift()?.();
    };
    work.then(done, done);
    return work;
  }
}
