// Pure: the file that imports every program of a folder, and that `adopt` extends with each that it writes there.

/** Name of the file. */
export const indexName = "index.ts";

const marker =
  "// Written by pulumi-carecycle: adopt adds a line for each file that it writes into this folder.";

/**
 * The index with these modules besides those that it has; undefined where `existing` is somebody's own file, which is
 * never changed.
 */
export function indexWith(existing: string | undefined, modules: readonly string[]): string | undefined {
  const lines = existing?.split(/\r?\n/) ?? [marker, ""];
  if (lines[0] !== marker) return undefined;
  const wanted = modules.map(exportOf).filter((line) => !lines.includes(line));
  const kept = lines.filter((line) => line !== empty || wanted.length === 0);
  while (kept.at(-1) === "") kept.pop();
  if (kept.length === 1) kept.push("");
  const added = wanted.length === 0 && kept.length === 2 ? [empty] : wanted;
  return `${[...kept, ...added].join("\n")}\n`;
}

// A file without an import or export is no module.
const empty = "export {};";

/** The line for a module of the same folder. */
export function exportOf(module: string): string {
  return `export * from "./${module}";`;
}
