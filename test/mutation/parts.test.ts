// Which code mutants are made in: all of it but what is left out by name, each file in one part, each part every night.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { leftOut, packageFiles, partOf, parts } from "../../tools/mutation/parts";

const root = join(__dirname, "../..");

test("every file of the package is in a part, or left out by name, or one that only exports", () => {
  const files = packageFiles().map((file) => file.slice("provider/".length));
  expect(files.length).toBeGreaterThan(100);
  const others = files.filter((file) => partOf(file) === undefined);
  const unexpected = others.filter((file) => !leftOut.some((folder) => file.startsWith(`${folder}/`)));
  expect(unexpected.sort()).toEqual(["dynamic.ts", "index.ts"]);
});

test("a file belongs to the innermost part around it", () => {
  expect(partOf("cli/usage/source.ts")?.name).toBe("cli/usage");
  expect(partOf("cli/output.ts")?.name).toBe("cli");
  expect(partOf("model/values.ts")?.name).toBe("model");
  expect(partOf("cli/render/text.ts")).toBeUndefined();
});

test("each part has its folder, and tests that exist", () => {
  for (const { name, own, others } of parts) {
    expect(existsSync(join(root, "provider", name))).toBe(true);
    expect(own).not.toEqual([]);
    const isThere = (place: string) => existsSync(place) || existsSync(`${place}.test.ts`);
    expect([...own, ...others].filter((tests) => !isThere(join(root, "test", tests)))).toEqual([]);
  }
});

test("each spec directly in test/cli is one of its part", () => {
  const own = parts.find(({ name }) => name === "cli")?.own ?? [];
  const specs = readdirSync(join(root, "test/cli")).filter((name) => name.endsWith(".test.ts"));
  expect(specs.map((name) => `cli/${name.replace(".test.ts", "")}`).sort()).toEqual([...own].sort());
});

test("the nightly workflow tries every part", () => {
  const { jobs } = parse(readFileSync(join(root, ".github/workflows/nightly.yml"), "utf8")) as {
    jobs: { mutation: { strategy: { matrix: { part: string[] } } } };
  };
  expect(jobs.mutation.strategy.matrix.part).toEqual(parts.map(({ name }) => name));
});
