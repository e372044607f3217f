// What an exported state and a stack's config say.
import { CliError } from "../../../provider/cli/cliError";
import {
  plainConfig,
  recordedConfigs,
  recordedUrns,
  removedUrns,
} from "../../../provider/cli/preview/recorded";
import { transferConfigType as type } from "../../../provider/model/internalNames";

const stateOf = (resources: unknown) => ({ version: 3, deployment: { resources } });
const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };

test("the configs that a state manages, with what stands there in plain text", () => {
  const state = stateOf([
    { urn: "stack", type: "pulumi:pulumi:Stack" },
    { urn: "a", type, id: "1", outputs: { name: "Desk", clientId: "c", type: "direct" } },
    { urn: "b", type, id: "2", outputs: { name: encrypted, clientId: null } },
    { urn: "c", type, id: 3 },
    { urn: "read", type, id: "4", external: true, outputs: { name: "Read" } },
    { urn: "own", type, id: "5", external: false, outputs: [] },
    "no resource",
    null,
  ]);
  const nothing = { name: undefined, clientId: undefined };
  expect(recordedConfigs(state)).toEqual([
    { urn: "a", id: "1", name: "Desk", clientId: "c" },
    { urn: "b", id: "2", ...nothing },
    { urn: "c", id: undefined, ...nothing },
    { urn: "own", id: "5", ...nothing },
  ]);
  // What is merely read is refreshed, too.
  expect(recordedUrns(state)).toEqual(["a", "b", "c", "read", "own"]);
});

test("what an interrupted replacement has removed is told apart", () => {
  const state = stateOf([
    { urn: "a", type },
    { urn: "b", type, pendingReplacement: true },
    { urn: "c", type, pendingReplacement: false },
    { urn: "d", type: "other:index:Type", pendingReplacement: true },
  ]);
  expect(removedUrns(state)).toEqual(["b"]);
});

test.each([
  ["a stack that was never updated", { deployment: {} }],
  ["a state without a deployment", { deployment: null }],
  ["resources that are no list", stateOf({ urn: "a", type })],
  ["an empty list", stateOf([])],
])("%s records none", (_, state) => {
  expect(recordedConfigs(state)).toEqual([]);
  expect(recordedUrns(state)).toEqual([]);
});

test("the config has its values by full names, encrypted ones among them", () => {
  const config = {
    "carecycle:apiKey": { value: "cc_stack", secret: true },
    "desks:number": { value: "+15550100", secret: false },
  };
  expect([...plainConfig(config)]).toEqual([
    ["carecycle:apiKey", "cc_stack"],
    ["desks:number", "+15550100"],
  ]);
  expect(plainConfig({}).size).toBe(0);
  expect([...plainConfig({ "carecycle:apiKey": { value: "cc_stack" } })]).toEqual([
    ["carecycle:apiKey", "cc_stack"],
  ]);
});

test("an API key in plain text is refused, with the command that encrypts it, and without the key", () => {
  expect(() => plainConfig({ "carecycle:apiKey": { value: "cc_stack", secret: false } })).toThrow(
    new CliError(
      "carecycle:apiKey is in the stack config as plain text. Encrypt it: pulumi config set --secret carecycle:apiKey (and revoke the key if that file was ever shared).",
    ),
  );
});
