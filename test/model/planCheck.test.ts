// A write that is about to be sent, held against a reviewed one: where it deviates, and where it may.
import type { BodyLeaf, LiveLeaf, PlannedWrite } from "../../provider/model/plan";
import {
  type Attempt,
  bodyDeviations,
  createdDeviations,
  deletedDeviations,
  isUnfinished,
  liveDeviations,
} from "../../provider/model/planCheck";
import { type Path, pathText, type Values } from "../../provider/model/values";

const write = (body: BodyLeaf[], live: LiveLeaf[] = [], more: Partial<PlannedWrite> = {}): PlannedWrite => ({
  urn: "urn",
  id: "id",
  method: "PATCH",
  path: "/",
  body,
  live,
  salt: "salt",
  updatedAt: "then",
  ...more,
});
const hash = (salt: string, path: Path, value: unknown) =>
  `${salt} ${pathText(path)} ${JSON.stringify(value)}`;
const attempt = (body: Values, live: Values = {}, more: Partial<Attempt> = {}): Attempt => ({
  body,
  live,
  hash,
  ...more,
});
const value = (path: Path, is: PlannedValue) => ({ kind: "value" as const, path: [...path], value: is });
type PlannedValue = Extract<BodyLeaf, { kind: "value" }>["value"];
const hidden = (kind: "secret" | "later" | "live", ...path: (string | number)[]): BodyLeaf => ({
  kind,
  path: path as [string],
});

const inBody = (planned: PlannedWrite, tried: Attempt) =>
  bodyDeviations(planned, tried).map((d) => pathText(d.path));
const inLive = (planned: PlannedWrite, tried: Attempt) =>
  liveDeviations(planned, tried).map((d) => pathText(d.path));

