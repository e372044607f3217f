// What the bodies of successful responses hold. Their shapes are checked here and nowhere else.
import { z } from "zod";
import type { Shape } from "../model/fieldTable";
import { fieldNames, fields, uuidPattern } from "../model/fieldTable";
import type { LiveTransferConfig } from "../model/types";
import type { Values } from "../model/values";
import { isObject } from "../model/values";
import type { RequestLine } from "./errors";
import { ResponseError } from "./errors";
import type { ApiResponse } from "./http";
import { MalformedConfigError } from "./malformed";

/** Reads the result of a request out of its response. */
export type Parser<T> = (request: RequestLine, response: ApiResponse) => T;

/** A transfer config whose members are still to be checked. */
export interface UncheckedConfig {
  readonly status: number;
  readonly config: Values;
}

/** A response without a config object isn't the API's, and the request is tried again. */
export const parseTransferConfig: Parser<UncheckedConfig> = (request, { status, json }) => {
  const config = isObject(json) ? json.transferConfig : undefined;
  if (!isObject(config)) throw new ResponseError(request, status, "the body has no transferConfig object");
  return { status, config };
};

// Types only: the API may widen limits and choices, and a config that uses them must stay readable.
const memberTypes: Record<string, z.ZodType> = {
  ...Object.fromEntries(fieldNames.map((name) => [name, typeOf(fields[name].shape)])),
  clientId: z.string(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
};

function typeOf({ kind }: Shape): z.ZodType {
  if (kind === "boolean") return z.boolean();
  if (kind === "object") return z.record(z.string(), z.unknown()).nullable();
  if (kind === "list") return z.array(z.string()).nullable();
  return z.string().nullable();
}

/**
 * The config, if its members have the documented types; `id` is the one that was requested. Not a {@link Parser}: what
 * this finds is final, because another attempt would return the same config.
 */
export function checkTransferConfig(
  request: RequestLine,
  { status, config }: UncheckedConfig,
  id?: string,
): LiveTransferConfig {
  if (typeof config.id !== "string" || !uuidPattern.test(config.id))
    throw new ResponseError(request, status, "transferConfig.id is not a UUID");
  if (id !== undefined && config.id.toLowerCase() !== id.toLowerCase())
    throw new ResponseError(request, status, "transferConfig.id is not the requested id");
  const wellFormed: LiveTransferConfig = { ...config, id: config.id };
  const problems: string[] = [];
  for (const [name, type] of Object.entries(memberTypes)) {
    const result = config[name] === undefined ? undefined : type.safeParse(config[name]);
    if (!result?.error) continue;
    problems.push(`transferConfig.${name} has another type: ${result.error.issues[0]?.message}`);
    delete wellFormed[name];
  }
  if (problems.length > 0) throw new MalformedConfigError(request, status, problems, wellFormed);
  return wellFormed;
}
