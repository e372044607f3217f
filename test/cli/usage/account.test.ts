// Whether what was read belongs to the account that was asked about.
import { otherAccount } from "../../../provider/cli/usage/account";

const [a, b, c] = ["a", "b", "c"].map((digit) => `${digit.repeat(8)}-6276-4993-bfeb-53cbbbba6f08`) as [
  string,
  string,
  string,
];
const unpinned = { clientId: undefined };
const seen = (...ids: string[]) => new Set(ids);

test("with a pin, the pinned account must be among those that responses show, whatever the stack records", () => {
  expect(otherAccount(seen(a), { clientId: a }, [b])).toBeUndefined();
  expect(otherAccount(seen(b, a), { clientId: a })).toBeUndefined();
  expect(otherAccount(seen(b), { clientId: a }, [b])).toBe(
    `the key belongs to client ${b}, but client ${a} is pinned`,
  );
});

test("without one, any account that the stack records will do, in either case", () => {
  expect(otherAccount(seen(a), unpinned, [undefined, b, a.toUpperCase()])).toBeUndefined();
  expect(otherAccount(seen(c, a), unpinned, [b, a])).toBeUndefined();
  expect(otherAccount(seen(c), unpinned, [b, undefined, a.toUpperCase(), b])).toBe(
    `the key belongs to client ${c}, but the stack's configs belong to client ${b}, ${a}`,
  );
  expect(otherAccount(seen(b, c), unpinned, [a])).toBe(
    `the key belongs to client ${b}, ${c}, but the stack's configs belong to client ${a}`,
  );
});

test("nothing is said where no response shows an account, or none is expected", () => {
  expect(otherAccount(seen(), { clientId: a }, [a])).toBeUndefined();
  expect(otherAccount(seen(a), unpinned, [undefined])).toBeUndefined();
  expect(otherAccount(seen(a), unpinned)).toBeUndefined();
});
