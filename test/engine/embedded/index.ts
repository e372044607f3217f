// The embedded engine: runs Pulumi programs with nothing but the Node SDK.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Engine } from "../engine";
import { EmbeddedStack } from "./stack";

const sdk = createRequire(__filename).resolve("@pulumi/pulumi/package.json");
const { version } = JSON.parse(readFileSync(sdk, "utf8")) as { version: string };

export const embedded: Engine = {
  name: "embedded",
  description: `embedded engine on @pulumi/pulumi ${version}`,
  createStack: (options) => EmbeddedStack.open(options),
};
