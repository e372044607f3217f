// How much of a resource's record in the state is of this package's making.

/** The engine's own: it writes these for every resource, whatever its provider, as long as the project's names and paths are. */
export const engineMembers = [
  "urn",
  "parent",
  "provider",
  "created",
  "modified",
  "propertyDependencies",
  "sourcePosition",
  "stackTrace",
];

/**
 * At most so many bytes for a config of four declared fields. What counts is inputs and outputs (`__provider`, which
 * the engine wants in both, included), the id, the type, and the names of these members.
 */
export const maxOwnBytes = 1100;

/** Bytes of a record of `pulumi stack export` as compact JSON, without what is the engine's own. */
export function ownBytes(record: object): number {
  const own = Object.entries(record).filter(([name]) => !engineMembers.includes(name));
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(own)));
}
