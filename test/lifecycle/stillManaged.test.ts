// Which deletes are the removal of a config that the program dropped, by the calls of one plan.
import { StillManaged } from "../../provider/lifecycle/stillManaged";
import { UNKNOWN } from "../../provider/model/values";

const dropped = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** A plan that creates two configs and drops one. */
function plan() {
  const guard = new StillManaged();
  for (const inputs of [{ name: "A" }, { name: "B" }]) {
    guard.checked(inputs);
    guard.expectsCreate(inputs);
  }
  return guard;
}

test("a config that goes while a create is still to come makes way for another", () => {
  const guard = plan();
  guard.createStarts({ name: "A" });
  expect(guard.reasonToKeep(dropped)).toMatch(/takes its place/);
});

test("a policy pack that changes the inputs of a create keeps no later delete back", () => {
  const guard = plan();
  guard.createStarts({ name: "A", warmTransfer: false });
  guard.createStarts({ name: "B", warmTransfer: false });
  expect(guard.reasonToKeep(dropped)).toBeUndefined();
});

test("a create that an error hook repeats counts once, whatever a policy pack made of it", () => {
  for (const inputs of [{ name: "A" }, { name: "A", warmTransfer: false }]) {
    const guard = plan();
    guard.createStarts(inputs);
    guard.createStarts(inputs);
    expect(guard.reasonToKeep(dropped)).toMatch(/takes its place/);
  }
});

test("of two creates with the same inputs, one is still to come after the other has begun", () => {
  const guard = new StillManaged();
  for (let i = 0; i < 2; i++) guard.expectsCreate({ name: "A" });
  guard.createStarts({ name: "A" });
  expect(guard.reasonToKeep(dropped)).toMatch(/takes its place/);
});

test("a create that nobody expected changes nothing", () => {
  const guard = new StillManaged();
  guard.createStarts({ name: "A" });
  expect(guard.reasonToKeep(dropped)).toBeUndefined();
  guard.expectsCreate({ name: "B" });
  guard.createStarts({ name: "B" });
  expect(guard.reasonToKeep(dropped)).toBeUndefined();
});

test("what made way for another config stays kept, when no create is to come any more", () => {
  const guard = new StillManaged();
  guard.expectsCreate({ name: "A" });
  expect(guard.reasonToKeep(dropped.toUpperCase())).toMatch(/takes its place/);
  guard.createStarts({ name: "A" });
  expect(guard.reasonToKeep(dropped)).toMatch(/takes its place/);
});

test.each([
  ["declares by its id", (guard: StillManaged) => guard.checked({ transferConfigId: dropped.toUpperCase() })],
  ["created in this plan", (guard: StillManaged) => guard.created(dropped.toUpperCase())],
])("a config that the program %s is kept, however the id is spelled", (_, happens) => {
  const guard = new StillManaged();
  happens(guard);
  expect(guard.reasonToKeep(dropped)).toBe("the program still declares this config");
});

test("an id that is not known yet declares nothing", () => {
  const guard = new StillManaged();
  guard.checked({ transferConfigId: UNKNOWN });
  expect(guard.reasonToKeep(UNKNOWN)).toBeUndefined();
});

test("a record that the program has a resource for is kept; by a comparison after the first check, without unknowns", () => {
  const guard = new StillManaged();
  guard.compared(dropped, { name: "A" });
  expect(guard.reasonToKeep(dropped)).toBeUndefined();
  guard.checked({ name: "A" });
  guard.compared(dropped, { name: UNKNOWN });
  expect(guard.reasonToKeep(dropped)).toBeUndefined();
  guard.compared(dropped.toUpperCase(), { name: "A" });
  expect(guard.reasonToKeep(dropped)).toBe("the program still has this resource");
});
