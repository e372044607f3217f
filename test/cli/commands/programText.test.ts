// The text of the programs that `adopt` writes, to the letter. That they compile is generate.test.ts.
import { generate, notDeclared } from "../../../provider/cli/commands/generate";
import type { LiveTransferConfig } from "../../../provider/model/types";

const [A, B] = ["497f6eca-6276-4993-bfeb-53cbbbba6f08", "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa"] as const;
const sales = {
  id: A,
  name: "Sales floor",
  type: "direct",
  directPhoneNumber: "+15550100",
  sipUri: null,
  warmTransfer: false,
  transferWaitingMessages: ['One "moment"', "a\u2028b\u0085\u202e"],
  clientId: "5e505642-9024-474d-9434-e5a44f505cc5",
  updatedAt: "2026-01-01T00:00:00Z",
};
const desk = {
  id: B,
  name: "Desk",
  type: "dynamic",
  sipHeaders: "X-Token: 1",
  dynamicOptions: {
    pingUrl: "https://agents.example.com",
    timeout: 3000,
    headers: { authorization: "Bearer 1", "x-team": "2" },
    body: { skill: "3", note: null },
    successConditions: [{ field: "status", operator: "equals", value: "ok" }],
  },
};
const texts = (configs: object[], single = false, imports: string[] = []) =>
  generate(configs as LiveTransferConfig[], single, imports).files;

test("a config without secrets is a resource with what it holds, nulls and what the API alone writes left out", () => {
  expect(texts([sales])).toEqual([
    {
      name: "sales-floor.ts",
      text: `import * as carecycle from "pulumi-carecycle";

export const salesFloor = new carecycle.TransferConfig("sales-floor", {
  transferConfigId: "${A}",
  name: "Sales floor",
  type: "direct",
  warmTransfer: false,
  directPhoneNumber: "+15550100",
  transferWaitingMessages: [
    "One \\"moment\\"",
    "a\\u2028b\\u0085\\u202e",
  ],
});
`,
    },
  ]);
});

test("what may carry credentials is read from the stack config", () => {
  const { files, secrets } = generate([desk] as never, false);
  expect(files[0]?.text).toBe(`import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";

const config = new pulumi.Config();

export const desk = new carecycle.TransferConfig("desk", {
  transferConfigId: "${B}",
  name: "Desk",
  type: "dynamic",
  dynamicOptions: {
    pingUrl: "https://agents.example.com",
    timeout: 3000,
    headers: {
      authorization: config.requireSecret("desk-headers-authorization"),
      "x-team": config.requireSecret("desk-headers-x-team"),
    },
    body: config.requireSecretObject<Record<string, unknown>>("desk-body"),
    successConditions: [
      {
        field: "status",
        operator: "equals",
        value: "ok",
      },
    ],
  },
  sipHeaders: config.requireSecret("desk-sipheaders"),
});
`);
  expect(secrets).toEqual([
    {
      key: "desk-headers-authorization",
      json: false,
      path: ["dynamicOptions", "headers", "authorization"],
      value: "Bearer 1",
    },
    { key: "desk-headers-x-team", json: false, path: ["dynamicOptions", "headers", "x-team"], value: "2" },
    { key: "desk-body", json: true, path: ["dynamicOptions", "body"], value: '{"skill":"3","note":null}' },
    { key: "desk-sipheaders", json: false, path: ["sipHeaders"], value: "X-Token: 1" },
  ]);
});

test("keys of secrets are unique, whatever the names of headers are made of", () => {
  const headers = { "x-a": "1", "X A": "2", x_a: "3" };
  const { secrets } = generate([{ ...desk, dynamicOptions: { pingUrl: "x", headers } }] as never, false);
  expect(new Set(secrets.map(({ key }) => key)).size).toBe(secrets.length);
  expect(secrets.map(({ key }) => key)).toContain("desk-headers-x-a-2");
});

test("several configs in one file are a list", () => {
  expect(
    texts(
      [
        { id: A, name: "A", type: "hologram" },
        { id: B, name: "a" },
      ],
      true,
    ),
  ).toEqual([
    {
      name: "transfer-configs.ts",
      text: `import * as carecycle from "pulumi-carecycle";

const configs: [name: string, args: carecycle.TransferConfigArgs][] = [
  // Live, but not declared, because this version doesn't accept the live value: type
  ["a", {
    transferConfigId: "${A}",
    name: "A",
  }],
  ["a-2", {
    transferConfigId: "${B}",
    name: "a",
  }],
];

export const transferConfigs = configs.map(([name, args]) => new carecycle.TransferConfig(name, args));
`,
    },
  ]);
});

