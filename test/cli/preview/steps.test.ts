// The steps of a preview, sorted by resource: which belong to a transfer config, which are only counted, and which are nothing.
import { gather, nameOf, type Step, typeOf } from "../../../provider/cli/preview/document";
import { transferConfigType } from "../../../provider/model/internalNames";

const urnOf = (name: string, type: string = transferConfigType) =>
  `urn:pulumi:production::desks::${type}::${name}`;
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const step = (op: string, name: string, more: Partial<Step> = {}): Step => ({
  op,
  urn: urnOf(name),
  ...more,
});
const other = (op: string, type: string): Step => ({ op, urn: urnOf("other", type) });

/** Each config as `NAME: refresh | operations of its plan`. */
const told = (steps: readonly Step[]) =>
  gather(steps, {}).configs.map(({ urn, refresh, plan }) =>
    [nameOf(urn), refresh?.op, ...plan.map(({ op }) => op)].join(" "),
  );

test("a config's refresh and its plan are told apart, in the order of the document", () => {
  const steps = [
    step("refresh", "b"),
    step("refresh", "a"),
    step("update", "a"),
    step("create-replacement", "b"),
    step("replace", "b"),
    step("create", "c"),
  ];
  expect(told(steps)).toEqual(["b refresh create-replacement replace", "a refresh update", "c  create"]);
});

test("of two records under one name, the refresh is that of the one which no earlier run was to remove", () => {
  const [left, now] = [{ id: "left", delete: true }, { id }].map((oldState) =>
    step("refresh", "a", { oldState }),
  );
  for (const steps of [
    [left, now],
    [now, left],
  ] as Step[][])
    expect(gather(steps, {}).configs).toEqual([{ urn: urnOf("a"), refresh: now, plan: [] }]);
  expect(told([left as Step])).toEqual(["a refresh"]);
});

test("a refresh of what an interrupted replacement has removed is none, and its plan stays", () => {
  const oldState = { id, pendingReplacement: true };
  expect(told([step("refresh", "a", { oldState }), step("replace", "a", { oldState })])).toEqual([
    "a  replace",
  ]);
});

test("what the resource option id reads, or a get, is no config of the program's", () => {
  const steps = [step("read", "a"), step("read-replacement", "b"), step("same", "c")];
  expect(told(steps)).toEqual(["c  same"]);
  expect(gather(steps, {}).others).toEqual({});
});

test("other resources are counted by operation, without the engine's own and what stays the same", () => {
  const steps = [
    other("create", "random:index:RandomId"),
    other("create", "random:index:RandomPet"),
    other("read", "random:index:RandomPet"),
    other("same", "random:index:RandomPet"),
    other("refresh", "random:index:RandomPet"),
    other("create", "pulumi:pulumi:Stack"),
    other("update", "pulumi:providers:random"),
    other("delete", "pulumi:pulumi:StackReference"),
    other("update", "acme:pulumi:providers:x"),
    step("create", "a"),
    { op: "delete", urn: "not a URN" },
  ];
  expect(gather(steps, {}).others).toEqual({ create: 2, read: 1, delete: 2, update: 1 });
});

test("a renamed config is one: the refresh under its old name belongs to the plan under the new one", () => {
  const before = { id };
  const steps = [
    step("refresh", "old", { oldState: before }),
    step("refresh", "same", { oldState: { id: "other" } }),
    step("update", "new", { oldState: { ...before, urn: urnOf("old") } }),
    step("same", "same", { oldState: { id: "other" } }),
  ];
  expect(told(steps)).toEqual(["same refresh same", "new refresh update"]);
});

test("one that is renamed and replaced at once is one, and what is merely left under another name is not", () => {
  const [old, left] = [{ oldState: { id } }, { oldState: { id: "left" } }];
  const replaced = [step("create-replacement", "new", old), step("replace", "new", old)];
  const steps = [step("delete-replaced", "old", old), step("refresh", "old", old), ...replaced];
  expect(told([...steps, step("delete-replaced", "gone", left)])).toEqual([
    "new refresh create-replacement replace delete-replaced",
    "gone  delete-replaced",
  ]);
  expect(told([step("delete-replaced", "a"), step("replace", "b")])).toEqual([
    "a  delete-replaced",
    "b  replace",
  ]);
});

test.each<[string, Step[], string[]]>([
  [
    "a plan that has a refresh of its own",
    [
      step("refresh", "gone", { oldState: { id } }),
      step("refresh", "a", { oldState: { id } }),
      step("update", "a", { oldState: { id } }),
    ],
    ["gone refresh", "a refresh update"],
  ],
  [
    "a new config",
    [step("refresh", "gone", { oldState: { id } }), step("create", "new")],
    ["gone refresh", "new  create"],
  ],
  [
    "a new config, where the refreshed one has no id",
    [step("refresh", "gone"), step("create", "new", { oldState: null })],
    ["gone refresh", "new  create"],
  ],
  [
    "another config",
    [step("refresh", "gone", { oldState: { id } }), step("update", "new", { oldState: { id: "other" } })],
    ["gone refresh", "new  update"],
  ],
  [
    "another resource with the same id",
    [
      step("refresh", "a", { oldState: { id } }),
      step("same", "a", { oldState: { id } }),
      step("update", "b", { oldState: { id } }),
    ],
    ["a refresh same", "b  update"],
  ],
  [
    "a config whose plan was under the same name",
    [
      step("refresh", "old", { oldState: { id } }),
      step("delete", "old", { oldState: { id } }),
      step("create", "new"),
    ],
    ["old refresh delete", "new  create"],
  ],
])("a refresh is not taken for that of %s", (_, steps, configs) => {
  expect(told(steps)).toEqual(configs);
});

test("a renamed config is found by its first step with an id, whatever step that is", () => {
  const steps = [
    step("refresh", "old", { oldState: { id } }),
    step("create-replacement", "new"),
    step("replace", "new", { oldState: { id } }),
  ];
  expect(told(steps)).toEqual(["new refresh create-replacement replace"]);
});

test("of the stack's config, texts are kept", () => {
  const config = { "carecycle:rateLimit": "10", "carecycle:apiKey": "[secret]", number: 1, object: {} };
  expect(gather([], config).config).toEqual({ "carecycle:rateLimit": "10", "carecycle:apiKey": "[secret]" });
});

test("the stack is that of the first URN that names one", () => {
  expect(gather([{ op: "same", urn: "x" }, step("same", "a")], {}).stack).toBe("production");
  expect(gather([{ op: "same", urn: "see urn:pulumi:production::desks::t::a" }], {}).stack).toBeNull();
});

test("a name is all that follows the type, and a URN without one stands for itself", () => {
  expect(nameOf(urnOf("desk"))).toBe("desk");
  expect(nameOf(urnOf("desk::1"))).toBe("desk::1");
  expect(nameOf("urn:pulumi:production::desks")).toBe("urn:pulumi:production::desks");
});

test("the type is that of the states, the new one first, and otherwise that of the URN without its parents", () => {
  const urn = urnOf("a", "my:component:Desk$a:b:C");
  expect(typeOf({ op: "update", urn, oldState: { type: "old" }, newState: { type: "new" } })).toBe("new");
  expect(typeOf({ op: "delete", urn, oldState: { type: "old" }, newState: null })).toBe("old");
  expect(typeOf({ op: "same", urn })).toBe("a:b:C");
  expect(typeOf({ op: "same", urn: "urn" })).toBeUndefined();
});
