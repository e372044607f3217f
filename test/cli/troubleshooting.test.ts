// The entry of the documentation that quotes a message: words in capitals stand for anything.
import { troubleshootingAddress } from "../../provider/cli/troubleshooting";

let entries: () => string[];
// What the package holds is tested with the page; here, it is entries of all kinds.
jest.mock("../../provider/cli/packaged", () => ({ packaged: () => entries() }));
const page = "https://github.com/pulumi-carecycle/pulumi-carecycle/blob/main/docs/troubleshooting.md";

const quoted = [
  "GET PATH: answered CODE STATUS",
  "the stack NAME is not there",
  "what (is) [quoted]? costs $1.50 + a\\b*c^d|e{f}",
  "VALUE, URL and FILE; ID, N, CLIENT and REASON of CONFIG",
  "Über_uns: 5 – 7",
  "the end",
];
beforeEach(() => {
  entries = () => [...quoted];
});

test.each([
  ["GET /v2/x: answered 401 UNAUTHORIZED: no", "get-path-answered-code-status"],
  ["PATCH /v2/x: answered 500 x", "get-path-answered-code-status"],
  ["POST /v2/x: answered 500 x", "get-path-answered-code-status"],
  ["pulumi-carecycle: DELETE /v2/x: answered 500 x", "get-path-answered-code-status"],
  ["pulumi-carecycle: the stack prod of ours is not there: look", "the-stack-name-is-not-there"],
  ["what (is) [quoted]? costs $1.50 + a\\b*c^d|e{f}", "what-is-quoted-costs-150--abcdef"],
  ["x, y and z; 1, 2, 3 and 4 of 5", "value-url-and-file-id-n-client-and-reason-of-config"],
  ["Über_uns: 5 – 7", "über_uns-5--7"],
])("%j leads to #%s", (message, anchor) => {
  expect(troubleshootingAddress(message)).toBe(`${page}#${anchor}`);
});

test.each([
  ["another message", "something new"],
  ["another method", "HEAD /v2/x: answered 401 x"],
  ["a word in capitals without a value", "the stack  is not there"],
  ["a sign of patterns that is not there", "what (is) [quoted]? costs $1x50 + a\\b*c^d|e{f}"],
  ["a message in other letters", "THE END"],
])("%s has no entry", (_, message) => {
  expect(troubleshootingAddress(message)).toBeUndefined();
});

test("the most specific entry counts, wherever it stands", () => {
  entries = () => ["the stack", "the stack NAME is not there at all", "the stack NAME"];
  expect(troubleshootingAddress("the stack dev is not there at all")).toBe(
    `${page}#the-stack-name-is-not-there-at-all`,
  );
});

test("only the beginning of a message is looked at", () => {
  const at = (n: number) => troubleshootingAddress(`${" ".repeat(n)}the end`);
  expect(at(2_000 - "the end".length)).toBe(`${page}#the-end`);
  expect(at(2_001 - "the end".length)).toBeUndefined();
});

test("a package without its entries has no address, and that is no error", () => {
  entries = () => {
    throw new Error("ENOENT");
  };
  expect(troubleshootingAddress("the end")).toBeUndefined();
});
