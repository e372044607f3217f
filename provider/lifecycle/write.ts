// A write: a read, the PATCH that it calls for, and the verification of the response.
import { bodyOf } from "../model/patchBody";
import type { LiveTransferConfig } from "../model/types";
import { isObject, leafDifferences, type Values } from "../model/values";
import { configText } from "../model/valueTexts";
import { lostText } from "./messages";
import type { OperationContext } from "./operationContext";
import { verify } from "./verify";

/** The config that is written to. */
export interface Target {
  readonly id: string;
  /** Account that the state recorded, if any. */
  readonly clientId?: unknown;
  /** Whether `onConflict` is "fail": what others changed is then left to them. */
  readonly failOnConflict: boolean;
  /** Empty objects and lists that the API is known to accept without keeping them, in its shape. */
  readonly notKept?: Values;
}

/** What is to be written to a live config. */
export interface Patch {
  /** Names of the fields to write; none: nothing is sent. */
  readonly fields: readonly string[];
  /** What must hold afterwards: declared inputs, and null for fields that are released. */
  readonly desired: Values;
  /** Live values that a PATCH of an object must carry along. */
  readonly base: Values;
  /** What is said of the PATCH directly before it is sent, and only then. */
  readonly lines?: readonly string[];
}

/** Reads a config, sends the PATCH that `plan` makes of it directly afterwards, and verifies the response. */
export async function write(
  context: OperationContext,
  target: Target,
  plan: (live: LiveTransferConfig, repeated: boolean) => Patch,
): Promise<LiveTransferConfig> {
  let sent: { patch: Patch; body: Values } | undefined;
  const compute = (live: LiveTransferConfig, repeated: boolean) => {
    const patch = plan(live, repeated);
    const body = bodyOf(patch.fields, patch.desired, patch.base);
    // Live values, some of which are carried along, may be quoted in an error.
    context.mask.learn(patch.base);
    sent = patch.fields.length > 0 ? { patch, body } : undefined;
    const announce = () => {
      for (const line of patch.lines ?? []) context.notify(line);
    };
    return sent && { body, announce };
  };
  const response = await context.session.modify(target.id, target.clientId, compute, context.mask);
  if (sent === undefined) return response;
  const { patch, body } = sent;
  if (patch.fields.includes("dynamicOptions")) reportLost(context, target, patch, body, response);
  return verify(context, target, patch, response);
}

// A null inside an object cannot be sent to a merging server, for which null means "remove".
function reportLost(
  { notify, mask }: OperationContext,
  { id }: Target,
  { desired, base }: Patch,
  body: Values,
  response: LiveTransferConfig,
): void {
  if (!isObject(base.dynamicOptions) || !isObject(body.dynamicOptions)) return;
  const declared = isObject(desired.dynamicOptions) ? desired.dynamicOptions : {};
  const live = isObject(response.dynamicOptions) ? response.dynamicOptions : {};
  const lost = Object.entries(base.dynamicOptions)
    .filter(([member, value]) => declared[member] === undefined && value !== null)
    .flatMap(([member, value]) => leafDifferences(value, live[member], ["dynamicOptions", member]))
    .filter((d) => d.want !== undefined);
  if (lost.length > 0) {
    notify(
      lostText(
        configText(id, response, mask),
        lost.map((d) => d.path),
      ),
    );
  }
}
