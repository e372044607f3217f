// What is known of a config's values: declared over live, and nothing where nothing can be known.
import { factsOf, isNothing, nothingLive } from "../../provider/model/facts";
import { SECRET, UNKNOWN, type Values, WITHHELD } from "../../provider/model/values";

const fact = (path: string, declared: Values, live?: Values) => factsOf({ declared, live })(path);

test("a declared value counts, then the live one; without either, null", () => {
  expect(fact("name", { name: "a" }, { name: "b" })).toBe("a");
  expect(fact("name", { name: null }, { name: "b" })).toBeNull();
  expect(fact("name", {}, { name: "b" })).toBe("b");
  expect(fact("name", {}, {})).toBeNull();
  expect(fact("toString", {}, {})).toBeNull();
});

test("where it isn't known what is live, only what is declared is a fact", () => {
  expect(fact("name", {})).toBe(UNKNOWN);
  expect(fact("name", { name: "a" })).toBe("a");
  expect(fact("dynamicOptions.pingUrl", {})).toBe(UNKNOWN);
  expect(fact("dynamicOptions.pingUrl", { dynamicOptions: { method: "GET" } })).toBe(UNKNOWN);
});

test("a field that only newer pages have may be anything where the response lacks it", () => {
  expect(fact("appointmentConfigId", {}, {})).toBe(UNKNOWN);
  expect(fact("appointmentConfigId", {}, { appointmentConfigId: null })).toBeNull();
  expect(fact("appointmentConfigId", {}, nothingLive)).toBeNull();
  expect(fact("routingConfigId", {}, {})).toBeNull();
});

test("members of an object are declared one by one", () => {
  const live = { dynamicOptions: { pingUrl: "l", method: "GET" } };
  expect(fact("dynamicOptions.pingUrl", { dynamicOptions: { pingUrl: "d" } }, live)).toBe("d");
  expect(fact("dynamicOptions.method", { dynamicOptions: { pingUrl: "d" } }, live)).toBe("GET");
  expect(fact("dynamicOptions.method", {}, live)).toBe("GET");
  expect(fact("dynamicOptions.timeout", {}, live)).toBeNull();
  expect(fact("dynamicOptions.pingUrl", { dynamicOptions: null }, live)).toBeNull();
  expect(fact("dynamicOptions.pingUrl", { dynamicOptions: UNKNOWN }, live)).toBe(UNKNOWN);
  expect(fact("dynamicOptions.pingUrl", {}, { dynamicOptions: null })).toBeNull();
});

test("of a hidden value nothing is known", () => {
  for (const marker of [SECRET, WITHHELD, UNKNOWN]) {
    expect(fact("sipUri", { sipUri: marker }, { sipUri: "a" })).toBe(UNKNOWN);
    expect(fact("sipUri", {}, { sipUri: marker })).toBe(UNKNOWN);
    expect(fact("dynamicOptions.pingUrl", { dynamicOptions: marker }, {})).toBe(UNKNOWN);
    expect(fact("dynamicOptions.pingUrl", { dynamicOptions: { pingUrl: marker } }, {})).toBe(UNKNOWN);
  }
  const hides = ([head, member]: readonly (string | number)[]) => head === "name" || member === "pingUrl";
  const facts = factsOf({ declared: { name: "a", dynamicOptions: { pingUrl: "p" } }, live: {}, hides });
  expect([facts("name"), facts("dynamicOptions.pingUrl"), facts("sipUri")]).toEqual([UNKNOWN, UNKNOWN, null]);
});

test("null and blank texts are nothing that anything could be sent to", () => {
  expect([null, "", " \t"].map(isNothing)).toEqual([true, true, true]);
  expect([undefined, "a", 0, false, {}, UNKNOWN].map(isNothing)).toEqual(new Array(6).fill(false));
});
