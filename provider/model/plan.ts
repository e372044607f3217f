// A reviewed plan: the writes that an update may send, and what was live when they were reviewed. Its types are those of
// planSchema.ts; what writes one needs no schema.
import type { z } from "zod";
import type { planSchema } from "./planSchema";
import { isObject, type Path } from "./values";

/** Names the shape of a plan file. */
export const planSchemaId = "urn:pulumi-carecycle:plan:1";

/** Version of the shape; it grows with every change. */
export const planVersion = 1;

/** A plan. */
export type Plan = z.infer<typeof planSchema>;

/** One POST, PATCH or DELETE of a plan. */
export type PlannedWrite = Plan["writes"][number];

/** One leaf of a planned body. */
export type BodyLeaf = PlannedWrite["body"][number];

/** One live leaf that a planned write rests on. */
export type LiveLeaf = PlannedWrite["live"][number];

/** A leaf; an empty object or list is one too, because it is a value that can be sent. */
export interface PlanLeaf {
  readonly path: Path;
  readonly value: unknown;
}

/** All leaves of a value, empty objects and lists included. */
export function planLeaves(value: unknown, path: Path = []): PlanLeaf[] {
  const members: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (members.length === 0) return value === undefined ? [] : [{ path, value }];
  return members.flatMap(([part, member]) => planLeaves(member, [...path, part]));
}

/** Whether `inner` is the path `outer` or lies under it. */
export function isUnder(outer: Path, inner: Path): boolean {
  return outer.every((part, i) => part === inner[i]);
}
