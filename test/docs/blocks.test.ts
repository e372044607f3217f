// Every code block of the pages is compiled, parsed, or checked command by command: none is left out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { diagnose, messageOf } from "../support/compileErrors";
import { commandProblems, commandsIn } from "./commands";
import { type Block, blocksOf, pages, root } from "./pages";

// The reference's signatures are fragments that TypeDoc made of the code; its examples are programs.
const blocks = pages()
  .flatMap(blocksOf)
  .filter(({ page, code }) => !page.startsWith("docs/reference/") || /^import /m.test(code));
const written = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

test("no block is in a language that nothing checks", () => {
  const checked = ["ts", "sh", "yaml", "json", "text", "mermaid"];
  const others = blocks.filter(({ language }) => !checked.includes(language));
  expect(others.map(({ page, line, language }) => `${page}:${line}: ${language}`)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(40);
});

/** The program of a block: one that takes an import for granted gets it. */
function programOf({ code }: Block): string {
  const imports = [
    ["carecycle", "pulumi-carecycle"],
    ["pulumi", "@pulumi/pulumi"],
  ].filter(([name]) => new RegExp(`\\b${name}\\.`).test(code) && !code.includes(`* as ${name} `));
  return `${imports.map(([name, from]) => `import * as ${name} from "${from}";`).join("\n")}\n${code}\nexport {};\n`;
}

function compileProblems(sources: readonly Block[]): string[] {
  mkdirSync(join(root, ".work"), { recursive: true });
  // Inside the checkout, so that a block finds the package as a user's program does.
  const folder = mkdtempSync(join(root, ".work/docs-"));
  try {
    const files = sources.map((block, i) => {
      const file = join(folder, `block${i}.ts`);
      writeFileSync(file, programOf(block));
      return file;
    });
    return diagnose(files, { types: ["node", "jest"] }).map((diagnostic) => {
      const block = sources[files.indexOf(diagnostic.file?.fileName ?? "")];
      return `${block?.page}:${block?.line}: ${messageOf(diagnostic)}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("every TypeScript block compiles against the package", () => {
  const wrong: Block = { page: "wrong", line: 1, language: "ts", code: 'carecycle.noSuchFunction("x");' };
  // One program for all: a compiler that starts takes longer than what it compiles.
  expect(compileProblems([...written("ts"), wrong])).toEqual([
    expect.stringMatching(/^wrong:1: .*noSuchFunction/),
  ]);
});

test("every command in a shell block exists, with the options that it is given", async () => {
  const problems = await Promise.all(written("sh").map(commandProblems));
  expect(problems.flat()).toEqual([]);
});

test("a command that does not exist is found", async () => {
  const problems = (code: string) => commandProblems({ page: "README.md", line: 1, language: "sh", code });
  expect(commandsIn('a "b c" \\\n  d | e # f')).toEqual([["a", "b c", "d"], ["e"]]);
  expect(await problems("npm run no-such-script")).toHaveLength(1);
  expect(await problems("npx pulumi-carecycle no-such-command")).toHaveLength(1);
  expect(await problems("A=b npx pulumi-carecycle drift --no-such-option")).toHaveLength(1);
  expect(await problems("pulumi up --no-such-option")).toHaveLength(1);
  expect(await problems("npx jest test/no-such-folder")).toHaveLength(1);
  expect(await problems("npx pulumi-carecycle drift --shard 2/7 && npm run demo")).toEqual([]);
});

test("every JSON and YAML block parses", () => {
  const problems = written("json", "yaml").flatMap(({ page, line, language, code }) => {
    if (language === "yaml") {
      return parseAllDocuments(code).flatMap(({ errors }) =>
        errors.map(({ message }) => `${page}:${line}: ${message}`),
      );
    }
    try {
      JSON.parse(code);
      return [];
    } catch (error) {
      return [`${page}:${line}: ${error}`];
    }
  });
  expect(problems).toEqual([]);
});
