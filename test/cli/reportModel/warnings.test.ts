// The rules across fields in a report: which configs break them, by what the code declares over what is live, and how
// each format shows it.
import { parsePreview } from "../../../provider/cli/preview/document";
import { buildReport } from "../../../provider/cli/reportModel/report";
import {
  build,
  first,
  fleet,
  type RecordedDocument,
  readPreview,
  refusedCreate,
  renderers,
  reportOf,
  withUpdate,
} from "../../support/reports";

const rulesOf = (document: RecordedDocument) =>
  build(document).resources[0]?.warnings.map(({ rule }) => rule);

test("a change of destination is critical, whoever made it, and others are not", () => {
  expect(first("change")).toMatchObject({ severity: "critical", leaves: [{ severity: "critical" }] });
  expect(first("drift")).toMatchObject({
    severity: "critical",
    leaves: [{ path: "directPhoneNumber", severity: "critical" }],
    observed: [{ path: "warmMode", severity: null }],
  });
  expect(first("secret")).toMatchObject({ severity: null, leaves: [{ severity: null }] });
  // Nothing moves where a config is new, or stays live without being managed.
  for (const name of ["create", "adopt", "delete"]) {
    const severities = first(name).leaves.map(({ severity }) => severity);
    expect(severities).toEqual(severities.map(() => null));
  }
});

test("a destination that moved live without being declared is critical too", () => {
  const document = readPreview("observed");
  for (const step of document.steps) {
    const outputs = step.op === "refresh" ? [step.newState?.outputs] : [step.oldState?.outputs];
    for (const live of outputs) if (live?.name) live.sipUri = "sip:elsewhere@example.com";
  }
  const resource = build(document).resources.find(({ severity }) => severity === "critical");
  expect(resource?.observed).toContainEqual(
    expect.objectContaining({ path: "sipUri", severity: "critical" }),
  );
});

test("what the update leaves undeclared counts as live, and released fields as cleared", () => {
  expect(rulesOf(withUpdate("change", { sipUri: null }, {}, { type: "sip" }))).toContain("sip-without-uri");
  expect(rulesOf(withUpdate("change", { sipUri: "sip:a" }, {}, { type: "sip" }))).not.toContain(
    "sip-without-uri",
  );
  const released = withUpdate(
    "change",
    { sipUri: "sip:a", managedFields: ["sipUri", "type"] },
    { sipUri: "sip:a" },
    { type: "sip" },
  );
  expect(rulesOf(released)).toContain("sip-without-uri");
});

test("what is secret, withheld or not read breaks no rule", () => {
  const number = (value: unknown) => rulesOf(withUpdate("change", {}, {}, { directPhoneNumber: value }));
  expect(number("555")).toEqual(["phone-number-format"]);
  expect(number("[secret]")).toEqual([]);
  expect(number("04da6b54-80e4-46f7-96ec-b56ff0331ba9")).toEqual([]);
  // The state has left the field out, because the program once made it secret.
  const former = withUpdate(
    "change",
    { type: "sip", sipUri: undefined, __formerSecretPaths: ["sipUri"] },
    {},
    { type: "sip" },
  );
  expect(rulesOf(former)).toEqual([]);
  const adopting = readPreview("adopt");
  for (const step of adopting.steps) {
    if (step.op === "create") Object.assign(step.newState?.inputs ?? {}, { type: "sip" });
  }
  expect(rulesOf(adopting)).toEqual([]);
});

test("a create that the check refuses announces nothing but why", () => {
  expect(build(refusedCreate()).resources[0]).toMatchObject({
    class: "create",
    severity: "critical",
    requests: [],
    notes: [
      'the update fails here: appointmentConfigId is required when softphoneFallbackType is "appointment_booking"',
    ],
    warnings: expect.arrayContaining([expect.objectContaining({ rule: "appointment-without-config" })]),
  });
});

test("configs with one name are warned of with each other's, in a line of bounded length", () => {
  const report = buildReport(parsePreview(JSON.stringify(fleet("drift", 50)), "test"));
  const lengths = report.resources.map(({ warnings }) => {
    const [warning, ...others] = warnings.filter(({ rule }) => rule === "same-name");
    expect(others).toEqual([]);
    expect(warning?.message).toMatch(/^the same as of desk-\d+, desk-\d+, desk-\d+, 46 more: /);
    return warning?.message.length ?? 0;
  });
  expect(lengths).toHaveLength(50);
  expect(reportOf("drift").resources.flatMap(({ warnings }) => warnings)).toEqual([]);
  // One that goes is no longer in anybody's way.
  const dropped = readPreview("delete");
  for (const { oldState } of dropped.steps) if (oldState?.outputs) oldState.outputs.name = "Desk";
  expect(build(dropped).resources.flatMap(({ warnings }) => warnings)).toEqual([]);
});

test("an unchanged config that breaks a rule is shown in every format, and is still nothing to do", () => {
  const document = readPreview("nothing");
  for (const step of document.steps) {
    for (const outputs of [step.oldState?.outputs, step.newState?.outputs]) {
      if (outputs && step.urn.includes("TransferConfig"))
        Object.assign(outputs, { softphoneFallbackPhoneNumber: "0\u001b[2J555" });
    }
  }
  const report = build(document);
  expect(report.totals.attention).toBe(0);
  expect(report.resources.flatMap(({ warnings }) => warnings.map(({ rule }) => rule))).toContain(
    "phone-number-format",
  );
  for (const render of Object.values(renderers)) {
    // Markup aside, each quotes the path and the rule.
    const text = render(report).replaceAll(/&#\d+;|\u200b|<[^>]*>/g, "");
    expect(text).toMatch(/softphoneFallbackPhoneNumber[\s\S]*the phone number is not in E\.164 form/);
    expect(text).not.toContain("\u001b");
  }
});
