// Files of the package that aren't scripts: `npm run build` writes them.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The JSON of a file in dist/cli. */
export function packaged<T>(file: string): T {
  const root = dirname(require.resolve("pulumi-carecycle/package.json"));
  return JSON.parse(readFileSync(join(root, "dist/cli", file), "utf8")) as T;
}
