// What an update does where the response to its write is not as declared: it sets back what others changed meanwhile, four
// times at most, and removes keys that a merging server keeps.
import type { Values } from "../../provider/model/values";
import { create, createFixture, type Fixture, failure, update } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const declared = { name: "Sales", warmTransfer: true, sipUri: "sip:a" };

async function adopted(options: Parameters<typeof createFixture>[0], live: Values, inputs: Values) {
  const fixture = createFixture(options);
  fixture.api.add({ id: ID, ...live } as never);
  const old = await create(fixture, { ...inputs, transferConfigId: ID });
  fixture.api.clear();
  fixture.lines.length = 0;
  return { fixture, old };
}

/** Somebody who changes `sipUri` whenever `warmTransfer` is written, and the other way round. */
function contradict({ api }: Fixture): void {
  api.before = ({ body }) => {
    if (body === undefined) return;
    if ("sipUri" in body) api.edit(ID, { warmTransfer: false });
    else api.edit(ID, { sipUri: "sip:other" });
  };
}

test("who edits another field at each repair wins after the fourth, is named, and what is live then is recorded", async () => {
  const others = {
    ...{ sipUri: "sip:a", warmTransfer: true, directPhoneNumber: "+15550100" },
    ...{ warmSummaryPrompt: "Short.", softphoneFallbackPhoneNumber: "+15550101" },
  };
  const theirs = {
    ...{ sipUri: "sip:b", warmTransfer: false, directPhoneNumber: "+15550200" },
    ...{ warmSummaryPrompt: "Long.", softphoneFallbackPhoneNumber: "+15550201" },
  };
  const { fixture, old } = await adopted({}, { name: "Sales", ...others }, { name: "Sales", ...others });
  const left = Object.entries(theirs);
  fixture.api.before = ({ method }) => {
    const edit = method === "PATCH" ? left.shift() : undefined;
    if (edit) fixture.api.edit(ID, Object.fromEntries([edit]));
  };
  const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
  expect(fixture.api.patches).toEqual([
    { name: "Desk" },
    { sipUri: "sip:a" },
    { warmTransfer: true },
    { directPhoneNumber: "+15550100" },
    { warmSummaryPrompt: "Short." },
  ]);
  expect(fixture.lines.filter((line) => line.includes("set back"))).toHaveLength(4);
  expect(error).toMatchObject({
    id: ID,
    properties: { ...others, name: "Desk", softphoneFallbackPhoneNumber: "+15550201" },
    reasons: [
      "softphoneFallbackPhoneNumber: changed by somebody else while the update ran each time that it was set back: expected " +
        '"+15550101", found "+15550201". Find out who else writes this config, and run again.',
    ],
  });
});

test("a field that was set back and is wrong again counts as not accepted: the API may couple it to another", async () => {
  const { fixture, old } = await adopted({}, declared, declared);
  contradict(fixture);
  const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
  expect(fixture.api.patches).toEqual([{ name: "Desk" }, { sipUri: "sip:a" }, { warmTransfer: true }]);
  expect(error.reasons).toEqual([expect.stringMatching(/^sipUri: the API did not accept the value/)]);
});

test('under onConflict "fail", what others changed at the moment of the write is left to them', async () => {
  const inputs = { ...declared, onConflict: "fail" };
  const { fixture, old } = await adopted({}, declared, inputs);
  contradict(fixture);
  const error = await failure(update(fixture, old, { ...old.inputs, name: "Desk" }));
  expect(fixture.api.patches).toEqual([{ name: "Desk" }]);
  expect(error).toMatchObject({
    properties: { name: "Desk", sipUri: "sip:other" },
    reasons: [
      expect.stringMatching(/^sipUri: .*, and onConflict is "fail": expected "sip:a", found "sip:other"\./),
    ],
  });
});

test("what somebody else has put right before the repair is not sent, and no line is said of it", async () => {
  const { fixture, old } = await adopted({}, declared, declared);
  fixture.api.before = ({ method, body }) => {
    if (body?.name === "Desk") fixture.api.edit(ID, { sipUri: "sip:other" });
    else if (method === "GET" && fixture.api.patches.length > 0) fixture.api.edit(ID, { sipUri: "sip:a" });
  };
  const { outs } = await update(fixture, old, { ...old.inputs, name: "Desk" });
  expect(fixture.api.methods).toEqual(["GET", "PATCH", "GET"]);
  expect(fixture.lines).toEqual([]);
  expect(outs).toMatchObject({ ...declared, name: "Desk" });
});

describe("on a server that merges dynamicOptions", () => {
  const options = (body: Values) => ({ dynamicOptions: { pingUrl: "https://a.example", body } });

  test("a key that it keeps is removed by null, without a word of anybody else", async () => {
    const live = { name: "Sales", ...options({ a: 1, b: 2 }) };
    const { fixture, old } = await adopted({ semantics: "merge" }, live, {
      name: "Sales",
      ...options({ a: 1, b: 2 }),
    });
    const { outs } = await update(fixture, old, { ...old.inputs, ...options({ a: 1 }) });
    expect(fixture.api.patches).toHaveLength(2);
    expect(fixture.api.patches[1]).toMatchObject({ dynamicOptions: { body: { a: 1, b: null } } });
    expect(fixture.lines).toEqual([]);
    expect(outs).toMatchObject({ dynamicOptions: { body: { a: 1 } } });
  });

  test("a key of the same name that somebody changes meanwhile is theirs under onConflict fail, the kept ones are not", async () => {
    const live = { name: "Sales", ...options({ a: 1, b: 2, c: 3 }) };
    const inputs = { ...live, onConflict: "fail" };
    const { fixture, old } = await adopted({ semantics: "merge" }, live, inputs);
    fixture.api.before = ({ method }) => {
      if (method === "GET" && fixture.api.patches.length === 1)
        fixture.api.edit(ID, options({ a: 1, b: "theirs", c: 3 }));
    };
    const error = await failure(update(fixture, old, { ...old.inputs, ...options({ a: 1 }) }));
    expect(fixture.api.patches).toHaveLength(1);
    expect(error.reasons).toEqual([
      expect.stringMatching(/^dynamicOptions\.body\.b: changed by somebody else/),
    ]);
  });

  test("a key that outlives null is an error that names it", async () => {
    const live = { name: "Sales", ...options({ a: 1, b: 2 }) };
    const { fixture, old } = await adopted({ semantics: "merge" }, live, live);
    fixture.api.answers = (config) =>
      config.dynamicOptions === undefined
        ? config
        : ({
            ...config,
            dynamicOptions: { ...(config.dynamicOptions as object), body: { a: 1, b: 2 } },
          } as never);
    const error = await failure(update(fixture, old, { ...old.inputs, ...options({ a: 1 }) }));
    expect(fixture.api.patches).toHaveLength(2);
    expect(error.reasons).toEqual([
      "dynamicOptions.body.b: the API keeps this key, although null was sent to remove it and the program does not declare it",
    ]);
  });
});
