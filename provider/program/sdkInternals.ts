// What the SDK has without declaring it: each is looked for, and done without where a version lacks it.
import * as config from "@pulumi/pulumi/runtime/config";
import * as state from "@pulumi/pulumi/runtime/state";

/** Whether a key of the stack config is encrypted, as the SDK's own Config asks. */
export function isConfigSecret(key: string): boolean {
  const { isConfigSecret: isSecret } = config as { isConfigSecret?: (key: string) => boolean };
  return isSecret?.(key) ?? true;
}

/** Whether the run has a server of callbacks, and so may have transforms. The SDK's own getCallbacks would start one. */
export function hasCallbacks(): boolean {
  const { getStore } = state as { getStore?: () => { callbacks?: unknown } };
  return getStore?.().callbacks !== undefined;
}