describe("the body", () => {
  test("is as planned, leaf by leaf; what deviates is told with both values", () => {
    const planned = write([value(["name"], "a"), value(["dynamicOptions", "body", "list"], [])]);
    expect(inBody(planned, attempt({ name: "a", dynamicOptions: { body: { list: [] } } }))).toEqual([]);
    expect(bodyDeviations(planned, attempt({ name: "b", dynamicOptions: { body: { list: [1] } } }))).toEqual([
      { of: "body", path: ["name"], planned: "a", isHidden: false, now: "b" },
      {
        of: "body",
        path: ["dynamicOptions", "body", "list", 0],
        planned: undefined,
        isHidden: false,
        now: 1,
      },
    ]);
  });

  test("may hold any value where the plan does not show it, and under such a place", () => {
    const planned = write([hidden("secret", "sipHeaders"), hidden("later", "dynamicOptions")]);
    expect(
      inBody(planned, attempt({ sipHeaders: "x", dynamicOptions: { pingUrl: "p", body: { a: [1] } } })),
    ).toEqual([]);
  });

  test("holds a value that goes along with the write only as it is live", () => {
    const planned = write([value(["name"], "a"), hidden("live", "dynamicOptions", "headers", "a")]);
    const body = (a: string) => ({ name: "a", dynamicOptions: { headers: { a } } });
    expect(inBody(planned, attempt(body("x"), { dynamicOptions: { headers: { a: "x" } } }))).toEqual([]);
    expect(bodyDeviations(planned, attempt(body("x"), { dynamicOptions: { headers: { a: "y" } } }))).toEqual([
      {
        of: "body",
        path: ["dynamicOptions", "headers", "a"],
        planned: undefined,
        isHidden: true,
        now: "x",
      },
    ]);
  });

  test("may carry along what this process itself left there, and nothing else that the plan lacks", () => {
    const planned = write([value(["dynamicOptions", "pingUrl"], "p")]);
    const options = (more: Values) => ({ dynamicOptions: { pingUrl: "p", ...more } });
    const body = options({ method: "GET" });
    expect(inBody(planned, attempt(body, body, { own: body }))).toEqual([]);
    for (const tried of [
      attempt(body, body),
      attempt(body, options({}), { own: body }),
      attempt(body, body, { own: options({}) }),
      attempt(options({ method: null }), options({ method: null }), { own: options({ method: null }) }),
    ])
      expect(inBody(planned, tried)).toEqual(["dynamicOptions.method"]);
    // Of a config that the write itself created, all that is live is its own.
    expect(inBody(planned, attempt(body, body, { createdByIt: true }))).toEqual([]);
    expect(inBody(planned, attempt(body, options({}), { createdByIt: true }))).toEqual([
      "dynamicOptions.method",
    ]);
  });

  test("has every planned leaf of a field that it sends", () => {
    const planned = write([
      value(["dynamicOptions", "pingUrl"], "p"),
      value(["dynamicOptions", "method"], "GET"),
    ]);
    expect(
      bodyDeviations(
        planned,
        attempt({ dynamicOptions: { pingUrl: "p" } }, { dynamicOptions: { method: "GET" } }),
      ),
    ).toEqual([
      { of: "body", path: ["dynamicOptions", "method"], planned: "GET", isHidden: false, now: undefined },
    ]);
    const later = write([value(["name"], "a"), hidden("later", "dynamicOptions", "method")]);
    expect(inBody(later, attempt({ name: "a", dynamicOptions: { pingUrl: null } }))).toEqual([
      "dynamicOptions.pingUrl",
    ]);
  });

  test("may lack a field that is live as planned already", () => {
    const id = "597f6eca-6276-4993-bfeb-53cbbbba6f08";
    const planned = write([value(["name"], "a"), value(["routingConfigId"], id), value(["sipUri"], null)]);
    const live = { name: "b", routingConfigId: id.toUpperCase(), sipUri: null };
    expect(inBody(planned, attempt({ name: "a" }, live))).toEqual([]);
    expect(inBody(planned, attempt({ name: "a" }, { ...live, sipUri: undefined }))).toEqual([]);
    expect(inBody(planned, attempt({ name: "a" }, { ...live, sipUri: "s" }))).toEqual(["sipUri"]);
    expect(inBody(planned, attempt({ name: "a" }, { ...live, routingConfigId: null }))).toEqual([
      "routingConfigId",
    ]);
    expect(inBody(planned, attempt({ name: "a" }, { ...live, routingConfigId: `6${id.slice(1)}` }))).toEqual([
      "routingConfigId",
    ]);
    // What a POST lacks, another check finds: nothing is live.
    expect(inBody({ ...planned, method: "POST" }, attempt({ name: "a" }))).toEqual([]);
  });

  test("may lack a hidden leaf where something is live, one that goes along, and a field that the API keeps to itself", () => {
    const secret = write([value(["name"], "a"), hidden("secret", "sipHeaders")]);
    expect(inBody(secret, attempt({ name: "a" }, { sipHeaders: "x" }))).toEqual([]);
    expect(inBody(secret, attempt({ name: "a" }, { sipHeaders: null }))).toEqual(["sipHeaders"]);
    const along = write([value(["name"], "a"), hidden("live", "sipHeaders")]);
    expect(inBody(along, attempt({ name: "a" }, { sipHeaders: null }))).toEqual([]);
    const unknown = write([value(["name"], "a"), value(["screen"], "inbox")]);
    expect(inBody(unknown, attempt({ name: "a" }, {}))).toEqual(["screen"]);
    expect(inBody(unknown, { ...attempt({ name: "a" }, {}), own: {} })).toEqual([]);
    const all = write([value(["name"], "a"), hidden("secret", "additionalFields")]);
    expect(inBody(all, attempt({ name: "a" }, {}))).toEqual([]);
    expect(inBody(unknown, attempt({ name: "a" }, { screen: "none" }))).toEqual(["screen"]);
    expect(inBody(unknown, attempt({ name: "a" }, { screen: "inbox" }))).toEqual([]);
    const known = write([value(["name"], "a"), value(["sipUri"], "s")]);
    expect(inBody(known, attempt({ name: "a" }, {}))).toEqual(["sipUri"]);
  });

  test("may hold additional fields where the plan had to hide which there are", () => {
    const planned = write([value(["name"], "a"), hidden("secret", "additionalFields")]);
    expect(inBody(planned, attempt({ name: "a", screen: { a: 1 } }, { screen: null }))).toEqual([]);
    expect(inBody(planned, attempt({ name: "a", sipUri: "s" }, {}))).toEqual(["sipUri"]);
    const shown = write([value(["name"], "a"), value(["additionalFields"], "x")]);
    expect(inBody(shown, attempt({ name: "a", screen: 1 }, {}))).toContain("screen");
    expect(inBody(shown, attempt({ name: "a", screen: "x" }, {}))).toContain("screen");
    const other = write([value(["name"], "a"), hidden("secret", "sipHeaders")]);
    expect(inBody(other, attempt({ name: "a", sipHeaders: "x", screen: 1 }, {}))).toEqual(["screen"]);
  });

  test("may remove a key that was live from an object that the plan sends", () => {
    const path = ["dynamicOptions", "headers", "old"];
    const body = (headers: Values) => ({ dynamicOptions: { headers } });
    const planned = write([value(["dynamicOptions", "headers", "new"], "n")], [value(path, "o")]);
    expect(inBody(planned, attempt(body({ new: "n", old: null })))).toEqual([]);
    const more = write([...planned.body, value(["name"], "a")], [...planned.live, value(["name"], "b")]);
    expect(inBody(more, attempt({ name: "a", ...body({ new: "n", old: null }) }))).toEqual([]);
    expect(inBody(planned, attempt(body({ new: "n", other: null })))).toEqual([
      "dynamicOptions.headers.other",
    ]);
    expect(inBody(planned, attempt(body({ new: "n", old: "x" })))).toEqual(["dynamicOptions.headers.old"]);
    // Of a config that the write itself created, any key may be its own.
    expect(inBody(planned, attempt(body({ new: "n", other: null }), {}, { createdByIt: true }))).toEqual([]);
    // Below what was live, and under a leaf that the plan hides.
    const deep = write(
      [value(["dynamicOptions", "body", "a"], 1)],
      [value(["dynamicOptions", "body", "b", "c"], 1)],
    );
    expect(inBody(deep, attempt({ dynamicOptions: { body: { a: 1, b: null } } }))).toEqual([]);
    const hides = write(
      [value(["dynamicOptions", "body", "a"], 1)],
      [{ kind: "hidden", path: ["dynamicOptions", "body"] }],
    );
    expect(inBody(hides, attempt({ dynamicOptions: { body: { a: 1, b: null } } }))).toEqual([]);
    // Members of dynamicOptions itself are not keys of a map, and neither is a field.
    const member = write(
      [value(["dynamicOptions", "method"], "GET")],
      [value(["dynamicOptions", "pingUrl"], "p")],
    );
    expect(inBody(member, attempt({ dynamicOptions: { method: "GET", pingUrl: null } }))).toEqual([
      "dynamicOptions.pingUrl",
    ]);
    // An object that the plan does not send is not emptied.
    const elsewhere = write([value(["name"], "a")], [value(path, "o")]);
    expect(inBody(elsewhere, attempt({ name: "a", ...body({ old: null }) }))).toEqual([
      "dynamicOptions.headers.old",
    ]);
  });
});

