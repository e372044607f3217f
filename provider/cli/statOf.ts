// What is at a path.
import { type Stats, statSync } from "node:fs";

/** Undefined where nothing is, be it that the path leads below a file. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
