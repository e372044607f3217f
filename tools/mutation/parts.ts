// The parts of the package that mutants are made in, and the tests that each is held by.

export interface Part {
  /** Folder of provider/, without those of other parts in it. */
  readonly name: string;
  /** Folders of test/ with the tests that should notice. Those that mirror the part come first. */
  readonly tests: readonly string[];
  /** Least score in percent; a run of the whole part with less fails. */
  readonly least: number;
}

export const parts: readonly Part[] = [
  { name: "model", tests: ["model", "lifecycle", "program", "session", "cli/reportModel"], least: 0 },
  { name: "api", tests: ["api", "session", "lifecycle", "cli/usage"], least: 0 },
  { name: "session", tests: ["session", "lifecycle", "program"], least: 0 },
  { name: "lifecycle", tests: ["lifecycle"], least: 0 },
  { name: "program", tests: ["program"], least: 0 },
  { name: "cli/reportModel", tests: ["cli/reportModel", "cli/render", "cli/commands", "fuzz"], least: 0 },
  { name: "cli/plan", tests: ["cli/commands", "cli/reportModel"], least: 0 },
  { name: "cli/preview", tests: ["cli/preview", "cli/reportModel", "cli/commands", "fuzz"], least: 0 },
  { name: "cli/usage", tests: ["cli/usage", "cli/commands"], least: 0 },
  { name: "cli/doctor", tests: ["cli/commands"], least: 0 },
  { name: "cli/commands", tests: ["cli/commands", "fuzz"], least: 0 },
  { name: "cli/init", tests: ["cli/commands"], least: 0 },
  { name: "cli", tests: ["cli"], least: 0 },
];

/** What no mutants are made in: how reports look, which checked-in reports hold, and what holds no code of ours. */
export const leftOut = ["cli/render"];

/** The part that a file belongs to, by its path in provider/: the innermost of those around it. */
export function partOf(file: string): Part | undefined {
  if (leftOut.some((folder) => file.startsWith(`${folder}/`))) return undefined;
  const around = parts.filter(({ name }) => file.startsWith(`${name}/`));
  return around.sort((a, b) => b.name.length - a.name.length)[0];
}
