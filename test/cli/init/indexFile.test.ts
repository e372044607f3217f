// The index of a folder of programs: each is imported once, whatever else the file holds, and nobody else's file is changed.
import { exportOf, indexName, indexWith } from "../../../provider/cli/init/indexFile";

const marker =
  "// Written by pulumi-carecycle: adopt adds a line for each file that it writes into this folder.";
const file = (...lines: string[]) => `${[marker, ...lines].join("\n")}\n`;
const [a, b, c] = ["a", "b", "c"].map((name) => `export * from "./${name}";`) as [string, string, string];

test("a module's line is an export of the same folder, in index.ts", () => {
  expect([indexName, exportOf("sales-floor")]).toEqual(["index.ts", 'export * from "./sales-floor";']);
});

test.each<[string, string | undefined, string[], string]>([
  ["a new file is a module, though it imports nothing", undefined, [], file("", "export {};")],
  ["a new file has a line for each", undefined, ["b", "a"], file("", b, a)],
  ["the first module takes the place of nothing", file("", "export {};"), ["a"], file("", a)],
  ["a further one follows those that are there", file("", b), ["a"], file("", b, a)],
  ["one that is there is not added again", file("", b, a), ["a", "c", "b"], file("", b, a, c)],
  ["nothing new leaves it as it is", file("", a), ["a"], file("", a)],
  ["an empty one stays a module", file("", "export {};"), [], file("", "export {};")],
  [
    "one with nothing but lines of its own stays a module",
    file("", "// ours", "export {};"),
    [],
    file("", "// ours", "export {};"),
  ],
  ["one without any line becomes a module", file(), [], file("", "export {};")],
  ["one without any line takes its first", file(), ["a"], file("", a)],
  ["lines of its own stay", file("", "// ours", a), ["b"], file("", "// ours", a, b)],
  ["a module behind blank lines follows without them", file("", a, "", ""), ["b"], file("", a, b)],
  [
    "lines that end as on Windows are lines",
    file("", a).replaceAll("\n", "\r\n"),
    ["a", "b"],
    file("", a, b),
  ],
])("%s", (_, existing, modules, text) => {
  expect(indexWith(existing, modules)).toBe(text);
});

test.each(["import './x';\n", "", `\n${marker}\n`])("%j is somebody's own", (existing) => {
  expect(indexWith(existing, ["a"])).toBeUndefined();
});
