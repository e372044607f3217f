// The report that every format shows: plain data, sensitive values left out already. The types are those of schema.ts.
import type { z } from "zod";
import type { reportSchema } from "./schema";

type Immutable<T> = T extends readonly (infer E)[]
  ? readonly Immutable<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

/** The report of a preview: a JSON report without the name and version of its shape. */
export type Report = Immutable<Omit<z.infer<typeof reportSchema>, "$schema" | "version">>;

/** One transfer config of the report. */
export type Resource = Report["resources"][number];

/** Class of a whole config: one of {@link resourceClasses}. */
export type ResourceClass = Resource["class"];

/** One leaf and its three columns. */
export type ReportLeaf = Resource["leaves"][number];

/** What happened to a leaf, or will happen to it: one of {@link leafClasses}. */
export type LeafClass = ReportLeaf["class"];

/** A value, or the reason why there is none to show. */
export type Cell = ReportLeaf["live"];

/** One request of an update. */
export type PlannedRequest = Resource["requests"][number];

/** Sums over all configs. */
export type Totals = Report["totals"];

/** The quota that requests must keep: `limit` in any `windowSeconds`. */
export type QuotaSettings = Report["quota"];
