// Reads a plan file: whatever it holds, it is a plan or one clear error.
import { readFileSync } from "node:fs";
import { CareCycleError } from "../api/errors";
import { type Plan, planSchemaId, planVersion } from "../model/plan";
import type * as Schema from "../model/planSchema";
import { printable } from "../model/printable";
import { isObject } from "../model/values";

/** Names the plan that a process is held to. */
export const planVariable = "CARECYCLE_PLAN";

/** The plan in a file, or why there is none. */
export function readPlan(file: string): Plan | CareCycleError {
  const failed = (why: string) =>
    new CareCycleError(
      `nothing was sent: ${printable(file)}, which ${planVariable} names, ${why}. Make the plan again with pulumi-carecycle preview --plan.`,
    );
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return failed(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed(text.trimStart().startsWith("{") ? "is cut short or damaged" : "is not a plan");
  }
  if (
    !isObject(json) ||
    typeof json.$schema !== "string" ||
    !json.$schema.startsWith("urn:pulumi-carecycle:plan:")
  )
    return failed("is not a plan");
  if (json.$schema !== planSchemaId || json.version !== planVersion)
    return failed(`is of another version than this package reads (${planVersion})`);
  const { planSchema }: typeof Schema = require("../model/planSchema");
  const { data, error } = planSchema.safeParse(json);
  if (data) return data;
  // Names of the schema, and indexes: nothing that the file could make up.
  const place = error.issues[0]?.path.slice(0, 4).map(String).join(".");
  return failed(`is damaged (${place})`);
}
