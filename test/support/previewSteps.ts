// Steps of a preview, made of what each column of one config holds: for cases of which no preview was recorded.
import { gather, type Preview, type Step } from "../../provider/cli/preview/document";
import { buildReport, type ReportOptions, reviewOf } from "../../provider/cli/reportModel/report";
import type { Built } from "../../provider/cli/reportModel/resource";
import type { Resource } from "../../provider/cli/reportModel/types";
import { transferConfigType } from "../../provider/model/internalNames";
import type { Values } from "../../provider/model/values";

export const deskId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const deskPath = `/v2/campaigns/transfer-configs/${deskId}`;

/** URN of a config by its name in the program. */
export const urnOf = (name: string) => `urn:pulumi:test::desks::${transferConfigType}::${name}`;

/** What a preview holds of one config. */
export interface Columns {
  /** Name in the program. @default "desk" */
  readonly name?: string;
  readonly id?: string;
  /** Outputs as last recorded; left out for a resource that is new. */
  readonly applied?: Values;
  /** Outputs as live; left out where the preview did not read them. */
  readonly live?: Values;
  /** Inputs of the last update. @default those of the code */
  readonly inputs?: Values;
  /** Inputs of the code; left out where the code drops the resource. */
  readonly code?: Values | undefined;
  /** Paths that the engine names. @default it names none */
  readonly diff?: readonly string[];
  /** @default "create", "delete" or "update", by what is there */
  readonly op?: string;
}

/** The steps of one config. */
export function stepsOf({ name = "desk", id = deskId, ...columns }: Columns): Step[] {
  const { applied, live, code, inputs = code ?? {}, diff } = columns;
  const urn = urnOf(name);
  const recorded = applied && { id, inputs, outputs: applied };
  const before = live && { id, inputs, outputs: live };
  const newState = code && { ...(recorded && { id }), inputs: code };
  const refresh = live && { op: "refresh", urn, oldState: recorded, newState: before };
  const op = columns.op ?? (code === undefined ? "delete" : recorded ? "update" : "create");
  const detailedDiff = diff && Object.fromEntries(diff.map((path) => [path, { kind: "update" }]));
  const plan = { op, urn, oldState: before ?? recorded, newState, detailedDiff };
  return [...(refresh ? [refresh] : []), plan];
}

/** The preview of some configs. */
export const previewOf = (configs: readonly Columns[], config: Values = {}): Preview =>
  gather(configs.flatMap(stepsOf), config);

/** The report of one config. */
export function resourceOf(columns: Columns, config: Values = {}, options: ReportOptions = {}): Resource {
  const [resource] = buildReport(previewOf([columns], config), options).resources;
  if (!resource) throw new Error("no resource");
  return resource;
}

/** What a review of one config rests on. */
export function builtOf(columns: Columns, config: Values = {}): Built {
  const [built] = reviewOf(previewOf([columns], config)).built;
  if (!built) throw new Error("no config");
  return built;
}
