// The languages in which a program of a stack can be written: what its project holds, and what stands around its statements.

/** A language of programs: TypeScript, JavaScript that requires modules (CommonJS), and JavaScript that imports them (ESM). */
export type Language = "typescript" | "javascript" | "esm";

interface ProjectShape {
  /** Name of the program's file. */
  readonly file: string;
  /** Members of package.json. */
  readonly manifest: Readonly<Record<string, string>>;
  /** Whether the runtime is told that the program is in TypeScript. */
  readonly typescript: boolean;
  readonly before: string;
  readonly after: string;
}

const imports = 'import * as pulumi from "@pulumi/pulumi";\nimport * as carecycle from "pulumi-carecycle";\n';

/** By language; statements see `pulumi`, `carecycle`, and an object `exports` for the stack's outputs. */
const shapes: Readonly<Record<Language, ProjectShape>> = {
  typescript: { file: "index.ts", manifest: {}, typescript: true, before: imports, after: "" },
  javascript: {
    file: "index.js",
    manifest: { main: "index.js" },
    typescript: false,
    before:
      '"use strict";\nconst pulumi = require("@pulumi/pulumi");\nconst carecycle = require("pulumi-carecycle");\n',
    after: "",
  },
  esm: {
    file: "index.js",
    manifest: { main: "index.js", type: "module" },
    typescript: false,
    before: `${imports}const exports = {};\n`,
    after: "export default exports;\n",
  },
};

// In words that the compiler of the oldest SDK knows.
const tsconfig = {
  compilerOptions: { target: "ES2020", module: "commonjs", moduleResolution: "node", strict: true },
  files: ["index.ts"],
};

/** The files of a project `name` but its program, by path. */
export function projectFiles(name: string, language: Language): Record<string, string> {
  const { manifest, typescript } = shapes[language];
  return {
    "Pulumi.yaml": `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\n`,
    "package.json": JSON.stringify({ name, ...manifest }),
    ...(typescript && { "tsconfig.json": JSON.stringify(tsconfig) }),
  };
}

/** The file of a program of these statements, and its text. */
export function programFile(statements: string, language: Language): { file: string; text: string } {
  const { file, before, after } = shapes[language];
  return { file, text: `${before}${statements}\n${after}` };
}
