// Which configs a review reads, and what becomes of the others.
import { changedResources, withRead } from "../../../provider/cli/preview/changedResources";
import { parsePreview, type Step } from "../../../provider/cli/preview/document";
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

test("the stack itself and what is merely read are no targets, a changed resource of another type is", () => {
  const step = (op: string, type: string): Step => ({ op, urn: `urn:pulumi:test::p::${type}::${op}` });
  const steps = [step("create", "pulumi:pulumi:Stack"), step("read", "a:b:C"), step("update", "a:b:C")];
  expect(namesOf(changedResources(steps).targets)).toEqual(["update"]);
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
