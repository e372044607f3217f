// The engines that this machine has: the embedded one always, the real `pulumi` where it is installed.

import { embedded } from "./embedded";
import type { Engine } from "./engine";
import { findPulumi, realEngine } from "./pulumi";

export * from "./engine";
export { embedded, findPulumi };

/** For a spec or a demo to print where only the embedded engine runs. */
export const NO_PULUMI_NOTICE =
  "No `pulumi` on PATH or in ~/.pulumi/bin: running on the embedded engine alone.";

export function enginesAtHand(): Engine[] {
  const real = realEngine();
  return real === undefined ? [embedded] : [embedded, real];
}
