// The report as JSON, in the shape that report.schema.json documents.
import schema from "../report.schema.json";
import type { Report } from "../types";

/** Version of the shape; it grows with every change. */
export const version = 1;

/** The report as indented JSON. */
export function renderJson(report: Report): string {
  return `${JSON.stringify({ $schema: schema.$id, version, ...report }, null, 2)}\n`;
}
