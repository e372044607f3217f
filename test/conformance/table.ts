// Pure: the table of what was tried, for a terminal and for docs/conformance.md.
import { languageNames, type Row, titleOf, uncovered } from "./matrix";
import { e2eSpecs } from "./runSpecs";

/** What became of a row on one engine. */
export interface Tried {
  /** The engine, as people name it. */
  readonly engine: string;
  readonly passed: number;
  readonly failed: number;
}

/** What became of a row. */
export interface RowResult {
  readonly row: Row;
  /** As far as they could be had. */
  readonly versions: { readonly manager?: string; readonly node?: string; readonly sdk?: string };
  readonly tried: readonly Tried[];
  /** Day, as YYYY-MM-DD. */
  readonly date: string;
  /** Why the row was not tried, or not to its end; undefined where it was. */
  readonly missing?: string;
  /** Whether that is a failure. */
  readonly broken?: boolean;
}

/** Whether nothing is wrong with a row: it passed, or could not be had and need not. */
export const isSound = ({ tried, broken }: RowResult) =>
  broken !== true && tried.every(({ passed, failed }) => failed === 0 && passed > 0);

/** The result of a row that nobody asked for. */
export const leftOut = (row: Row): RowResult => ({
  row,
  versions: {},
  tried: [],
  date: new Date().toISOString().slice(0, 10),
  missing: "left out of this run",
});

const cells = ({ row, versions, tried, missing }: RowResult): string[] => [
  versionedManager(row, versions.manager),
  versions.node ?? String(row.node),
  `${versions.sdk ?? ""} (${row.sdk})`.trim(),
  languageNames[row.language],
  [...tried.map(resultOf), ...(missing === undefined ? [] : [`not tried: ${missing}`])].join("; "),
];

function versionedManager({ manager }: Row, version: string | undefined): string {
  return version === undefined ? manager : `${manager.split(" ")[0]} ${version}`;
}

const resultOf = ({ engine, passed, failed }: Tried) =>
  `${engine}: ${failed === 0 ? `${passed} passed` : `${failed} of ${passed + failed} failed`}`;

const titles = ["Package manager", "Node", "SDK", "Program", "Specs"];

/** The table in columns. */
export function textTable(results: readonly RowResult[]): string {
  const lines = [titles, ...results.map(cells)];
  const widths = titles.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** What no row that passed has, in one sentence; undefined where every value was tried. */
export function gaps(results: readonly RowResult[]): string | undefined {
  const passed = results.filter((result) => isSound(result) && result.tried.length > 0);
  const values = uncovered(passed.map(({ row }) => row));
  return values.length === 0 ? undefined : `Not covered by a row that passed: ${values.join(", ")}.`;
}

/** What the page tells of the run. */
export interface Run {
  /** Descriptions of the engines. */
  readonly engines: readonly string[];
  readonly system: string;
}

/** docs/conformance.md. */
export function page(results: readonly RowResult[], { engines, system }: Run): string {
  const dates = [...new Set(results.map(({ date }) => date))].sort();
  const line = (row: readonly string[]) => `| ${row.map(escaped).join(" | ")} |`;
  const table = [
    line([...titles, "Why this combination"]),
    line([...titles, ""].map(() => "---")),
    ...results.map((result) => line([...cells(result), result.row.reason])),
  ].join("\n");
  return `# Conformance

Where the package was installed as users install it, and did what its pages say. \`npm run conformance -- --write-docs\` writes this
page.

Run on ${dates.join(" and ")}, on ${system}, with ${engines.join(" and ")}:

${table}
${gaps(results) === undefined ? "" : `\n${gaps(results)}\n`}
Each row is a folder of its own outside of the checkout, in which the row's package manager installs the packed tarball: no link leads
to the workspace. Node and the package managers come from the registry, too. The "oldest" SDK is the oldest that the package
supports; the "newest" is the newest whose \`engines\` admit the row's Node. A project on the newest SDK brings a TypeScript compiler along, as \`pulumi new\`
writes it; one on the oldest runs on the compiler that is part of the SDK.

Not every combination is tried. What is loaded depends on Node, the SDK and the language of the program together, so each two values
of these meet in some row; a package manager only decides how \`node_modules\` is laid out.

In each folder these specs run, on the row's Node:

- \`test/conformance/installed.spec.ts\`: in a project as users write it, one stack from the first update to destroy (adoption, creation, an
  empty preview, an edit, one in the dashboard, null, deletion; no secret in any text or in the state), the types with both ways of
  resolving modules, the command line (version, help, \`doctor\`, a report in every format), and the client on its own;
- ${listed(e2eSpecs.embedded)} of \`test/e2e\`, which \`npm test\` runs on the workspace: the variable \`CONFORMANCE_FOLDER\` points them at
  the folder, and their programs are written in the row's language. On the real CLI it is ${listed(e2eSpecs.pulumi)} alone.

\`\`\`sh
npm run conformance                      # every row on the embedded engine
npm run conformance -- --engine pulumi   # on the real Pulumi CLI
npm run conformance -- --only "npm, Node 24" --keep
\`\`\`

The folders of yarn 4 and pnpm 12 have the settings that [the FAQ](faq.md#which-package-managers) names.

What it has found is in [the changelog](../provider/CHANGELOG.md) where users were concerned.
`;
}

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
const escaped = (text: string) => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

/** A row's outcome in one line, as it is printed when it ends. */
export const outcomeLine = (result: RowResult) =>
  `${verdict(result).padEnd(7)} ${titleOf(result.row)}: ${cells(result).at(-1)}`;

function verdict(result: RowResult): string {
  if (!isSound(result)) return "NOT OK";
  return result.tried.length > 0 ? "OK" : "MISSING";
}