describe("what is live", () => {
  const name = write([value(["name"], "new")], [value(["name"], "old")]);

  test("is what the write rests on, or already what it sets", () => {
    expect(inLive(name, attempt({ name: "new" }, { name: "old" }))).toEqual([]);
    expect(inLive(name, attempt({ name: "new" }, { name: "new" }))).toEqual([]);
    expect(liveDeviations(name, attempt({ name: "new" }, { name: "other" }))).toEqual([
      { of: "live", path: ["name"], planned: "old", isHidden: false, now: "other" },
    ]);
    // Texts other than UUIDs are themselves in their own letters alone.
    expect(inLive(name, attempt({ name: "new" }, { name: "OLD" }))).toEqual(["name"]);
    // Only fields that the request changes count.
    expect(inLive(name, attempt({ sipUri: "s" }, { name: "other", sipUri: null }))).toEqual([]);
  });

  test("may be what this process itself left there", () => {
    expect(inLive(name, attempt({ name: "new" }, { name: "mine" }, { own: { name: "mine" } }))).toEqual([]);
    expect(inLive(name, attempt({ name: "new" }, { name: "other" }, { own: { name: "mine" } }))).toEqual([
      "name",
    ]);
    const options = write(
      [value(["dynamicOptions", "pingUrl"], "p")],
      [value(["dynamicOptions", "pingUrl"], "o")],
    );
    const body = { dynamicOptions: { pingUrl: "p" } };
    // Nothing is no value of its own.
    expect(inLive(options, attempt(body, { dynamicOptions: {} }, { own: { dynamicOptions: {} } }))).toEqual([
      "dynamicOptions.pingUrl",
    ]);
  });

  test("of a config that the write itself created is not asked", () => {
    expect(inLive(name, attempt({ name: "new" }, { name: "other" }, { createdByIt: true }))).toEqual([]);
  });

  test("cannot be told of an additional field that the API does not return", () => {
    const screen = write([value(["screen"], "a")], [value(["screen"], "b")]);
    expect(inLive(screen, attempt({ screen: "a" }, {}))).toEqual([]);
    expect(inLive(screen, attempt({ screen: "a" }, { screen: "c" }))).toEqual(["screen"]);
    expect(inLive(screen, attempt({ screen: "a" }, { screen: "b" }))).toEqual([]);
    expect(inLive(name, attempt({ name: "new" }, {}))).toEqual(["name"]);
  });

  test("is known by a hash where it may not be shown", () => {
    const path = ["dynamicOptions", "headers", "a"];
    const secret = (salt: string | null) =>
      write([hidden("secret", ...path)], [{ kind: "hash", path, hash: hash("salt", path, "x") }], { salt });
    const tried = (a: string | null) =>
      attempt({ dynamicOptions: { headers: { a: "n" } } }, { dynamicOptions: { headers: { a } } });
    expect(inLive(secret("salt"), tried("x"))).toEqual([]);
    expect(liveDeviations(secret("salt"), tried("y"))).toEqual([
      { of: "live", path, planned: undefined, isHidden: true, now: "y" },
    ]);
    expect(inLive(secret("pepper"), tried("x"))).toEqual(["dynamicOptions.headers.a"]);
    expect(inLive(secret(null), tried("x"))).toEqual(["dynamicOptions.headers.a"]);
    const nothing = write(
      [hidden("secret", "sipHeaders")],
      [{ kind: "hash", path: ["sipHeaders"], hash: hash("salt", ["sipHeaders"], null) }],
    );
    expect(inLive(nothing, attempt({ sipHeaders: "n" }, {}))).toEqual([]);
  });

  test("is known by the config's updatedAt where not even that is told", () => {
    const path = ["dynamicOptions", "headers"];
    const planned = (updatedAt: string | null) =>
      write([hidden("secret", ...path, "a")], [{ kind: "hidden", path }], { updatedAt });
    const tried = (updatedAt: string | null) =>
      attempt(
        { dynamicOptions: { headers: { a: "n" } } },
        { updatedAt, dynamicOptions: { headers: { a: "x", b: "y" } } },
      );
    expect(inLive(planned("then"), tried("then"))).toEqual([]);
    expect(inLive(planned("then"), tried("now"))).toEqual(["dynamicOptions.headers"]);
    expect(inLive(planned(null), tried(null))).toEqual(["dynamicOptions.headers"]);
  });

  test("may hold additional fields that the plan had to hide, while the config's updatedAt is the same", () => {
    const planned = (updatedAt: string | null) =>
      write([hidden("secret", "additionalFields")], [], { updatedAt });
    const tried = (updatedAt: string | null) => attempt({ screen: "n" }, { updatedAt, screen: "x" });
    expect(inLive(planned("then"), tried("then"))).toEqual([]);
    expect(inLive(planned("then"), tried("now"))).toEqual(["screen"]);
    expect(inLive(planned(null), tried(null))).toEqual(["screen"]);
    const field = write([hidden("secret", "sipHeaders")]);
    expect(inLive(field, attempt({ sipHeaders: "n" }, { updatedAt: "then", sipHeaders: "x" }))).toEqual([
      "sipHeaders",
    ]);
    const form = write([hidden("secret", "additionalFields", "form")]);
    expect(inLive(form, attempt({ form: "n" }, { updatedAt: "then", form: "x" }))).toEqual(["form"]);
    const known = write(
      [hidden("secret", "additionalFields")],
      [{ kind: "hash", path: ["screen"], hash: "other" }],
    );
    expect(inLive(known, attempt({ screen: "n" }, { updatedAt: "then", screen: "x" }))).toEqual(["screen"]);
  });

  test("that nobody reviewed is told, unless it is what the planned leaf sets", () => {
    const planned = write([value(["dynamicOptions", "headers", "a"], "n")]);
    const body = { dynamicOptions: { headers: { a: "n" } } };
    expect(inLive(planned, attempt(body, { dynamicOptions: { headers: { b: "x" } } }))).toEqual([
      "dynamicOptions.headers.b",
    ]);
    expect(inLive(planned, attempt(body, { dynamicOptions: { headers: { a: "n", b: null } } }))).toEqual([]);
    expect(inLive(planned, attempt(body, { dynamicOptions: null }))).toEqual([]);
    expect(inLive(planned, attempt(body, { dynamicOptions: { headers: {} } }))).toEqual([
      "dynamicOptions.headers",
    ]);
    // The same value, but nowhere in the plan.
    const both = { dynamicOptions: { headers: { a: "n", b: "x" } } };
    expect(inLive(planned, attempt(both, { dynamicOptions: { headers: { b: "x" } } }))).toEqual([
      "dynamicOptions.headers.b",
    ]);
    // One that only goes along rests on what was live.
    const along = write(
      [hidden("live", "sipHeaders")],
      [{ kind: "hash", path: ["sipHeaders"], hash: "other" }],
    );
    expect(inLive(along, attempt({ sipHeaders: "x" }, { sipHeaders: "x" }))).toEqual(["sipHeaders"]);
  });

  test("that stands where an object or a list was reviewed is told once, by the outermost place", () => {
    const planned = write(
      [value(["dynamicOptions", "body", "a", "b"], "n")],
      [value(["dynamicOptions", "body", "a", "b"], "o"), value(["dynamicOptions", "body", "a", "c"], "o")],
    );
    const body = { dynamicOptions: { body: { a: { b: "n" } } } };
    const live = (a: unknown) => ({ dynamicOptions: { body: { a } } });
    expect(inLive(planned, attempt(body, live({ b: "o", c: "o" })))).toEqual([]);
    expect(inLive(planned, attempt(body, live(null)))).toEqual(["dynamicOptions.body.a"]);
    expect(inLive(planned, attempt(body, live("x")))).toEqual(["dynamicOptions.body.a"]);
    expect(inLive(planned, attempt(body, live({ b: "o", c: { d: 1 } })))).toEqual([
      "dynamicOptions.body.a.c",
    ]);
  });
});

