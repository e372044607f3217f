// Recorded previews -> reports, against checked-in ones.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { reportJsonSchema } from "../../../provider/cli/reportModel/schema";
import {
  build,
  formatOf,
  markedByProgram,
  readPreview,
  recorded,
  renderers,
  reportOf,
} from "../../support/reports";

const validate = new Ajv().compile(reportJsonSchema());

/** Recordings whose reports are checked in in every format; of the others, the model (JSON) and the text are. */
const inEveryFormat: readonly string[] = ["drift", "adopt", "plain-change"];
const files = recorded.flatMap((name) =>
  (["txt", "json.txt", "md", "html", "xml", "sarif"] as const)
    .filter((extension) => extension.endsWith("txt") || inEveryFormat.includes(name))
    .map((extension) => [name, extension] as const),
);

// UPDATE_GOLDEN=1 writes them again: read the difference before it is committed.
test.each(files)("the report of %s is as checked in (%s)", (name, extension) => {
  const file = join(__dirname, "../golden", `${name}.${extension}`);
  const text = formatOf[extension](reportOf(name));
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test.each(recorded)("the JSON report of %s has the documented shape", (name) => {
  validate(JSON.parse(renderers.json(reportOf(name))));
  expect(validate.errors).toBeNull();
});

test.each(recorded)("the report of %s shows nothing internal and nothing sensitive in any format", (name) => {
  const document = readPreview(name);
  // As if the engine had not masked anything that this package knows as sensitive.
  const leak = markedByProgram.includes(name) ? '"[secret]"' : '"LEAKED-VALUE"';
  const leaky = JSON.parse(JSON.stringify(document).replaceAll('"[secret]"', leak));
  for (const render of Object.values(renderers)) {
    expect(render(build(leaky, true))).not.toMatch(/LEAKED|__provider|exports\.handler|cc_/);
  }
});
