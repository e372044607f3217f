// Packs the provider as `npm publish` would.
import { execFileSync } from "node:child_process";
import * as path from "node:path";

/** Folder of the package that is published. */
export const providerFolder = path.join(__dirname, "../../provider");

/** A tarball. */
export interface Packed {
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** Of the files in it, as they are named in the package's folder. */
  readonly paths: readonly string[];
}

/** Writes the tarball into a folder. */
export function pack(folder: string): Packed {
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: providerFolder,
    encoding: "utf8",
    stdio: "pipe",
  });
  // The banner of the script before it may come first.
  const [result] = JSON.parse(output.slice(output.search(/^\[/m))) as {
    filename: string;
    size: number;
    files: { path: string }[];
  }[];
  if (result === undefined) throw new Error("nothing was packed");
  return {
    file: path.join(folder, result.filename),
    size: result.size,
    paths: result.files.map((file) => file.path),
  };
}
