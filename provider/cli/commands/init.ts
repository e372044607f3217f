// `init`: a new project that works as it is.
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { printable } from "../../model/printable";
import type { CliContext } from "../cliContext";
import { CliError, exitCodes } from "../cliError";
import type { Forge } from "../init/forges";
import { nextSteps, projectFiles, type Templates } from "../init/project";
import { packaged } from "../packaged";
import { statOf } from "../statOf";

/** Options of {@link init}. */
export interface InitOptions {
  /** Whose workflows the project gets. */
  readonly forge: Forge;
  /** What package.json asks of this package. @default this version and those compatible with it */
  readonly package?: string;
}

/** Writes a project into a folder that is new or empty. Returns the exit code. */
export async function init(folder: string, options: InitOptions, context: CliContext): Promise<number> {
  const target = resolve(folder);
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new CliError(
      error.code === "ENOTDIR" ? `${folder} is a file.` : `cannot read ${folder}: ${error.code}`,
    );
  });
  // A repository that was just made is empty, too.
  const others = entries.filter((name) => name !== ".git");
  if (others.length > 0)
    throw new CliError(
      `${folder} is not empty (${others.slice(0, 3).join(", ")}${others.length > 3 ? ", ..." : ""}): nothing was written. Name a new folder.`,
    );
  const { version } = require("pulumi-carecycle/package.json") as { version: string };
  const spec = options.package ?? `^${version}`;
  const tarball = tarballOf(spec);
  const files = projectFiles(
    {
      folder: basename(target),
      forge: options.forge,
      dependency: tarball ? `file:vendor/${basename(tarball)}` : fromProject(spec, target),
    },
    packaged<Templates>("init/templates.json"),
  );
  if (tarball !== undefined) await keep(tarball, join(target, "vendor"));
  for (const [path, text] of Object.entries(files)) await write(join(target, path), text);
  const lines = [
    `wrote ${Object.keys(files).length} files to ${folder}`,
    ...(tarball === undefined
      ? []
      : [`copied ${basename(tarball)} into its vendor folder: commit it with the rest`]),
    "",
    "Next:",
    ...(target === process.cwd() ? [] : [`  cd ${folder}`]),
    ...nextSteps.map((command) => `  ${command}`),
  ];
  context.stdout.write(`${lines.map(printable).join("\n")}\n`);
  return exitCodes.nothing;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx", mode: file.endsWith(".sh") ? 0o755 : 0o644 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot write ${file}: ${code ?? message}`);
  }
}

/** The tarball that is named from where the command runs; undefined where something else is. */
function tarballOf(spec: string): string | undefined {
  const path = /^(?:file:)?([^:]+\.tgz|[a-z]:[^:]+\.tgz)$/i.exec(spec)?.[1];
  if (path === undefined) return undefined;
  const file = resolve(path);
  if (!statOf(file)?.isFile()) throw new CliError(`there is no file ${path}: nothing was written.`);
  return file;
}

/** A folder is named from where the command runs; package.json names it from the project. */
function fromProject(spec: string, project: string): string {
  const path = /^(?:file:)?(\.{1,2}(?:[\\/].*)?)$/.exec(spec)?.[1];
  return path === undefined ? spec : `file:${relative(project, resolve(path)).replaceAll("\\", "/")}`;
}

// In the project, so that a checkout of it installs the same one: a path to somewhere else would lead nowhere in CI.
async function keep(tarball: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(tarball, join(folder, basename(tarball)), constants.COPYFILE_EXCL);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot copy ${tarball} into ${folder}: ${code ?? message}`);
  }
}
