// Options that the resource option additionalSecretOutputs hides as a whole: a plan holds their PATCH all the same.
import { readFileSync, writeFileSync } from "node:fs";
import { planOf } from "../../provider/cli/plan/planOf";
import type { State, Step } from "../../provider/cli/preview/document";
import { reviewOf } from "../../provider/cli/reportModel/report";
import { createFixture, type Fixture } from "../support/fixture";
import { temporaryPlan } from "../support/planFile";
import { previewOf, updateOf } from "../support/reviews";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const address = { "carecycle:baseUrl": "http://127.0.0.1:1/hidden" };
const options = {
  pingUrl: "https://a.example",
  transferNumber: "+15550144",
  headers: { authorization: "canary-token-of-the-live-config" },
};
const file = temporaryPlan();

const hide = (state: State | null | undefined) =>
  state?.outputs?.dynamicOptions
    ? { ...state, outputs: { ...state.outputs, dynamicOptions: "[secret]" } }
    : state;
const hidden = (step: Step): Step => ({
  ...step,
  oldState: hide(step.oldState),
  newState: hide(step.newState),
});

/** A recorded config, and the plan of another pingUrl, made of documents that show none of the options. */
async function planned(semantics: "replace" | "merge") {
  const fixture = createFixture({ semantics }, address);
  fixture.api.add({ id, name: "Desk", dynamicOptions: options });
  const { state } = await updateOf(fixture, undefined, { transferConfigId: id, name: "Desk" });
  const inputs = { transferConfigId: id, name: "Desk", dynamicOptions: { pingUrl: "https://b.example" } };
  const preview = await previewOf(fixture, state, inputs);
  const configs = preview.configs.map(({ urn, refresh, plan }) => ({
    urn,
    refresh: refresh && hidden(refresh),
    plan: plan.map(hidden),
  }));
  const plan = planOf(reviewOf({ ...preview, configs, config: address }), new Date(0));
  writeFileSync(file, JSON.stringify(plan));
  expect(readFileSync(file, "utf8")).not.toMatch(/canary|15550144|a\.example/);
  fixture.api.clear();
  const up = (of: Fixture, more: object = {}) =>
    updateOf(
      of,
      state,
      { ...inputs, dynamicOptions: { ...inputs.dynamicOptions, ...more } },
      { CARECYCLE_PLAN: file },
    );
  return { fixture, up };
}

describe.each(["replace", "merge"] as const)("on a server that does %s", (semantics) => {
  test("what is live goes along", async () => {
    const { fixture, up } = await planned(semantics);
    expect((await up(fixture)).failed).toEqual([]);
    expect(fixture.api.patches).toEqual([{ dynamicOptions: { ...options, pingUrl: "https://b.example" } }]);
  });

  test.each<[string, object]>([
    ["another number", { transferNumber: "+15550145" }],
    ["another token", { headers: { authorization: "canary-other-token" } }],
    ["one more member", { timeout: 5 }],
  ])("%s since the review is refused, and not shown", async (_, edit) => {
    const { fixture, up } = await planned(semantics);
    fixture.api.edit(id, { dynamicOptions: { ...options, ...edit } });
    const { failed } = await up(fixture);
    expect(failed.join()).toMatch(
      /was not changed, because it is not as reviewed in the plan:\n {2}dynamicOptions\./,
    );
    expect(failed.join()).not.toContain("canary");
    expect(fixture.api.patches).toEqual([]);
  });

  test("a member that the program declares since is refused", async () => {
    const { fixture, up } = await planned(semantics);
    expect((await up(fixture, { transferNumber: "+15550199" })).failed.join()).toMatch(
      /dynamicOptions\.transferNumber: the plan sends/,
    );
    expect(fixture.api.patches).toEqual([]);
  });
});
