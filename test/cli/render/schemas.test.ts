// JUnit XML and SARIF against the schemas of those who read them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { validateXML } from "xmllint-wasm";
import { build, calm, readPreview, recorded, renderers, reportOf, withUpdate } from "../../support/reports";

const schema = (name: string) => readFileSync(join(__dirname, "../schemas", name), "utf8");
const xsd = schema("junit.xsd");

const sarifSchema = JSON.parse(schema("sarif-2.1.0.json"));
// Of draft 4 of JSON Schema this one uses nothing else that draft 7 names otherwise.
sarifSchema.$schema = "http://json-schema.org/draft-07/schema#";
sarifSchema.$id = sarifSchema.id;
delete sarifSchema.id;
const formats = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uri: /^[a-z][a-z0-9+.-]*:[^\s]*$/i,
  "uri-reference": /^[^\s\\<>"{}|^`]*$/,
};
const isSarif = new Ajv({ formats, strict: false, allErrors: true, unicodeRegExp: false }).compile(
  sarifSchema,
);

async function junitErrors(...texts: string[]): Promise<readonly unknown[]> {
  const { errors } = await validateXML({
    xml: texts.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: [xsd],
  });
  return errors;
}

test("the reports of all recorded previews are valid JUnit XML", async () => {
  expect(await junitErrors(...recorded.map((name) => renderers.junit(reportOf(name))))).toEqual([]);
}, 60_000);

test("the schema of JUnit XML refuses what is not", async () => {
  const text = renderers.junit(reportOf("drift"));
  expect(await junitErrors(text.replace(/ name="sales-floor"/, ""))).not.toEqual([]);
  expect(await junitErrors(text.replace("</testsuites>", ""))).not.toEqual([]);
}, 60_000);

test.each(recorded)("the report of %s is valid SARIF", (name) => {
  isSarif(JSON.parse(renderers.sarif(reportOf(name), { projectFile: "infra/my project/Pulumi.yaml" })));
  expect(isSarif.errors).toBeNull();
});

test("the schema of SARIF refuses what is not", () => {
  const log = JSON.parse(renderers.sarif(reportOf("drift")));
  log.runs[0].results[0].level = "fatal";
  expect(isSarif(log)).toBe(false);
});

test("any text from outside leaves both valid, and is read again as it was", async () => {
  const report = (text: string) =>
    build(withUpdate("drift", { name: text, directPhoneNumber: text }, {}, {}));
  const texts = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 12 }), 60);
  const hostile = ["\ud800", "\ufffe\uffff", "]]>", "<!--", "&amp;", "\u0000", "'\"", "\u2028", ...texts];
  expect(await junitErrors(...hostile.map((text) => renderers.junit(report(text))))).toEqual([]);
  for (const text of hostile) {
    isSarif(JSON.parse(renderers.sarif(report(text))));
    expect(isSarif.errors).toBeNull();
  }
}, 60_000);

test("a config that needs attention is a failed test case, one that is as declared a passed one", () => {
  const xml = renderers.junit(reportOf("drift"));
  expect(xml).toMatch(/<testsuite name="[^"]*" tests="2" failures="1" errors="0" skipped="0">/);
  expect(xml).toMatch(
    /<testcase classname="carecycle.test" name="sales-floor">\n<failure type="drift, critical" message="drift, critical: directPhoneNumber">/,
  );
  expect(xml).toContain('<testcase classname="carecycle.test" name="scheduling-desk"></testcase>');
  expect(xml).toContain("live &quot;+15550199&quot;, code &quot;+15550100&quot;");
});

test("a config that could not be read is an error in JUnit XML and in SARIF, whose run then did not succeed", () => {
  const document = readPreview("drift");
  for (const step of document.steps.filter(({ urn }) => urn.endsWith("::scheduling-desk")))
    Object.assign(step.oldState?.outputs ?? {}, { __unreadable: "answered 503" });
  const report = build(document);
  expect(report.totals.byClass.unreadable).toBe(1);
  expect(renderers.junit(report)).toMatch(
    /<error type="unreadable" message="unreadable: [^"]*">[^<]*answered 503/,
  );
  const [run] = JSON.parse(renderers.sarif(report)).runs;
  expect(run.invocations[0].executionSuccessful).toBe(false);
  expect(run.results[0]).toMatchObject({ ruleId: "unreadable", level: "error" });
  expect(run.results[0].message.text).toContain("answered 503");
});

test("a leaf is a result of SARIF at the project's file, an error where it is critical, a note where nothing is sent", () => {
  const report = calm(reportOf("drift"));
  const [drifted] = report.resources;
  const critical = {
    ...report,
    resources: [{ ...drifted, leaves: drifted?.leaves.map((l) => ({ ...l, severity: "critical" })) }],
  };
  const results = (of: object) => JSON.parse(renderers.sarif(of as typeof report)).runs[0].results;
  expect(results(report)).toMatchObject([
    { ruleId: "drift", level: "warning", message: { text: expect.stringContaining("directPhoneNumber") } },
    { ruleId: "observed", level: "note" },
  ]);
  const [first] = results(critical);
  expect(first).toMatchObject({
    level: "error",
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" } },
        logicalLocations: [
          { name: "directPhoneNumber", fullyQualifiedName: `${drifted?.urn}/directPhoneNumber` },
        ],
      },
    ],
  });
  // What tells two alerts apart does not depend on values.
  const moved = build(withUpdate("drift", { directPhoneNumber: "+15550777" }, {}, {}));
  expect(results(moved)[0].partialFingerprints).toEqual(first.partialFingerprints);
  expect(results(moved)[0].message.text).toContain("+15550777");
});

test("more results than code scanning takes are cut, the critical ones kept, and the log says so", () => {
  const report = calm(reportOf("drift"));
  const [drifted] = report.resources;
  const leaf = drifted?.leaves[0];
  const leaves = Array.from({ length: 25_010 }, (_, i) => ({ ...leaf, path: `f${i}` }));
  leaves.push({ ...leaf, path: "last", severity: "critical" } as never);
  const many = { ...report, resources: [{ ...drifted, leaves, observed: [] }] };
  const [run] = JSON.parse(renderers.sarif(many as never)).runs;
  expect(run.results).toHaveLength(25_000);
  expect(run.results[0].locations[0].logicalLocations[0].name).toBe("last");
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain("11 results are left out");
});
