// Reports of recorded previews, and the values that tests compare them with.
import { parsePreview } from "../../provider/cli/preview/document";
import { renderers } from "../../provider/cli/render/renderers";
import { buildReport } from "../../provider/cli/reportModel/report";
import type { Report, Resource } from "../../provider/cli/reportModel/types";
import { type RecordedDocument, readPreview } from "./previews";

export {
  fleet,
  markedByProgram,
  previewPath,
  type RecordedDocument,
  readPreview,
  recorded,
  refusedCreate,
} from "./previews";

export { renderers };

/** Every format by the extension of its checked-in reports; "json.txt", because a formatter of the repository would write .json files its own way. */
export const formatOf = {
  txt: renderers.text,
  md: renderers.markdown,
  html: renderers.html,
  xml: renderers.junit,
  sarif: renderers.sarif,
  "json.txt": renderers.json,
};

/** The report of a document. */
export const build = (document: RecordedDocument, strict = false): Report =>
  buildReport(parsePreview(JSON.stringify(document), "test"), { strict });

/** The report of a recorded document. */
export const reportOf = (name: string, strict = false): Report => build(readPreview(name), strict);

/** The first config of a recorded document's report: what needs attention most. */
export function first(name: string, strict = false): Resource {
  const resource = reportOf(name, strict).resources[0];
  if (!resource) throw new Error("no resource");
  return resource;
}

/** The recorded update of `name`, with more inputs and outputs in its three columns. */
export function withUpdate(name: string, live: object, inputs: object, code: object): RecordedDocument {
  const document = readPreview(name);
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, live);
  Object.assign(step?.oldState?.inputs ?? {}, inputs);
  Object.assign(step?.newState?.inputs ?? {}, code);
  return document;
}

/** A cell that shows its value. */
export const value = (v: unknown) => ({ kind: "value", value: v });
export const secret = { kind: "secret" };
export const absent = { kind: "absent" };

/** The report without anything critical and without warnings, for tests that put in their own. */
export function calm(report: Report): Report {
  const calmLeaf = (leaf: Resource["leaves"][number]) => ({ ...leaf, severity: null });
  const resources = report.resources.map((resource) => ({
    ...resource,
    severity: null,
    leaves: resource.leaves.map(calmLeaf),
    observed: resource.observed.map(calmLeaf),
    warnings: [],
  }));
  return { ...report, resources };
}
