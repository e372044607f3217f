// A plan is of one API and one account, and only a process that writes is held to one.
import { writeFileSync } from "node:fs";
import { Mask } from "../../provider/model/maskText";
import type { Plan } from "../../provider/model/plan";
import { ReviewedPlan } from "../../provider/session/reviewedPlan";
import type { Settings } from "../../provider/session/settings";
import { plannedWrite, planWith, temporaryPlan } from "../support/planFile";
import { settingsFor } from "../support/settings";

const file = temporaryPlan();
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const OURS = "5e505642-9024-474d-9434-e5a44f505cc5";
const OTHER = "11111111-1111-4111-8111-111111111111";
const url = "https://api.example";
const label = "the plan that CARECYCLE_PLAN names";
const again = "Preview and review again (pulumi-carecycle preview --plan).";

function heldTo(plan: Partial<Plan>, env: NodeJS.ProcessEnv = {}): ReviewedPlan {
  const writes = [plannedWrite("", { id: null, method: "POST" }), plannedWrite(id)];
  writeFileSync(file, JSON.stringify({ ...planWith(writes), ...plan }));
  const held = new ReviewedPlan({ CARECYCLE_PLAN: file, ...env });
  held.noteStack("desks/test");
  return held;
}
const settings = (more: Partial<Settings> = {}) => settingsFor(url, more);

test("a process that only reads is held to none: it may be about to make one", () => {
  expect(heldTo({}, { CARECYCLE_INTERNAL_READ_ONLY: "1" }).isSet).toBe(false);
  for (const value of ["", "0", undefined])
    expect(heldTo({}, { CARECYCLE_INTERNAL_READ_ONLY: value }).isSet).toBe(true);
  expect(new ReviewedPlan({}).isSet).toBe(false);
});

test.each<[string, Partial<Plan>, Partial<Settings>]>([
  [
    "the same address and account, in any letters",
    { baseUrl: url, clientId: OURS.toUpperCase() },
    { clientId: OURS },
  ],
  ["an account, where none is pinned", { clientId: OURS }, {}],
  ["no account, where one is pinned", { clientId: null }, { clientId: OURS }],
  ["neither", {}, { clientId: OURS }],
])("a plan of %s is for this run", (_, plan, more) => {
  expect(() => heldTo(plan).requireApi(settings(more))).not.toThrow();
});

test("one of another address or account is not", () => {
  expect(() => heldTo({ baseUrl: "https://else.example\u001b[2J" }).requireApi(settings())).toThrow(
    `nothing was sent: ${label} was made for https://else.example\ufffd[2J, and this run is for ${url}. ${again}`,
  );
  expect(() => heldTo({ clientId: OURS }).requireApi(settings({ clientId: OTHER }))).toThrow(
    `nothing was sent: ${label} was made for client ${OURS}, and this run is for client ${OTHER}. ${again}`,
  );
});

test("one that can't be read is an error of the first write only", () => {
  const held = new ReviewedPlan({ CARECYCLE_PLAN: "" });
  expect(() => held.requireApi(settings({ clientId: OURS }))).not.toThrow();
  expect([held.clientId, held.configOf(OURS)]).toEqual([undefined, undefined]);
  expect(() => held.requireDelete(id)).toThrow(
    "nothing was sent: CARECYCLE_PLAN is set, but empty. Let it name a plan, or unset it to update without one.",
  );
});

test("the account of a plan is shown by the first of its configs that exists", () => {
  const held = heldTo({ clientId: OURS.toUpperCase() });
  expect([held.clientId, held.configOf(OURS), held.configOf(OTHER)]).toEqual([OURS, id, undefined]);
  expect(heldTo({}).configOf(OURS)).toBeUndefined();
  expect(heldTo({ clientId: OURS, writes: [] }).configOf(OURS)).toBeUndefined();
});

describe("a config of another account", () => {
  const live = { id, name: "Old" };
  const patch = (held: ReviewedPlan, clientId?: unknown) =>
    held.requirePatch(id, { name: "New" }, { ...live, clientId }, true, new Mask({}));
  const removal = plannedWrite(id, { method: "DELETE", body: [] });

  test("than the plan's is neither changed nor deleted", () => {
    const rest = (what: string) =>
      `transfer config ${id} was not ${what}, and nothing was sent: ${label} was made for client ${OURS}, and this run is for ` +
      `a config of client ${OTHER}. ${again}`;
    expect(() => patch(heldTo({ clientId: OURS }), OTHER)).toThrow(rest("changed"));
    const held = heldTo({ clientId: OURS, writes: [removal] });
    expect(() => held.requireDelete(id, OTHER)).toThrow(rest("deleted"));
  });

  test.each<[string, Partial<Plan>, unknown]>([
    ["in other letters", { clientId: OURS }, OURS.toUpperCase()],
    ["that the API does not name", { clientId: OURS }, undefined],
    ["of a plan that knows none", {}, OTHER],
  ])("is not one %s", (_, plan, clientId) => {
    expect(() => patch(heldTo(plan), clientId)).not.toThrow();
    expect(heldTo({ ...plan, writes: [removal] }).requireDelete(id, clientId)).toBeDefined();
  });
});
