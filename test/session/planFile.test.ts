// What is said of a file that is no plan: which one, and what is wrong with it, in one line.
import { rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CareCycleError } from "../../provider/api/errors";
import { readPlan } from "../../provider/session/planFile";
import { plannedWrite, planWith, temporaryPlan } from "../support/planFile";

const file = temporaryPlan();
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const plan = planWith([plannedWrite(id)]);

/** What is said of a file that holds this. */
function said(content: unknown): unknown {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const read = readPlan(file);
  return read instanceof CareCycleError ? read.message : read;
}
const message = (why: string, name = file) =>
  `nothing was sent: ${name}, which CARECYCLE_PLAN names, ${why}. Make the plan again with pulumi-carecycle preview --plan.`;

test("a plan is what was written", () => {
  expect(said(plan)).toEqual(plan);
});

test("a file that can't be read is told with why", () => {
  rmSync(file, { force: true });
  expect(readPlan(file)).toEqual(new CareCycleError(message("cannot be read (ENOENT)")));
  expect(readPlan(dirname(file))).toEqual(
    new CareCycleError(message("cannot be read (EISDIR)", dirname(file))),
  );
  expect((readPlan(`${file}\u001b[2J\n::x`) as Error).message).toContain(`${file}\ufffd[2J ::x, which`);
});

test.each<[string, unknown, string]>([
  ["blanks and half an object", ` \n{"$schema":`, "is cut short or damaged"],
  ["a word", "plan", "is not a plan"],
  ["a list", "[]", "is not a plan"],
  ["an object without a schema", {}, "is not a plan"],
  ["a schema that is no text", { $schema: 1 }, "is not a plan"],
  ["a schema of something else", { ...plan, $schema: "urn:pulumi-carecycle:report:1" }, "is not a plan"],
  ["another schema", { ...plan, $schema: "x urn:pulumi-carecycle:plan:1" }, "is not a plan"],
  [
    "a later schema",
    { ...plan, $schema: "urn:pulumi-carecycle:plan:2" },
    "is of another version than this package reads (1)",
  ],
  ["another version", { ...plan, version: 2 }, "is of another version than this package reads (1)"],
  ["a member too few", { ...plan, writes: undefined }, "is damaged (writes)"],
  [
    "a leaf that is damaged",
    planWith([plannedWrite(id, { body: [{ kind: "value", path: ["a", null] as never, value: 1 }] })]),
    "is damaged (writes.0.body.0)",
  ],
  [
    "a write with a member too many",
    planWith([plannedWrite(id, { ["more\n".repeat(50)]: 1 })]),
    "is damaged (writes.0)",
  ],
])("%s", (_, content, why) => {
  expect(said(content)).toBe(message(why));
});
