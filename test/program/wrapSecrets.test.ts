// Wrapping what may carry credentials: exactly the sensitive leaves, and nothing beside them.

import { isObject, type Path, pathText, type Values } from "../../provider/model/values";
import { wrapSecrets } from "../../provider/program/wrapSecrets";
import * as pulumi from "../support/sdk";

/** Paths of the outputs in `value`, each with whether it is secret. */
async function outputsIn(value: unknown, path: Path = []): Promise<Record<string, boolean>> {
  if (pulumi.Output.isInstance(value)) return { [pathText(path)]: await pulumi.isSecret(value) };
  const members = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  const found = await Promise.all(members.map(([key, inner]) => outputsIn(inner, [...path, key])));
  return Object.assign({}, ...found);
}

const everything: Values = {
  name: "Sales",
  sipUri: "sip:a",
  sipHeaders: "X: 1",
  transferWaitingMessages: ["a"],
  dynamicOptions: {
    pingUrl: "p",
    timeout: 0,
    headers: { a: "1", "x.y": "" },
    body: { n: 0, f: false, list: ["a", { k: "v" }], none: null },
    successConditions: [{ field: "f", value: "v" }],
  },
  additionalFields: { agentScreen: "inbox" },
};

test("sipHeaders, header values and body leaves become secret, each by itself", async () => {
  expect(await outputsIn(wrapSecrets(everything))).toEqual({
    sipHeaders: true,
    "dynamicOptions.headers.a": true,
    'dynamicOptions.headers["x.y"]': true,
    "dynamicOptions.body.n": true,
    "dynamicOptions.body.f": true,
    "dynamicOptions.body.list[0]": true,
    "dynamicOptions.body.list[1].k": true,
  });
});

test("the values stay as they are", async () => {
  const unwrapped = await new Promise((resolve) => pulumi.output(wrapSecrets(everything)).apply(resolve));
  expect(unwrapped).toEqual(everything);
});

test("null and absent are no secrets", () => {
  const args = { sipHeaders: null, dynamicOptions: { headers: undefined, body: { a: null } } };
  expect(wrapSecrets(args)).toEqual(args);
});

test("a container that is an output becomes secret whole where it may hold a credential", async () => {
  const output = () => pulumi.output({});
  const args = {
    name: output(),
    sipHeaders: output(),
    dynamicOptions: {
      headers: output(),
      body: { deep: { x: output() } },
      pingUrl: output(),
      successConditions: output(),
    },
  };
  expect(await outputsIn(wrapSecrets(args as never))).toEqual({
    name: false,
    sipHeaders: true,
    "dynamicOptions.headers": true,
    "dynamicOptions.body.deep.x": true,
    "dynamicOptions.pingUrl": false,
    "dynamicOptions.successConditions": false,
  });
  expect(await outputsIn(wrapSecrets({ dynamicOptions: output() }))).toEqual({ dynamicOptions: true });
  const promised = wrapSecrets({ sipHeaders: Promise.resolve("x"), name: Promise.resolve("x") });
  expect(await outputsIn(promised)).toEqual({ name: false, sipHeaders: true });
});
