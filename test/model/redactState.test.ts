// Sensitive live values that the program did not set are neither recorded nor shown.

import { redact } from "../../provider/model/redactState";
import { holdsLeaf, sensitivity } from "../../provider/model/secretPaths";
import type { Values } from "../../provider/model/values";
import { WITHHELD } from "../../provider/model/values";

const headers = (map: unknown) => ({ dynamicOptions: { headers: map } });
const body = (map: unknown) => ({ dynamicOptions: { body: map } });
const shown = (live: Values, known: Values, managed: string[] = Object.keys(known)) =>
  redact(live, { sensitive: sensitivity(known), encrypted: holdsLeaf(known) }, managed);

test("a header that the program declares keeps its live value, an added one is marked", () => {
  expect(shown(headers({ a: "changed", b: "canary" }), headers({ a: "1" }))).toEqual(
    headers({ a: "changed", b: WITHHELD }),
  );
});

test("headers that nobody declared are marked one by one, so that their names are seen", () => {
  expect(shown(headers({ a: "canary" }), {})).toEqual(headers({ a: WITHHELD }));
  expect(shown(headers({ a: "canary" }), { dynamicOptions: { pingUrl: "x" } })).toEqual(
    headers({ a: WITHHELD }),
  );
});

test("a marked value stays marked", () => {
  expect(shown(headers({ a: "canary" }), headers({ a: WITHHELD }))).toEqual(headers({ a: WITHHELD }));
});

test("leaves of the body are known by their whole path, in lists too", () => {
  const known = body({ list: ["a", { k: "b" }], deep: { x: 1 } });
  const live = body({ list: ["A", { k: "B", l: "canary" }, "canary"], deep: { x: 2, y: 3 }, added: true });
  expect(shown(live, known)).toEqual(
    body({ list: ["A", { k: "B", l: WITHHELD }, WITHHELD], deep: { x: 2, y: WITHHELD }, added: WITHHELD }),
  );
});

test("a leaf that took the place of an object or a list, or the other way round, is marked", () => {
  expect(shown(body({ a: "canary", b: "canary" }), body({ a: { k: "x" }, b: ["x"] }))).toEqual(
    body({ a: WITHHELD, b: WITHHELD }),
  );
  expect(shown(body({ a: { k: "canary" }, b: ["canary"] }), body({ a: "x", b: "x" }))).toEqual(
    body({ a: { k: WITHHELD }, b: [WITHHELD] }),
  );
});

test("what took the place of a declared null is somebody else's; null itself is no secret", () => {
  expect(shown(body({ a: "canary" }), body({ a: null }))).toEqual(body({ a: WITHHELD }));
  expect(shown(body({ a: null, b: {} }), {})).toEqual(body({ a: null, b: {} }));
});

test("a name that every object inherits does not make a value known", () => {
  const names = { constructor: "canary", toString: "canary", valueOf: "canary" };
  const marked = { constructor: WITHHELD, toString: WITHHELD, valueOf: WITHHELD };
  expect(shown(headers(names), headers({}))).toEqual(headers(marked));
  expect(shown(body(names), body({}))).toEqual(body(marked));
});

test("undeclared sipHeaders are left out, or null where they are not set", () => {
  expect(shown({ sipHeaders: "canary" }, {})).toEqual({});
  expect(shown({ sipHeaders: null }, {})).toEqual({ sipHeaders: null });
});

test("declared sipHeaders are shown, and marked where null was declared", () => {
  expect(shown({ sipHeaders: "changed" }, { sipHeaders: "a" })).toEqual({ sipHeaders: "changed" });
  expect(shown({ sipHeaders: "canary" }, { sipHeaders: null })).toEqual({ sipHeaders: WITHHELD });
});

test("other fields and members are shown, undeclared ones too", () => {
  const live = {
    name: "a",
    sipUri: "sip:a",
    dynamicOptions: { pingUrl: "p", successConditions: [{ value: "v" }] },
  };
  expect(shown({ ...live, id: "x", routingConfig: {} }, {})).toEqual(live);
});

test("names for which the engine has no path are recorded under others, so that drift still shows", () => {
  const withheld = "[withheld: set outside this program]";
  expect(shown(body({ "": "canary", a: { "b\\": "canary" }, "\\c": null }), {})).toEqual(
    body({ "(name ends here)": withheld, a: { "b\\(name ends here)": withheld }, "\\c": null }),
  );
});

test("a field that the response lacks is not recorded, sensitive or not", () => {
  expect(shown({ name: "a" }, { sipHeaders: "x", sipUri: "s" })).toStrictEqual({ name: "a" });
});
