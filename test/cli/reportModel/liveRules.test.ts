// Which values a rule across fields is held against, by what becomes of the config and by what the preview read of it.
import { reviewOf } from "../../../provider/cli/reportModel/report";
import { type Columns, deskId, previewOf, resourceOf, urnOf } from "../../support/previewSteps";

const other = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
const [without, having] = [
  { name: "Desk", sipUri: null },
  { name: "Desk", sipUri: "s" },
];
const code = { name: "Desk", type: "sip" };
const broken = ["sip-without-uri"];

test.each<[string, Columns, string[]]>([
  ["the live values of a kept config", { applied: having, live: without, code }, broken],
  ["those of an unchanged one", { op: "same", applied: having, live: without, code }, broken],
  ["the recorded ones where none were read", { applied: without, code }, broken],
  ["no others where there are live ones", { applied: without, live: having, code }, []],
  [
    "nothing of a config that is gone: a new one has none of it",
    { op: "create", applied: having, live: {}, code },
    broken,
  ],
  ["nothing where a new one takes its place", { op: "replace", applied: having, live: having, code }, broken],
  [
    "none of the config whose place another takes",
    { op: "replace", applied: without, live: without, code: { ...code, transferConfigId: other } },
    [],
  ],
  ["none that could not be read", { applied: without, live: { __unreadable: "no" }, code }, []],
  ["none of a config that the code drops", { applied: { ...without, type: "sip" } }, []],
])("a rule is held against %s", (_, columns, rules) => {
  expect(resourceOf(columns).warnings.map(({ rule }) => rule)).toEqual(rules);
});

test("what a refresh read without showing it breaks no rule", () => {
  const urn = urnOf("desk");
  const recorded = { id: deskId, inputs: code, outputs: without };
  const refresh = { op: "refresh", urn, oldState: recorded, newState: { inputs: code } };
  const plan = [{ op: "same", urn, oldState: { id: deskId, outputs: {} }, newState: { inputs: code } }];
  const warningsOf = (read: typeof refresh | undefined, steps: typeof plan) =>
    reviewOf({ ...previewOf([]), configs: [{ urn, refresh: read, plan: steps }] }).report.resources[0]
      ?.warnings;
  expect(warningsOf(refresh, plan)).toEqual([]);
  // The same without a refresh rests on what was recorded.
  expect(
    warningsOf(undefined, [{ op: "same", urn, oldState: recorded, newState: { inputs: code } }]),
  ).toMatchObject([{ rule: "sip-without-uri" }]);
});

test("a step that shows no state is a config of which nothing is known", () => {
  const urn = urnOf("desk");
  for (const step of [
    { urn, refresh: { op: "refresh", urn }, plan: [] },
    { urn, refresh: undefined, plan: [{ op: "same", urn, oldState: { id: deskId } }] },
  ]) {
    const { report, built } = reviewOf({ ...previewOf([]), configs: [step] });
    expect(report.resources).toMatchObject([
      { class: "unchanged", configName: null, leaves: [], requests: [] },
    ]);
    expect(built[0]?.account).toBeUndefined();
  }
});
