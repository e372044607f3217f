// What a user's compiler says of a folder of TypeScript.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Messages of the TypeScript compiler under strict settings. */
export function compileErrors(folder: string): string[] {
  const program = ts.createProgram(
    readdirSync(folder).map((name) => join(folder, name)),
    {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ["node"],
      skipLibCheck: true,
      noEmit: true,
    },
  );
  return ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
}
