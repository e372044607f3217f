// A field that was secret once: the state no longer records what is live there, and the report still announces the write.
import { buildReport } from "../../../provider/cli/reportModel/report";
import { Hidden, register } from "../../support/engineModel";
import { createFixture } from "../../support/fixture";
import { previewOf, updateOf } from "../../support/reviews";

test.each([null, "plain"])(
  "declared as %j after it was released and set elsewhere, it is written and announced",
  async (declared) => {
    const fixture = createFixture({});
    const transferConfigId = fixture.api.add({ name: "Desk" });
    const base = { transferConfigId, name: "Desk" };
    const one = await updateOf(
      fixture,
      undefined,
      register({ ...base, warmSummaryPrompt: new Hidden("canary") }),
    );
    const two = await updateOf(fixture, one.state, register(base));
    fixture.api.edit(transferConfigId, { warmSummaryPrompt: "canary of somebody" });
    const inputs = register({ ...base, warmSummaryPrompt: declared });
    const report = buildReport(await previewOf(fixture, two.state, inputs));
    expect(report.resources[0]?.requests.map(({ method, body }) => [method, body])).toEqual([
      ["GET", null],
      ["PATCH", { warmSummaryPrompt: declared }],
    ]);
    expect(JSON.stringify(report)).not.toContain("canary");
    fixture.api.clear();
    const { failed } = await updateOf(fixture, two.state, inputs);
    expect(failed).toEqual([]);
    expect(fixture.api.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body)).toEqual([
      { warmSummaryPrompt: declared },
    ]);
  },
);
