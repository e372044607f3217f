// The published shape of a JSON report: what it demands, what it refuses, and that it says what each member is.
import Ajv from "ajv/dist/2020";
import { reportJsonSchema } from "../../../provider/cli/reportModel/schema";
import { reportSchemaId } from "../../../provider/cli/reportModel/vocabulary";

type Json = Record<string, never>;

const schema = reportJsonSchema() as Json;
const isValid = new Ajv().compile(schema);

const cells = ["secret", "withheld", "absent", "not-read", "unknown"].map((kind) => ({ kind }));
const cell = { kind: "value", value: { any: ["JSON", null] } };
const leaf = {
  path: "name",
  applied: cell,
  live: cell,
  code: cell,
  class: "drift",
  severity: null,
  firstSeen: null,
  note: null,
};
const user = { kind: "campaign", id: "c", name: "n", status: "active", as: ["transferConfigId"] };
const resource = {
  urn: "u",
  name: "n",
  id: "i",
  configName: "c",
  class: "drift",
  leaves: [leaf, ...cells.map((live) => ({ ...leaf, live }))],
  observed: [{ ...leaf, severity: "critical", firstSeen: "2026-11-23T00:00:00.000Z", note: "n" }],
  requests: [{ method: "PATCH", path: "/p", body: { any: null }, ifNeeded: false }],
  severity: "warning",
  warnings: [{ rule: "r", severity: "warning", path: "p", message: "m" }],
  usedBy: [user, { ...user, kind: "appointment-config" }],
  notes: ["n"],
};
const report = {
  $schema: "urn:pulumi-carecycle:report:2",
  version: 2,
  verdict: "v",
  stack: "s",
  commit: "c",
  readAt: "r",
  usage: { requests: 0, notRead: ["x"] },
  refreshed: true,
  read: 0,
  unread: 0,
  unlisted: 0,
  strict: false,
  shard: { index: 1, of: 1, stackConfigs: 0 },
  quota: { limit: 1, windowSeconds: 0.5 },
  totals: {
    configs: 0,
    attention: 0,
    byClass: { drift: 0 },
    observed: 0,
    requests: 0,
    byMethod: { GET: 0 },
    reads: 0,
    leastSeconds: 0,
  },
  others: { create: 0 },
  unseen: 0,
  resources: [resource],
};

/** A copy of the report with another value at a path; undefined takes the member out. */
function changed(path: string, value: unknown): object {
  const copy = JSON.parse(JSON.stringify(report));
  const parts = path.split(".");
  const last = parts.pop() as string;
  const around = parts.reduce((inner, part) => inner[part], copy);
  if (value === undefined) delete around[last];
  else around[last] = value;
  return copy;
}

/** Whether the schema takes it. */
const takes = (path: string, value: unknown) => isValid(changed(path, value));

const objects: Record<string, object> = {
  "": report,
  usage: report.usage,
  shard: report.shard,
  quota: report.quota,
  totals: report.totals,
  "resources.0": resource,
  "resources.0.leaves.0": leaf,
  "resources.0.leaves.0.live": { kind: "value" },
  "resources.0.requests.0": { ...resource.requests[0] },
  "resources.0.warnings.0": { ...resource.warnings[0] },
  "resources.0.usedBy.0": user,
};
const below = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

test("a report with everything in it has the shape", () => {
  isValid(report);
  expect(isValid.errors).toBeNull();
});

test.each(Object.keys(objects))("each member of the object at %j is required", (path) => {
  const lacking = Object.keys(objects[path] ?? {}).filter((name) => takes(below(path, name), undefined));
  expect(lacking).toEqual([]);
});

test.each(Object.keys(objects).filter((path) => path !== ""))(
  "the object at %j has no other member",
  (path) => {
    expect(takes(below(path, "another"), 1)).toBe(false);
  },
);

test("a later version may have more members beside those of a report", () => {
  expect(takes("another", 1)).toBe(true);
});

const nullable = [
  ...["stack", "commit", "readAt", "usage", "shard"],
  ...["id", "configName", "severity", "usedBy"].map((name) => `resources.0.${name}`),
  ...["severity", "firstSeen", "note"].map((name) => `resources.0.observed.0.${name}`),
  ...["id", "name", "status"].map((name) => `resources.0.usedBy.0.${name}`),
  "resources.0.warnings.0.path",
  "resources.0.requests.0.body",
];

