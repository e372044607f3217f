// Plans as files hold them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "../../provider/model/plan";

type Write = Plan["writes"][number];

/** A write of a plan: a PATCH of the config's name, unless told otherwise. */
export function plannedWrite(id: string, more: Partial<Write> = {}): Write {
  return {
    urn: "urn:pulumi:test::desks::t::desk",
    id,
    method: "PATCH",
    path: `/v2/campaigns/transfer-configs/${id}`,
    body: [{ kind: "value", path: ["name"], value: "New" }],
    live: [{ kind: "value", path: ["name"], value: "Old" }],
    salt: "salt",
    updatedAt: "2026-01-01T00:00:00Z",
    ...more,
  };
}

/** The plan of the stack desks/test that holds these writes. */
export function planWith(writes: Write[]): Plan {
  return {
    $schema: "urn:pulumi-carecycle:plan:1",
    version: 1,
    stack: "desks/test",
    createdAt: "2026-01-01T00:00:00.000Z",
    writes,
  };
}

/** The path of a plan that is still to be written, in a folder that goes when the tests of the file have run. */
export function temporaryPlan(): string {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "plan.json");
}
