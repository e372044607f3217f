// Provokes the messages about settings and about a program's mistakes, as a program does: in a run of its own.
import * as pulumi from "@pulumi/pulumi";
import { TransferConfig, type TransferConfigArgs } from "../../../provider/program/transferConfig";
import { readSettings, requireApiKey } from "../../../provider/session/settings";
import { createFixture } from "../../support/fixture";
import { id, type Provoked, thrown } from "./provoked";

const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";

/** The message of what a setting is refused with. */
const setting = (key: string, value: string) => async (): Promise<string> =>
  thrown(() => readSettings((name) => (name === `carecycle:${key}` ? value : undefined), {}));

/** What a program prints and throws that declares these resources, under mocks of the engine. */
async function run(
  resources: Record<string, { args: unknown; options?: pulumi.CustomResourceOptions }>,
  config: Record<string, string> = {},
): Promise<string> {
  const texts: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id, state: inputs }),
    call: () => ({}),
  });
  pulumi.runtime.setAllConfig(config, []);
  const { warn } = console;
  console.warn = (text: unknown) => void texts.push(String(text));
  try {
    await pulumi.runtime.runInPulumiStack(async () => {
      for (const [name, { args, options }] of Object.entries(resources)) {
        texts.push(await thrown(() => new TransferConfig(name, args as TransferConfigArgs, options)));
      }
      return {};
    });
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  } finally {
    console.warn = warn;
    pulumi.runtime.setAllConfig({}, []);
  }
  return texts.join("\n");
}

const mistake = (args: unknown) => () => run({ desk: { args } });

async function checkFailures(inputs: Record<string, unknown>): Promise<string> {
  const { failures = [] } = await createFixture().provider.check({}, inputs);
  return failures.map(({ property, reason }) => [property, reason].filter(Boolean).join(": ")).join("\n");
}

export const ofProgram: Provoked = {
  "carecycle:apiKey: no API key is set, and a request needs one": async () =>
    thrown(() => requireApiKey(readSettings(() => undefined, {}))),
  "carecycle:apiKey: is in the stack config as plain text": () =>
    run({ desk: { args: { name: "Desk" } } }, { "carecycle:apiKey": "cc_plain" }),
  "carecycle:apiKey: is not a careCycle API key": setting("apiKey", "cc_ with a space"),
  "carecycle:baseUrl: must be https": setting("baseUrl", "http://api.example.com"),
  "carecycle:baseUrl: is not a URL": setting("baseUrl", "api"),
  "carecycle:baseUrl: must be scheme, host and path only": setting("baseUrl", "https://a:b@example.com"),
  'carecycle:onConflict: must be "overwrite" or "fail"': setting("onConflict", "ask"),
  "carecycle:rateLimit: must be a whole number above 0": setting("rateLimit", "1.5"),
  "carecycle:clientId: must be the account's client id, a UUID": setting("clientId", "ours"),
  "carecycle:NAME is not a setting of pulumi-carecycle": () =>
    run({ desk: { args: { name: "Desk" } } }, { "carecycle:client": id }),
  "N mistakes in the arguments of": mistake({ type: "phone", warmTransfer: "yes" }),
  "PATH: is not a known property": mistake({ nmae: "Desk" }),
  "PATH: cannot be null: the API has no empty value for it": mistake({ warmTransfer: null }),
  "name: is required to create a transfer config (or set transferConfigId to adopt a live one)": () =>
    checkFailures({ warmTransfer: true }),
  "ID is adopted by two resources, NAME and NAME": () =>
    run({ a: { args: { transferConfigId: other } }, b: { args: { transferConfigId: other } } }),
  "import: Pulumi cannot import a resource of a dynamic provider": () =>
    run({ desk: { args: { name: "Desk" }, options: { import: id } } }),
  "PATH: contains the placeholder of a withheld value": mistake({
    dynamicOptions: { headers: { token: "[withheld: set outside this program]" } },
  }),
};
