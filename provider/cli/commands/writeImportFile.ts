// The import file of `adopt`: writes it, and says how to use it.
import { writeFile } from "node:fs/promises";
import { printable, printableJson } from "../../model/printable";
import { placeText } from "../../model/valueTexts";
import { CliError } from "../cliError";
import { type DeclaredConfig, importFile } from "./importFile";

/** Why a config is adopted by its id although an import file is written. */
export const notImportable =
  "adopted by transferConfigId instead of imported, because it holds a text that Pulumi reserves for itself";

/**
 * Writes the file.
 * @throws CliError where it cannot be written, or exists and `force` is not given.
 */
export async function writeImportFile(
  file: string,
  configs: readonly DeclaredConfig[],
  force: boolean,
): Promise<void> {
  const text = `${printableJson(importFile(configs), 2)}\n`;
  await writeFile(file, text, { flag: force ? "w" : "wx" }).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      error.code === "EEXIST"
        ? `${file} exists, and nothing was written: --force overwrites it.`
        : `cannot write ${file}: ${error.code ?? error.message}`,
    );
  });
}

/** What to do with the file, and what it leaves out. */
export function importText(file: string, configs: readonly DeclaredConfig[]): string {
  const quoted = /^[\w./+:@-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  const lines = [
    `wrote ${file}`,
    "",
    "Import the configs before the first pulumi up, which would create new ones otherwise (Pulumi 3.254 or newer):",
    `  pulumi import --file ${quoted} --generate-code=false --protect=false`,
  ];
  const secret = configs.filter(({ secrets }) => secrets.length > 0);
  if (secret.length > 0) {
    lines.push(
      "",
      "Left out of that file, because they may carry credentials; the first pulumi up records them:",
    );
  }
  for (const { name, secrets } of secret) lines.push(`  ${name}: ${secrets.map(placeText).join(", ")}`);
  return `${lines.map(printable).join("\n")}\n`;
}
