// The few things that the command line reads in Pulumi.yaml, without a parser of YAML: they stand in lines of their own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const names = ["Pulumi.yaml", "Pulumi.yml"];

/** What Pulumi.yaml says. */
export interface ProjectFile {
  readonly name: string;
  readonly runtime: string | undefined;
  /** Folder of the program, from the project's. */
  readonly main: string;
}

/** Undefined where there is no Pulumi.yaml. */
export function projectFile(folder: string): ProjectFile | undefined {
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, "utf8");
  const value = (key: string) => new RegExp(`^${key}:[ \\t]*["']?([^"'\\s#]+)`, "m").exec(text)?.[1];
  const main = value("main") ?? ".";
  // The runtime's name, or a block with a name in it.
  const block = /^runtime:[ \t]*\r?\n(?:[ \t]+.*\r?\n)*?[ \t]+name:[ \t]*["']?([\w-]+)/m.exec(text)?.[1];
  return {
    name: value("name") ?? "",
    runtime: block ?? value("runtime"),
    // `main` may name a file as well as a folder.
    main: /\.[cm]?[jt]sx?$/.test(main) ? dirname(main) : main,
  };
}

/** Whether a folder holds a project. */
export function hasProject(folder: string): boolean {
  return names.some((name) => existsSync(join(folder, name)));
}

/** The account that each stack's settings in a folder pin, in lower case; undefined for one that pins none. */
export function pinnedAccounts(folder: string): (string | undefined)[] {
  const pin = /^ +["']?carecycle:clientId["']?: *["']?([\da-f-]{36})\b/im;
  try {
    const files = readdirSync(folder).filter((name) => /^Pulumi\..+\.ya?ml$/.test(name));
    return files.map((name) => pin.exec(readFileSync(join(folder, name), "utf8"))?.[1]?.toLowerCase());
  } catch {
    return [];
  }
}

/** Name of the project, which is the namespace of config keys without one. */
export function projectName(folder: string): string {
  return projectFile(folder)?.name ?? "";
}
