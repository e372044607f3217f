// Pure: what the installed package is tried with. Not every combination: what is loaded depends on Node, the SDK and the
// language of the program together, so every two values of these meet in some row; a package manager only decides how
// node_modules is laid out, so each is spread over several of the rows.
import type { Language } from "../support/programLanguages";

/** Package managers, by the name that users know. */
export const managers = ["npm", "yarn 1", "yarn 4", "pnpm 10", "pnpm 12", "bun 1"] as const;
/** Major versions of Node: those of package.json's `engines` that are still maintained, or were when it was written. */
export const nodes = [20, 22, 24] as const;
/** The SDK: the oldest of package.json's `peerDependencies`, or the newest whose `engines` admit the row's Node. */
export const sdks = ["oldest", "newest"] as const;
export const languages: readonly Language[] = ["typescript", "javascript", "esm"];

export type Manager = (typeof managers)[number];
export type NodeMajor = (typeof nodes)[number];
export type Sdk = (typeof sdks)[number];

/** One combination. */
export interface Row {
  readonly manager: Manager;
  readonly node: NodeMajor;
  readonly sdk: Sdk;
  readonly language: Language;
  /** Why this one. */
  readonly reason: string;
  /** The version of Node; the newest of its major version where it is left out. */
  readonly nodeVersion?: string;
}

/** What may be missing from a registry without a failure: its rows say so instead. */
export const optionalManagers: readonly Manager[] = ["yarn 4", "bun 1"];

export const matrix: readonly Row[] = [
  {
    ...row("npm", 20, "oldest", "typescript", "the oldest of everything, with what most projects have"),
    // Of package.json's `engines`: what it lacks of later ones must not be needed.
    nodeVersion: "20.19.0",
  },
  row(
    "yarn 1",
    20,
    "newest",
    "javascript",
    "refuses what an `engines` field excludes; the last SDK for Node 20",
  ),
  row(
    "pnpm 10",
    20,
    "oldest",
    "esm",
    "no package finds what it does not declare; the oldest loader of ES modules",
  ),
  row("pnpm 12", 22, "newest", "typescript", "the compiler and the SDK find their peers through links"),
  row("yarn 4", 22, "oldest", "javascript", "a lockfile and a linker of its own"),
  row("bun 1", 22, "newest", "esm", "an installer that is not written in JavaScript"),
  row("bun 1", 24, "oldest", "typescript", "an SDK from before this Node"),
  row("pnpm 10", 24, "newest", "javascript", "links again, on the newest Node and the newest SDK"),
  row("npm", 24, "newest", "esm", "the newest of everything"),
];

function row(manager: Manager, node: NodeMajor, sdk: Sdk, language: Language, reason: string): Row {
  return { manager, node, sdk, language, reason };
}

/** A row in one line, for people and for `--only`. */
export const titleOf = ({ manager, node, sdk, language }: Row) =>
  `${manager}, Node ${node}, ${sdk} SDK, ${languageNames[language]}`;

export const languageNames: Readonly<Record<Language, string>> = {
  typescript: "TypeScript",
  javascript: "JavaScript",
  esm: "ESM",
};

/** The values of the axes that no row of `rows` has, each as a user would name it. */
export function uncovered(rows: readonly Row[]): string[] {
  const missing = (all: readonly (string | number)[], found: (row: Row) => string | number, name = "") =>
    all.filter((value) => !rows.some((row) => found(row) === value)).map((value) => `${name}${value}`);
  return [
    ...missing(managers, ({ manager }) => manager),
    ...missing(nodes, ({ node }) => node, "Node "),
    ...missing(sdks, ({ sdk }) => sdk, "SDK: "),
    ...missing(languages, ({ language }) => language),
  ];
}
