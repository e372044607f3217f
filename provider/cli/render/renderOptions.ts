// What a rendering depends on besides the report.

/** Options of every format; each takes what it can use. */
export interface RenderOptions {
  /**
   * Columns of the terminal that shows the text.
   * @default 100
   */
  readonly width?: number;
  /**
   * Whether text may be coloured by escape sequences.
   * @default false
   */
  readonly color?: boolean;
  /**
   * The project's file, relative to the root of the repository: code scanning wants a file beside each result.
   * @default "Pulumi.yaml"
   */
  readonly projectFile?: string;
}

/** A report as text of one format. */
export type Render = (report: import("../reportModel/types").Report, options?: RenderOptions) => string;
