// The report as JSON, in the shape that report.schema.json documents.
import { printableJson } from "../../model/printable";
import schema from "../report/report.schema.json";
import type { Report } from "../report/types";

/** Version of the shape; it grows with every change. */
export const version = 1;

/** The report as indented JSON: whoever parses it gets every value as it is, and a terminal that shows it obeys nothing. */
export function renderJson(report: Report): string {
  return `${printableJson({ $schema: schema.$id, version, ...report }, 2)}\n`;
}
