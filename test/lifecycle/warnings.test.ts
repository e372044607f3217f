// Warnings of the rules across fields: by what the program declares over what is recorded or live, each once in a
// process, and never with a secret in it.

import { CLIENT } from "../support/fakeApi";
import { checked, create, createFixture, refresh, update } from "../support/fixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const names = (warnings: readonly string[]) => warnings.map((line) => /\(([a-z-]+)\)$/.exec(line)?.[1]);

test("a plan that checks and compares a resource twice warns once, and names the config", async () => {
  const fixture = createFixture();
  const old = await create(fixture, { name: "Desk", type: "sip" });
  expect(fixture.warnings).toEqual([
    'critical warning: "Desk" (new): sipUri: type is sip and sipUri is not set: a SIP transfer has no address to go to (sip-without-uri)',
  ]);
  const later = fixture.later();
  for (const _ of [1, 2]) {
    const inputs = await checked(later, old.inputs, old.inputs);
    await later.provider.diff(old.id, old.outs, inputs);
  }
  expect(later.warnings).toEqual([expect.stringContaining(`"Desk" (${old.id}): sipUri: type is sip`)]);
  expect(names(later.warnings)).toEqual(["sip-without-uri"]);
});

test("a refresh, which compares with what an earlier program declared, warns of nothing", async () => {
  const fixture = createFixture();
  const old = await create(fixture, { name: "Desk", type: "direct", directPhoneNumber: "+15550100" });
  fixture.api.edit(old.id, { directPhoneNumber: null, type: "direct" });
  const later = fixture.later();
  const now = await refresh(later, old);
  await later.provider.diff(now.id, now.outs, old.inputs);
  expect(later.warnings).toEqual([]);
  // The program that mends it is not warned of either.
  await update(later, now, { name: "Desk", type: "direct", directPhoneNumber: "+15550101" });
  expect(later.warnings).toEqual([]);
});

test("an adoption is judged by what is live, and without a key by what is declared alone", async () => {
  const live = { id, name: "Desk", type: "direct", directPhoneNumber: "0555", clientId: CLIENT };
  const fixture = createFixture();
  fixture.api.add(live);
  const blind = fixture.later({ "carecycle:apiKey": undefined as never });
  for (const declared of [{ type: "direct" }, { type: "sip" }, { softphoneFallbackPhoneNumber: "1" }]) {
    await checked(fixture, { transferConfigId: id, ...declared });
    await checked(blind, { transferConfigId: id, ...declared });
  }
  expect(names(fixture.warnings)).toEqual(["phone-number-format", "sip-without-uri", "phone-number-format"]);
  expect(fixture.warnings[0]).toContain("directPhoneNumber: the phone number is not in E.164 form");
  // Without what is live, nothing is said of fields that are not declared.
  expect(names(blind.warnings)).toEqual(["phone-number-format"]);
});

test("what a program made secret breaks no rule, and is in no line, nor the name of its config", async () => {
  const fixture = createFixture();
  const secret = { __secretPaths: ["directPhoneNumber", "name"] };
  const inputs = {
    name: "canary-name",
    directPhoneNumber: "canary-1",
    softphoneFallbackPhoneNumber: "0",
    ...secret,
  };
  const old = await create(fixture, inputs);
  expect(fixture.warnings).toEqual([
    expect.stringMatching(/^warning: a new config: softphoneFallbackPhoneNumber/),
  ]);
  const later = fixture.later();
  await update(later, old, { ...inputs, type: "direct" });
  expect(names(later.warnings)).toEqual(["phone-number-format"]);
  expect([...fixture.warnings, ...later.warnings].join()).not.toContain("canary");
});

test("a released field counts as cleared", async () => {
  const fixture = createFixture();
  const old = await create(fixture, { name: "Desk", type: "sip", sipUri: "sip:a" });
  const later = fixture.later();
  await update(later, old, { name: "Desk", type: "sip" });
  expect(names(later.warnings)).toEqual(["sip-without-uri"]);
});

test("a replacement is judged as the new config that it is", async () => {
  const fixture = createFixture();
  const old = await create(fixture, { name: "Desk", type: "sip", sipUri: "sip:a" });
  fixture.api.add({ id, name: "Other", type: "sip", sipUri: null, clientId: CLIENT });
  const later = fixture.later();
  const news = { transferConfigId: id, type: "sip" };
  const inputs = await checked(later, news, old.inputs);
  expect((await later.provider.diff(old.id, old.outs, inputs)).replaces).toEqual(["transferConfigId"]);
  await checked(later, news);
  expect(later.warnings).toEqual([expect.stringContaining(`"Other" (${id})`)]);
});