test("null stands where something may be missing or not known, and nowhere else", () => {
  const taken = Object.keys(objects).flatMap((path) =>
    Object.keys(objects[path] ?? {})
      .map((name) => below(path, name))
      .filter((place) => takes(place, null)),
  );
  const inLeaves = (place: string) => place.replace("observed", "leaves");
  expect(taken.sort()).toEqual(nullable.map(inLeaves).sort());
  expect(nullable.filter((place) => !takes(place, null))).toEqual([]);
});

const counts = [
  ...["read", "unread", "unlisted", "unseen", "others.create", "usage.requests", "shard.stackConfigs"],
  ...["configs", "attention", "observed", "requests", "reads", "byClass.drift", "byMethod.GET"].map(
    (name) => `totals.${name}`,
  ),
];

test.each(counts)("%s is a count", (path) => {
  expect([0, 7, -1, 0.5, "1"].map((value) => takes(path, value))).toEqual([true, true, false, false, false]);
});

test.each<[string, unknown[], unknown[]]>([
  ["shard.index", [1, 2], [0, 1.5]],
  ["shard.of", [1, 2], [0, 1.5]],
  ["quota.limit", [1, 60], [0, 1.5]],
  ["quota.windowSeconds", [0.5, 60], [0, -1]],
  ["totals.leastSeconds", [0, 0.5, 60], [-1]],
  ["version", [2], [1, 3]],
  ["$schema", [reportSchemaId], ["", "urn:other"]],
  ["totals.byClass", [{}, { drift: 1, change: 2 }], [{ other: 1 }, []]],
  ["totals.byMethod", [{}, { GET: 1, DELETE: 2 }], [{ PUT: 1 }]],
  ["others", [{}, { update: 1 }], [[], { update: "1" }]],
  ["resources.0.leaves.0.live", cells, [{}, { kind: "other" }, { kind: "secret", value: 1 }, "x"]],
  ["resources.0.leaves.0.live.value", [null, 1, "x", [1], { a: 1 }], []],
  ["resources.0.leaves.0.class", ["drift", "change", "observed"], ["unchanged", ""]],
  ["resources.0.leaves.0.severity", ["critical", "warning"], ["fatal"]],
  ["resources.0.class", ["unreadable", "unchanged"], ["other"]],
  ["resources.0.severity", ["critical", "warning"], ["fatal"]],
  ["resources.0.warnings.0.severity", ["critical", "warning"], [null, "fatal"]],
  ["resources.0.requests.0.method", ["GET", "POST", "PATCH", "DELETE"], ["PUT"]],
  ["resources.0.requests.0.body", [{}, { a: [1] }], ["{}", []]],
  ["resources.0.usedBy.0.kind", ["campaign", "appointment-config"], ["other"]],
  ["resources.0.usedBy.0.as", [[], ["a", "b"]], ["a", [1]]],
  ["resources.0.notes", [[], ["a"]], ["a", [1]]],
  ["usage.notRead", [[], ["a"]], ["a", [1]]],
])("%s takes its own values and no others", (path, taken, refused) => {
  expect(taken.filter((value) => !takes(path, value))).toEqual([]);
  expect(refused.filter((value) => takes(path, value))).toEqual([]);
});

/** All schemas in the schema, by where they stand. */
function schemasIn(value: unknown, place = ""): [string, Json][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, member]) => schemasIn(member, `${place}/${name}`));
  return [[place, value as Json], ...inner];
}

test("what is described is described in words", () => {
  const described = schemasIn(schema).filter(
    ([place, { description }]) => description !== undefined && !place.endsWith("/properties"),
  );
  expect(described.length).toBeGreaterThan(50);
  expect(described.filter(([, { description }]) => !/^.+[.:].*$/.test(String(description)))).toEqual([]);
});

test("what is published is no longer than it needs to be", () => {
  const all = schemasIn(schema).filter(([place]) => !place.endsWith("/properties"));
  expect(all.filter(([, { maximum }]) => maximum === Number.MAX_SAFE_INTEGER)).toEqual([]);
  expect(all.filter(([, one]) => "type" in one && ("const" in one || "enum" in one))).toEqual([]);
  expect(all.filter(([, one]) => "anyOf" in one)).toEqual([]);
});

test("the schema has a name, a title, and definitions of its parts", () => {
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:pulumi-carecycle:report:2",
    title: "Report of pulumi-carecycle",
    description:
      "What `pulumi-carecycle report`, `drift` and `preview` write with `--format json`. `version` grows with every change of this shape.",
  });
  expect(Object.keys(schema.$defs ?? {}).sort()).toEqual(
    ["cell", "leaf", "request", "resource", "severity", "totals", "user", "warning"].sort(),
  );
});
