// Arguments validated in the program's process: what a unit test of a program sees, and validateTransferConfig.

import fc from "fast-check";
import { checkInputs } from "../../provider/model/validateInputs";
import { UNKNOWN } from "../../provider/model/values";
import { TransferConfig, type TransferConfigArgs } from "../../provider/program/transferConfig";
import { validateTransferConfig } from "../../provider/program/validateArgs";
import { declarations } from "../support/arbitraries";
import * as pulumi from "../support/sdk";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const paths = (args: unknown) => validateTransferConfig(args).map(({ path }) => path);

/** What no input that steers the package can be. */
const wrong = [null, Number.NaN, 0, 7, true, "", "x", [], [ID], {}, () => ID];

describe("validateTransferConfig", () => {
  test("finds nothing in valid arguments, and every mistake with its path and rule in others", () => {
    expect(validateTransferConfig({ name: "Desk", sipUri: null, warmMode: undefined })).toEqual([]);
    expect(
      validateTransferConfig({
        nmae: "Desk",
        type: "phone",
        dynamicOptions: { headers: { "x-key": 1 }, successConditions: [{}, { value: true }] },
      }),
    ).toEqual([
      { path: "type", message: expect.stringMatching(/^must be one of "direct"/) },
      { path: 'dynamicOptions.headers["x-key"]', message: expect.stringMatching(/expected string/) },
      {
        path: "dynamicOptions.successConditions[1].value",
        message: expect.stringMatching(/expected string/),
      },
      { path: "nmae", message: "is not a known property: did you mean name?" },
    ]);
  });

  test("asks for name or transferConfigId where the config is new", () => {
    expect(validateTransferConfig({})).toEqual([]);
    expect(validateTransferConfig({}, { isNew: true })).toEqual([
      { path: "name", message: expect.stringMatching(/required to create/) },
    ]);
    expect(validateTransferConfig({ transferConfigId: ID }, { isNew: true })).toEqual([]);
  });

  test("leaves what is not known yet to check, at every depth", () => {
    const later = pulumi.output(5);
    const promise = Promise.resolve(5);
    expect(paths({ name: later, type: promise, dynamicOptions: later })).toEqual([]);
    expect(
      paths({
        transferWaitingMessages: [later, "a"],
        dynamicOptions: {
          headers: { a: later, b: promise },
          body: { a: [{ b: later }] },
          successConditions: [{ field: later }, promise],
        },
        additionalFields: { agentScreen: later },
      }),
    ).toEqual([]);
    expect(paths({ nmae: later })).toEqual(["nmae"]);
  });

  test.each(["transferConfigId", "deletionPolicy", "onConflict", "onMissing"])(
    "%s of any wrong value is one mistake, here and in check",
    (name) => {
      for (const value of wrong) {
        expect([value, paths({ [name]: value })]).toEqual([value, [name]]);
        const failures = checkInputs({ [name]: value, name: "a" });
        expect([value, failures.map(({ property }) => property)]).toEqual([value, [name]]);
      }
    },
  );

  test("additionalFields take an object of JSON values only", () => {
    for (const value of [null, Number.NaN, 0, true, "", "x", [], [ID]]) {
      expect([value, paths({ additionalFields: value })]).toEqual([value, ["additionalFields"]]);
    }
    const values = { a: Number.NaN, b: [Number.POSITIVE_INFINITY], c: () => 1, d: 1n, e: null, f: [{}] };
    const bad = ["a", "b", "c", "d"];
    expect(paths({ additionalFields: values })).toEqual(bad.map((name) => `additionalFields.${name}`));
    expect(paths({ dynamicOptions: { body: values } })).toEqual(bad.map((n) => `dynamicOptions.body.${n}`));
    expect(paths({ additionalFields: { "": 1 } })).toEqual(["additionalFields."]);
    expect(paths({ dynamicOptions: { timeout: Number.NaN } })).toEqual(["dynamicOptions.timeout"]);
  });

  test("what are no arguments at all, or contain themselves, are mistakes, not crashes", () => {
    for (const args of [undefined, null, 1, "x", []]) expect(paths(args)).toEqual([""]);
    const body: Record<string, unknown> = { twice: [{ fine: 1 }] };
    body.again = body.twice;
    expect(paths({ dynamicOptions: { body } })).toEqual([]);
    body.self = [body];
    expect(paths({ dynamicOptions: { body } })).toEqual(["dynamicOptions.body.self[0]"]);
  });

  test("never quotes a value", () => {
    const secret = "canary-7f3a";
    const found = validateTransferConfig({
      sipHeaders: [secret],
      transferConfigId: secret,
      type: secret,
      nmae: secret,
      dynamicOptions: { headers: { a: [secret] }, body: secret, timeout: secret },
    });
    expect(found).toHaveLength(7);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  test("agrees with check on whatever is declared, valid or not", () => {
    const broken = fc.record(
      { name: fc.constantFrom("", 1), type: fc.anything(), warmTransfer: fc.anything(), nmae: fc.string() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(declarations(true), broken, (declared, mistakes) => {
        const args = { ...declared, ...mistakes };
        const wire = JSON.parse(JSON.stringify(args), (_, value) => value ?? null);
        const failures = checkInputs(wire, { name: "old" });
        expect(validateTransferConfig(wire)).toHaveLength(failures.length);
      }),
    );
    expect(checkInputs({ type: UNKNOWN }, { name: "old" })).toEqual([]);
  });
});

describe("under setMocks", () => {
  let registered: string[] = [];
  beforeEach(async () => {
    registered = [];
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => {
        registered.push(name);
        return { id: ID, state: inputs };
      },
      call: () => ({}),
    });
  });
  const construct = (args: unknown, options?: pulumi.CustomResourceOptions) => () =>
    new TransferConfig("desk", args as TransferConfigArgs, options);

  test("the constructor throws what is wrong, by path and rule, and registers nothing", () => {
    expect(construct({ name: "", nmae: "x" })).toThrow(
      /^2 mistakes in the arguments of 1 transfer config\.[\s\S]*\n {2}desk: name: must not be empty\n {2}desk: nmae: /,
    );
    expect(registered).toEqual([]);
  });

  test("a list of known properties stands in the error once", () => {
    expect(construct({ name: "a", unheardOf: 1, utterlyNew: 2, dynamicOptions: { unheardOf: 1 } })).toThrow(
      /\n {2}desk: dynamicOptions\.unheardOf: is not a known property; known properties are pingUrl, .*\n {2}desk: unheardOf: is not a known property\n {2}desk: utterlyNew: is not a known property; known properties are name, .*additionalFields$/,
    );
  });

  test("a name is printed in one line, without what steers a terminal or a CI log", () => {
    const name = "desk\n::error::x\u001b[31m";
    expect(() => new TransferConfig(name, { name: "" })).toThrow(
      /^1 mistake [^\n]*\n {2}desk ::error::x\ufffd\[31m: name: must not be empty$/,
    );
  });

  test("the error is one text, without the lines of a stack, whoever writes to its message", () => {
    let thrown: Error | undefined;
    try {
      construct({ name: "" })();
    } catch (error) {
      thrown = error as Error;
    }
    const before = String(thrown?.message);
    // As the SDK does, once for each resource.
    if (thrown) thrown.message = `error serializing property "x": ${thrown.message}`;
    expect(thrown?.message).toBe(before);
    expect(thrown?.stack).toBe(`CareCycleError: ${before}`);
  });

  test.each(["transferConfigId", "deletionPolicy", "onConflict", "onMissing", "additionalFields"])(
    "%s of a wrong type is the proper message, not a TypeError",
    (name) => {
      for (const value of [null, Number.NaN, 7, "", []]) {
        expect(construct({ name: "a", [name]: value })).toThrow(new RegExp(`\\n {2}desk: ${name}: `));
      }
      expect(construct(undefined)).toThrow(/\n {2}desk: the arguments must be an object/);
    },
  );

  test("an output that turns out to be no id is left to check", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    try {
      const desk = construct({ transferConfigId: pulumi.output(null) })();
      await new Promise((resolve) => desk.urn.apply(resolve));
      await new Promise(setImmediate);
    } finally {
      process.off("unhandledRejection", note);
    }
    expect(unhandled).toEqual([]);
    expect(registered).toEqual(["desk"]);
  });

  test("what ignoreChanges names is left to check, which sees what the state holds in its place", async () => {
    const args = { name: "a", type: "phone", dynamicOptions: { timeout: "5" } };
    const desk = construct(args, { ignoreChanges: ["type", "dynamicOptions.timeout"] })();
    await new Promise((resolve) => desk.urn.apply(resolve));
    expect(registered).toEqual(["desk"]);
    expect(construct(args, { ignoreChanges: ["type"] })).toThrow(
      /1 mistake .*\n {2}desk: dynamicOptions\.timeout/,
    );
  });
});
