// What the requests of a config owe to the others of a run: who looks up the account, and what is no longer certain.
import { buildReport } from "../../../provider/cli/reportModel/report";
import { type Columns, previewOf } from "../../support/previewSteps";

const account = "5e505642-9024-474d-9434-e5a44f505cc5";
const pinned = { "carecycle:clientId": account };
const desk = { name: "Desk" };
const idOf = (name: string) => `id-of-${name}`;
const recorded = (name: string, more: Partial<Columns>): Columns => {
  const applied = { ...desk, clientId: account, deletionPolicy: "delete" };
  return { name, id: idOf(name), applied, code: desk, op: "same", ...more };
};
const same = (name: string) => recorded(name, { live: { ...desk, clientId: account } });
const unread = (name: string) => recorded(name, {});
const changed = (name: string) => recorded(name, { live: desk, code: { name: "Next" }, op: "update" });
const dropped = (name: string) => recorded(name, { code: undefined, op: "delete" });
const recreated = (name: string) => recorded(name, { live: {}, op: "create" });
const blind = (name: string) => recorded(name, { live: { __unreadable: "no" } });
const created = (name: string): Columns => ({ name, code: desk });
const adopted = (name: string): Columns => ({ name, code: { ...desk, transferConfigId: idOf(name) } });

/** Each config's requests in short, by its name: "GET?" may be left out. */
function sentBy(configs: Columns[], config = {}, options = {}): Record<string, string[]> {
  const { resources } = buildReport(previewOf(configs, config), options);
  return Object.fromEntries(
    resources.map(({ name, requests }) => [
      name,
      requests.map(({ method, path, ifNeeded }) => {
        const place = path
          .replace("/v2/campaigns/transfer-configs", "")
          .replace("/v2/campaigns", "campaigns");
        return `${method}${ifNeeded ? "?" : ""} ${place}`.trim();
      }),
    ]),
  );
}

const lookups = ["GET? campaigns/appointment-configs", "GET? campaigns", "GET? campaigns/{id}"];
const lookupsBy = (name: string) => [`GET? /${idOf(name)}`, ...lookups];

describe("an account that nothing pins", () => {
  test.each<[string, Columns[], Record<string, string[]>]>([
    ["of a first config is not looked up", [created("a"), created("b")], { a: ["POST"], b: ["POST"] }],
    ["is shown by a config that the update reads", [created("a"), same("b")], { a: ["POST"], b: [] }],
    [
      "is looked up once, by a recorded config, before the first POST",
      [unread("a"), unread("b"), created("c"), created("d")],
      { a: [], b: [], c: [...lookupsBy("a"), "POST"], d: ["POST"] },
    ],
    [
      "is looked up by the dropped config itself, before its DELETE",
      [unread("a"), dropped("b")],
      { a: [], b: [...lookupsBy("b"), `DELETE /${idOf("b")}`] },
    ],
    [
      "has been looked up by the first POST or DELETE for all others",
      [dropped("a"), dropped("b"), created("c")],
      { a: [...lookupsBy("a"), `DELETE /${idOf("a")}`], b: [`DELETE /${idOf("b")}`], c: ["POST"] },
    ],
    [
      "is known before a DELETE that comes after the reads",
      [same("a"), dropped("b")],
      { a: [], b: [`DELETE /${idOf("b")}`] },
    ],
    [
      "is of no interest to a PATCH",
      [unread("a"), adopted("b")],
      {
        a: [],
        b: [`GET /${idOf("b")}`, `GET? /${idOf("b")}`, `PATCH? /${idOf("b")}`],
      },
    ],
    ["is shown by the config itself that is created again", [recreated("a")], { a: ["POST"] }],
    [
      "is not shown by a config that could not be read",
      [blind("a"), created("b")],
      { a: [], b: [...lookupsBy("a"), "POST?"] },
    ],
  ])("%s", (_, configs, expected) => {
    expect(sentBy(configs)).toEqual(expected);
  });

  test("is shown by a config that only an update with a refresh reads", () => {
    const configs = [unread("a"), created("b")];
    expect(sentBy(configs, {}, { updateReadsAll: true })).toEqual({ a: [], b: ["POST"] });
    // A new one has nothing to be read.
    expect(sentBy([dropped("a"), created("b")], {}, { updateReadsAll: true })).toEqual({
      a: [...lookupsBy("a"), `DELETE /${idOf("a")}`],
      b: ["POST"],
    });
  });
});

describe("a pinned account", () => {
  test.each<[string, Columns[], Record<string, string[]>]>([
    [
      "is compared before the first POST",
      [created("a"), created("b")],
      { a: [...lookups, "POST"], b: ["POST"] },
    ],
    [
      "even where the update reads a config, which may come later",
      [same("a"), created("b")],
      { a: [], b: [...lookupsBy("a"), "POST"] },
    ],
    [
      "and not again before a DELETE, which comes after the reads",
      [same("a"), dropped("b")],
      { a: [], b: [`DELETE /${idOf("b")}`] },
    ],
    [
      "before a DELETE where nothing is read",
      [dropped("a")],
      { a: [...lookupsBy("a"), `DELETE /${idOf("a")}`] },
    ],
    [
      "before the POST, where a DELETE comes first in the document and something is read",
      [same("a"), dropped("b"), created("c")],
      { a: [], b: [`DELETE /${idOf("b")}`], c: [...lookupsBy("a"), "POST"] },
    ],
    [
      "and not for a stack that sends nothing",
      [same("a"), changed("b")],
      {
        a: [],
        b: [`GET /${idOf("b")}`, `PATCH /${idOf("b")}`],
      },
    ],
  ])("%s", (_, configs, expected) => {
    expect(sentBy(configs, pinned)).toEqual(expected);
  });
});

test("where an update stops at a config, what it sends to the others is not certain", () => {
  const gone = { ...adopted("a"), code: { ...desk, transferConfigId: idOf("a"), __nothingToAdopt: "no" } };
  expect(sentBy([gone, changed("b"), created("c")])).toEqual({
    a: [`GET /${idOf("a")}`],
    b: [`GET? /${idOf("b")}`, `PATCH? /${idOf("b")}`],
    c: ["POST?"],
  });
  // Of two, neither is certain to be reached.
  expect(sentBy([gone, { ...gone, name: "b" }])).toEqual({
    a: [`GET? /${idOf("a")}`],
    b: [`GET? /${idOf("a")}`],
  });
});
