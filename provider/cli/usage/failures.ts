// What could not be read, and when to give up on an endpoint.

import {
  AuthenticationError,
  type Campaign,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  RequestError,
} from "../../api/client";
import { counted } from "../../model/printable";
import { firstOf, outcomeOf, shortened } from "./words";

/** Requests that failed without ending the whole, told together where they ended alike. */
export class Failures {
  readonly #groups = new Map<string, { what: string; ended: string; campaigns: string[] }>();
  readonly #broken = new Map<string, number>();
  any = false;

  /** @throws the error, where it would meet every other request as well. */
  add(what: string, endpoint: string, error: unknown, campaign?: Campaign): void {
    if (!(error instanceof RequestError)) {
      // An id that cannot stand in a path: nothing was sent.
      if (campaign === undefined) throw error;
      this.any = true;
      this.#note(what, outcomeOf(error), campaign);
      return;
    }
    if (
      error instanceof AuthenticationError ||
      error instanceof RateLimitError ||
      error instanceof ConnectionError
    )
      throw error;
    const isGone = campaign !== undefined && error instanceof NotFoundError;
    if (!isGone) this.any = true;
    if (!(error instanceof NotFoundError)) this.#broken.set(endpoint, (this.#broken.get(endpoint) ?? 0) + 1);
    const ended = `${endpoint} ${error.outcome}`;
    this.#note(what, isGone ? `${ended}; skipped, as if deleted meanwhile` : ended, campaign);
  }

  /** Whether an endpoint failed, or refused the key, so often that it is left alone. */
  isHopeless(endpoint: string): boolean {
    return (this.#broken.get(endpoint) ?? 0) >= 5;
  }

  skip(what: string, endpoint: string, campaign?: Campaign): void {
    this.#note(what, `not tried any more after ${endpoint} failed several times`, campaign);
  }

  sentences(): string[] {
    return [...this.#groups.values()].map(({ what, ended, campaigns }) => {
      if (campaigns.length === 0) return `${what} (${ended})`;
      return `${what} of ${counted(campaigns.length, "campaign")} (${ended}): ${firstOf(campaigns)}`;
    });
  }

  #note(what: string, ended: string, campaign: Campaign | undefined): void {
    const key = `${what} ${ended}`;
    const group = this.#groups.get(key) ?? { what, ended, campaigns: [] };
    this.#groups.set(key, group);
    if (campaign) group.campaigns.push(shortened(campaign.name ?? campaign.id ?? "without a name"));
  }
}
