// Reads the configs to start with from a JSON file, and says what is wrong with one that cannot be used.
import { readFileSync } from "node:fs";
import { isObject } from "./objects";
import type { SeedConfig } from "./options";
import { type FieldError, validateBody, validateId } from "./schema";

const RULES = {
  unknownFields: "keep",
  newerFields: true,
  requireAppointment: true,
  dynamicOptions: "replace",
  emptyContainers: "keep",
} as const;

/** The configs of a file that holds `{transferConfigs: [...]}` or an array; throws an error that names the file. */
export function readSeed(file: string): SeedConfig[] {
  const fail = (problem: string): never => {
    throw new Error(`seed ${file}: ${problem}`);
  };
  const parsed = attempt(() => JSON.parse(attempt(() => readFileSync(file, "utf8"), fail)), fail);
  const configs: unknown = isObject(parsed) ? parsed.transferConfigs : parsed;
  if (!Array.isArray(configs)) return fail('expected {"transferConfigs": [...]} or an array');

  const ids = new Set<string>();
  for (const [index, config] of configs.entries()) {
    const result = validateBody(config, RULES);
    const errors = result.ok ? [] : result.errors;
    if (isObject(config) && config.id !== undefined) {
      errors.push(...validateId(config.id as string));
      const id = String(config.id).toLowerCase();
      if (ids.has(id)) fail(`transferConfigs[${index}].id: ${id} occurs twice`);
      ids.add(id);
    }
    if (errors.length > 0) fail(errors.map((error) => described(index, error)).join("; "));
  }
  return configs as SeedConfig[];
}

function described(index: number, { path, message }: FieldError): string {
  return `${[`transferConfigs[${index}]`, ...path].join(".")}: ${message}`;
}

function attempt<T>(action: () => T, fail: (problem: string) => never): T {
  try {
    return action();
  } catch (error) {
    return fail((error as Error).message);
  }
}
