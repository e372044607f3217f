// The state in the course of a run: what was there, what took its place, and the file that follows each step.

import { PROVIDER_TYPE, type Resource, type StateFile } from "./state";

export class Snapshot {
  private readonly olds: Resource[];
  private readonly news: Resource[] = [];
  private readonly gone = new Set<Resource>();

  constructor(
    private readonly file: StateFile,
    /** Previews plan with the state, and leave the file alone. */
    private readonly dryRun: boolean,
  ) {
    this.olds = file.load();
  }

  /** The recorded resource that one of the URNs names. */
  find(...urns: string[]): Resource | undefined {
    for (const urn of urns) {
      const found = this.olds.find((old) => old.urn === urn && !old.delete && !this.gone.has(old));
      if (found) return found;
    }
    return undefined;
  }

  /** What no step has touched yet, replaced objects included that still wait for their deletion. */
  remaining(): Resource[] {
    return this.olds.filter((old) => !this.gone.has(old));
  }

  get provider(): Resource | undefined {
    return [...this.news, ...this.olds].find(({ type }) => type === PROVIDER_TYPE);
  }

  current(urn: string): Resource | undefined {
    return this.news.find((resource) => resource.urn === urn) ?? this.find(urn);
  }

  add(resource: Resource, ...superseded: (Resource | undefined)[]): void {
    this.news.push(resource);
    this.drop(...superseded);
  }

  /** Puts a refreshed record where the old one was. */
  swap(old: Resource, refreshed: Resource): void {
    this.olds[this.olds.indexOf(old)] = refreshed;
    this.save();
  }

  drop(...resources: (Resource | undefined)[]): void {
    for (const resource of resources) if (resource) this.gone.add(resource);
    this.save();
  }

  save(): void {
    if (this.dryRun) return;
    const kept = [...this.news, ...this.olds].filter((resource) => !this.gone.has(resource));
    const urns = new Set(kept.map(({ urn }) => urn));
    // No record may lean on one that is no longer there.
    const known = (list: string[]) => list.filter((urn) => urns.has(urn));
    this.file.save(
      kept.map((resource) => ({
        ...resource,
        dependencies: known(resource.dependencies),
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([key, list]) => [key, known(list)]),
        ),
      })),
    );
  }
}
