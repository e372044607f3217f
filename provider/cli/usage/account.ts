// Pure: whether usage was read in the account that was asked about. In another one nothing points to the configs, which
// would read as if nobody needed them.

import { clientText } from "../../model/valueTexts";
import type { Settings } from "../../session/settings";

/** Why the usage is of another account than the one that is pinned or recorded; undefined where no response shows that. */
export function otherAccount(
  clients: ReadonlySet<string>,
  { clientId: pinned }: Pick<Settings, "clientId">,
  recorded: readonly (string | undefined)[] = [],
): string | undefined {
  const expected = new Set(
    [pinned, ...recorded].filter((id) => id !== undefined).map((id) => id.toLowerCase()),
  );
  if (clients.size === 0 || expected.size === 0) return undefined;
  const isExpected = pinned === undefined ? [...clients].some((id) => expected.has(id)) : clients.has(pinned);
  if (isExpected) return undefined;
  const wanted =
    pinned === undefined
      ? `the stack's configs belong to ${clientText([...expected].join(", "))}`
      : `client ${pinned} is pinned`;
  return `the key belongs to ${clientText([...clients].join(", "))}, but ${wanted}`;
}
