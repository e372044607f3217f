// The class of a config and of its leaves: what changed, live or in the code.
import { absent, build, first, readPreview, reportOf, value } from "../../support/reports";

test("a live value that changed is drift, with the applied and the live value and the code's", () => {
  const { class: kind, leaves, requests, observed } = first("drift");
  expect(kind).toBe("drift");
  expect(leaves).toMatchObject([
    {
      path: "directPhoneNumber",
      applied: value("+15550100"),
      live: value("+15550199"),
      code: value("+15550100"),
      class: "drift",
      severity: "critical",
      firstSeen: null,
      note: null,
    },
  ]);
  const path = "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08";
  expect(requests).toEqual([
    { method: "GET", path, body: null, ifNeeded: false },
    {
      method: "PATCH",
      path,
      body: { directPhoneNumber: "+15550100" },
      ifNeeded: false,
    },
  ]);
  expect(observed.map((leaf) => leaf.path)).toEqual(["warmMode"]);
});

test("a value that changed in the code is a change", () => {
  expect(first("change")).toMatchObject({
    class: "change",
    leaves: [
      { applied: value("+15550100"), live: value("+15550100"), code: value("+15550111"), class: "change" },
    ],
    requests: [{ method: "GET" }, { method: "PATCH", body: { directPhoneNumber: "+15550111" } }],
  });
});

test("a value that changed live and in the code is both, with three different columns", () => {
  expect(first("both")).toMatchObject({
    class: "both",
    leaves: [
      { applied: value("+15550100"), live: value("+15550199"), code: value("+15550111"), class: "both" },
    ],
  });
});

test("drift of an undeclared field is shown apart, and counts with --strict only", () => {
  expect(reportOf("observed").totals).toMatchObject({ attention: 0, observed: 1 });
  expect(first("observed", true)).toMatchObject({
    class: "observed",
    leaves: [],
    observed: [{ path: "warmMode", live: value("immediate-summary"), code: absent, class: "observed" }],
    requests: [],
  });
});

test("a config that is gone is missing, and would be created", () => {
  expect(first("missing")).toMatchObject({
    class: "missing",
    leaves: expect.arrayContaining([
      expect.objectContaining({
        path: "name",
        applied: value("Sales floor"),
        live: absent,
        class: "missing",
      }),
    ]),
    requests: [{ method: "POST", path: "/v2/campaigns/transfer-configs" }],
  });
});

test("an adoption reads first and writes only if needed", () => {
  expect(first("adopt")).toMatchObject({
    class: "adopt",
    id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
    requests: [
      { method: "GET", ifNeeded: false },
      { method: "GET", ifNeeded: true },
      { method: "PATCH", ifNeeded: true },
    ],
  });
  expect(first("adopt").leaves[0]).toMatchObject({ live: { kind: "not-read" }, class: "adopt" });
});

test("a new config is created by one POST of what the code declares", () => {
  expect(first("create")).toMatchObject({ class: "create", id: null, requests: [{ method: "POST" }] });
});

test("a nullable field that the code drops is cleared, another is left and named", () => {
  expect(first("clear")).toMatchObject({
    class: "clear",
    leaves: [{ path: "warmMode", live: value("immediate-summary"), code: absent, class: "clear" }],
    requests: [{ method: "GET" }, { method: "PATCH", body: { warmMode: null } }],
    notes: ["no longer declared and left as it is: appointmentBookingEnabled"],
  });
});

test("another transferConfigId is a replacement", () => {
  expect(first("replace")).toMatchObject({
    class: "replace",
    leaves: [{ path: "transferConfigId", class: "replace" }],
    requests: [{ method: "GET" }, { method: "GET", ifNeeded: true }, { method: "PATCH", ifNeeded: true }],
  });
});

test("a resource that an alias renamed is one resource, under its new name", () => {
  const document = readPreview("drift");
  for (const s of document.steps.filter((s) => s.op === "update")) {
    s.urn = s.urn.replace("sales-floor", "front-desk");
  }
  const report = build(document);
  expect(report.totals.configs).toBe(2);
  expect(report.resources[0]).toMatchObject({ name: "front-desk", class: "drift" });
});
