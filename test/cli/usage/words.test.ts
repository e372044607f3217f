// Sentences about usage.
import { CareCycleError, ConnectionError } from "../../../provider/api/errors";
import { either, firstOf, outcomeOf, pointing, shortened } from "../../../provider/cli/usage/words";

test("alternatives", () => {
  expect(
    [[], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]].map((words) => either(words)),
  ).toEqual(["", "a", "a or b", "a, b or c", "a, b, c or d"]);
  expect(either(["a", "b", "c"], "and")).toBe("a, b and c");
});

test("how a request ended, without what to do about it; what isn't the client's error is thrown on", () => {
  const broken = new ConnectionError(
    { method: "GET", path: "/a" },
    "the connection failed (ECONNRESET)",
    true,
  );
  expect(outcomeOf(broken)).toBe("the connection failed (ECONNRESET)");
  expect(outcomeOf(new CareCycleError("no id"))).toBe("no id");
  const other = new TypeError("x is not a function");
  expect(() => outcomeOf(other)).toThrow(other);
});

test("the first five of a list, and how many more there are", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  expect(firstOf([])).toBe("");
  expect(firstOf(names.slice(0, 5))).toBe("a, b, c, d, e");
  expect(firstOf(names.slice(0, 6))).toBe("a, b, c, d, e and 1 more");
  expect(firstOf(names, 2, "; ")).toBe("a; b and 5 more");
});

test("users as the subject of a sentence: by name, id, or neither", () => {
  expect(pointing([{ id: "c1", name: "Spring" }])).toBe("Spring points");
  expect(pointing([{ id: "c1", name: null }, {}])).toBe("c1, without a name point");
  expect(pointing(new Array(7).fill({ name: "A" }))).toBe("A, A, A, A, A and 2 more point");
  expect(pointing([{ name: "x".repeat(200) }])).toBe(`${"x".repeat(120)}… points`);
});

test("a name of up to 120 characters is whole", () => {
  expect(shortened("x".repeat(120))).toBe("x".repeat(120));
  expect(shortened("x".repeat(121))).toBe(`${"x".repeat(120)}…`);
});
