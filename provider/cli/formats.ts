// The formats of reports, apart from what renders them, so that help can name them without loading it.

/** All formats. */
export const formats = ["text", "markdown", "json", "html"] as const;
/** A format of reports. */
export type Format = (typeof formats)[number];
