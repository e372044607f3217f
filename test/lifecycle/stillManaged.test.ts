// Which deletes are the removal of a config that the program dropped, by the calls of one plan.
import { StillManaged } from "../../provider/lifecycle/stillManaged";

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
