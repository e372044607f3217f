// The words of a report, and the name of its JSON shape: plain data, so that no command has to load zod for them.

/** Names the shape that `schema.ts` describes. */
export const reportSchemaId = "urn:pulumi-carecycle:report:2";

/** Version of the shape; it grows with every change. */
export const reportVersion = 2;

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
  /** The live value changed since it was applied; the code did not. */
  "drift",
  /** The code changed; the live value did not. */
  "change",
  /** Live value and code changed, to different values. */
  "both",
  /** The code clears the field. */
  "clear",
  "adopt",
  "create",
  /** The config is deleted. */
  "delete",
  /** The config is still live, no longer managed. */
  "release",
  "replace",
  /** The config is gone. */
  "missing",
  /** A live value changed that the code doesn't declare. */
  "observed",
] as const;

export { severities } from "../../model/rules";

/** Methods of the requests that an update may send. */
export const requestMethods = ["GET", "POST", "PATCH", "DELETE"] as const;
