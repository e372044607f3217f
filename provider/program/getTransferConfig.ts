// Reads a transfer config without managing it.
import { accountNames, fieldNames } from "../model/fieldTable";
import { pick } from "../model/ownership";
import type { DynamicOptions, TransferConfigFields } from "../model/types";
import { maskedError } from "../session/maskedError";
import { shownInTests } from "./mocks";
import { programSession, refusePlaintextKey } from "./programSession";
import type * as pulumi from "./sdk";
import { output } from "./sdk";
import { wrapSecrets } from "./wrapSecrets";

/** Arguments of {@link getTransferConfig}. */
export interface GetTransferConfigArgs {
  /** Id of the config (UUID). */
  id: string;
}

/** Arguments of {@link getTransferConfigOutput}. */
export interface GetTransferConfigOutputArgs {
  /** Id of the config (UUID); may be unknown in a preview. */
  id: pulumi.Input<string>;
}

/** {@link DynamicOptions} with its sensitive leaves secret. */
export interface DynamicOptionsResult extends Omit<DynamicOptions, "headers" | "body"> {
  /** Headers, each value secret. */
  headers?: Record<string, pulumi.Output<string>>;
  /** Body, each leaf secret. */
  body?: Record<string, unknown>;
}

/** A live transfer config. A field that the API did not return is undefined. */
export interface GetTransferConfigResult
  extends Partial<Omit<TransferConfigFields, "name" | "sipHeaders" | "dynamicOptions">> {
  /** Id (UUID). */
  id: string;
  /** Name. */
  name: string;
  /** SIP headers, secret, or null. */
  sipHeaders?: pulumi.Output<string> | null;
  /** Options of a dynamic transfer, or null. */
  dynamicOptions?: DynamicOptionsResult | null;
  /** Account that the config belongs to (UUID). */
  clientId: string;
  /** Time of creation as the API writes it, or null. */
  createdAt: string | null;
  /** Time of the last change as the API writes it, or null. */
  updatedAt: string | null;
}

/**
 * Reads a live config, within the quota, at every call: in every preview and update.
 * @throws ConfigurationError without a key, NotFoundError for an unknown id, and the other errors of `pulumi-carecycle/client`.
 */
export async function getTransferConfig(args: GetTransferConfigArgs): Promise<GetTransferConfigResult> {
  refusePlaintextKey();
  const live = await programSession()
    .read(args.id)
    .catch((error) => {
      // The SDK takes half a minute to format the stack of an error that a program does not catch.
      throw shownInTests(maskedError(error));
    });
  const shown = pick(live, ["id", ...fieldNames, ...accountNames]);
  return wrapSecrets(shown) as unknown as GetTransferConfigResult;
}

/** {@link getTransferConfig} for an id that is an output. While the id is unknown, so is the result, and nothing is read. */
export function getTransferConfigOutput(
  args: GetTransferConfigOutputArgs,
): pulumi.Output<GetTransferConfigResult> {
  const result = output(args.id).apply((id) => getTransferConfig({ id }));
  return result as unknown as pulumi.Output<GetTransferConfigResult>;
}
