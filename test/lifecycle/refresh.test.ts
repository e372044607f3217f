// A refresh that finds no config (404): what it says, and what keeps the resource.
import type { Values } from "../../provider/model/values";
import { CLIENT } from "../support/fakeApi";
import { createFixture, failure } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const OTHER = "11111111-1111-4111-8111-111111111111";
const record = { name: "Sales", clientId: CLIENT };
const config = `transfer config "Sales" (${ID}) of client ${CLIENT}`;

/** What a refresh of a config that is gone answers and says. */
async function missing(values: Values, settings: Record<string, string> = {}) {
  const fixture = createFixture({}, settings);
  const result = await fixture.provider.read(ID, values).catch((error: Error) => error.message);
  return { result, lines: fixture.lines, requests: fixture.api.requests.length };
}

test.each([
  ["created", record, "the next update creates a new one with a new id"],
  [
    "adopted",
    { ...record, transferConfigId: ID },
    "remove its transferConfigId from the program, and the next update creates a new one with a new id",
  ],
])("a config that was %s is dropped, with what follows from that", async (_, values, next) => {
  const { result, lines } = await missing(values);
  expect(result).toEqual({});
  expect(lines).toEqual([
    `${config} is gone (404) and is dropped from the state: ${next}. ` +
      "Campaigns and block-snippet assignments that used the old id do not follow.",
  ]);
});

test('"fail" keeps it, of the resource before that of the stack, and nothing asks for the account', async () => {
  const stack = { "carecycle:onMissing": "fail" };
  for (const [values, settings] of [
    [{ ...record, onMissing: "fail" }, {}],
    [record, stack],
  ] as const) {
    const { result, lines, requests } = await missing(values, settings);
    expect(result).toContain(`${config} was not found (404), and onMissing is "fail": the resource is kept.`);
    expect([lines, requests]).toEqual([[], 1]);
  }
  expect((await missing({ ...record, onMissing: "recreate" }, stack)).result).toEqual({});
});

test("another account than the pinned one keeps it", async () => {
  const { result, lines } = await missing(record, { "carecycle:clientId": OTHER });
  expect(result).toContain(OTHER);
  expect(lines).toEqual([]);
});

test("a record of no account is of the pinned one", async () => {
  const { result, lines } = await missing({ name: "Sales" }, { "carecycle:clientId": CLIENT });
  expect(result).toEqual({});
  expect(lines).toEqual([expect.stringContaining("of client (unknown) is gone (404)")]);
});

test("a record of no account, with none pinned, keeps the resource: the key may be anybody's", async () => {
  const { result, lines } = await missing({ name: "Sales" });
  expect(result).toMatch(/was not found \(404\), but .*: the resource is kept/);
  expect(lines).toEqual([]);
});

test("a request that fails in another way is that failure", async () => {
  const fixture = createFixture();
  fixture.api.add({ id: ID, name: "Sales", clientId: OTHER });
  const error = await failure(fixture.provider.read(ID, record));
  expect(error.message).not.toContain("404");
  expect(fixture.lines).toEqual([]);
});
