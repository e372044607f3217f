// The requests that an update sends for one config: methods, paths, masked bodies, and which may be left out.
import {
  adopting,
  attemptedAdoption,
  creating,
  deleting,
  leastSeconds,
  lookingUpAccount,
  updating,
} from "../../../provider/cli/reportModel/requests";
import type { PlannedRequest } from "../../../provider/cli/reportModel/types";
import type { Path, Values } from "../../../provider/model/values";
import { deskId, deskPath } from "../../support/previewSteps";

const later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const collection = "/v2/campaigns/transfer-configs";

/** Each request in short: a question mark for one that may be left out. */
const short = (requests: readonly PlannedRequest[]) =>
  requests.map(({ method, body, ifNeeded }) => [`${method}${ifNeeded ? "?" : ""}`, body]);

const get = ["GET", null];
const again = ["GET?", null];
const patch = (body: Values) => ["PATCH", body];
const maybe = (body: Values) => ["PATCH?", body];
const update = (writes: readonly Path[], wanted: Values, live: Values) =>
  short(updating(deskId, writes, wanted, { live, inputs: wanted }));

test("an update of nothing sends nothing, and others go to the config's path", () => {
  const idle = { live: {}, inputs: {} };
  expect(updating(deskId, [], { name: "a" }, idle)).toEqual([]);
  expect(
    updating(deskId, [["name"]], { name: "a", sipUri: "s" }, { live: { name: "b" }, inputs: {} }),
  ).toEqual([
    { method: "GET", path: deskPath, body: null, ifNeeded: false },
    { method: "PATCH", path: deskPath, body: { name: "a" }, ifNeeded: false },
  ]);
  expect(updating(undefined, [["name"]], { name: "a" }, idle)[0]?.path).toBe(`${collection}/{id}`);
});

test("a secret that is declared for the first time may be live already, whatever is known to be live", () => {
  const code = { sipUri: "[secret]", name: "a" };
  const sent = (writes: string[], inputs: Values, live: Values = { sipUri: "s", name: "b" }) =>
    short(
      updating(
        deskId,
        writes.map((name) => [name]),
        code,
        { live, inputs },
      ),
    );
  for (const sipUri of ["s", null, undefined])
    expect(sent(["sipUri"], { name: "a" }, { sipUri })).toEqual([get, maybe({ sipUri: "[secret]" })]);
  // Of one that was declared, the engine says that it changed.
  expect(sent(["sipUri"], { sipUri: "s" })).toEqual([get, patch({ sipUri: "[secret]" })]);
  expect(sent(["name"], {})).toEqual([get, patch({ name: "a" })]);
  expect(sent(["sipUri", "name"], {})).toEqual([get, patch({ sipUri: "[secret]", name: "a" })]);
  // So may what the state may not record, beside it.
  const live = { sipUri: "s", name: "[withheld: set outside this program]" };
  expect(sent(["sipUri", "name"], {}, live)).toEqual([get, maybe({ sipUri: "[secret]", name: "a" })]);
});

test.each([
  ["one secret", "[secret]", "[secret]"],
  ["known later", later, "[known after apply]"],
])("additional fields that are %s are written by the names that are known of them", (_, all, shown) => {
  const code = { name: "a", additionalFields: all };
  expect(short(creating(code))).toEqual([["POST", { name: "a", additionalFields: shown }]]);
  expect(update([["additionalFields", "screen"]], code, {})).toEqual([get, patch({ screen: shown })]);
  expect(update([["additionalFields"]], code, {})).toEqual([get, patch({ additionalFields: shown })]);
});

test("a create has all that the code declares, additional fields at the root", () => {
  const code = {
    transferConfigId: deskId,
    name: "a",
    sipUri: null,
    onMissing: "fail",
    additionalFields: { b: 1 },
  };
  expect(creating(code)).toEqual([
    { method: "POST", path: collection, body: { name: "a", sipUri: null, b: 1 }, ifNeeded: false },
  ]);
});

const code = { transferConfigId: deskId, name: "a", sipUri: "s" };

test("an adoption reads, and reads again before it writes what may differ", () => {
  const all = { name: "a", sipUri: "s" };
  expect(short(adopting(code))).toEqual([get, again, maybe(all)]);
  expect(adopting(code).map(({ path }) => path)).toEqual([deskPath, deskPath, deskPath]);
  expect(short(adopting(code, { live: { name: "a", sipUri: "s" }, writes: [] }))).toEqual([get, again]);
  const live = { name: "b", sipUri: "s" };
  expect(short(adopting(code, { live, writes: [["name"]] }))).toEqual([get, get, patch({ name: "a" })]);
  expect(attemptedAdoption(code)).toEqual([{ method: "GET", path: deskPath, body: null, ifNeeded: false }]);
});

test("an id that is known later, or none, stands as a placeholder in the path", () => {
  for (const id of [later, undefined, 7])
    expect(attemptedAdoption({ transferConfigId: id })[0]?.path).toBe(`${collection}/{id}`);
  expect(deleting(undefined)).toEqual([
    { method: "DELETE", path: `${collection}/{id}`, body: null, ifNeeded: false },
  ]);
});

test("the account is looked up by a recorded config first, then by what every account has", () => {
  const paths = ["/v2/campaigns/appointment-configs", "/v2/campaigns", "/v2/campaigns/{id}"];
  const reads = (all: string[]) => all.map((path) => ({ method: "GET", path, body: null, ifNeeded: true }));
  expect(lookingUpAccount(undefined)).toEqual(reads(paths));
  expect(lookingUpAccount(deskId)).toEqual(reads([deskPath, ...paths]));
});

test.each([
  [0, 0],
  [1, 0],
  [60, 0],
  [61, 10],
  [120, 10],
  [121, 20],
])("%i requests at 60 in 10 s take at least %i s", (count, seconds) => {
  expect(leastSeconds(count, { limit: 60, windowSeconds: 10 })).toBe(seconds);
});
