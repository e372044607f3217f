// Which configs a review reads, and what becomes of the others.
import { changedResources, withRead } from "../../../provider/cli/preview/changedResources";
import { parsePreview, type Step } from "../../../provider/cli/preview/document";
import { transferConfigType } from "../../../provider/model/internalNames";
import { readPreview } from "../../support/reports";

const namesOf = (urns: readonly string[]) => urns.map((urn) => urn.split("::").pop());
function changedIn(name: string) {
  const { configs } = parsePreview(JSON.stringify(readPreview(name)), "test");
  const { targets, adoptions } = changedResources(configs.flatMap(({ plan }) => plan));
  return [namesOf(targets), namesOf(adoptions)];
}

test.each([
  ["nothing", [], []],
  ["change", ["sales-floor"], []],
  ["create", ["sales-floor"], []],
  ["adopt", [], ["sales-floor"]],
  ["delete", [], []],
  ["replace", [], ["sales-floor"]],
  ["rename-policy", [], ["front-desk"]],
])("of %s, %j are read, and %j have been", (name, targets, adoptions) => {
  expect(changedIn(name)).toEqual([targets, adoptions]);
});

const urnOf = (name: string) => `urn:pulumi:test::desks::${transferConfigType}::${name}`;
const adopting = { inputs: { transferConfigId: "497f6eca-6276-4993-bfeb-53cbbbba6f08" } };

test.each<[string, Partial<Step>, "target" | "adoption" | "nothing"]>([
  ["create", { newState: adopting }, "adoption"],
  ["create-replacement", { newState: adopting }, "adoption"],
  ["replace", { newState: adopting }, "adoption"],
  ["replace", { newState: adopting, oldState: { id: "another" } }, "adoption"],
  ["replace", { newState: adopting, oldState: { id: "497F6ECA-6276-4993-BFEB-53CBBBBA6F08" } }, "target"],
  ["create", { newState: adopting, oldState: { id: "497f6eca-6276-4993-bfeb-53cbbbba6f08" } }, "adoption"],
  ["create", { newState: { inputs: {} } }, "target"],
  ["create", { newState: { inputs: null } }, "target"],
  ["update", { newState: adopting }, "target"],
  ["delete-replaced", { oldState: adopting }, "nothing"],
  ["read", { newState: adopting }, "nothing"],
  ["read-replacement", { newState: adopting }, "nothing"],
  ["same", { newState: adopting }, "nothing"],
])("a config with the step %s and %j is: %s", (op, states, what) => {
  const { targets, adoptions } = changedResources([{ op, urn: urnOf("desk"), ...states }]);
  expect([namesOf(targets), namesOf(adoptions)]).toEqual([
    what === "target" ? ["desk"] : [],
    what === "adoption" ? ["desk"] : [],
  ]);
});

test("all steps of an adoption are one, and each changed resource is named once", () => {
  const steps = [
    { op: "create-replacement", urn: urnOf("a"), newState: adopting },
    { op: "replace", urn: urnOf("a") },
    { op: "create-replacement", urn: urnOf("b") },
    { op: "replace", urn: urnOf("b") },
  ];
  expect(changedResources(steps)).toEqual({ targets: [urnOf("b")], adoptions: [urnOf("a")] });
});

test("a renamed config is read under its old name and planned under the new one", () => {
  const steps = [{ op: "update", urn: urnOf("new"), oldState: { urn: urnOf("old") } }];
  expect(changedResources(steps).targets).toEqual([urnOf("new"), urnOf("old")]);
});

test("a new resource of another type is no adoption, whatever its inputs are called", () => {
  const steps = [{ op: "create", urn: "urn:pulumi:test::p::a:b:C::x", newState: adopting }];
  expect(namesOf(changedResources(steps).targets)).toEqual(["x"]);
});

test("the stack itself and what is merely read are no targets, a changed resource of another type is", () => {
  const step = (op: string, type: string): Step => ({ op, urn: `urn:pulumi:test::p::${type}::${op}` });
  const steps = [step("create", "pulumi:pulumi:Stack"), step("read", "a:b:C"), step("update", "a:b:C")];
  expect(namesOf(changedResources(steps).targets)).toEqual(["update"]);
});

test("what the first preview removes to replace it is not removed where the second one knows it, under whichever name", () => {
  const on = (op: string, urn: string, id: string): Step => ({ op, urn, oldState: { id } });
  const first = [
    on("delete-replaced", "old", "1"),
    on("replace", "new", "1"),
    on("delete-replaced", "left", "2"),
    on("delete", "dropped", "1"),
    { op: "delete-replaced", urn: "unknown" },
  ];
  const second = [on("refresh", "new", "1"), on("update", "new", "1"), { op: "same", urn: "new" }];
  const ops = withRead(first, second, ["new", "old"]).map(({ op, urn }) => `${op} ${urn}`);
  expect(ops.sort()).toEqual([
    "delete dropped",
    "delete-replaced left",
    "delete-replaced unknown",
    "refresh new",
    "same new",
    "update new",
  ]);
});

test("what the second preview did not plan stays as the first one planned it", () => {
  const first = ["a", "b", "c"].map((urn): Step => ({ op: "update", urn }));
  const second: Step[] = [
    { op: "refresh", urn: "a" },
    { op: "same", urn: "a" },
    { op: "same", urn: "c" },
  ];
  const ops = withRead(first, second, ["a", "b"]).map(({ op, urn }) => `${op} ${urn}`);
  expect(ops.sort()).toEqual(["refresh a", "same a", "update b", "update c"]);
});
