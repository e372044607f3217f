// The manifests for the Pulumi Kubernetes Operator are what its CRDs admit. The schemas are the operator's, without descriptions.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parseAllDocuments } from "yaml";
import programs from "./crds/programs.json";
import stacks from "./crds/stacks.json";

const folder = join(__dirname, "../../examples/kubernetes-operator");
const definitions = [programs, stacks];
const validator = new Ajv({ strict: false, allErrors: true, logger: false });

type Json = Record<string, unknown>;

/** The schema without room for members that it does not name: a cluster would drop those without a word. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isOpen = "additionalProperties" in inner || inner["x-kubernetes-preserve-unknown-fields"] === true;
  return "properties" in inner && !isOpen ? { ...inner, additionalProperties: false } : inner;
}

function problems(manifest: Json): string[] {
  const { apiVersion, kind } = manifest;
  const crd = definitions.find((d) => d.kind === kind && `${d.group}/${d.version}` === apiVersion);
  if (!crd) return [`no CRD for ${kind} ${apiVersion}`];
  const validate = validator.compile(closed(crd.schema) as object);
  validate(manifest[crd.body]);
  return (validate.errors ?? []).map(
    (e) => `${kind}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`,
  );
}

const manifests = ["stack.yaml", "program.yaml"].flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document): Json => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  }),
);

test("every manifest is what the operator's CRD admits, and names nothing that it does not know", () => {
  expect(manifests.map(({ kind }) => kind)).toEqual(["Stack", "Stack", "Program", "Stack"]);
  expect(manifests.flatMap(problems)).toEqual([]);
});

test("a mistake in a manifest is found", () => {
  const stack = manifests[0] as Json & { spec: Json };
  const { stack: _, ...spec } = stack.spec;
  expect(problems({ ...stack, spec })).toEqual([expect.stringContaining("'stack'")]);
  expect(problems({ ...stack, spec: { ...stack.spec, refesh: true } })).toEqual([
    expect.stringContaining("refesh"),
  ]);
  expect(problems({ ...stack, apiVersion: "pulumi.com/v0" })).toHaveLength(1);
});

test("no manifest has a key in it, and none destroys with its removal", () => {
  const text = JSON.stringify(manifests);
  expect(text).not.toMatch(/cc_|pul-/);
  const ofConfigs = manifests.filter(({ spec }) => (spec as Json | undefined)?.projectRepo !== undefined);
  expect(ofConfigs.map(({ spec }) => (spec as Json).destroyOnFinalize)).toEqual([false, false]);
});
