// The resource class, its args and its outputs. Its operations run in another process: see lifecycle/.
import { accountNames, fieldNames } from "../model/fieldTable";
import {
  providerText,
  secretPathsName,
  transferConfigType,
  turnName,
  wrappedPathsName,
} from "../model/internalNames";
import type { DynamicOptions, SuccessCondition, TransferConfigFields } from "../model/types";
import { refusePlaintextKey, warnOfUnknownKeys } from "./programSession";
import { prepareRegistration } from "./registration";
import type * as pulumi from "./sdk";
import { CustomResource } from "./sdk";
import { pauseStackTraces, withStackTrace } from "./stackTraces";
import { followStackTransforms, withFollowUp } from "./transforms";
import { secretPaths, wrappedPathsOf, wrapSecrets } from "./wrapSecrets";

/** A value of a program, or nothing. Nothing leaves a field unmanaged; null clears it. */
type Arg<T> = pulumi.Input<T | undefined> | undefined;

/** Each member of T as an optional input. Over Omit it keeps the members' documentation. */
type Args<T> = { [K in keyof T]?: Arg<T[K]> };

/** {@link SuccessCondition} with inputs. */
export type SuccessConditionArgs = Args<SuccessCondition>;

/** {@link DynamicOptions} with inputs. */
export interface DynamicOptionsArgs
  extends Args<Omit<DynamicOptions, "headers" | "body" | "successConditions">> {
  /** Headers of that request. May carry credentials: every value is kept secret. Owned whole. */
  headers?: Arg<Record<string, pulumi.Input<string>>>;
  /** Body of that request, any JSON members. May carry credentials: every leaf is kept secret. Owned whole. */
  body?: Arg<Record<string, unknown>>;
  /** Conditions that the response must meet, in order. */
  successConditions?: Arg<pulumi.Input<SuccessConditionArgs>[]>;
}

/**
 * Fields of a transfer config. A field that is given is enforced, one that is left out is left alone,
 * and null clears one that the API lets be null.
 */
export interface TransferConfigFieldArgs
  extends Args<Omit<TransferConfigFields, "dynamicOptions" | "transferWaitingMessages">> {
  /** Options of a dynamic transfer, or null. Its members are owned one by one. */
  dynamicOptions?: Arg<DynamicOptionsArgs | null>;
  /** Messages spoken while the caller waits, in order, or null. */
  transferWaitingMessages?: Arg<pulumi.Input<string>[] | null>;
}

/** Arguments of {@link TransferConfig}. */
export interface TransferConfigArgs extends TransferConfigFieldArgs {
  /** Adopts the live config with this id (UUID) instead of creating one. A different id later replaces the resource; the old config stays live. */
  transferConfigId?: Arg<string>;
  /**
   * What a delete of the resource does to the live config: "retain" leaves it live, "delete" deletes it. A resource that created
   * its config and is renamed without the option `aliases` is deleted and created; one with `transferConfigId` is not.
   * @default "retain"
   */
  deletionPolicy?: Arg<"retain" | "delete">;
  /**
   * What an update does when somebody changed a field that it is about to write: "overwrite" it, or "fail".
   * @default `carecycle:onConflict`, or "overwrite"
   */
  onConflict?: Arg<"overwrite" | "fail">;
  /**
   * What a refresh does when the config is gone: "recreate" lets the next update create a new one, "fail" keeps the resource.
   * @default `carecycle:onMissing`, or "recreate"
   */
  onMissing?: Arg<"recreate" | "fail">;
  /** Fields that this package does not know yet, by their API names; managed key by key. */
  additionalFields?: Arg<Record<string, unknown>>;
}

// A CustomResource has an output for each property that it is registered with, undefined ones included.
const outputs = Object.fromEntries(
  [...fieldNames, ...accountNames, "managedFields", "managedOptions"].map((name) => [name, undefined]),
);

/**
 * A careCycle transfer config: where calls are transferred to.
 *
 * The code owns the fields that it declares, and no others: they are made live by a PATCH of what changed, and what somebody
 * edits in the dashboard is drift. `null` clears a field. A field that the code does not mention is never sent; its live value
 * is an output. With `transferConfigId`, a live config is adopted as it is; without it, a new one is created. Removing the
 * resource leaves the config live, unless `deletionPolicy` is "delete".
 *
 * @example
 * ```ts
 * import * as carecycle from "pulumi-carecycle";
 *
 * const sales = new carecycle.TransferConfig("sales-floor", {
 *   transferConfigId: "497f6eca-6276-4993-bfeb-53cbbbba6f08", // adopt this live config; left out: create one
 *   name: "Sales floor",
 *   type: "direct",
 *   directPhoneNumber: "+15550100",
 * });
 * export const updatedAt = sales.updatedAt;
 * ```
 *
 * Source: `/v2/campaigns/transfer-configs` of the careCycle API.
 */
