// Hashes of sensitive live values, so that a plan can rest on them without showing them.
import { createHmac, randomBytes } from "node:crypto";
import { type Path, pathText } from "../model/values";

/** A salt of 256 random bits. It stands in the plan: it keeps values from being looked up or compared, not from being guessed. */
export function newSalt(): string {
  return randomBytes(32).toString("base64url");
}

/** HMAC-SHA256 of a value and the path at which it stands. */
export function leafHash(salt: string, path: Path, value: unknown): string {
  return createHmac("sha256", salt)
    .update(JSON.stringify([pathText(path), value]))
    .digest("base64url");
}