describe("a config to be deleted", () => {
  const planned = write(
    [],
    [
      value(["name"], "a"),
      value(["transferWaitingMessages", 0], "m"),
      value(["transferWaitingMessages", 1], "n"),
    ],
    { method: "DELETE" },
  );
  const found = (live: Values) => deletedDeviations(planned, attempt({}, live));

  test("is as reviewed", () => {
    expect(found({ name: "a", transferWaitingMessages: ["m", "n"], sipUri: "s" })).toEqual([]);
    expect(found({ name: "b", transferWaitingMessages: ["m", "n"] })).toEqual([
      { of: "live", path: ["name"], planned: "a", isHidden: false, now: "b" },
    ]);
    expect(found({ name: "a", transferWaitingMessages: ["m"] }).map(({ path }) => path)).toEqual([
      ["transferWaitingMessages", 1],
    ]);
  });

  test("has no list that has grown", () => {
    expect(found({ name: "a", transferWaitingMessages: ["m", "n", "o"] })).toEqual([
      { of: "live", path: ["transferWaitingMessages", 2], planned: undefined, isHidden: false, now: "o" },
    ]);
    const nested = write([], [value(["dynamicOptions", "successConditions", 0, "field"], "f")]);
    const conditions = (...successConditions: Values[]) => ({ dynamicOptions: { successConditions } });
    expect(deletedDeviations(nested, attempt({}, conditions({ field: "f" })))).toEqual([]);
    expect(
      deletedDeviations(nested, attempt({}, conditions({ field: "f" }, { field: "g" }))).map(
        ({ path }) => path,
      ),
    ).toEqual([["dynamicOptions", "successConditions", 1]]);
  });
});

