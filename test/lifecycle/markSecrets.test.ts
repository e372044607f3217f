// Credentials are secret in what check returns, whoever declared them: the engine encrypts what stands there.
import { UNKNOWN, type Values, WITHHELD } from "../../provider/model/values";
import { createFixture } from "../support/fixture";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const checked = async (news: Values, olds: Values = {}) =>
  (await createFixture().provider.check(olds, news)).inputs as Values;

test("exactly the leaves of the table, lists whole, as the engine has them from the constructor", async () => {
  const options = { pingUrl: "p", timeout: 1, successConditions: [{ field: "f" }] };
  const body = {
    n: 0,
    f: false,
    list: ["a", { k: null }],
    none: null,
    empty: [],
    nulls: [null],
    deep: { x: "" },
  };
  expect(
    await checked({
      name: "Desk",
      sipHeaders: "X: 1",
      dynamicOptions: { ...options, headers: { a: "h", "x.y": UNKNOWN }, body },
    }),
  ).toEqual({
    name: "Desk",
    sipHeaders: secret("X: 1"),
    dynamicOptions: {
      ...options,
      headers: { a: secret("h"), "x.y": UNKNOWN },
      body: { ...body, n: secret(0), f: secret(false), list: secret(body.list), deep: { x: secret("") } },
    },
    __nullPaths: expect.any(Array),
  });
});

test("what the program made secret stays so where a transform put another value", async () => {
  const __secretPaths = ["dynamicOptions.pingUrl", "name", "transferWaitingMessages[1]"];
  expect(
    await checked({
      name: "Desk",
      transferWaitingMessages: ["a", "b"],
      dynamicOptions: { pingUrl: "p", method: "GET" },
      __secretPaths,
    }),
  ).toEqual({
    name: secret("Desk"),
    transferWaitingMessages: secret(["a", "b"]),
    dynamicOptions: { pingUrl: secret("p"), method: "GET" },
    __secretPaths,
  });
});

test("a container that the constructor wrapped whole is one secret, and check keeps the note of it to itself", async () => {
  const headers = { a: "h" };
  expect(
    await checked({
      name: "Desk",
      dynamicOptions: { headers, body: { b: "x" } },
      __wrappedPaths: ["dynamicOptions.headers", "sipHeaders"],
    }),
  ).toEqual({
    name: "Desk",
    dynamicOptions: { headers: secret(headers), body: { b: secret("x") } },
  });
});

test("the placeholder of a withheld value, which ignoreChanges brings back, stays as the state has it", async () => {
  const inputs = { name: "Desk", sipHeaders: WITHHELD };
  expect(await checked(inputs, inputs)).toEqual(inputs);
});
