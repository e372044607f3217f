// What the state records of a config: the inputs as declared, the documented outputs, and nothing else.
import { fieldNames } from "../../provider/model/fieldTable";
import type { Values } from "../../provider/model/values";
import { create, createFixture, type Recorded, refresh, update } from "../support/fixture";

const declared = { name: "Sales floor", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true };
const documented = [...fieldNames, "clientId", "createdAt", "updatedAt", "managedFields"];

/** Bytes as compact JSON. Pulumi's host of dynamic providers adds `__provider` to both sides. */
function bytesOf({ inputs, outs }: Recorded): number {
  const provider = 'exports.handler = () => require("pulumi-carecycle/dynamic").provider;';
  const sides: Values[] = [inputs, outs];
  return sides
    .map((side) => Buffer.byteLength(JSON.stringify({ ...side, __provider: provider })))
    .reduce((a, b) => a + b);
}

test("four declared fields take at most 1,000 bytes, however often they are written and read", async () => {
  const fixture = createFixture();
  const created = await create(fixture, declared);
  const updated = await update(fixture, created, { ...declared, name: "Sales desk!" });
  const refreshed = await refresh(fixture, updated);
  for (const recorded of [created, updated, refreshed]) {
    expect(Object.keys(recorded.inputs).sort()).toEqual(Object.keys(declared).sort());
    // Null included: programs use the live values of what they do not declare, too.
    expect(Object.keys(recorded.outs).sort()).toEqual([...documented].sort());
    expect(bytesOf(recorded)).toBeLessThanOrEqual(1000);
  }
});
