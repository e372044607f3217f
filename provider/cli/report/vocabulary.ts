// The words of a report, and the name of its JSON shape: plain data, so that no command has to load zod for them.

/** Names the shape that `schema.ts` describes. */
export const reportSchemaId = "urn:pulumi-carecycle:report:1";

/** Version of the shape; it grows with every change. */
export const reportVersion = 1;

/** The class of a whole config, in the order in which a report lists them. `both` has drift and changes, on one leaf or on several. */
export const resourceClasses = [
  "unreadable",
  "missing",
  "replace",
  "delete",
  "release",
  "both",
  "drift",
  "change",
  "clear",
  "adopt",
  "create",
  "observed",
  "unchanged",
] as const;

/** What happened to a leaf, or will happen to it. */
export const leafClasses = [
  /** The live value moved away from what was applied; the code stayed. */
  "drift",
  /** The code moved; the live value stayed. */
  "change",
  /** Live value and code moved, to different values. */
  "both",
  /** The code empties the field. */
  "clear",
  "adopt",
  "create",
  /** The config is deleted. */
  "delete",
  /** The config stays live and is no longer managed. */
  "release",
  "replace",
  /** The config is gone. */
  "missing",
  /** A live value moved that the code does not declare. */
  "observed",
] as const;

/** Methods of the requests that an update may send. */
export const requestMethods = ["GET", "POST", "PATCH", "DELETE"] as const;
