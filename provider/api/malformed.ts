// The error for a response with the right config in another shape than documented.
import type { RequestLine } from "./errors";
import { ResponseError } from "./errors";

/** A 2xx response with the requested config, some of whose members have another type than documented. */
export class MalformedConfigError extends ResponseError {
  override readonly name: string = "MalformedConfigError";
  // Private, so that printing the error does not print the credentials in the config.
  readonly #config: { readonly id: string; readonly [member: string]: unknown };
  constructor(
    request: RequestLine,
    status: number,
    /** What is wrong: one entry per member. */
    readonly problems: readonly string[],
    config: { readonly id: string; readonly [member: string]: unknown },
  ) {
    super(request, status, problems.join("; "));
    this.#config = config;
  }

  /** The config without those members. After a POST, this is the config that now exists. */
  get config(): { readonly id: string; readonly [member: string]: unknown } {
    return this.#config;
  }
}
