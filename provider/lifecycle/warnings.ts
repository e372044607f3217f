// Warnings of the rules across fields, where an operation knows the values: at a new resource's check, and at the diff
// of one that the state records.
import { factsOf, nothingLive } from "../model/facts";
import type { Mask } from "../model/maskText";
import { desiredValues } from "../model/ownership";
import { type Broken, brokenRules, brokenText } from "../model/rules";
import { recordedConfig } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import { UNKNOWN, type Values } from "../model/values";
import { configText } from "../model/valueTexts";

/** What a new resource breaks. `live` is the config that it adopts, where that could be read. */
export function brokenByNew(inputs: Values, live: LiveTransferConfig | undefined, mask: Mask): Broken[] {
  const base = inputs.transferConfigId === undefined ? nothingLive : live;
  return brokenRules(factsOf({ declared: inputs, live: base, hides: (path) => mask.hides(path) }));
}

/** What a recorded resource breaks, once the inputs are live: what they do not declare is as `record` (its outputs) has it. */
export function brokenByRecorded(inputs: Values, record: Values, mask: Mask): Broken[] {
  const [declared, live] = [desiredValues(inputs, record), recordedConfig(record)];
  return brokenRules(factsOf({ declared, live, hides: (path) => mask.hides(path) }));
}

/** A warning in one line. */
export function warningText({ rule, path }: Broken, config: string): string {
  const how = rule.severity === "critical" ? "critical warning" : "warning";
  return `${how}: ${config}: ${path}: ${brokenText(rule)}`;
}

/** A new resource as a line names it. */
export function newConfigText(inputs: Values, live: LiveTransferConfig | undefined, mask: Mask): string {
  const id = inputs.transferConfigId;
  if (typeof id === "string") return configText(id, live ?? inputs, mask);
  const isShown = typeof inputs.name === "string" && inputs.name !== UNKNOWN && !mask.hides(["name"]);
  return isShown ? configText("new", inputs, mask) : "a new config";
}
