// A stack as the commands see it: opened without a trace, and previewed through the events of the engine.
import { tmpdir } from "node:os";
import { openStack, type PreviewOptions } from "../../../provider/cli/preview/stack";
import { signatureKey, transferConfigType as type } from "../../../provider/model/internalNames";
import { FakeAutomation } from "../../support/fakeAutomation";

let automation: FakeAutomation;
// Starting the real command line takes seconds: the specs of the commands run it.
jest.mock("@pulumi/pulumi/automation/index.js", () => automation.module);

const cwd = tmpdir();
beforeEach(() => {
  jest.resetModules();
  automation = new FakeAutomation();
});

const urn = `urn:pulumi:dev::desks::${type}::desk`;
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
type Metadata = Record<string, unknown>;
const step = (metadata: Metadata) =>
  ({ resourcePreEvent: { metadata: { urn, type, ...metadata } } }) as object;
const ended = (metadata: Metadata) =>
  ({ resOutputsEvent: { metadata: { urn, type, ...metadata } } }) as object;

async function previewed(options: Partial<PreviewOptions> = {}) {
  const stack = await openStack({ cwd });
  return stack.preview({ refresh: true, ...options });
}

test("the selected stack is opened in the folder, by a provider that only reads", async () => {
  const stack = await openStack({ cwd });
  expect(stack.name).toBe("dev");
  expect(automation.opened).toEqual({
    workDir: cwd,
    envVars: { PULUMI_SKIP_UPDATE_CHECK: "true", CARECYCLE_INTERNAL_READ_ONLY: "1" },
  });
});

test.each([
  ["prod", "prod"],
  ["acme/desks/prod", "prod"],
])("the stack %s is opened as %s, and the user's selection stays", async (stack, name) => {
  automation.project.stacks = ["dev", stack];
  expect((await openStack({ cwd, stack })).name).toBe(name);
  expect(automation.project.selected).toBe("dev");
});

test("the state's configs and the stack's config are read", async () => {
  automation.project.resources = [
    { urn, type, id, outputs: { name: "Desk", clientId: "c" } },
    { urn: `${urn}-read`, type, id, external: true },
  ];
  automation.project.config = { "carecycle:apiKey": { value: "cc_stack", secret: true } };
  const stack = await openStack({ cwd });
  expect(await stack.recorded()).toEqual([{ urn, id, name: "Desk", clientId: "c" }]);
  expect(await stack.recordedConfigs()).toEqual([urn, `${urn}-read`]);
  expect([...(await stack.config())]).toEqual([["carecycle:apiKey", "cc_stack"]]);
});

test("the state tells which records an interrupted replacement has removed; it is asked only where something is replaced", async () => {
  const other = `${urn}-other`;
  const old = (of: string, more = {}) => ({ urn: of, type, id, inputs: {}, outputs: {}, ...more });
  automation.project.resources = [
    { urn, type, id, pendingReplacement: true },
    { urn: other, type, id },
  ];
  const refreshes = [
    step({ op: "refresh", old: old(urn) }),
    step({ op: "refresh", urn: other, old: old(other) }),
  ];
  automation.project.events = [
    ...refreshes,
    step({ op: "replace", urn: `${urn}-renamed`, old: old(urn) }),
    step({ op: "delete-replaced", old: old(urn, { delete: true }) }),
    step({ op: "create" }),
  ];
  const told = async () =>
    (await previewed()).steps.map(({ op, oldState }) => [op, oldState?.pendingReplacement]);
  expect(await told()).toEqual([
    ["refresh", true],
    ["refresh", undefined],
    ["replace", true],
    ["delete-replaced", undefined],
    ["create", undefined],
  ]);
  automation.project.events = [step({ op: "remove-pending-replace", old: old(urn) })];
  expect(await told()).toEqual([["remove-pending-replace", true]]);

  automation.project.failures = { export: new Error("asked for without need") };
  automation.project.events = [
    ...refreshes,
    step({ op: "replace", type: "other:index:Type", old: old(urn, { type: "other:index:Type" }) }),
  ];
  expect(await told()).toHaveLength(3);
});

test("a preview has the config of its prelude, and each step with both states", async () => {
  const state = {
    urn,
    type,
    id,
    inputs: { name: "Desk" },
    outputs: { name: "Desk", clientId: "c" },
    parent: "",
  };
  automation.project.events = [
    { preludeEvent: { config: { "carecycle:rateLimit": "10" } } },
    step({ op: "refresh", old: state, new: state }),
    step({ op: "update", old: state, new: { ...state, retainOnDelete: false }, detailedDiff: { name: {} } }),
    step({ op: "create", new: { ...state, id: "", retainOnDelete: true } }),
    step({ op: "delete-replaced", old: { ...state, delete: true } }),
    ended({ op: "update" }),
  ];
  const { parent: _, ...shown } = state;
  const { id: __, ...fresh } = shown;
  const plan = { urn, detailedDiff: null };
  const steps = [
    {
      ...plan,
      op: "update",
      oldState: shown,
      newState: { ...shown, retainOnDelete: false },
      detailedDiff: { name: {} },
    },
    { ...plan, op: "create", oldState: null, newState: { ...fresh, retainOnDelete: true } },
    { ...plan, op: "delete-replaced", oldState: { ...shown, delete: true }, newState: null },
  ];
  const config = { "carecycle:rateLimit": "10" };
  expect(await previewed({ refresh: false })).toEqual({ config, steps });
  const read = { ...plan, op: "refresh", oldState: shown, newState: shown };
  expect(await previewed()).toEqual({ config, steps: [read, ...steps] });
});

test("without a prelude there is no config, and without events no step", async () => {
  expect(await previewed()).toEqual({ config: {}, steps: [] });
});

test("what the engine marks as secret is masked, at any depth, and nothing else", async () => {
  const secret = { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"canary"' };
  const inputs = {
    sipHeaders: secret,
    list: [secret, "a", null, [1]],
    dynamicOptions: { headers: { a: secret, b: "c" } },
  };
  automation.project.events = [
    step({ op: "create", new: { urn, type, inputs, outputs: { ...inputs, n: 0 } } }),
  ];
  const masked = {
    sipHeaders: "[secret]",
    list: ["[secret]", "a", null, [1]],
    dynamicOptions: { headers: { a: "[secret]", b: "c" } },
  };
  const { steps } = await previewed();
  expect(steps[0]?.newState).toMatchObject({ inputs: masked, outputs: { ...masked, n: 0 } });
  expect(JSON.stringify(steps)).not.toContain("canary");
});

test("targets are all that the engine plans, and without them it plans everything", async () => {
  await previewed({ targets: [urn] });
  await previewed({ targets: [] });
  await previewed();
  expect(automation.targets).toStrictEqual([[urn], [], undefined]);
});

test("progress counts the configs whose read began and ended, and no other resource", async () => {
  const other = { type: "a:b:C" };
  automation.project.events = [
    { preludeEvent: { config: {} } },
    step({ op: "refresh" }),
    step({ op: "refresh", ...other }),
    step({ op: "refresh" }),
    ended({ op: "refresh", ...other }),
    ended({ op: "refresh" }),
    step({ op: "update" }),
    ended({ op: "update" }),
    ended({ op: "refresh" }),
  ];
  const told: string[] = [];
  await previewed({ onRead: (done, total) => told.push(`${done}/${total}`) });
  expect(told).toEqual(["0/0", "0/1", "0/1", "0/2", "0/2", "1/2", "1/2", "1/2", "2/2"]);
});
