// Schemas by themselves: which JSON is refused wherever it stands, and how a name that nobody knows is answered.
import { schemaFailures } from "../../provider/model/inputSchemas";
import { UNKNOWN } from "../../provider/model/values";

const said = (inputs: object) =>
  schemaFailures(inputs as Record<string, unknown>).map(({ path, message }) => `${path}: ${message}`);
const inBody = (a: unknown) => said({ dynamicOptions: { body: { a } } });

test("a member called __proto__ is refused at any depth: no request would carry it", () => {
  const proto = (value: unknown) => Object.defineProperty({}, "__proto__", { value, enumerable: true });
  const refusal = "cannot be declared: no request carries a member of this name";
  expect(said({ dynamicOptions: { body: { a: [1, { b: proto(1) }] } } })).toEqual([
    `dynamicOptions.body.a[1].b.__proto__: ${refusal}`,
  ]);
  expect(said({ dynamicOptions: { headers: proto("x") } })).toEqual([
    `dynamicOptions.headers.__proto__: ${refusal}`,
  ]);
  expect(said({ additionalFields: proto({ a: proto(1) }) })).toEqual([
    `additionalFields.__proto__: ${refusal}`,
  ]);
  expect(said({ dynamicOptions: { body: { constructor: 1, prototype: null } } })).toEqual([]);
});

test("a body holds JSON, and what the engine can write", () => {
  for (const good of [null, "", 0, false, undefined, UNKNOWN, [], {}, [{ a: [1, "x", true, null] }]])
    expect(inBody(good)).toEqual([]);
  const refusal = "dynamicOptions.body.a: must contain JSON values only";
  for (const bad of [Number.NaN, [1, Number.POSITIVE_INFINITY], { b: ["x", 1n] }, Symbol("s"), [() => 1, 1]])
    expect(inBody(bad)).toEqual([refusal]);
});

test("names for which the engine has no path are refused, each for its own reason", () => {
  expect(inBody([{ ok: 1 }, { b: { ok: 1, "": 2 } }])).toEqual([
    "dynamicOptions.body.a: must not contain an empty name",
  ]);
  expect(inBody([{ ok: 1 }, { b: { ok: 1, "c\\": 2 } }])).toEqual([
    "dynamicOptions.body.a: must not contain a name that ends with a backslash, for which Pulumi has no path",
  ]);
  expect(said({ dynamicOptions: { headers: { "": "x" } } })).toEqual([
    "dynamicOptions.headers.: must not have an empty name",
  ]);
  expect(said({ dynamicOptions: { headers: { "a\\": "x" } } })).toEqual([
    'dynamicOptions.headers["a\\\\"]: must not have a name that ends with a backslash, for which Pulumi has no path',
  ]);
});

test("null is refused with a reason where the API has no empty value", () => {
  expect(said({ name: null, deletionPolicy: null, dynamicOptions: { method: null }, sipUri: null })).toEqual([
    "name: cannot be null: the API has no empty value for it; leave it out to stop managing it",
    "dynamicOptions.method: cannot be null: the API has no empty value for it; leave it out to stop managing it",
    "deletionPolicy: cannot be null: the API has no empty value for it; leave it out to stop managing it",
  ]);
  expect(said({ name: undefined, dynamicOptions: { method: undefined, headers: { a: undefined } } })).toEqual(
    [],
  );
});

describe("a name that nobody knows", () => {
  const known = "is not a known property; known properties are ";
  const field = "; a field that this package does not know yet can be set in additionalFields";

  test("is answered with the names that there are, and at the top with the way to send it all the same", () => {
    const [top = ""] = said({ zzzzzzzzzzzz: 1 });
    expect(top).toMatch(new RegExp(`^zzzzzzzzzzzz: ${known}name, .*, additionalFields${field}$`));
    expect(said({ dynamicOptions: { zzzzzzzzzzzz: 1 } })).toEqual([
      `dynamicOptions.zzzzzzzzzzzz: ${known}pingUrl, method, timeout, headers, body, transferNumberField, transferNumber, successConditions`,
    ]);
    expect(said({ dynamicOptions: { successConditions: [{ zzzzzzzzzzzz: 1 }] } })).toEqual([
      `dynamicOptions.successConditions[0].zzzzzzzzzzzz: ${known}field, operator, value`,
    ]);
  });

  test("is answered with the near one, but a much longer one was not misspelt", () => {
    expect(said({ NAME: 1 })).toEqual(["NAME: is not a known property: did you mean name?"]);
    const [long = ""] = said({ ["x".repeat(101)]: 1 });
    expect(long).toContain(known);
    expect(said({ ["directPhoneNumber".padEnd(24, "s")]: 1 })[0]).toContain(
      "did you mean directPhoneNumber?",
    );
    expect(said({ ["directPhoneNumber".padEnd(40, "s")]: 1 })[0]).toContain(known);
  });

  test("which the API sets itself is named as such at the top alone", () => {
    expect(said({ updatedAt: "x" })).toEqual(["updatedAt: is set by the API and cannot be declared"]);
    expect(said({ dynamicOptions: { updatedAt: "x" } })[0]).toContain(known);
  });
});
