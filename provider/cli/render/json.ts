// The report as JSON, in the shape that report/schema.ts describes.
import { printableJson } from "../../model/printable";
import type { Report } from "../reportModel/types";
import { reportSchemaId, reportVersion } from "../reportModel/vocabulary";

/** The report as indented JSON: whoever parses it gets every value as it is, and a terminal that shows it obeys nothing. */
export function renderJson(report: Report): string {
  return `${printableJson({ $schema: reportSchemaId, version: reportVersion, ...report }, 2)}\n`;
}
