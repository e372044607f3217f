// Provokes the messages of updates under a plan.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mask } from "../../../provider/model/maskText";
import type { Plan } from "../../../provider/model/plan";
import { ReviewedPlan } from "../../../provider/session/reviewedPlan";
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
};
