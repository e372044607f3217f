// Provokes the messages of updates under a plan.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CareCycleClient } from "../../../provider/api/client";
import { NotFoundError } from "../../../provider/api/errors";
import { Mask } from "../../../provider/model/maskText";
import type { Plan } from "../../../provider/model/plan";
import { KeyAccount } from "../../../provider/session/keyAccount";
import { explainMissing } from "../../../provider/session/ownAccount";
import { ReviewedPlan } from "../../../provider/session/reviewedPlan";
import { readSettings } from "../../../provider/session/settings";
import { plannedWrite, planWith } from "../../support/planFile";
import { id, type Provoked, thrown } from "./provoked";

type Write = Plan["writes"][number];

const patch = plannedWrite(id);
const planOf = (...writes: Write[]): Plan => planWith(writes);

/** What an update of a stack is told under a plan. */
const under =
  (plan: Plan | string, update: (plan: ReviewedPlan) => unknown, stack = "desks/test") =>
  async (): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), "plan-"));
    const file = join(folder, "plan.json");
    try {
      writeFileSync(file, typeof plan === "string" ? plan : JSON.stringify(plan));
      const reviewed = new ReviewedPlan({ CARECYCLE_PLAN: file });
      reviewed.noteStack(stack);
      return await thrown(() => update(reviewed));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

const mask = () => new Mask({});
const send = (plan: ReviewedPlan) =>
  plan.requirePatch(id, { name: "New" }, { id, name: "Edited" }, true, mask());

/** What a DELETE under a plan is told where the config is not as recorded. */
function deleteEdited(plan: ReviewedPlan): void {
  const write = plan.requireDelete(id);
  if (write) plan.requireUnchanged(write, id, { id, name: "Edited" }, mask());
}

/** What a 404 under a plan is told where the key has shown that it belongs to another account. */
async function explained(plan: ReviewedPlan): Promise<never> {
  const account = new KeyAccount({} as CareCycleClient);
  account.note("11111111-1111-4111-8111-111111111111");
  const request = { method: "GET", path: "/v2/campaigns/transfer-configs" };
  return explainMissing(new NotFoundError(request, { status: 404 }), account, plan);
}

export const ofPlan: Provoked = {
  "transfer config ID was not changed, and nothing was sent: the plan that CARECYCLE_PLAN names holds no PATCH of it":
    under(planOf(), send),
  "no transfer config NAME was created, and nothing was sent: the plan that CARECYCLE_PLAN names holds no POST of it":
    under(planOf(), (plan) => plan.takePost({ name: "Desk" }, mask())),
  "transfer config ID was not deleted, and nothing was sent: the plan that CARECYCLE_PLAN names holds no DELETE of it":
    under(planOf(), (plan) => plan.requireDelete(id)),
  "transfer config ID was not changed, because it is not as reviewed in the plan": under(planOf(patch), send),
  "transfer config ID was not deleted: it is not as in the plan": under(
    planOf({ ...patch, method: "DELETE", body: [] }),
    deleteEdited,
  ),
  "nothing was sent: FILE, which CARECYCLE_PLAN names, REASON": under("{", send),
  "nothing was sent: CARECYCLE_PLAN is set, but empty": () =>
    thrown(() => send(new ReviewedPlan({ CARECYCLE_PLAN: "" }))),
  "nothing was sent: the plan that CARECYCLE_PLAN names is the plan of NAME, and this is NAME": under(
    planOf(patch),
    send,
    "desks/other",
  ),
  "nothing was sent: the plan that CARECYCLE_PLAN names was made for NAME, and this run is for NAME": under(
    { ...planOf(patch), baseUrl: "https://api.example" },
    (plan) => plan.requireApi(readSettings(() => undefined, {})),
  ),
  "nothing was sent: the key in use belongs to client CLIENT, not to client CLIENT, for which the plan that CARECYCLE_PLAN names was made":
    under({ ...planOf(patch), clientId: "5e505642-9024-474d-9434-e5a44f505cc5" }, explained),
};
