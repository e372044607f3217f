// The index of `adopt`: imports every file that was written, so that the program needs one line.
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { printable } from "../../model/printable";
import { CliError } from "../cliError";
import { exportOf, indexName, indexWith } from "../init/indexFile";

/** Adds the files of these names to the index of their folder. Returns what to print: how the program gets at them. */
export async function writeIndex(folder: string, names: readonly string[]): Promise<string> {
  const modules = names.map((name) => basename(name, ".ts"));
  const file = join(folder, indexName);
  const existing = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new CliError(`cannot read ${file}: ${error.code ?? error.message}`);
  });
  const text = indexWith(existing, modules);
  if (text === undefined)
    return `\n${printable(file)} is your own and was left as it is. Add to your program:\n${modules.map((module) => `  ${exportOf(module)}\n`).join("")}`;
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
  });
  const path = relative(process.cwd(), resolve(folder)).replaceAll("\\", "/");
  const how =
    path === ""
      ? "pulumi preview runs it, where package.json or Pulumi.yaml names no other program."
      : path.startsWith("..") || path.startsWith("/")
        ? "Import it in your program, and run pulumi preview."
        : (await imports(path))
          ? "Your program imports it already: run pulumi preview."
          : `Import it in your program (import "./${path}"), and run pulumi preview.`;
  return printable(`wrote ${file}, which imports them. ${how}`).concat("\n");
}

/** Whether the program in the working directory imports a folder of it. */
async function imports(path: string): Promise<boolean> {
  const program = await readFile(indexName, "utf8").catch(() => "");
  return program.includes(`"./${path}"`);
}
