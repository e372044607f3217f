// Which combinations are tried: every value, and every pair of those that act together.
import * as fs from "node:fs";
import * as path from "node:path";
import { minVersion, satisfies, validRange } from "semver";
import { languages, managers, matrix, nodes, sdks, titleOf, uncovered } from "./matrix";

const read = (file: string) => JSON.parse(fs.readFileSync(path.join(__dirname, "../..", file), "utf8"));

test("every value of each axis is in some row", () => {
  expect(uncovered(matrix)).toEqual([]);
});

test("a value that is in no row is named", () => {
  const without = matrix.filter(({ manager, node }) => manager !== "bun 1" && node !== 24);
  expect(uncovered(without)).toEqual(["bun 1", "Node 24"]);
  expect(uncovered([])).toHaveLength(managers.length + nodes.length + sdks.length + languages.length);
});

test("every Node meets every language and every SDK, and every SDK every language", () => {
  const pairs = (rows: typeof matrix) =>
    new Set(
      rows.flatMap(({ node, sdk, language }) => [
        `${node} ${language}`,
        `${node} ${sdk}`,
        `${sdk} ${language}`,
      ]),
    );
  const all = nodes.flatMap((node) =>
    sdks.flatMap((sdk) => languages.map((language) => ({ ...matrix[0], node, sdk, language }))),
  );
  expect([...pairs(all as typeof matrix)].filter((pair) => !pairs(matrix).has(pair))).toEqual([]);
});

test("no combination is there twice, and each says why it is there", () => {
  expect(new Set(matrix.map(titleOf)).size).toBe(matrix.length);
  expect(matrix.filter(({ reason }) => reason.length < 10)).toEqual([]);
});

test("each Node is one that the package admits, and the oldest is tried", () => {
  const range = read("provider/package.json").engines.node as string;
  expect(validRange(range)).not.toBeNull();
  for (const node of nodes) expect(satisfies(`${node}.99.0`, range)).toBe(true);
  expect(matrix.map(({ nodeVersion }) => nodeVersion)).toContain(minVersion(range)?.version);
});

test("the tests of the workflow run on the same versions of Node", () => {
  const workflow = fs.readFileSync(path.join(__dirname, "../../.github/workflows/ci.yml"), "utf8");
  expect(workflow).toContain(`node: [${nodes.join(", ")}]`);
});
