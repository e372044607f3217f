// The PATCHes of an update: what removes keys that a server may keep, and what is written over values that nobody knows.
import { updating } from "../../../provider/cli/reportModel/requests";
import type { Path, Values } from "../../../provider/model/values";

const withheld = "[withheld: set outside this program]";
const get = ["GET", null];
const again = ["GET?", null];
const patch = (body: Values) => ["PATCH", body];
const maybe = (body: Values) => ["PATCH?", body];

/** Each request in short: a question mark for one that may be left out. */
const update = (writes: readonly Path[], wanted: Values, live: Values) =>
  updating("id", writes, wanted, { live, inputs: wanted }).map(({ method, body, ifNeeded }) => [
    `${method}${ifNeeded ? "?" : ""}`,
    body,
  ]);

const options = (members: Values) => ({ dynamicOptions: members });
const inBody = (...path: (string | number)[]): Path => ["dynamicOptions", "body", ...path];

describe("where a server may merge objects", () => {
  test.each<[string, Path[], Values, Values, unknown[][]]>([
    [
      "a key that is live alone is removed by another pair",
      [inBody("old")],
      options({ body: { a: 1 } }),
      options({ body: { a: 1, old: 2 } }),
      [
        get,
        patch(options({ body: { a: "[secret]" } })),
        again,
        maybe(options({ body: { a: "[secret]", old: null } })),
      ],
    ],
    [
      "so are the keys of an object that takes the place of another",
      [inBody("a")],
      options({ body: { a: {} } }),
      options({ body: { a: { x: 1, y: 2 } } }),
      [
        get,
        patch(options({ body: { a: {} } })),
        again,
        maybe(options({ body: { a: { x: null, y: null } } })),
      ],
    ],
    [
      "of an object that isn't shown, no key is known",
      [inBody("a")],
      options({ body: { a: { x: 1 } } }),
      options({ body: { a: "[secret]" } }),
      [
        get,
        patch(options({ body: { a: { x: "[secret]" } } })),
        again,
        maybe(options({ body: { a: "[secret]" } })),
      ],
    ],
    [
      "keys that both sides have stay",
      [inBody("a")],
      options({ body: { a: { x: 1 } } }),
      options({ body: { a: { x: 2 } } }),
      [get, patch(options({ body: { a: { x: "[secret]" } } }))],
    ],
    [
      "an undeclared option stays, because options are owned one by one",
      [["dynamicOptions"]],
      options({ pingUrl: "p" }),
      options({ pingUrl: "q", timeout: 3 }),
      [get, patch(options({ pingUrl: "p", timeout: 3 }))],
    ],
    [
      "an option that takes the place of one secret may leave keys behind",
      [["dynamicOptions", "headers"]],
      options({ headers: { a: "b" } }),
      options({ headers: "[secret]" }),
      [get, patch(options({ headers: { a: "[secret]" } })), again, maybe(options({ headers: "[secret]" }))],
    ],
    [
      "a list is replaced whole",
      [["transferWaitingMessages", 1]],
      { transferWaitingMessages: ["a"] },
      { transferWaitingMessages: ["a", "b"] },
      [get, patch({ transferWaitingMessages: ["a"] })],
    ],
    [
      "an element of a list has no keys that could stay",
      [["additionalFields", "lists", 0, "old"]],
      { additionalFields: { lists: [{ a: 1 }] } },
      { lists: [{ a: 1, old: 2 }] },
      [get, patch({ lists: [{ a: 1 }] })],
    ],
    [
      "an additional field that holds objects is mended at the root of the body",
      [["additionalFields", "screen", "old"]],
      { additionalFields: { screen: { a: 1 } } },
      { screen: { a: 1, old: 2 } },
      [get, patch({ screen: { a: 1 } }), again, maybe({ screen: { a: 1, old: null } })],
    ],
    [
      "a null removes what is there without another pair",
      [inBody("a")],
      options({ body: { a: null } }),
      options({ body: { a: { x: 1 } } }),
      [get, patch(options({ body: { a: null } }))],
    ],
    [
      "a text takes the place of an object without another pair",
      [["sipUri"]],
      { sipUri: "s" },
      { sipUri: { x: 1 } },
      [get, patch({ sipUri: "s" })],
    ],
    [
      "of several fields, the other pair has those that need one",
      [inBody("old"), ["name"]],
      { ...options({ body: {} }), name: "a" },
      { ...options({ body: { old: 2 } }), name: "b" },
      [get, patch({ ...options({ body: {} }), name: "a" }), again, maybe(options({ body: { old: null } }))],
    ],
  ])("%s", (_, writes, wanted, live, expected) => {
    expect(update(writes, wanted, live)).toEqual(expected);
  });
});

describe("what the state may not record", () => {
  test.each<[string, Path[], Values, Values, unknown[][]]>([
    [
      "is compared by the update itself, which may leave its PATCH out",
      [["sipHeaders"]],
      { sipHeaders: "a" },
      { sipHeaders: withheld },
      [get, maybe({ sipHeaders: "[secret]" })],
    ],
    [
      "as is an object of which no leaf is known",
      [inBody("a")],
      options({ body: { a: 1 } }),
      options({ body: { a: { x: withheld, y: withheld } } }),
      [get, maybe(options({ body: { a: "[secret]" } }))],
    ],
    [
      "and a leaf of a container that is withheld whole",
      [inBody("a")],
      options({ body: { a: 1 } }),
      options({ body: withheld }),
      [get, maybe(options({ body: { a: "[secret]" } }))],
    ],
    [
      "but is surely written where another field differs, too",
      [["sipHeaders"], ["name"]],
      { sipHeaders: "a", name: "a" },
      { sipHeaders: withheld, name: "b" },
      [get, patch({ sipHeaders: "[secret]", name: "a" })],
    ],
    [
      "or where some of its leaves are known",
      [inBody("a")],
      options({ body: { a: 1 } }),
      options({ body: { a: { x: withheld, y: 1 } } }),
      [get, patch(options({ body: { a: "[secret]" } }))],
    ],
    [
      "or where it is cleared: there is something to clear",
      [["sipHeaders"]],
      { sipHeaders: null },
      { sipHeaders: withheld },
      [get, patch({ sipHeaders: null })],
    ],
    [
      "or removed",
      [inBody("old")],
      options({ body: {} }),
      options({ body: { old: withheld } }),
      [get, patch(options({ body: {} })), again, maybe(options({ body: { old: null } }))],
    ],
    [
      "and an empty object is a value that is known",
      [inBody("a")],
      options({ body: { a: 1 } }),
      options({ body: { a: {} } }),
      [get, patch(options({ body: { a: "[secret]" } }))],
    ],
    [
      "is sent along as it is live, where it stands beside what differs",
      [["dynamicOptions", "pingUrl"]],
      options({ pingUrl: "p" }),
      options({ pingUrl: "q", headers: { a: withheld }, successConditions: [{ value: withheld }, null, 7] }),
      [
        get,
        patch(
          options({
            pingUrl: "p",
            headers: { a: "[secret]" },
            successConditions: [{ value: "[secret]" }, null, 7],
          }),
        ),
      ],
    ],
    [
      "may hold keys that a server keeps",
      [inBody("a"), ["name"]],
      { ...options({ body: { a: {} } }), name: "a" },
      { ...options({ body: { a: withheld } }), name: "b" },
      [
        get,
        patch({ ...options({ body: { a: {} } }), name: "a" }),
        again,
        maybe(options({ body: { a: "[secret]" } })),
      ],
    ],
  ])("%s", (_, writes, wanted, live, expected) => {
    expect(update(writes, wanted, live)).toEqual(expected);
  });
});
