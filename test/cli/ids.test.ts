// Ids on a command line: what is none is named, but not all of it.
import { CliError } from "../../provider/cli/cliError";
import { requireIds } from "../../provider/cli/ids";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const words = (n: number) => Array.from({ length: n }, (_, i) => `desk-${i}`);

test("ids are UUIDs in either case, and none is fine, too", () => {
  expect(() => requireIds([id, id.toUpperCase()])).not.toThrow();
  expect(() => requireIds([])).not.toThrow();
});

test.each<[string, string[], string]>([
  ["what is no id", [id, "desk", "front"], "desk, front"],
  ["twenty", words(20), words(20).join(", ")],
  ["the first twenty", words(23), `${words(20).join(", ")}, and 3 more`],
  ["a hundred characters", ["a".repeat(100)], "a".repeat(100)],
  ["the first hundred characters", ["a".repeat(101)], `${"a".repeat(100)}…`],
])("%s is named", (_, ids, list) => {
  expect(() => requireIds(ids)).toThrow(new CliError(`not a transfer config id (a UUID): ${list}`));
});
