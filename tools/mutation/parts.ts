// The parts of the package that mutants are made in, and the tests that each is held by.

import { readdirSync } from "node:fs";
import { join } from "node:path";

export interface Part {
  /** Folder of provider/, without those of other parts in it. */
  readonly name: string;
  /**
   * Folders of test/ with the part's own tests, or specs of a folder (without ".test.ts"): they are asked first, and they alone
   * about what runs while modules load.
   */
  readonly own: readonly string[];
  /** The same with tests of what rests on the part. */
  readonly others: readonly string[];
  /** Least score in percent; a run of the whole part with less fails. */
  readonly least: number;
}

export const parts: readonly Part[] = [
  // Plans are checked in the model, and read in the session.
  { name: "model", own: ["model", "session"], others: [], least: 95 },
  { name: "api", own: ["api"], others: [], least: 92 },
  { name: "session", own: ["session"], others: ["lifecycle", "program"], least: 93 },
  { name: "lifecycle", own: ["lifecycle"], others: [], least: 90 },
  { name: "program", own: ["program"], others: [], least: 93 },
  {
    name: "cli/reportModel",
    own: ["cli/reportModel"],
    others: ["cli/render", "cli/commands", "fuzz"],
    least: 95,
  },
  {
    name: "cli/plan",
    own: ["cli/plan"],
    others: ["cli/commands/plan", "cli/commands/report"],
    least: 96,
  },
  {
    name: "cli/preview",
    own: ["cli/preview"],
    others: ["cli/reportModel", "cli/commands", "fuzz"],
    least: 95,
  },
  { name: "cli/usage", own: ["cli/usage"], others: ["cli/commands/usage"], least: 90 },
  {
    name: "cli/doctor",
    own: ["cli/doctor"],
    others: ["cli/commands/doctor", "cli/commands/probe"],
    least: 93,
  },
  {
    name: "cli/commands",
    // Those that are quick: the others compile programs, or run engines.
    own: [
      "cli/commands/adoptAccess",
      "cli/commands/adoptImportFile",
      "cli/commands/adoptOutput",
      "cli/commands/doctor",
      "cli/commands/doctorStack",
      "cli/commands/driftReport",
      "cli/commands/importFile",
      "cli/commands/initTexts",
      "cli/commands/plan",
      "cli/commands/previewReport",
      "cli/commands/programText",
      "cli/commands/report",
      "cli/commands/slugs",
      "cli/commands/stackSecrets",
      "cli/commands/usage",
      "cli/commands/usageRecorded",
      "cli/commands/writeImportFile",
      "cli/commands/writeIndex",
    ],
    others: [],
    least: 96,
  },
  { name: "cli/init", own: ["cli/init"], others: ["cli/commands/init"], least: 97 },
  {
    name: "cli",
    own: [
      "cli/apiAccess",
      "cli/commandLine",
      "cli/completion",
      "cli/failures",
      "cli/formats",
      "cli/help",
      "cli/ids",
      "cli/main",
      "cli/output",
      "cli/packaged",
      "cli/progress",
      "cli/statOf",
      "cli/troubleshooting",
    ],
    others: ["cli/commands", "cli/reportModel", "cli/render"],
    least: 96,
  },
];

/** What no mutants are made in: how reports look, which checked-in reports hold, and what holds no code of ours. */
export const leftOut = ["cli/render"];

/** The part that a file belongs to, by its path in provider/: the innermost of those around it. */
export function partOf(file: string): Part | undefined {
  if (leftOut.some((folder) => file.startsWith(`${folder}/`))) return undefined;
  const around = parts.filter(({ name }) => file.startsWith(`${name}/`));
  return around.sort((a, b) => b.name.length - a.name.length)[0];
}

/** Paths of the package's source files, from the repository's root. */
export function packageFiles(): string[] {
  return readdirSync(join(__dirname, "../../provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)[\\/]/.test(file))
    .map((file) => `provider/${file}`);
}

/** Whether a file, by its path from the repository's root, belongs to a part. */
export function isIn(part: Part, file: string): boolean {
  return partOf(file.replace("provider/", "")) === part;
}
