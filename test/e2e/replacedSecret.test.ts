// A config that a replacement adopts again keeps secret what the program had made so, whether the update that replaces it drops the
// declaration, or an earlier one did.
import { onEachEngine } from "../support/engines";
import { type StackFixture, startStackFixture } from "../support/stackFixture";
import { Watch } from "./canaries";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const rest = { transferConfigId: id, dynamicOptions: { pingUrl: "https://a.example" } };
const secrets = `{
  transferConfigId: "${id}",
  warmSummaryPrompt: pulumi.secret("PROMPTCANARY"),
  dynamicOptions: { pingUrl: "https://a.example", transferNumber: pulumi.secret("NUMBERCANARY") },
}`;

onEachEngine((engine) => {
  let fixture: StackFixture;
  let watch: Watch;
  beforeAll(async () => {
    // Options are left as others have them while any of their members is undeclared.
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk" }], dynamicOptions: "merge" });
    watch = new Watch(fixture);
  });
  afterAll(() => fixture.close());

  const replaced = async () => {
    const { deployment } = await fixture.stack.exportState();
    const urn = deployment.resources.find(({ type }) => type.endsWith(":TransferConfig"))?.urn ?? "";
    await watch.run((stack) => stack.up({ replace: [urn] }));
    await watch.run((stack) => stack.preview({ refresh: true }));
    await watch.run((stack) => stack.up({ refresh: true }));
    expect(fixture.emulator.get(id)).toMatchObject({
      warmSummaryPrompt: "PROMPTCANARY",
      dynamicOptions: { transferNumber: "NUMBERCANARY" },
    });
  };

  test("in the update that no longer declares it", async () => {
    await fixture.program({ desk: secrets });
    await watch.run((stack) => stack.up());
    await fixture.program({ desk: rest });
    await replaced();
  });

  test("in a later one", async () => {
    await replaced();
  });
});
