// The formats of reports, apart from what renders them, so that help can name them without loading it.

/** All formats. */
export const formats = ["text", "markdown", "json", "html", "junit", "sarif"] as const;
/** A format of reports. */
export type Format = (typeof formats)[number];

const extensions: readonly (readonly [string, Format])[] = [
  [".md", "markdown"],
  // GitHub takes both for SARIF.
  [".sarif.json", "sarif"],
  [".sarif", "sarif"],
  [".json", "json"],
  [".html", "html"],
  [".xml", "junit"],
];

/** The format of a file where none is given: its extension says what will open it. */
export function formatOfFile(file: string): Format {
  const name = file.toLowerCase();
  return extensions.find(([extension]) => name.endsWith(extension))?.[1] ?? "text";
}
