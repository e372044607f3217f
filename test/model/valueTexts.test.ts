// Values in words: what is secret is never shown, and what stands for no value says so.
import { Mask } from "../../provider/model/maskText";
import { UNKNOWN } from "../../provider/model/values";
import {
  changeText,
  clientText,
  configText,
  conflictText,
  placeText,
  valueText,
} from "../../provider/model/valueTexts";

const mask = new Mask({ __secretPaths: ["warmMode"] });
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

test("a value is its JSON; a secret, an unknown and a missing one are named", () => {
  const text = (value: unknown, ...path: string[]) => valueText(value, path, mask);
  expect([text("a", "name"), text(0, "name"), text(false, "name")]).toEqual(['"a"', "0", "false"]);
  expect([text(undefined, "name"), text(undefined, "warmMode")]).toEqual(["(absent)", "(absent)"]);
  expect(text(UNKNOWN, "sipHeaders")).toBe("(known after apply)");
  expect(text("a", "sipHeaders")).toBe("[secret]");
  expect(text("a", "warmMode")).toBe("[secret]");
  // That something is not set is no secret.
  expect(text(null, "sipHeaders")).toBe("null");
});

test("a difference and a conflict name both sides", () => {
  expect(changeText({ path: ["name"], want: "b", have: "a" }, mask)).toBe('name: "a" => "b"');
  expect(conflictText({ path: ["name"], expected: "a", found: undefined }, mask)).toBe(
    'name: expected "a", found (absent)',
  );
  expect(conflictText({ path: ["sipHeaders"], expected: "a", found: "b" }, mask)).toBe(
    "sipHeaders: expected [secret], found [secret]",
  );
});

test("a config is its name and id, or its id alone where there is no name to show", () => {
  expect(configText(id, { name: "Sales\nfloor" }, mask)).toBe(`"Sales\\nfloor" (${id})`);
  expect(configText(id, { name: UNKNOWN }, new Mask({ __secretPaths: ["name"] }))).toBe(id);
  expect(configText(id, { name: null }, mask)).toBe(id);
  expect(configText(id, {}, mask)).toBe(id);
});

test("an account and a path are text from outside", () => {
  expect(clientText("c1\u001b[1m")).toBe("client c1\ufffd[1m");
  expect(clientText(undefined)).toBe("client (unknown)");
  expect(placeText(["dynamicOptions", "headers", "a\u202eb"])).toBe('dynamicOptions.headers["a\ufffdb"]');
});
