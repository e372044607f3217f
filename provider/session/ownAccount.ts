// Whose key it must be: what is asked before a POST, and of a 404 under a plan.
import { CareCycleError, NotFoundError } from "../api/errors";
import { type KeyAccount, useRightKey } from "./keyAccount";
import type { RecordedClients } from "./recordedClients";
import { planLabel, type ReviewedPlan } from "./reviewedPlan";
import type { Settings } from "./settings";

/** What tells of accounts: the pin, the plan, and the recorded configs. */
interface Owners {
  readonly settings: Settings;
  readonly records: RecordedClients;
  readonly reviewed: ReviewedPlan;
}

const planned = `for which ${planLabel} was made`;

/** @throws CareCycleError unless the key is known to belong to the account that a new config must be of. */
export async function requireOwnAccount(
  account: KeyAccount,
  { settings, records, reviewed }: Owners,
): Promise<void> {
  const pinned = settings.clientId;
  if (pinned === undefined) await records.ready();
  const only = pinned ?? reviewed.clientId;
  const owners = only === undefined ? records.clients : [only];
  for (const owner of owners) {
    if ((await account.belongsTo(owner, records.configOf(owner) ?? reviewed.configOf(owner))) === "yes")
      return;
  }
  if (owners.length === 0) return;
  const why =
    pinned !== undefined
      ? "which carecycle:clientId pins"
      : only !== undefined
        ? planned
        : "which this stack's recorded configs belong to";
  throw new CareCycleError(
    `no transfer config was created, and nothing was sent: ${account.reason(owners.join(", "))}, ${why}. ${useRightKey} ` +
      (pinned === undefined
        ? "To manage configs of another account, use a stack of its own."
        : "If the key is right, let it read appointment configs or campaigns, of which the account needs one, or remove " +
          "carecycle:clientId until the first config is recorded."),
  );
}

/**
 * Throws an error of a request for a config. With the key of another account, every id answers 404: where that is not
 * the account of the plan, the error says so instead.
 */
export async function explainMissing(
  error: unknown,
  account: KeyAccount,
  { clientId }: ReviewedPlan,
): Promise<never> {
  if (
    error instanceof NotFoundError &&
    clientId !== undefined &&
    (await account.belongsTo(clientId)) === "no"
  )
    throw new CareCycleError(`nothing was sent: ${account.reason(clientId)}, ${planned}. ${useRightKey}`);
  throw error;
}
