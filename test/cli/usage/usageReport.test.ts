// The report of `usage`, from what was read to the text: which configs it lists, in which order, under which title.
import type { FoundConfig } from "../../../provider/cli/usage/findConfigs";
import type { Usage } from "../../../provider/cli/usage/readUsage";
import type { User } from "../../../provider/cli/usage/references";
import { renderUsage } from "../../../provider/cli/usage/render";
import { buildUsageReport, type KnownConfig } from "../../../provider/cli/usage/usageReport";

const uuid = (n: number) => `497f6eca-6276-4993-bfeb-${String(n).padStart(12, "0")}`;
const user = (more: Partial<User> = {}): User => ({
  kind: "campaign",
  id: "c1",
  name: "Spring",
  status: "active",
  as: ["transferConfigId"],
  ...more,
});
const usage = (users: Record<string, User[]>, more: Partial<Usage> = {}): Usage => ({
  users: new Map(Object.entries(users)),
  requests: 3,
  campaigns: { listed: 2, read: 1 },
  notRead: [],
  failed: false,
  clients: new Set(),
  ...more,
});
const known = (id: string, more: Partial<KnownConfig> = {}): KnownConfig => ({
  id,
  name: null,
  resource: null,
  ...more,
});
const found = (more: Partial<FoundConfig>): FoundConfig => ({
  exists: true,
  name: null,
  clientId: null,
  problem: null,
  ...more,
});
const sources = {
  statuses: ["active", "testing"] as const,
  stack: "production",
  arguments: [] as KnownConfig[],
  recorded: [] as KnownConfig[],
  found: new Map<string, FoundConfig>(),
};

const everything = buildUsageReport({
  ...sources,
  usage: usage(
    {
      [uuid(1)]: [
        user(),
        user({ id: null, name: null, status: null, as: ["block a", "block b"] }),
        user({ kind: "appointment-config", id: "ac", name: null, status: null }),
      ],
      [uuid(2)]: [user({ name: "Two" })],
      [uuid(5)]: [user({ name: "Five" })],
      [uuid(6)]: [user({ name: "Six" })],
    },
    { notRead: ["block snippets of 2 campaigns"] },
  ),
  arguments: [known(uuid(4)), known(uuid(3).toUpperCase())],
  recorded: [
    known(uuid(2), { name: "Zed", resource: "zed" }),
    known(uuid(1), { name: "Sales", resource: "anchor" }),
  ],
  found: new Map([
    [uuid(5), found({ name: "Found" })],
    [uuid(6), found({ exists: false })],
    ["no-uuid", found({ exists: false })],
    [uuid(7), found({ exists: null, problem: `GET ${uuid(7)} answered 500` })],
  ]),
});

test("those asked for come first as they were asked for, the stack's by resource, then the others", () => {
  expect(everything.configs.map(({ id, from, exists, name }) => [id, from, exists, name])).toEqual(
    [
      [uuid(4), "argument", null, null],
      [uuid(3), "argument", null, null],
      [uuid(1), "stack", null, "Sales"],
      [uuid(2), "stack", null, "Zed"],
      // By its id, where it has no name.
      [uuid(6), "reference", false, null],
      [uuid(5), "reference", true, "Found"],
    ].map(([id, ...rest]) => [id === uuid(3) ? uuid(3).toUpperCase() : id, ...rest]),
  );
  expect(everything).toMatchObject({
    verdict:
      "1 id that something points to doesn't exist, 3 configs in use, 2 that nothing points to (as far as was read).",
    unused: [uuid(4), uuid(3).toUpperCase()],
    missing: [uuid(6)],
    // Three of what was looked for are ids.
    requests: 6,
    notRead: [
      "block snippets of 2 campaigns",
      `whether a config exists (GET ${uuid(7)} answered 500)`,
      "whether 2 configs that something points to still exist (--check all asks)",
    ],
  });
});

test("as text", () => {
  expect(renderUsage(everything, "text")).toBe(`${everything.verdict}
Read in 6 requests: 1 of 2 listed campaigns (active or testing).
Not read: block snippets of 2 campaigns.
Not read: whether a config exists (GET ${uuid(7)} answered 500).
Not read: whether 2 configs that something points to still exist (--check all asks).

Pointed to, but not found under this key:
  ${uuid(6)}
    active campaign Six: transferConfigId

In use:
  Sales  ${uuid(1)}  (resource anchor)
    active campaign Spring: transferConfigId
    campaign without a name: block a; block b
    appointment config ac: transferConfigId
  Zed  ${uuid(2)}  (resource zed)
    active campaign Two: transferConfigId

In use, and named neither by the stack nor on the command line:
  Found  ${uuid(5)}
    active campaign Five: transferConfigId

Nothing that was read points to these:
  ${uuid(4)}
  ${uuid(3).toUpperCase()}
`);
});

