// An answer that holds the config that was asked for, but not in the documented shape.
import { type Asked, ResponseError } from "./errors";

/**
 * A 2xx answer that holds the config that was asked for, with members of another type than documented; `problems` names
 * each. `config` is the answer without them, its `id` included: after a POST it is the config that now exists.
 */
export class MalformedConfigError extends ResponseError {
  override readonly name: string = "MalformedConfigError";
  // Not a plain member: whoever prints the error would print the credentials in it.
  readonly #config: { readonly id: string; readonly [member: string]: unknown };
  constructor(
    asked: Asked,
    status: number,
    readonly problems: readonly string[],
    config: { readonly id: string; readonly [member: string]: unknown },
  ) {
    super(asked, status, problems.join("; "));
    this.#config = config;
  }

  get config(): { readonly id: string; readonly [member: string]: unknown } {
    return this.#config;
  }
}
