// What a report says of configs whose resources go: it announces the DELETEs that the update sends, and no other.
import { parsePreview } from "../../../provider/cli/preview/document";
import { renderText } from "../../../provider/cli/render/text";
import { buildReport } from "../../../provider/cli/reportModel/report";
import { type RecordedDocument, readPreview } from "../../support/previews";

const build = (document: RecordedDocument) => buildReport(parsePreview(JSON.stringify(document), "test"));
const reportOf = (name: string) => build(readPreview(name));
const resourceOf = (name: string, config = "sales-floor") =>
  reportOf(name).resources.find((resource) => resource.name === config);
const sales = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

test("a retained removal is to release: the config is still live, no longer managed", () => {
  const report = reportOf("delete");
  expect(report.verdict).toBe("1 of 2 transfer configs: 1 to release. An update sends nothing.");
  expect(report.resources[0]).toMatchObject({
    class: "release",
    requests: [],
    notes: ["still live, no longer managed"],
  });
  expect(report.resources[0]?.leaves[0]).toMatchObject({ path: "name", class: "release" });
});

test('a removal under deletionPolicy "delete" is to delete, with its DELETE', () => {
  expect(resourceOf("delete-policy")).toMatchObject({
    class: "delete",
    requests: [{ method: "DELETE", body: null }],
    notes: ['deleted from careCycle (deletionPolicy: "delete")'],
  });
});

test.each([
  [
    "another transferConfigId",
    "replace-policy",
    `another config takes its place; ${sales} is still live, no longer managed`,
  ],
  ["--replace", "replace-option", `adopted again: ${sales} stays live and nothing is deleted`],
])("a replacement by %s deletes nothing", (_, name, note) => {
  expect(resourceOf(name)).toMatchObject({
    class: "replace",
    notes: [note],
    requests: [{ method: "GET" }, { method: "GET" }, { method: "PATCH" }],
  });
  expect(renderText(reportOf(name))).not.toContain("DELETE");
});

test("a config that another resource adopts is not deleted with the one that is dropped", () => {
  expect(resourceOf("rename-policy")).toMatchObject({
    class: "release",
    requests: [],
    notes: ["still live: front-desk has this config, so nothing is deleted, whatever deletionPolicy says"],
  });
  expect(resourceOf("rename-policy", "front-desk")).toMatchObject({ class: "adopt", id: sales });
});

test("nor one that another resource has as its own, whatever the case of the id", () => {
  const document = readPreview("delete-policy");
  for (const step of document.steps.filter((s) => s.urn.endsWith("scheduling-desk"))) {
    Object.assign(step.newState?.inputs ?? {}, { transferConfigId: sales.toUpperCase() });
  }
  expect(build(document).resources.find((r) => r.name === "sales-floor")).toMatchObject({
    class: "release",
    requests: [],
  });
});

test("a resource under retainOnDelete is never asked to delete its config", () => {
  expect(resourceOf("retain-policy")).toMatchObject({
    class: "release",
    requests: [],
    notes: ["still live, no longer managed (retainOnDelete)"],
  });
});
