// Pure: what the preview of an adoption read, as the provider hands it over; see lifecycle/readOnlyMode.ts.
import { adoptionName, liveHashesName } from "../../model/internalNames";
import { isObject, type Path, type Values } from "../../model/values";

/** The live config of an adoption. */
export interface Adoption {
  /** Live values, sensitive ones withheld. */
  readonly live: Values;
  /** Paths of the inputs that the adoption writes. */
  readonly writes: readonly Path[];
}

/** Hashes of the sensitive live values of one config, by their paths in the body. */
export interface LiveHashes {
  readonly salt: string;
  readonly leaves: readonly { readonly path: Path; readonly hash: string }[];
}

/** What the inputs of a new resource hold of the config that it adopts; undefined where the preview did not read it. */
export function adoptionOf(inputs: Values | null | undefined): Adoption | undefined {
  const found = inputs?.[adoptionName];
  if (!isObject(found) || !isObject(found.live) || !Array.isArray(found.writes)) return undefined;
  return { live: found.live, writes: found.writes.filter(isPath) };
}

/** The hashes that outputs or inputs of a preview hold. */
export function hashesOf(values: Values | null | undefined): LiveHashes | undefined {
  const found = values?.[liveHashesName];
  if (!isObject(found) || typeof found.salt !== "string" || !Array.isArray(found.leaves)) return undefined;
  const leaves = found.leaves.filter(
    (leaf) => isObject(leaf) && isPath(leaf.path) && typeof leaf.hash === "string",
  );
  return { salt: found.salt, leaves };
}

function isPath(value: unknown): value is Path {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((p) => typeof p === "string" || Number.isInteger(p))
  );
}
