// The real engine: the `pulumi` of this machine, if it has one.

import { execFileSync } from "node:child_process";
import type { Engine } from "../engine";
import { findPulumi } from "./cli";
import { PulumiStack } from "./stack";

export { findPulumi };

export function realEngine(): Engine | undefined {
  const pulumi = findPulumi();
  if (pulumi === undefined) return undefined;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = execFileSync(pulumi, ["version"], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return {
    name: "pulumi",
    description: `pulumi ${version.trim()}`,
    createStack: (options) => PulumiStack.open(pulumi, options),
  };
}
