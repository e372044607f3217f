// The plan of a review: which writes it holds, and what each of them sends and rests on.
import { lackingLive, planOf } from "../../../provider/cli/plan/planOf";
import { parsePreview } from "../../../provider/cli/preview/document";
import { type Review, reviewOf } from "../../../provider/cli/reportModel/report";
import type { Basis, Built } from "../../../provider/cli/reportModel/resource";
import type { PlannedRequest } from "../../../provider/cli/reportModel/types";
import { transferConfigType } from "../../../provider/model/internalNames";
import { planSchema } from "../../../provider/model/planSchema";
import type { Values } from "../../../provider/model/values";
import { readPreview } from "../../support/previews";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const collection = "/v2/campaigns/transfer-configs";
const urnOf = (name: string) => `urn:pulumi:test::desks::${transferConfigType}::${name}`;
const now = new Date("2026-11-24T10:00:00Z");

const nothingKnown: Basis = {
  live: {},
  updatedAt: undefined,
  clientId: undefined,
  hashes: undefined,
  isRead: true,
  code: {},
};

/** A review of a config with one request, or one of the requests of which a report has more. */
function reviewed(
  requests: readonly { method: PlannedRequest["method"]; body?: Values | null; path?: string }[],
  basis: Partial<Basis> = {},
  urn = urnOf("desk"),
): Review {
  const resource = {
    urn,
    name: "desk",
    requests: requests.map(({ method, body = null, path = `${collection}/${id}` }) => ({
      method,
      path,
      body,
    })),
  };
  const built = { resource, basis: { ...nothingKnown, ...basis } } as unknown as Built;
  return { built: [built], api: { baseUrl: "https://api.example", clientId: null } } as unknown as Review;
}

/** The only write of a plan, as a file holds it. */
function writeOf(
  method: PlannedRequest["method"],
  body: Values | null,
  basis: Partial<Basis> = {},
  path?: string,
) {
  const plan = planOf(reviewed([{ method, body, ...(path !== undefined && { path }) }], basis), now);
  expect(planSchema.parse(plan)).toEqual(plan);
  expect(plan.writes).toHaveLength(1);
  return plan.writes[0];
}

test("a plan names its stack, its API and when it was made", () => {
  expect(planOf(reviewed([]), now)).toEqual({
    $schema: "urn:pulumi-carecycle:plan:1",
    version: 1,
    stack: "desks/test",
    baseUrl: "https://api.example",
    clientId: null,
    createdAt: "2026-11-24T10:00:00.000Z",
    writes: [],
  });
});

test.each(["no URN", "urn:pulumi:test", "urn:pulumi:test::desks", `x ${urnOf("desk")}`])(
  "%j tells no stack",
  (urn) => {
    expect(planOf(reviewed([], {}, urn), now).stack).toBeNull();
  },
);

test("without a config there is no stack, and nothing to write", () => {
  const review = { ...reviewed([]), built: [] };
  expect(planOf(review, now)).toMatchObject({ stack: null, writes: [] });
  expect(lackingLive(review)).toEqual([]);
});

test.each<[PlannedRequest["method"], boolean, boolean]>([
  ["PATCH", true, true],
  ["PATCH", false, false],
  ["POST", false, true],
  ["DELETE", false, true],
])("a %s of a config that was read (%s) is held: %s", (method, isRead, isHeld) => {
  const review = reviewed(
    [{ method: "GET" }, { method, body: method === "DELETE" ? null : { name: "New" } }],
    {
      isRead,
    },
  );
  expect(planOf(review, now).writes.map((write) => write.method)).toEqual(isHeld ? [method] : []);
  expect(lackingLive(review)).toEqual(isHeld ? [] : ["desk"]);
});

test("a config that is merely read lacks nothing", () => {
  expect(lackingLive(reviewed([{ method: "GET" }], { isRead: false }))).toEqual([]);
});

test("the plan of a recorded preview has the PATCH, what was live of its field, and when the config was changed", () => {
  const preview = parsePreview(JSON.stringify(readPreview("change")), "test");
  expect(planOf(reviewOf(preview), now)).toMatchObject({
    stack: "routing/test",
    writes: [
      {
        method: "PATCH",
        body: [{ kind: "value", path: ["directPhoneNumber"], value: "+15550111" }],
        live: [{ kind: "value", path: ["directPhoneNumber"], value: "+15550100" }],
        updatedAt: "2025-06-17T14:05:31.000Z",
      },
    ],
  });
});

test("a POST is of no id, and rests on nothing live", () => {
  expect(writeOf("POST", { name: "New" }, { live: { name: "Old" } }, collection)).toEqual({
    urn: urnOf("desk"),
    id: null,
    method: "POST",
    path: collection,
    body: [{ kind: "value", path: ["name"], value: "New" }],
    live: [],
    salt: null,
    updatedAt: null,
  });
});

test("a POST of nothing has an empty body", () => {
  expect(writeOf("POST", {})?.body).toEqual([]);
});

test("a PATCH rests on what is live of its fields, a DELETE on all of the config", () => {
  const live = { name: "Old", warmTransfer: false, sipUri: null };
  const patch = writeOf("PATCH", { name: "New", sipUri: "sip:a@b" }, { live, updatedAt: "2026-01-01" });
  expect(patch).toMatchObject({ id, path: `${collection}/${id}`, updatedAt: "2026-01-01" });
  expect(patch?.live).toEqual([
    { kind: "value", path: ["name"], value: "Old" },
    { kind: "value", path: ["sipUri"], value: null },
  ]);
  expect(writeOf("DELETE", null, { live })).toMatchObject({
    id,
    body: [],
    live: [{ path: ["name"] }, { path: ["warmTransfer"], value: false }, { path: ["sipUri"] }],
  });
});

