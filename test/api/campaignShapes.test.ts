// What is read of campaigns, assignments and appointment configs, whatever a response holds: documented members of their
// documented type, everything else as it is, and one error where the list itself is not there.
import {
  parseAppointmentConfigs,
  parseAssignments,
  parseCampaign,
  parseCampaignPage,
} from "../../provider/api/campaigns";

const request = { method: "GET", path: "/v2/x" } as never;
const answer = (json: unknown) => ({ status: 200, json }) as never;

const none = [undefined, null, "text", 5, [], {}];
test.each([
  [
    "appointment configs",
    parseAppointmentConfigs,
    "the body has no appointmentConfigs list",
    { appointmentConfigs: {} },
  ],
  ["a page of campaigns", parseCampaignPage, "the body has no items list", { items: "none" }],
  ["a campaign", parseCampaign, "the body has no campaign object", { campaign: [] }],
  ["assignments", parseAssignments, "the body has no assignments list", { assignments: null }],
] as const)("%s that are not there are an error that says so", (_, parse, message, odd) => {
  for (const json of [...none, odd]) expect(() => parse(request, answer(json))).toThrow(message);
});

/** Of each documented member, a value of its type and one of another. */
type Members = Record<string, readonly [right: unknown, wrong: unknown]>;

const right = (members: Members) =>
  Object.fromEntries(Object.entries(members).map(([name, [value]]) => [name, value]));
const wrong = (members: Members) =>
  Object.fromEntries(Object.entries(members).map(([name, [, value]]) => [name, value]));

const kinds: readonly [string, (object: unknown) => unknown, Members, nullable: string[]][] = [
  [
    "an appointment config",
    (object) => parseAppointmentConfigs(request, answer({ appointmentConfigs: [object] }))[0],
    {
      ...{ id: ["a", 1], name: ["a", null], clientId: ["c", false] },
      ...{ transferConfigId: ["t", 1], routingConfigId: ["r", {}] },
    },
    ["transferConfigId", "routingConfigId"],
  ],
  [
    "a campaign of a page",
    (object) => parseCampaignPage(request, answer({ items: [object] })).items[0],
    {
      ...{
        id: ["a", 1],
        name: ["a", null],
        status: ["paused", 1],
        description: ["d", 1],
        client: [{ id: "c" }, "c"],
      },
      ...{ transferConfigId: ["t", 1], transferConfigIds: [["t"], "t"] },
    },
    ["description", "transferConfigId", "transferConfigIds"],
  ],
  [
    "a campaign",
    (object) => parseCampaign(request, answer({ campaign: object })),
    { id: ["a", 1], status: ["paused", []] },
    [],
  ],
  [
    "an assignment",
    (object) => parseAssignments(request, answer({ assignments: [object] }))[0],
    {
      ...{
        id: ["a", 1],
        campaignId: ["a", 1],
        blockId: ["a", 1],
        snippetId: ["a", 1],
        transferConfigId: ["a", 1],
      },
      ...{
        afterHoursTransferConfigId: ["a", 1],
        scope: ["s", 1],
        enabled: [true, "yes"],
        priority: [1, "1"],
      },
      ...{ isDefault: [false, 0], block: [{ name: "b" }, "b"], snippet: [{ name: "s" }, 5] },
    },
    [
      ...[
        "id",
        "campaignId",
        "blockId",
        "snippetId",
        "transferConfigId",
        "afterHoursTransferConfigId",
        "scope",
      ],
      ...["enabled", "priority", "isDefault", "block", "snippet"],
    ],
  ],
  [
    "the block of an assignment",
    (block) => parseAssignments(request, answer({ assignments: [{ block }] }))[0]?.block,
    { name: ["b", 1], tag: ["t", 1], kind: ["k", null], enabled: [true, "yes"] },
    [],
  ],
  [
    "the snippet of an assignment",
    (snippet) => parseAssignments(request, answer({ assignments: [{ snippet }] }))[0]?.snippet,
    { name: ["s", 1] },
    [],
  ],
  [
    "the client of a campaign",
    (client) => parseCampaign(request, answer({ campaign: { client } })).client,
    { id: ["c", 1] },
    [],
  ],
];

test.each(kinds)(
  "%s has its members where they have their type, and is without them where not",
  (_, parse, members, nullable) => {
    const extra = { more: { a: [1] } };
    expect(parse({ ...right(members), ...extra })).toEqual({ ...right(members), ...extra });
    expect(parse({ ...wrong(members), ...extra })).toEqual(extra);
    expect(parse(extra)).toEqual(extra);
    const nulls = Object.fromEntries(Object.keys(members).map((name) => [name, null]));
    expect(parse(nulls)).toEqual(Object.fromEntries(nullable.map((name) => [name, null])));
  },
);

test("members of a list that are no objects are left out, and ids that are no text", () => {
  const odd = [null, "x", 5, [], { id: "a" }];
  expect(parseAppointmentConfigs(request, answer({ appointmentConfigs: odd }))).toEqual([{ id: "a" }]);
  expect(parseAssignments(request, answer({ assignments: odd }))).toEqual([{ id: "a" }]);
  expect(parseCampaignPage(request, answer({ items: odd })).items).toEqual([{ id: "a" }]);
  const shapes = [
    "a",
    1,
    null,
    { id: "b" },
    { id: 2 },
    {},
    { transferConfigId: "c" },
    { transferConfigId: 3 },
    { id: "link", transferConfigId: "d" },
  ];
  const campaign = { transferConfigIds: shapes };
  expect(parseCampaign(request, answer({ campaign })).transferConfigIds).toEqual(["a", "b", "c", "d"]);
});

test("the places in a page are numbers, and those beside it null where there is none", () => {
  const page = { itemsTotal: 2, currentPage: 1, nextPage: null, prevPage: null };
  expect(parseCampaignPage(request, answer({ ...page, items: [] }))).toEqual({ ...page, items: [] });
  const texts = { itemsTotal: "2", currentPage: null, nextPage: "2", prevPage: {} };
  expect(parseCampaignPage(request, answer({ ...texts, items: [] }))).toEqual({ items: [] });
});
