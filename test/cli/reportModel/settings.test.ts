// The settings by which a report judges, and the API that it is of: from the stack's config, then from the environment.
import { buildReport, reviewOf } from "../../../provider/cli/reportModel/report";
import { type Columns, previewOf, resourceOf } from "../../support/previewSteps";

const [ours, theirs] = ["5e505642-9024-474d-9434-e5a44f505cc5", "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4"];
const desk = { name: "Desk" };
const config = (name: string, applied: object, live?: object): Columns => ({
  name,
  op: "same",
  applied: { ...desk, ...applied },
  ...(live && { live: { ...desk, ...live } }),
  code: desk,
});
const apiOf = (configs: Columns[], stack = {}, env = {}) => reviewOf(previewOf(configs, stack), { env }).api;

test.each([
  ["the stack's config", { rateLimit: "7", rateWindowSeconds: "3" }, {}, 7, 3],
  ["the environment", {}, { CARECYCLE_RATE_LIMIT: "8", CARECYCLE_RATE_WINDOW_SECONDS: "4" }, 8, 4],
  [
    "the stack's config before the environment",
    { rateLimit: "7", rateWindowSeconds: "3" },
    { CARECYCLE_RATE_LIMIT: "8", CARECYCLE_RATE_WINDOW_SECONDS: "4" },
    7,
    3,
  ],
  ["the API's documentation", {}, {}, 60, 60],
])("the quota is that of %s", (_, stack, env, limit, windowSeconds) => {
  const named = Object.fromEntries(Object.entries(stack).map(([name, text]) => [`carecycle:${name}`, text]));
  expect(buildReport(previewOf([], named), { env }).quota).toEqual({ limit, windowSeconds });
});

test("a quota that is none is refused, and what no report needs is not looked at", () => {
  expect(() => buildReport(previewOf([], { "carecycle:rateLimit": "none" }))).toThrow("rateLimit");
  const others = {
    "carecycle:apiKey": "[secret]",
    "carecycle:timeoutSeconds": "none",
    "other:rateLimit": "1",
  };
  expect(buildReport(previewOf([], others)).quota.limit).toBe(60);
  expect(buildReport(previewOf([]), { env: { CARECYCLE_TIMEOUT_SECONDS: "none" } }).quota.limit).toBe(60);
});

test("onMissing and onConflict are those of the stack", () => {
  const gone = { applied: desk, live: {}, op: "create", code: desk };
  expect(resourceOf(gone, { "carecycle:onMissing": "fail" }).requests).toEqual([]);
  const moved = { applied: desk, live: { name: "Moved" }, code: desk };
  expect(resourceOf(moved, { "carecycle:onConflict": "fail" }).notes).toEqual([
    expect.stringMatching(/^onConflict is "fail": /),
  ]);
});

test.each([
  [
    "of the stack's config",
    { "carecycle:baseUrl": "https://stack.example.com/v2" },
    {},
    "https://stack.example.com/v2",
  ],
  ["of the environment", {}, { CARECYCLE_BASE_URL: "https://env.example.com" }, "https://env.example.com"],
  [
    "of the stack's config before the environment",
    { "carecycle:baseUrl": "https://stack.example.com" },
    { CARECYCLE_BASE_URL: "https://env.example.com" },
    "https://stack.example.com",
  ],
  [
    "of the API where the environment has an empty one",
    {},
    { CARECYCLE_BASE_URL: "" },
    "https://api.carecycle.ai",
  ],
  ["of the API where nothing is set", {}, {}, "https://api.carecycle.ai"],
  ["not told where it is a secret", { "carecycle:baseUrl": "[secret]" }, {}, null],
  ["not told where it is none", {}, { CARECYCLE_BASE_URL: "http://elsewhere.example.com" }, null],
])("the address is %s", (_, stack, env, baseUrl) => {
  expect(apiOf([], stack, env).baseUrl).toBe(baseUrl);
});

test.each<[string, Columns[], object, object, string | null]>([
  [
    "that which the stack pins",
    [config("a", {}, { clientId: ours })],
    { "carecycle:clientId": theirs },
    {},
    theirs,
  ],
  ["that which the environment pins", [], {}, { CARECYCLE_CLIENT_ID: theirs }, theirs],
  [
    "that of the configs that were read",
    [config("a", { clientId: theirs }, { clientId: ours })],
    {},
    {},
    ours,
  ],
  ["that of the recorded ones where none was read", [config("a", { clientId: ours })], {}, {}, ours],
  [
    "not of those that were not read beside others",
    [config("a", { clientId: theirs }), config("b", {}, { clientId: ours })],
    {},
    {},
    ours,
  ],
  [
    "one in whatever letters",
    [config("a", {}, { clientId: ours }), config("b", {}, { clientId: ours.toUpperCase() })],
    {},
    {},
    ours,
  ],
  [
    "not told where there are two",
    [config("a", { clientId: ours }), config("b", { clientId: theirs })],
    {},
    {},
    null,
  ],
  [
    "the recorded one where the read ones have two",
    [
      config("a", { clientId: ours }, { clientId: ours }),
      config("b", { clientId: ours }, { clientId: theirs }),
    ],
    {},
    {},
    ours,
  ],
  ["not told where nothing tells it", [config("a", {}, {}), { code: desk }], {}, {}, null],
  ["not told by what is no text", [config("a", { clientId: 7 }, { clientId: 7 })], {}, {}, null],
])("the account is %s", (_, configs, stack, env, clientId) => {
  expect(apiOf(configs, stack, env).clientId).toBe(clientId);
});
