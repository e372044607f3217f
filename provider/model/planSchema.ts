// The shape of a plan file. Only what reads a plan loads it: a file is data, and nothing of it is taken as it is.
import { z } from "zod";
import { planSchemaId, planVersion } from "./plan";

/** Member names and indexes of lists, from the root of the body or of the config. */
const path = z
  .array(z.union([z.string(), z.int().min(0)]))
  .min(1)
  .max(1000);

const scalar = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({}),
  z.array(z.unknown()).max(0),
]);

const bodyLeaf = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("value"), path, value: scalar }),
  // Sent, and not shown: any value passes.
  z.strictObject({ kind: z.literal("secret"), path }),
  // Known only during the update: any value passes.
  z.strictObject({ kind: z.literal("later"), path }),
  // A sensitive value that the program doesn't declare, sent along as it is live.
  z.strictObject({ kind: z.literal("live"), path }),
]);

const liveLeaf = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("value"), path, value: scalar }),
  // HMAC-SHA256 of path and value under the salt.
  z.strictObject({ kind: z.literal("hash"), path, hash: z.string() }),
  // Not known: it passes while the config's updatedAt is the same.
  z.strictObject({ kind: z.literal("hidden"), path }),
]);

const write = z.strictObject({
  urn: z.string(),
  /** Id of the live config; null for one that is created. */
  id: z.string().nullable(),
  method: z.enum(["POST", "PATCH", "DELETE"]),
  path: z.string(),
  body: z.array(bodyLeaf),
  /** What was live of the fields that the request changes. */
  live: z.array(liveLeaf),
  salt: z.string().nullable(),
  updatedAt: z.string().nullable(),
});

/** A plan as a file holds it. */
export const planSchema = z.object({
  $schema: z.literal(planSchemaId),
  version: z.literal(planVersion),
  /** PROJECT/STACK; null where the preview had no transfer config. */
  stack: z.string().nullable(),
  /** Base URL of the API that the preview was for, and the account of its key; null or absent where it didn't tell. */
  baseUrl: z.string().nullish(),
  clientId: z.string().nullish(),
  createdAt: z.iso.datetime(),
  writes: z.array(write),
});
