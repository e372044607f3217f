// What the program made secret stays so in the records that follow, through failures, until it is declared in plain text.
import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../provider/model/values";
import { WITHHELD } from "../../provider/model/values";
import { secretPaths, wrapSecrets } from "../../provider/program/wrapSecrets";
import { create, createFixture, failure, refresh, update } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { id: ID, name: "Desk", sipHeaders: null, dynamicOptions: { pingUrl: "https://old" } };
const plain = { transferConfigId: ID, name: "Desk" };
const start = async (declared: Values) => {
  const fixture = createFixture();
  fixture.api.add(live);
  return { fixture, old: await create(fixture, { ...plain, ...declared }) };
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

test("the constructor notes the paths of secret outputs, and nothing where there is none", async () => {
  const paths = await secretPaths({
    name: "plain",
    sipUri: pulumi.output("plain"),
    warmSummaryPrompt: pulumi.secret("x"),
    transferWaitingMessages: ["a", pulumi.secret("b")],
    dynamicOptions: { pingUrl: pulumi.secret("c") },
  });
  expect(paths).toEqual(["dynamicOptions.pingUrl", "transferWaitingMessages[1]", "warmSummaryPrompt"]);
  expect(await secretPaths({ name: "plain" })).toBeUndefined();
});

test("an adoption's preview, a refused value and a failed check do not show it", async () => {
  const fixture = createFixture();
  fixture.api.add({ ...live, warmSummaryPrompt: "old", transferWaitingMessages: ["a"] });
  const __secretPaths = ["transferWaitingMessages[1]", "warmSummaryPrompt"];
  const declared = {
    transferConfigId: ID,
    warmSummaryPrompt: 'USER"SECRET',
    transferWaitingMessages: ["a", "MESSAGESECRET"],
    __secretPaths,
  };
  const old = await create(fixture, declared);
  expect(fixture.lines.join("\n")).toContain("warmSummaryPrompt: [secret] => [secret]");
  expect(fixture.api.patches).toEqual([
    { warmSummaryPrompt: 'USER"SECRET', transferWaitingMessages: ["a", "MESSAGESECRET"] },
  ]);
  expect(old.outs).toMatchObject({ __secretPaths });

  fixture.api.takes = (body) => ({ ...body, warmSummaryPrompt: "N:SECONDSECRET" });
  const error = await failure(update(fixture, old, { ...declared, warmSummaryPrompt: "SECONDSECRET" }));
  expect(error.reasons).toEqual([expect.stringMatching(/sent \[secret\], got \[secret\]\./)]);
  const { failures } = await fixture.provider.check(
    {},
    { name: "a", directPhoneNumber: "+1555SECRETSECRETSECRET", __secretPaths: ["directPhoneNumber"] },
  );
  expect(failures).toEqual([{ property: "", reason: "directPhoneNumber: must be at most 20 characters" }]);
  expect(`${fixture.lines} ${error.message} ${error.reasons}`).not.toMatch(/USER|MESSAGESECRET|SECONDSECRET/);
});

test("half taken: what is newly secret is withheld, whether new or plain before, and stays managed", async () => {
  const { fixture, old } = await start({ dynamicOptions: { pingUrl: "https://old" } });
  fixture.api.takes = (body) => ({ ...body, name: "N" });
  const declared = {
    ...plain,
    name: "Desk 2",
    sipHeaders: "SIP",
    dynamicOptions: { pingUrl: "https://new", headers: { a: "HEADER" } },
    __secretPaths: ["dynamicOptions.pingUrl"],
  };
  const { properties } = await failure(update(fixture, old, declared));
  expect(properties).toMatchObject({
    sipHeaders: WITHHELD,
    dynamicOptions: { pingUrl: WITHHELD, headers: { a: WITHHELD } },
    managedFields: ["dynamicOptions", "name", "sipHeaders"],
    managedOptions: ["headers", "pingUrl"],
    __formerSecretPaths: ["dynamicOptions.pingUrl"],
  });
  expect(properties).not.toHaveProperty("__secretPaths");
  // The engine keeps the old inputs.
  const read = await refresh(fixture.later(), { ...old, outs: properties as Values });
  expect(read.inputs).toMatchObject({
    name: "N",
    sipHeaders: WITHHELD,
    dynamicOptions: { pingUrl: WITHHELD, headers: { a: WITHHELD } },
  });
  fixture.api.takes = (body) => body;
  fixture.api.clear();
  const { outs } = await update(fixture.later(), read, declared);
  expect(fixture.api.patches).toEqual([{ name: "Desk 2" }]);
  expect(outs).toMatchObject({ sipHeaders: "SIP", __secretPaths: ["dynamicOptions.pingUrl"] });
  expect(outs).not.toHaveProperty("__formerSecretPaths");
});

test("half taken: a credential that was secret before keeps its value", async () => {
  const { fixture, old } = await start({ sipHeaders: "SIP" });
  fixture.api.takes = (body) => ({ ...body, sipHeaders: "N:SIP2" });
  const { properties } = await failure(update(fixture, old, { ...plain, sipHeaders: "SIP2" }));
  expect(properties).toMatchObject({ sipHeaders: "N:SIP2" });
});

test("a create that is half taken keeps what it declares: the engine records its inputs", async () => {
  const fixture = createFixture();
  fixture.api.takes = (body) => ({ ...body, name: "N" });
  const { properties } = await failure(create(fixture, { name: "Desk", sipHeaders: "SIP" }));
  expect(properties).toMatchObject({ name: "N", sipHeaders: "SIP" });
});

test("dropped: a field is left out, a member withheld, also after a refresh; declared in plain text they are shown", async () => {
  const { fixture, old } = await start({
    name: "NAMESECRET",
    dynamicOptions: { pingUrl: "https://secret", method: "GET" },
    __secretPaths: ["dynamicOptions.pingUrl", "name"],
  });
  const dropped = { transferConfigId: ID, dynamicOptions: { method: "GET" } };
  const next = await refresh(fixture.later(), await update(fixture.later(), old, dropped));
  expect(next.outs).not.toHaveProperty("name");
  expect(next.outs).toMatchObject({
    dynamicOptions: { pingUrl: WITHHELD, method: "GET" },
    __formerSecretPaths: ["dynamicOptions.pingUrl", "name"],
  });
  const again = { ...plain, dynamicOptions: { pingUrl: "https://plain", method: "GET" } };
  const { outs } = await refresh(fixture.later(), await update(fixture.later(), next, again));
  expect(outs).toMatchObject({ name: "Desk", dynamicOptions: { pingUrl: "https://plain" } });
  expect(outs).not.toHaveProperty("__formerSecretPaths");
});

test("a declared null of a secret that was left out is enforced", async () => {
  const { fixture, old } = await start({ warmSummaryPrompt: "SECRET", __secretPaths: ["warmSummaryPrompt"] });
  const next = await update(fixture.later(), old, plain);
  fixture.api.edit(ID, { warmSummaryPrompt: "SECRET2" });
  const read = await refresh(fixture.later(), next);
  expect(read.outs).not.toHaveProperty("warmSummaryPrompt");
  fixture.api.clear();
  await update(fixture.later(), read, { ...plain, warmSummaryPrompt: null });
  expect(fixture.api.patches).toEqual([{ warmSummaryPrompt: null }]);
});

test("a value that is made secret as it is makes a step: the state holds it in plain text until then", async () => {
  const { fixture, old } = await start({ warmSummaryPrompt: "same" });
  const declared = { ...plain, warmSummaryPrompt: "same", __secretPaths: ["warmSummaryPrompt"] };
  expect(await fixture.later().provider.diff(ID, old.outs, declared)).not.toMatchObject({ changes: false });
});

test("what the table of fields keeps secret anyway makes none, made secret by the program or no longer: earlier versions noted no path", async () => {
  const credentials = {
    ...plain,
    sipHeaders: "SIP",
    dynamicOptions: { headers: { "x-a": "H" }, body: { list: [{ a: "B" }] } },
  };
  const noted = {
    __secretPaths: ["dynamicOptions.body.list", 'dynamicOptions.headers["x-a"]', "sipHeaders"],
  };
  for (const [before, now] of [
    [credentials, { ...credentials, ...noted }],
    [{ ...credentials, ...noted }, credentials],
  ] as const) {
    const { fixture, old } = await start(before);
    const diff = (news: Values) => fixture.later().provider.diff(ID, old.outs, news);
    expect(await diff(now)).toMatchObject({ changes: false });
    for (const path of ["name", "dynamicOptions", "additionalFields.sipHeaders"])
      expect(await diff({ ...now, __secretPaths: [path] })).not.toMatchObject({ changes: false });
  }
});

test("restored in the dashboard between two refreshes, a secret is withheld", async () => {
  const { fixture, old } = await start({
    dynamicOptions: { pingUrl: "https://secret" },
    __secretPaths: ["dynamicOptions.pingUrl"],
  });
  fixture.api.edit(ID, { dynamicOptions: {} });
  const without = await refresh(fixture.later(), old);
  fixture.api.edit(ID, { dynamicOptions: { pingUrl: "https://secret" } });
  const { inputs, outs } = await refresh(fixture.later(), without);
  expect([inputs.dynamicOptions, outs.dynamicOptions]).toEqual([
    { pingUrl: WITHHELD },
    { pingUrl: WITHHELD },
  ]);
});
