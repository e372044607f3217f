// Adoptions and replacements in a report: with a live config that the preview read, and with one that it did not.
import { deskId, deskPath, resourceOf } from "../../support/previewSteps";
import { absent, value } from "../../support/reports";

const desk = { name: "Desk", type: "direct", directPhoneNumber: "+15550100" };
const managed = { ...desk, managedFields: ["directPhoneNumber", "name", "type"] };
const post = { method: "POST", path: "/v2/campaigns/transfer-configs", body: desk, ifNeeded: false };

describe("an adoption whose live config was read", () => {
  const adoption = (live: object, writes: unknown[]) => ({ __adoption: { live, writes } });
  const code = { ...desk, transferConfigId: deskId };
  const note = (resource: { notes: readonly string[] }) => resource.notes;

  test("writes and shows what differs alone", () => {
    const live = { ...desk, directPhoneNumber: "+15550199", warmMode: "immediate-summary" };
    const resource = resourceOf({ code: { ...code, ...adoption(live, [["directPhoneNumber"]]) } });
    expect(resource.leaves).toEqual([
      {
        path: "directPhoneNumber",
        applied: absent,
        live: value("+15550199"),
        code: value("+15550100"),
        class: "adopt",
        severity: "critical",
        firstSeen: null,
        note: null,
      },
    ]);
    expect(resource.requests).toEqual([
      { method: "GET", path: deskPath, body: null, ifNeeded: false },
      { method: "GET", path: deskPath, body: null, ifNeeded: false },
      { method: "PATCH", path: deskPath, body: { directPhoneNumber: "+15550100" }, ifNeeded: false },
    ]);
    expect(note(resource)).toEqual(["adopts a live config: the PATCH carries only what differs"]);
  });

  test("writes nothing where nothing differs, and reads again for certain updates only", () => {
    const resource = resourceOf({ code: { ...code, ...adoption(desk, []) } });
    expect(resource).toMatchObject({ class: "adopt", leaves: [] });
    expect(resource.requests.map(({ method, ifNeeded }) => [method, ifNeeded])).toEqual([
      ["GET", false],
      ["GET", true],
    ]);
    expect(note(resource)).toEqual(["adopts a live config that is as declared already: nothing is written"]);
  });

  test("says that it isn't known what differs where it was not read", () => {
    const resource = resourceOf({ code });
    expect(note(resource)).toEqual([
      "adopts a live config: the PATCH carries only what differs, and isn't sent if nothing does",
    ]);
    expect(resource.leaves.map(({ path, applied, live, code: c }) => [path, applied, live, c])).toEqual([
      ["name", absent, { kind: "not-read" }, value("Desk")],
      ["type", absent, { kind: "not-read" }, value("direct")],
      ["directPhoneNumber", absent, { kind: "not-read" }, value("+15550100")],
    ]);
    expect(resource.requests.at(-1)).toMatchObject({ method: "PATCH", body: desk, ifNeeded: true });
  });
});

describe("a replacement", () => {
  const other = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
  const code = { ...desk, transferConfigId: other };
  const columns = {
    applied: managed,
    live: managed,
    inputs: { ...desk, transferConfigId: deskId },
    op: "replace",
  };

  test("by another id reads and adopts that", () => {
    const resource = resourceOf({ ...columns, code });
    expect(resource).toMatchObject({
      class: "replace",
      notes: [`another config takes its place; ${deskId} is still live, no longer managed`],
      leaves: [{ path: "transferConfigId", class: "replace", applied: value(deskId), code: value(other) }],
    });
    expect(resource.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      ["GET", "GET", "PATCH"].map((method) => `${method} /v2/campaigns/transfer-configs/${other}`),
    );
  });

  test("writes of the other config only what differs, where it was read", () => {
    const adoption = { live: { ...desk, name: "Other" }, writes: [["name"]] };
    expect(resourceOf({ ...columns, code: { ...code, __adoption: adoption } }).requests).toMatchObject([
      { method: "GET", ifNeeded: false },
      { method: "GET", ifNeeded: false },
      { method: "PATCH", body: { name: "Desk" }, ifNeeded: false },
    ]);
  });

  test("without an id creates a config", () => {
    expect(resourceOf({ ...columns, code: desk }).requests).toEqual([post]);
  });

  test("by an id that is nowhere stops the update", () => {
    const resource = resourceOf({ ...columns, code: { ...code, __nothingToAdopt: "nothing there" } });
    expect(resource).toMatchObject({
      class: "replace",
      requests: [{ method: "GET", path: `/v2/campaigns/transfer-configs/${other}` }],
      notes: ["the update fails here: nothing there"],
    });
  });
});
