// Pure: which part of a stack a shard is. Stable: a config stays in its part while others come and go.
import { createHash } from "node:crypto";

/** The `index`-th (from 1) of `of` parts. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Whether the resource belongs to the shard: a hash of its URN decides. */
export function inShard(urn: string, { index, of }: Shard): boolean {
  return createHash("sha256").update(urn).digest().readUInt32BE(0) % of === index - 1;
}