test("a config that an earlier run created, and somebody may have edited, has to be as the PATCH sets it", () => {
  const planned = write([value(["name"], "a"), value(["sipUri"], "s"), hidden("secret", "sipHeaders")]);
  const found = (body: Values, live: Values) =>
    createdDeviations(planned, attempt(body, live)).map((d) => [d.of, pathText(d.path), d.planned, d.now]);
  expect(found({ name: "a", sipUri: "s" }, { name: "a", sipUri: "s", type: "sip" })).toEqual([]);
  expect(
    found(
      { name: "a", sipUri: "s", sipHeaders: "x", dynamicOptions: { pingUrl: "p" } },
      { name: "b", sipUri: null, dynamicOptions: { method: "GET" } },
    ),
  ).toEqual([
    ["live", "name", "a", "b"],
    ["live", "sipUri", "s", null],
    ["live", "sipHeaders", undefined, undefined],
    ["live", "dynamicOptions.method", undefined, "GET"],
    ["live", "dynamicOptions.pingUrl", undefined, undefined],
  ]);
});

test("a POST is unfinished where a leaf that the API returns is not live, as far as the plan shows it", () => {
  const planned = write([
    ...[value(["name"], "a"), value(["screen"], "inbox"), value(["routingConfigId"], null)],
    ...[hidden("secret", "sipHeaders"), hidden("live", "sipUri"), hidden("later", "warmMode")],
  ]);
  const live = { name: "a", sipHeaders: "x" };
  expect(isUnfinished(planned, live)).toBe(false);
  expect(isUnfinished(planned, { ...live, screen: "inbox" })).toBe(false);
  for (const other of [{ name: "b" }, { sipHeaders: null }, { screen: "none" }, { routingConfigId: "r" }])
    expect(isUnfinished(planned, { ...live, ...other })).toBe(true);
});