test("an imported config has no id, and a warning", () => {
  const { files, imported } = generate([{ ...sales, transferWaitingMessages: [] }, desk] as never, false, [
    A,
  ]);
  expect(files[0]?.text).toBe(`import * as carecycle from "pulumi-carecycle";

// Without transferConfigId, an update creates new configs: import the live ones first (pulumi import --file).

export const salesFloor = new carecycle.TransferConfig("sales-floor", {
  name: "Sales floor",
  type: "direct",
  warmTransfer: false,
  directPhoneNumber: "+15550100",
  transferWaitingMessages: [],
});
`);
  expect(files[1]?.text).not.toContain("import the live ones first");
  expect(imported).toMatchObject([{ live: { id: A }, name: "sales-floor", secrets: [] }]);
  expect(generate([desk] as never, false, [B]).imported[0]).toMatchObject({
    args: { name: "Desk", sipHeaders: "X-Token: 1" },
    secrets: [
      ["dynamicOptions", "headers", "authorization"],
      ["dynamicOptions", "headers", "x-team"],
      ["dynamicOptions", "body"],
      ["sipHeaders"],
    ],
  });
});

test("what no program can declare is left out and named, each once", () => {
  const odd = {
    ...{ id: A, name: "Desk", type: 5, dynamicOptions: { timeout: "3 s", pingUrl: "x" } },
    transferWaitingMessages: [1],
  };
  const { files, refused } = generate([odd, { id: B, name: "B" }] as never, false);
  expect(refused).toEqual([
    { id: A, names: ["type", "dynamicOptions.timeout", "transferWaitingMessages"].sort(byPosition(files)) },
  ]);
  const names = refused[0]?.names ?? [];
  expect(files[0]?.text).toContain(`\n// Live, but ${notDeclared(names)}\nexport const desk = `);
  expect(notDeclared(["a", "b"])).toBe(
    "not declared, because this version doesn't accept the live value: a, b",
  );
  expect(files[1]?.text).not.toContain("// Live");
});

/** The order in which the comment of the first file names them. */
const byPosition = (files: readonly { text: string }[]) => (a: string, b: string) =>
  (files[0]?.text.indexOf(a) ?? 0) - (files[0]?.text.indexOf(b) ?? 0);

test("members whose names are no identifiers are quoted", () => {
  const headers = { $a_1: "1", "1a": "2", "a-b": "3", "\u2028": "4" };
  const [file] = texts([{ id: A, name: "D", dynamicOptions: { pingUrl: "x", headers, body: {} } }]);
  const lines = file?.text.split("\n") ?? [];
  for (const key of ["$a_1", '"1a"', '"a-b"', '"\\u2028"'])
    expect(lines).toContainEqual(expect.stringContaining(`      ${key}: config.requireSecret(`));
  expect(lines).toContain("    body: {},");
});

test("headers with a member called __proto__, which would set the prototype, are left out", () => {
  const dynamicOptions = JSON.parse('{"pingUrl":"x","headers":{"__proto__":"4"}}');
  const { files, refused } = generate([{ id: A, name: "D", dynamicOptions }] as never, false);
  expect(refused).toEqual([{ id: A, names: ["dynamicOptions.headers"] }]);
  expect(files[0]?.text).not.toContain("__proto__");
});

test.each([
  ["a list", ["x"]],
  ["a text", "x"],
  ["a list of what is no condition", { successConditions: ["x"] }],
])("options that are %s are left out", (_, dynamicOptions) => {
  const { files, refused } = generate([{ id: A, name: "D", dynamicOptions }] as never, false);
  expect(refused[0]?.names.join()).toMatch(/^dynamicOptions/);
  expect(files[0]?.text).not.toContain('"x"');
});

test("a config without a name that is a text gets one of the package's", () => {
  expect(texts([{ id: A, name: 5 }]).map(({ name }) => name)).toEqual(["transfer-config.ts"]);
});

test("in a list, one config's secrets and one import are enough for the lines that they need", () => {
  const [file] = texts([{ id: A, name: "A" }, desk], true, [A]);
  expect(file?.text).toContain("\nconst config = new pulumi.Config();\n");
  expect(file?.text).toContain("import the live ones first");
});

test("each config is imported with its own secrets", () => {
  const { imported } = generate([desk, { id: A, name: "B", sipHeaders: "X: 1" }] as never, false, [A, B]);
  expect(imported.map(({ secrets }) => secrets.length)).toEqual([4, 1]);
});

test("a member of a condition that no program can declare is left out by itself", () => {
  const successConditions = [{ field: "a" }, { field: "b", weight: 2, value: null }];
  const dynamicOptions = { pingUrl: "x", successConditions };
  const { files, refused } = generate([{ id: A, name: "D", dynamicOptions }] as never, false);
  expect(refused).toEqual([{ id: A, names: ["dynamicOptions.successConditions[1].weight"] }]);
  expect(files[0]?.text).toMatch(/field: "a",\n +\},\n +\{\n +field: "b",\n +\},\n +\],\n/);
});
