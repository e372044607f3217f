// What answers of an API show: whose key is used, or why that is not known.

import type { Finding } from "../../../provider/cli/doctor/finding";
import { ok, problem, warning } from "../../../provider/cli/doctor/finding";
import type { Answer } from "./answering";
import { belongs, config, connectionFixture, id, named, OURS } from "./connectionFixture";

const OTHER = "11111111-1111-4111-8111-111111111111";
const appointments = "GET /v2/campaigns/appointment-configs";
const campaigns = "GET /v2/campaigns";

const on = connectionFixture();
const { find, begins } = on;
const notShown = warning(
  "no answer showed the account of the key",
  "Give the id of one of its transfer configs: --id",
);

describe("the account", () => {
  test("is seen by the config that is named, with one request", async () => {
    expect(await find({ [config]: named(OURS.toUpperCase()) }, {}, { id })).toEqual([
      ...begins(),
      ok(`the key belongs to client ${OURS.toUpperCase()}`),
    ]);
    expect(on.server.asked).toEqual([config]);
    expect(on.server.keys).toEqual(["cc_key"]);
  });

  test("is seen by the first appointment config that names one, otherwise", async () => {
    const list = [null, {}, { clientId: "" }, { clientId: 7 }, { clientId: OURS }, { clientId: OTHER }];
    expect(await find({ [appointments]: [200, { appointmentConfigs: list }] })).toEqual([
      ...begins(),
      belongs,
    ]);
    expect(on.server.asked).toEqual([appointments]);
  });

  test("is seen by a campaign where no appointment config shows it", async () => {
    const answers: Record<string, Answer> = {
      [appointments]: [200, { appointmentConfigs: [] }],
      [campaigns]: [200, { items: [{ id: "c-1" }, { id: "c-2" }] }],
      [`${campaigns}/c-1`]: [200, { campaign: { client: { id: OURS } } }],
    };
    expect(await find(answers)).toEqual([...begins(), belongs]);
    expect(on.server.asked).toEqual([appointments, campaigns, `${campaigns}/c-1`]);
  });

  test.each<[string, Record<string, Answer>]>([
    ["an answer that is no object", { [appointments]: [200, '"text"'] }],
    ["no campaign", { [campaigns]: [200, { items: [] }] }],
    ["a list of campaigns that is none", { [campaigns]: [200, { items: { id: "c-1" } }] }],
    ["an answer about campaigns that is no object", { [campaigns]: [200, "7"] }],
    ["what is no campaign", { [campaigns]: [200, { items: ["c-1"] }] }],
    ["a campaign without an id", { [campaigns]: [200, { items: [{ id: "" }] }] }],
    ["a campaign whose id is a number", { [campaigns]: [200, { items: [{ id: 1 }] }] }],
    [
      "a campaign that can't be read",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [404, {}] },
    ],
    [
      "a campaign of nobody",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [200, { campaign: {} }] },
    ],
    [
      "an answer about a campaign without one",
      { [campaigns]: [200, { items: [{ id: "c-1" }] }], [`${campaigns}/c-1`]: [200, {}] },
    ],
    [
      "a client without an id",
      {
        [campaigns]: [200, { items: [{ id: "c-1" }] }],
        [`${campaigns}/c-1`]: [200, { campaign: { client: { id: "" } } }],
      },
    ],
  ])("is not shown by %s", async (_, answers) => {
    expect(await find({ [appointments]: [200, {}], ...answers })).toEqual([...begins(), notShown]);
  });

  test("is not shown by what is no answer about campaigns", async () => {
    // No backoff is waited for.
    jest.spyOn(Math, "random").mockReturnValue(0);
    const answers: Record<string, Answer> = { [appointments]: [200, {}], [campaigns]: [200, "<html>"] };
    expect(await find(answers)).toEqual([...begins(), notShown]);
    jest.restoreAllMocks();
  });

  test("is not looked for elsewhere where a config was named", async () => {
    expect(await find({ [config]: named(undefined) }, {}, { id })).toEqual([...begins(), notShown]);
    expect(on.server.asked).toEqual([config]);
  });

  test("that is another than the pinned one is a problem", async () => {
    expect(await find({ [config]: named(OTHER) }, {}, { id })).toEqual([
      ...begins(),
      problem(
        `the key belongs to client ${OTHER}, but ${OURS} is pinned`,
        "Set a key of the pinned account, or correct carecycle:clientId.",
      ),
    ]);
  });

  test.each<[string, unknown, object, string]>([
    ["is seen", OURS, {}, OURS],
    ["is seen, in the stack that was named", OURS, { stack: "prod" }, `${OURS} --stack prod`],
    ["isn't a client id", "acme; rm -rf", {}, "<the account's client id>"],
    ["isn't seen", undefined, {}, "<the account's client id>"],
  ])("that nobody pinned is a warning, with the command: it %s", async (_, client, asks, rest) => {
    const findings = await find({ [config]: named(client) }, { clientId: undefined }, { id, ...asks });
    expect(findings.at(-1)).toEqual(
      warning(
        "the account is not pinned: a key of another account could write",
        `Run: pulumi config set carecycle:clientId ${rest}`,
      ),
    );
  });

  test("can't be seen without a key, which is sent to nobody", async () => {
    expect(await find({ [config]: [401, {}] }, { apiKey: undefined }, { id })).toEqual(begins());
    expect(on.server.keys).toEqual([""]);
  });
});

describe("a status that isn't 200", () => {
  test.each<[string, Answer, object, Finding[]]>([
    [
      "401",
      [401, {}],
      { id },
      [problem("the API refuses the key (401)", "Set a valid one; playground keys expire after 14 days.")],
    ],
    [
      "404 of a config",
      [404, { code: "NOT_FOUND" }],
      { id },
      [
        problem(
          `there is no transfer config ${id} under this key's account`,
          "Check the id, and whose key it is: under another account's key every id answers 404.",
        ),
      ],
    ],
    ["404 of appointment configs", [404, { code: "NOT_FOUND" }], {}, [notShown]],
    [
      "403 of a config",
      [403, { code: "FORBIDDEN" }],
      { id },
      [
        warning(
          "the key may not read transfer configs (403)",
          "Give the key access to transfer configs: previews need it.",
        ),
        notShown,
      ],
    ],
    [
      "403 of appointment configs",
      [403, { code: "FORBIDDEN" }],
      {},
      [
        warning(
          "the key may not read appointment configs (403)",
          "Previews do without it; give --id a transfer config to see the account.",
        ),
        notShown,
      ],
    ],
    [
      "another one",
      [500, { code: "INTERNAL_ERROR", message: "no" }],
      {},
      [problem("the API answered 500 INTERNAL_ERROR: no", "Run this again later.")],
    ],
  ])("%s", async (_, answer, asks, found) => {
    expect(await find({ [config]: answer, [appointments]: answer }, {}, asks)).toEqual([
      ...begins(),
      ...found,
    ]);
    // Whoever runs this waits for an answer, and not for retries.
    expect(on.server.asked[0]).toBe("id" in asks ? config : appointments);
    expect(on.server.asked.slice(1)).not.toContain(on.server.asked[0]);
  });
});