export class TransferConfig extends CustomResource {
  /** Type token of the resource. */
  static readonly type = transferConfigType;

  /** Live name. */
  declare readonly name: pulumi.Output<string>;
  /** Live routing config (UUID), or null. */
  declare readonly routingConfigId: pulumi.Output<string | null>;
  /** Live kind of transfer. */
  declare readonly type: pulumi.Output<TransferConfigFields["type"]>;
  /** Live setting of warm transfer. */
  declare readonly warmTransfer: pulumi.Output<boolean>;
  /** Live number of a direct transfer, or null. */
  declare readonly directPhoneNumber: pulumi.Output<string | null>;
  /** Live options of a dynamic transfer, or null. */
  declare readonly dynamicOptions: pulumi.Output<DynamicOptions | null>;
  /** Live SIP address, or null. */
  declare readonly sipUri: pulumi.Output<string | null>;
  /** Live SIP headers, secret; undefined where the program does not declare them and they are set. */
  declare readonly sipHeaders: pulumi.Output<string | null | undefined>;
  /** Live prompt of the spoken summary, or null. */
  declare readonly warmSummaryPrompt: pulumi.Output<string | null>;
  /** Live moment of the spoken summary, or null. */
  declare readonly warmMode: pulumi.Output<TransferConfigFields["warmMode"]>;
  /** Live softphone fallback, or null. */
  declare readonly softphoneFallbackType: pulumi.Output<TransferConfigFields["softphoneFallbackType"]>;
  /** Live number of the softphone fallback, or null. */
  declare readonly softphoneFallbackPhoneNumber: pulumi.Output<string | null>;
  /** Live setting of appointment booking. */
  declare readonly appointmentBookingEnabled: pulumi.Output<boolean>;
  /** Live waiting messages, or null. */
  declare readonly transferWaitingMessages: pulumi.Output<string[] | null>;
  /** Live appointment config (UUID), or null; undefined where the API does not know it. */
  declare readonly appointmentConfigId: pulumi.Output<string | null | undefined>;
  /** Live moment of the softphone handoff; undefined where the API does not know it. */
  declare readonly softphoneHandoffStrategy: pulumi.Output<
    TransferConfigFields["softphoneHandoffStrategy"] | undefined
  >;
  /** Account that the config belongs to (UUID). */
  declare readonly clientId: pulumi.Output<string>;
  /** Time of creation as the API writes it, or null. */
  declare readonly createdAt: pulumi.Output<string | null>;
  /** Time of the last change as the API writes it, or null. */
  declare readonly updatedAt: pulumi.Output<string | null>;
  /** Names of the fields that the program declares, sorted. */
  declare readonly managedFields: pulumi.Output<string[]>;
  /** What of `dynamicOptions` the program declares, sorted: member names, and members of conditions; undefined where it declares none. */
  declare readonly managedOptions: pulumi.Output<string[] | undefined>;

  /**
   * @param name Logical name of the resource, unique in the stack.
   * @param args Fields to manage; `name` is required unless `transferConfigId` adopts a live config.
   * @param options Pulumi's options. `deleteBeforeReplace` is always true: a replacement deletes nothing in
   * careCycle, it stops managing the old config before it creates or adopts the new one.
   * @throws ConfigurationError if `carecycle:apiKey` is in the stack config as plain text. Invalid arguments, the
   * option `import`, and a `transferConfigId` that another resource adopts end the run with one error for all resources that
   * the program creates in one turn; under `pulumi.runtime.setMocks` the constructor throws
   * the mistakes of its own arguments (CareCycleError).
   */
  constructor(name: string, args: TransferConfigArgs, options?: pulumi.CustomResourceOptions) {
    refusePlaintextKey();
    warnOfUnknownKeys();
    const { args: valid, validated, turn } = prepareRegistration(name, args, options);
    const note = validated.then(() => followStackTransforms(options?.parent)).then(() => secretPaths(valid));
    const wrapped = wrappedPathsOf(valid);
    const properties = {
      // First, because the SDK serializes in this order: it gets to nothing else before the arguments are validated.
      [secretPathsName]: note,
      ...outputs,
      ...wrapSecrets(valid),
      ...(wrapped.length > 0 && { [wrappedPathsName]: wrapped }),
      [turnName]: turn,
      __provider: providerText,
    };
    const resumeStackTraces = pauseStackTraces();
    try {
      super(TransferConfig.type, name, properties, withFollowUp(options, note));
    } catch (error) {
      resumeStackTraces();
      throw withStackTrace(error);
    } finally {
      resumeStackTraces();
    }
  }
}
