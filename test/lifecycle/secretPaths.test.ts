// What the program made secret stays so in the records that follow, through failures, until it is declared in plain text.
import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../provider/model/values";
import { WITHHELD } from "../../provider/model/values";
import { secretPaths, wrapSecrets } from "../../provider/program/secrets";
import { create, createWorld, failure, refresh, update } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { id: ID, name: "Desk", sipHeaders: null, dynamicOptions: { pingUrl: "https://old" } };
const plain = { transferConfigId: ID, name: "Desk" };
const start = async (declared: Values) => {
  const world = createWorld();
  world.api.add(live);
  return { world, old: await create(world, { ...plain, ...declared }) };
};

test("an output or a promise is secret where anything inside it is, and noted so", async () => {
  const args = {
    transferWaitingMessages: pulumi.output(1).apply(() => ["a", pulumi.secret("b")]),
    warmSummaryPrompt: Promise.resolve(pulumi.secret("c")),
    sipUri: Promise.resolve("d"),
  };
  expect(await secretPaths(args)).toEqual(["transferWaitingMessages", "warmSummaryPrompt"]);
  const wrapped = wrapSecrets(args) as Record<string, pulumi.Output<unknown>>;
  const secret = Object.entries(wrapped).map(async ([name, value]) => [name, await pulumi.isSecret(value)]);
  expect(await Promise.all(secret)).toEqual([
    ["transferWaitingMessages", true],
    ["warmSummaryPrompt", true],
    ["sipUri", false],
  ]);
});

test("half taken: what is newly secret is withheld, whether new or plain before, and stays managed", async () => {
  const { world, old } = await start({ dynamicOptions: { pingUrl: "https://old" } });
  world.api.takes = (body) => ({ ...body, name: "N" });
  const declared = {
    ...plain,
    name: "Desk 2",
    sipHeaders: "SIP",
    dynamicOptions: { pingUrl: "https://new", headers: { a: "HEADER" } },
    __secretPaths: ["dynamicOptions.pingUrl"],
  };
  const { properties } = await failure(update(world, old, declared));
  expect(properties).toMatchObject({
    sipHeaders: WITHHELD,
    dynamicOptions: { pingUrl: WITHHELD, headers: { a: WITHHELD } },
    managedFields: ["dynamicOptions", "name", "sipHeaders"],
    managedOptions: ["headers", "pingUrl"],
    __formerSecretPaths: ["dynamicOptions.pingUrl"],
  });
  expect(properties).not.toHaveProperty("__secretPaths");
  // The engine keeps the old inputs.
  const read = await refresh(world.later(), { ...old, outs: properties as Values });
  expect(read.inputs).toMatchObject({
    name: "N",
    sipHeaders: WITHHELD,
    dynamicOptions: { pingUrl: WITHHELD, headers: { a: WITHHELD } },
  });
  world.api.takes = (body) => body;
  world.api.clear();
  const { outs } = await update(world.later(), read, declared);
  expect(world.api.patches).toEqual([{ name: "Desk 2" }]);
  expect(outs).toMatchObject({ sipHeaders: "SIP", __secretPaths: ["dynamicOptions.pingUrl"] });
  expect(outs).not.toHaveProperty("__formerSecretPaths");
});

test("half taken: a credential that was secret before keeps its value", async () => {
  const { world, old } = await start({ sipHeaders: "SIP" });
  world.api.takes = (body) => ({ ...body, sipHeaders: "N:SIP2" });
  const { properties } = await failure(update(world, old, { ...plain, sipHeaders: "SIP2" }));
  expect(properties).toMatchObject({ sipHeaders: "N:SIP2" });
});

test("a create that is half taken keeps what it declares: the engine records its inputs", async () => {
  const world = createWorld();
  world.api.takes = (body) => ({ ...body, name: "N" });
  const { properties } = await failure(create(world, { name: "Desk", sipHeaders: "SIP" }));
  expect(properties).toMatchObject({ name: "N", sipHeaders: "SIP" });
});

test("dropped: a field is left out, a member withheld, also after a refresh; declared in plain text they are shown", async () => {
  const { world, old } = await start({
    name: "NAMESECRET",
    dynamicOptions: { pingUrl: "https://secret", method: "GET" },
    __secretPaths: ["dynamicOptions.pingUrl", "name"],
  });
  const dropped = { transferConfigId: ID, dynamicOptions: { method: "GET" } };
  const next = await refresh(world.later(), await update(world.later(), old, dropped));
  expect(next.outs).not.toHaveProperty("name");
  expect(next.outs).toMatchObject({
    dynamicOptions: { pingUrl: WITHHELD, method: "GET" },
    __formerSecretPaths: ["dynamicOptions.pingUrl", "name"],
  });
  const again = { ...plain, dynamicOptions: { pingUrl: "https://plain", method: "GET" } };
  const { outs } = await refresh(world.later(), await update(world.later(), next, again));
  expect(outs).toMatchObject({ name: "Desk", dynamicOptions: { pingUrl: "https://plain" } });
  expect(outs).not.toHaveProperty("__formerSecretPaths");
});

test("a declared null of a secret that was left out is enforced", async () => {
  const { world, old } = await start({ warmSummaryPrompt: "SECRET", __secretPaths: ["warmSummaryPrompt"] });
  const next = await update(world.later(), old, plain);
  world.api.edit(ID, { warmSummaryPrompt: "SECRET2" });
  const read = await refresh(world.later(), next);
  expect(read.outs).not.toHaveProperty("warmSummaryPrompt");
  world.api.clear();
  await update(world.later(), read, { ...plain, warmSummaryPrompt: null });
  expect(world.api.patches).toEqual([{ warmSummaryPrompt: null }]);
});

test("a value that is made secret as it is makes a step: the state holds it in plain text until then", async () => {
  const { world, old } = await start({ warmSummaryPrompt: "same" });
  const declared = { ...plain, warmSummaryPrompt: "same", __secretPaths: ["warmSummaryPrompt"] };
  expect(await world.later().provider.diff(ID, old.outs, declared)).not.toMatchObject({ changes: false });
});

test("restored in the dashboard between two refreshes, a secret is withheld", async () => {
  const { world, old } = await start({
    dynamicOptions: { pingUrl: "https://secret" },
    __secretPaths: ["dynamicOptions.pingUrl"],
  });
  world.api.edit(ID, { dynamicOptions: {} });
  const without = await refresh(world.later(), old);
  world.api.edit(ID, { dynamicOptions: { pingUrl: "https://secret" } });
  const { inputs, outs } = await refresh(world.later(), without);
  expect([inputs.dynamicOptions, outs.dynamicOptions]).toEqual([
    { pingUrl: WITHHELD },
    { pingUrl: WITHHELD },
  ]);
});
