// What a user's compiler says of TypeScript.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const strict: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  skipLibCheck: true,
  noEmit: true,
};

// Libraries are parsed once for all programs of the same options: they are most of what the compiler does.
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The compiler's complaints of these files, under strict settings and `options`. */
export function diagnose(
  files: readonly string[],
  options: ts.CompilerOptions = {},
): readonly ts.Diagnostic[] {
  const all = { ...strict, ...options };
  const host = ts.createCompilerHost(all);
  const parse = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (!/[\\/]node_modules[\\/]|[\\/]provider[\\/]dist[\\/]/.test(file)) return parse(file, ...rest);
    const key = `${file} ${JSON.stringify(all)}`;
    if (!libraries.has(key)) libraries.set(key, parse(file, ...rest));
    return libraries.get(key);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram(files, all, host));
}

/** The compiler's messages about a folder, unused locals included. */
export function compileErrors(folder: string): string[] {
  const files = readdirSync(folder).map((name) => join(folder, name));
  return diagnose(files, { noUnusedLocals: true }).map(messageOf);
}

/** The compiler's messages about a project by its own tsconfig.json. */
export function projectErrors(project: string): string[] {
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const { configFilePath, ...own } = options;
  return diagnose(fileNames, own).map(messageOf);
}

/** A diagnostic in words. */
export function messageOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, " ");
}