test("as markdown", () => {
  const text = renderUsage(everything, "markdown");
  expect(text).toContain(`**${everything.verdict.replace("'", "'")}**`);
  expect(text.split("\n").filter((line) => /^(###|-| {2}-)/.test(line))).toEqual([
    "### Pointed to, but not found under this key",
    `- \`${uuid(6)}\``,
    "  - active campaign `Six`: transferConfigId",
    "### In use",
    `- \`Sales\` · \`${uuid(1)}\` · \`anchor\``,
    "  - active campaign `Spring`: transferConfigId",
    "  - campaign `without a name`: block a; block b",
    "  - appointment config `ac`: transferConfigId",
    `- \`Zed\` · \`${uuid(2)}\` · \`zed\``,
    "  - active campaign `Two`: transferConfigId",
    "### In use, and named neither by the stack nor on the command line",
    `- \`Found\` · \`${uuid(5)}\``,
    "  - active campaign `Five`: transferConfigId",
    "### Nothing that was read points to these",
    `- \`${uuid(4)}\``,
    `- \`${uuid(3).toUpperCase()}\``,
  ]);
});

test("markdown of more configs than there is room for counts those left out, and never passes the limit", () => {
  const users = Object.fromEntries(
    Array.from({ length: 900 }, (_, n) => [uuid(n), [user({ name: `C ${n}` })]]),
  );
  const text = renderUsage(buildUsageReport({ ...sources, usage: usage(users) }), "markdown");
  const shown = text.split("\n").filter((line) => line.startsWith("- ")).length;
  expect(text.length).toBeLessThan(65_536);
  expect(shown).toBeGreaterThan(500);
  expect(text).toContain(`_Left out, because a comment has no room for them: ${900 - shown} configs._`);
});

test("markdown of configs with more users than there is room for shows some of each, and says so", () => {
  const many = Array.from({ length: 700 }, (_, n) => user({ id: `c${n}`, name: `Campaign number ${n}` }));
  const text = renderUsage(
    buildUsageReport({ ...sources, usage: usage({ [uuid(1)]: many, [uuid(2)]: many, [uuid(3)]: [user()] }) }),
    "markdown",
  );
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("  - and 350 more");
  expect(text).toContain("no room for them: some of what points to 2 configs._");
});

test("the outcome in one line: nothing, one, several, and how sure", () => {
  const verdict = (
    users: Record<string, User[]>,
    more: Partial<typeof sources> = {},
    notRead: string[] = [],
  ) => buildUsageReport({ ...sources, usage: usage(users, { notRead }), ...more }).verdict;
  expect(verdict({})).toBe("Nothing that was read points to a transfer config.");
  expect(verdict({ [uuid(1)]: [user()] })).toBe("1 config in use.");
  expect(verdict({}, { arguments: [known(uuid(1))] })).toBe("0 configs in use, 1 that nothing points to.");
  expect(verdict({}, { arguments: [known(uuid(1))] }, ["x"])).toBe(
    "0 configs in use, 1 that nothing points to (as far as was read).",
  );
  const gone = new Map([1, 2].map((n) => [uuid(n), found({ exists: false })]));
  expect(verdict({ [uuid(1)]: [user()], [uuid(2)]: [user()] }, { found: gone })).toBe(
    "2 ids that something points to don't exist, 0 configs in use.",
  );
  // One that nothing points to is no id that leads nowhere.
  expect(verdict({}, { arguments: [known(uuid(1))], found: gone })).toBe(
    "0 configs in use, 1 that nothing points to.",
  );
});

test("all statuses need no list, and JSON has a version", () => {
  const statuses = [
    ...["draft", "active", "paused", "completed", "archived", "inactive", "cancelled", "testing"],
  ] as never[];
  const report = buildUsageReport({ ...sources, statuses, usage: usage({}) });
  expect(renderUsage(report, "text")).toBe(
    "Nothing that was read points to a transfer config.\nRead in 3 requests: 1 of 2 listed campaigns.\n",
  );
  expect(JSON.parse(renderUsage(report, "json"))).toEqual({ version: 1, ...report });
});

test("the stack's configs are in the order of their resources, and without one of their names or ids", () => {
  const recorded = [
    known(uuid(1), { resource: "c" }),
    known(uuid(2), { resource: "a", name: "z" }),
    known(uuid(3), { name: "d" }),
    known(uuid(4), { resource: "b", name: "x" }),
    known(uuid(5)),
  ];
  const { configs } = buildUsageReport({ ...sources, recorded, usage: usage({}) });
  expect(configs.map(({ id, resource, name }) => resource ?? name ?? id)).toEqual([
    uuid(5),
    "a",
    "b",
    "c",
    "d",
  ]);
});

test("of the stack's configs that are in use, it is said that they may be gone; of others it isn't", () => {
  const { notRead } = buildUsageReport({
    ...sources,
    usage: usage({ [uuid(1)]: [user()], [uuid(2)]: [user()], [uuid(3)]: [user()] }),
    recorded: [known(uuid(1)), known(uuid(3)), known(uuid(4))],
    arguments: [known(uuid(2)), known(uuid(5))],
    found: new Map([[uuid(3), found({})]]),
  });
  expect(notRead).toEqual(["whether 1 config that something points to still exists (--check all asks)"]);
});
