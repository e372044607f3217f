// Which paths a resource's note of secrets names: what the program itself made secret, wherever it stands.

import {
  addToSecretPaths,
  holdsPlainCredential,
  secretPaths,
  wrappedPathsOf,
  wrapSecrets,
} from "../../provider/program/wrapSecrets";
import * as pulumi from "../support/sdk";

const travelling = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const never = () => new Promise<never>(() => undefined);

describe("the constructor's note", () => {
  test("names each output and promise that is secret, sorted, at every depth", async () => {
    const args = {
      sipUri: pulumi.secret("u"),
      name: Promise.resolve(pulumi.secret("n")),
      type: pulumi.output("direct"),
      warmSummaryPrompt: Promise.resolve("p"),
      sipHeaders: pulumi.secret("h"),
      transferWaitingMessages: ["a", pulumi.secret("b")],
      dynamicOptions: { pingUrl: pulumi.secret("p"), method: pulumi.output("GET"), timeout: 5, body: null },
      additionalFields: { agentScreen: { "x.y": pulumi.secret(1) } },
      warmTransfer: undefined,
    };
    expect(await secretPaths(args)).toEqual([
      'additionalFields.agentScreen["x.y"]',
      "dynamicOptions.pingUrl",
      "name",
      "sipHeaders",
      "sipUri",
      "transferWaitingMessages[1]",
    ]);
  });

  test("names an output whole where a secret is inside of it", async () => {
    const dynamicOptions = Promise.resolve({ pingUrl: pulumi.secret("p") });
    expect(await secretPaths({ dynamicOptions })).toEqual(["dynamicOptions"]);
    expect(await secretPaths({ name: pulumi.output(1).apply(() => pulumi.secret("n")) })).toEqual(["name"]);
  });

  test("is none where nothing is secret", async () => {
    expect(await secretPaths({ name: "a", type: pulumi.output("direct"), sipUri: null })).toBeUndefined();
  });
});

describe("the note behind a transform", () => {
  test("keeps each path that was noted once, and nothing of a note that is none", async () => {
    const properties = { sipUri: pulumi.secret("u"), name: travelling("n") };
    expect(await addToSecretPaths(["sipUri", "type"], properties)).toEqual(["name", "sipUri", "type"]);
    expect(await addToSecretPaths("sipUri", { name: "a" })).toBeUndefined();
  });

  test("names secrets inside of a container that is an output, but for credentials of the table", async () => {
    const dynamicOptions = Promise.resolve({
      pingUrl: "p",
      method: travelling("GET"),
      headers: { a: travelling("1") },
      successConditions: [{ field: "f", value: travelling("v") }],
    });
    const found = await addToSecretPaths(undefined, { dynamicOptions });
    expect(found).toEqual(["dynamicOptions.method", "dynamicOptions.successConditions[0].value"]);
  });

  test("names no credential of the table, and no path twice", async () => {
    const properties = {
      sipHeaders: pulumi.secret("h"),
      dynamicOptions: { headers: pulumi.secret({ a: "1" }), body: { a: travelling("1") } },
      name: null,
      sipUri: undefined,
    };
    expect(await addToSecretPaths(undefined, properties)).toBeUndefined();
  });

  test("is not kept waiting by what a preview does not know", async () => {
    const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
    const [unknown, open] = [Promise.resolve(false), Promise.resolve(false)];
    const value = new Output([], Promise.resolve(undefined), unknown, open, Promise.resolve([]));
    expect(await addToSecretPaths(["name"], { dynamicOptions: value, sipUri: value })).toEqual(["name"]);
  });
});

test("containers are noted as wrapped whole, sorted, where they may hold a credential", () => {
  const args = {
    sipHeaders: pulumi.output("h"),
    name: pulumi.output("n"),
    dynamicOptions: { headers: never(), body: { list: [1, pulumi.output(2)] }, pingUrl: pulumi.output("p") },
  };
  expect(wrappedPathsOf(args)).toEqual([
    "dynamicOptions.body.list[1]",
    "dynamicOptions.headers",
    "sipHeaders",
  ]);
  expect(wrappedPathsOf({ dynamicOptions: pulumi.output({}) })).toEqual(["dynamicOptions"]);
  expect(wrappedPathsOf({ name: "n", sipHeaders: null, dynamicOptions: travelling(never()) })).toEqual([]);
});

test("what is secret already is wrapped once, wherever it stands", () => {
  const args = { sipHeaders: travelling("h"), dynamicOptions: { body: [travelling({ a: 1 }), null] } };
  expect(wrapSecrets(args)).toEqual(args);
});

test.each([
  [false, { name: "x", sipUri: "u", dynamicOptions: { pingUrl: "p", timeout: 5 } }],
  [false, { sipHeaders: undefined, dynamicOptions: { headers: {}, body: { a: null, b: [] } } }],
  [false, { sipHeaders: pulumi.output("h"), dynamicOptions: { headers: Promise.resolve({}) } }],
  [false, { dynamicOptions: { headers: travelling({ a: "1" }), body: [travelling(1)] } }],
  [true, { dynamicOptions: { headers: travelling({}), body: { a: [null, { b: false }] } } }],
  [true, { dynamicOptions: { unheardOf: "x" } }],
])("a credential in plain text is found, and nothing else: %p, %#", (expected, properties) => {
  expect(holdsPlainCredential(properties)).toBe(expected);
});
