// A condition is owned by its declared members: what somebody changes of the others is nothing that an update writes, and is
// still shown as observed.
import { buildReport } from "../../../provider/cli/reportModel/report";
import { register } from "../../support/engineModel";
import { createFixture, type Fixture } from "../../support/fixture";
import { previewOf, updateOf } from "../../support/reviews";

const live = (value: unknown, operator = "equals") => ({
  dynamicOptions: {
    pingUrl: "p",
    successConditions: [
      { field: "status", operator, value },
      { field: "queue", operator: "exists", value: null },
    ],
  },
});

async function reportAfter(edit: Parameters<Fixture["api"]["edit"]>[1]) {
  const fixture = createFixture();
  const transferConfigId = fixture.api.add({ name: "Desk", ...live("available") });
  const declared = register({
    transferConfigId,
    dynamicOptions: {
      successConditions: [
        { field: "status", operator: "equals" },
        { field: "queue", operator: "exists" },
      ],
    },
  });
  const { state } = await updateOf(fixture, undefined, declared);
  fixture.api.edit(transferConfigId, edit);
  const report = buildReport(await previewOf(fixture, state, declared));
  fixture.api.clear();
  await updateOf(fixture, state, declared);
  const writes = fixture.api.requests.filter(({ method }) => method !== "GET");
  return { report, observed: report.resources[0]?.observed.map(({ path }) => path), writes };
}

test("an undeclared member that somebody changed is observed, and not written", async () => {
  const { observed, writes, report } = await reportAfter(live("busy"));
  expect(observed).toEqual(["dynamicOptions.successConditions[0].value"]);
  expect(report.totals.requests).toBe(0);
  expect(writes).toEqual([]);
});

test("so is one that was emptied, and one that was filled", async () => {
  expect((await reportAfter(live(null))).observed).toEqual(["dynamicOptions.successConditions[0].value"]);
  const filled = live("available");
  filled.dynamicOptions.successConditions[1] = { field: "queue", operator: "exists", value: "x" };
  expect((await reportAfter(filled)).observed).toEqual(["dynamicOptions.successConditions[1].value"]);
});

test("a declared member is drift, and only what stands beside it is observed", async () => {
  const { observed, report } = await reportAfter(live("busy", "contains"));
  expect(observed).toEqual(["dynamicOptions.successConditions[0].value"]);
  expect(report.resources[0]?.leaves.map(({ path }) => path)).toEqual([
    "dynamicOptions.successConditions[0].operator",
  ]);
});

test("where nothing but an undeclared option changed, that is said as before", async () => {
  const { observed } = await reportAfter({
    dynamicOptions: { ...live("available").dynamicOptions, pingUrl: "q" },
  });
  expect(observed).toEqual(["dynamicOptions.pingUrl"]);
});
