// A value that a preview does not know yet is declared: nothing says that it is given back, or as declared.
import { declaredFields, releasedFields } from "../../provider/model/ownership";
import { UNKNOWN, type Values } from "../../provider/model/values";
import { create, createFixture } from "../support/fixture";

const whole = {
  name: "Ping",
  sipUri: "sip:a",
  transferWaitingMessages: ["One moment"],
  dynamicOptions: {
    pingUrl: "https://example.com",
    headers: { a: "1" },
    body: { a: { b: 1 } },
    successConditions: [{ field: "a", value: "1" }],
  },
  additionalFields: { agentScreen: "inbox", callForm: { id: 1 } },
};

/** `whole` with one value of it unknown, for each object, list and leaf. */
function* unknowns(value: unknown, path: string): Generator<[string, unknown]> {
  if (path !== "") yield [path, UNKNOWN];
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    for (const [at, changed] of unknowns(member, path === "" ? name : `${path}.${name}`)) {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      Object.assign(copy, { [name]: changed });
      yield [at, copy];
    }
  }
}

const cases = [...unknowns(whole, "")];

test.each(cases)("%s, not known yet, is neither given back nor cleared", async (_, inputs) => {
  const fixture = createFixture();
  const old = await create(fixture, whole);
  const diff = await fixture.provider.diff(old.id, old.outs, inputs as Values);
  expect([diff.changes, diff.replaces]).toEqual([undefined, undefined]);
  expect(fixture.lines).toEqual([]);
});

test.each(cases)("%s, not known yet, is named by the preview of an adoption", async (path, inputs) => {
  const fixture = createFixture();
  const { additionalFields, ...fields } = whole;
  const transferConfigId = fixture.api.add({ ...fields, ...additionalFields });
  const { failures } = await fixture.provider.check({}, { ...(inputs as Values), transferConfigId });
  expect(failures).toEqual([]);
  const [, line] = /will be changed:\n {2}(.*)$/.exec(fixture.lines.join("\n")) ?? [];
  expect(line).toMatch(/^[^\n]*=> \(known after apply\)$/);
  expect(line).toContain(path.split(".")[0]);
});

test("one value that hides which additional fields there are gives none of them back", () => {
  const record = { managedFields: declaredFields(whole), additionalFields: whole.additionalFields };
  const { additionalFields: _, ...without } = whole;
  expect(releasedFields(record, { ...whole, additionalFields: "[secret]" }).left).toEqual([]);
  expect(releasedFields(record, without).left).toEqual(["agentScreen", "callForm"]);
});
