// What could not be read: told together where it ended alike, and given up where it would meet every request.
import {
  AuthenticationError,
  CareCycleError,
  ConnectionError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "../../../provider/api/errors";
import { Failures } from "../../../provider/cli/usage/failures";

const request = { method: "GET", path: "/a" };
const endpoint = "GET /v2/campaigns/{id}/block-snippets";
const refused = () => new PermissionError(request, { status: 403, code: "FORBIDDEN" });
const gone = () => new NotFoundError(request, { status: 404, code: "NOT_FOUND" });
const campaign = (name?: string, id?: string) => ({ ...(name && { name }), ...(id && { id }) });

test("nothing failed yet", () => {
  const failures = new Failures();
  expect([failures.any, failures.sentences(), failures.isHopeless(endpoint)]).toEqual([false, [], false]);
});

test("failures that ended alike are one sentence, with the campaigns by name, id, or neither", () => {
  const failures = new Failures();
  for (const one of [campaign("Spring"), campaign(undefined, "c2"), campaign()])
    failures.add("block snippets", endpoint, refused(), one);
  failures.add("block snippets", endpoint, new ServerError(request, { status: 500 }), campaign("Autumn"));
  failures.add("the appointment configs", "GET /ac", refused());
  expect(failures.sentences()).toEqual([
    `block snippets of 3 campaigns (${endpoint} answered 403 FORBIDDEN): Spring, c2, without a name`,
    `block snippets of 1 campaign (${endpoint} answered 500): Autumn`,
    "the appointment configs (GET /ac answered 403 FORBIDDEN)",
  ]);
  expect(failures.any).toBe(true);
});

test("long names and long lists are cut", () => {
  const failures = new Failures();
  for (let i = 0; i < 7; i++) failures.add("x", "e", refused(), campaign("n".repeat(200)));
  expect(failures.sentences()[0]).toMatch(/: (n{120}…, ){4}n{120}… and 2 more$/);
});

test("a campaign that is gone has been deleted meanwhile, which is no failure", () => {
  const failures = new Failures();
  failures.add("block snippets", endpoint, gone(), campaign("Spring"));
  expect(failures.any).toBe(false);
  expect(failures.sentences()).toEqual([
    `block snippets of 1 campaign (${endpoint} answered 404 NOT_FOUND; skipped, as if deleted meanwhile): Spring`,
  ]);
});

test("an endpoint that is not there is one", () => {
  const failures = new Failures();
  failures.add("the appointment configs", "GET /ac", gone());
  expect(failures.any).toBe(true);
  expect(failures.sentences()).toEqual(["the appointment configs (GET /ac answered 404 NOT_FOUND)"]);
});

test("an id that no path can hold is told with its campaign, and otherwise the caller's", () => {
  const failures = new Failures();
  const odd = new CareCycleError("the id is odd");
  failures.add("block snippets", endpoint, odd, campaign("Spring"));
  expect(failures.any).toBe(true);
  expect(failures.sentences()).toEqual(["block snippets of 1 campaign (the id is odd): Spring"]);
  expect(failures.isHopeless(endpoint)).toBe(false);
  expect(() => failures.add("the campaigns", endpoint, odd)).toThrow(odd);
  const bug = new TypeError("bug");
  expect(() => failures.add("block snippets", endpoint, bug, campaign("Spring"))).toThrow(bug);
});

test.each([
  ["a refused key", new AuthenticationError(request, { status: 401 })],
  ["the quota", new RateLimitError(request, { status: 429 })],
  ["a broken connection", new ConnectionError(request, "the connection failed", true)],
])("%s would meet every other request", (_, error) => {
  const failures = new Failures();
  expect(() => failures.add("block snippets", endpoint, error, campaign("Spring"))).toThrow(error);
  expect([failures.any, failures.sentences()]).toEqual([false, []]);
});

test("an endpoint is left alone after five failures of its own; what is gone does not count", () => {
  const failures = new Failures();
  for (let i = 0; i < 9; i++) failures.add("x", endpoint, gone(), campaign("Spring"));
  for (let i = 0; i < 4; i++) failures.add("x", endpoint, refused(), campaign("Spring"));
  failures.add("y", "GET /other", refused());
  expect(failures.isHopeless(endpoint)).toBe(false);
  failures.add("x", endpoint, refused(), campaign("Spring"));
  expect([failures.isHopeless(endpoint), failures.isHopeless("GET /other")]).toEqual([true, false]);
  failures.skip("block snippets", endpoint, campaign("Winter"));
  failures.skip("the appointment configs", endpoint);
  expect(failures.sentences().slice(-2)).toEqual([
    `block snippets of 1 campaign (not tried any more after ${endpoint} failed several times): Winter`,
    `the appointment configs (not tried any more after ${endpoint} failed several times)`,
  ]);
});