test("an id that is known later is none", () => {
  expect(writeOf("PATCH", { name: "New" }, {}, `${collection}/{id}`)?.id).toBeNull();
});

test("a time that is no text is not known", () => {
  expect(writeOf("PATCH", { name: "New" }, { updatedAt: 5 })?.updatedAt).toBeNull();
});

test("empty objects and lists are values, and what is known later passes whatever it is", () => {
  const body = { name: "[known after apply]", dynamicOptions: { body: {}, successConditions: [] } };
  expect(writeOf("PATCH", body)?.body).toEqual([
    { kind: "later", path: ["name"] },
    { kind: "value", path: ["dynamicOptions", "body"], value: {} },
    { kind: "value", path: ["dynamicOptions", "successConditions"], value: [] },
  ]);
});

const secret = "[secret]";

test.each<[string, Values, Values, unknown[]]>([
  ["declared", { sipHeaders: secret }, { sipHeaders: secret }, ["secret sipHeaders"]],
  [
    "declared inside of the options",
    { dynamicOptions: { headers: { a: secret } } },
    { dynamicOptions: { headers: { a: secret } } },
    ["secret dynamicOptions.headers.a"],
  ],
  [
    "not declared inside of the options: it is sent along as it is live",
    { dynamicOptions: { pingUrl: "x", headers: { a: secret } } },
    { dynamicOptions: { pingUrl: "x" } },
    ["value dynamicOptions.pingUrl", "live dynamicOptions.headers.a"],
  ],
  [
    "all of the options, which the code declares",
    { dynamicOptions: secret },
    { dynamicOptions: { pingUrl: "x" } },
    ["secret dynamicOptions"],
  ],
  [
    "inside of options that are declared as a whole",
    { dynamicOptions: { pingUrl: secret } },
    { dynamicOptions: secret },
    ["secret dynamicOptions.pingUrl"],
  ],
  [
    "inside of another field",
    { other: { a: secret } },
    { dynamicOptions: { pingUrl: "x" } },
    ["secret other.a"],
  ],
])("a masked value of the body is %s", (_, body, code, leaves) => {
  const write = writeOf("PATCH", body, { code });
  expect(write?.body.map(({ kind, path }) => `${kind} ${path.join(".")}`)).toEqual(leaves);
});

const options = { kind: "live", path: ["dynamicOptions"] };

test.each<[string, PlannedRequest["method"], Values | null, unknown, boolean]>([
  ["a PATCH of them", "PATCH", { dynamicOptions: { pingUrl: "x" } }, secret, true],
  ["a PATCH that clears them", "PATCH", { dynamicOptions: null }, secret, false],
  ["a PATCH of another field", "PATCH", { name: "New" }, secret, false],
  ["a POST", "POST", { dynamicOptions: { pingUrl: "x" } }, secret, false],
  ["a DELETE", "DELETE", null, secret, false],
  ["options that are shown", "PATCH", { dynamicOptions: { pingUrl: "x" } }, { pingUrl: "y" }, false],
])("hidden live options go along with %s", (_, method, body, dynamicOptions, goesAlong) => {
  const write = writeOf(method, body, { live: { dynamicOptions } });
  expect(write?.body.filter((leaf) => leaf.kind === "live")).toEqual(goesAlong ? [options] : []);
});

test("what is live and may carry credentials is held by its hashes, and is hidden where there are none", () => {
  const live = {
    sipHeaders: "X-Token: canary",
    dynamicOptions: { pingUrl: "x", headers: { a: secret, b: "canary" }, body: secret },
    agentScreen: "canary",
  };
  const hashes = {
    salt: "salt",
    leaves: [
      { path: ["sipHeaders"], hash: "h1" },
      { path: ["dynamicOptions", "body", "x"], hash: "h2" },
      { path: ["dynamicOptions", "body", "y"], hash: "h3" },
      { path: ["additionalFields", "agentScreen"], hash: "h4" },
    ],
  };
  const write = writeOf("DELETE", null, { live, hashes });
  expect(write).toMatchObject({ salt: "salt" });
  expect(write?.live).toEqual([
    { kind: "hash", path: ["sipHeaders"], hash: "h1" },
    { kind: "value", path: ["dynamicOptions", "pingUrl"], value: "x" },
    { kind: "hidden", path: ["dynamicOptions", "headers", "a"] },
    { kind: "hidden", path: ["dynamicOptions", "headers", "b"] },
    { kind: "hash", path: ["dynamicOptions", "body", "x"], hash: "h2" },
    { kind: "hash", path: ["dynamicOptions", "body", "y"], hash: "h3" },
    { kind: "hash", path: ["agentScreen"], hash: "h4" },
  ]);
  expect(JSON.stringify(write)).not.toContain("canary");
});

test.each(["[withheld: set outside this program]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])(
  "a live value that a preview does not know (%s) is hidden, and none of what was not read is told",
  (name) => {
    const live = { name, type: "sip" };
    expect(writeOf("DELETE", null, { live })?.live).toEqual([
      { kind: "hidden", path: ["name"] },
      { kind: "value", path: ["type"], value: "sip" },
    ]);
    expect(writeOf("DELETE", null, { live, isRead: false })?.live).toEqual([
      { kind: "value", path: ["type"], value: "sip" },
    ]);
  },
);

test("an additional field is shown where the code shows it", () => {
  const code = { additionalFields: { agentScreen: "none" } };
  const write = writeOf(
    "PATCH",
    { agentScreen: "none", other: 1 },
    { live: { agentScreen: "inbox", other: 2 }, code },
  );
  expect(write?.live).toEqual([
    { kind: "value", path: ["agentScreen"], value: "inbox" },
    { kind: "hidden", path: ["other"] },
  ]);
});
