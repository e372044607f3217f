// Reads what to start with from a JSON file, and says what is wrong with one that cannot be used.
import { readFileSync } from "node:fs";
import { isObject } from "./objects";
import type { AppointmentConfig, Assignment, Campaign, SeedConfig } from "./options";
import { type FieldError, validateBody, validateId } from "./schema";

const RULES = {
  unknownFields: "keep",
  newerFields: true,
  requireAppointment: true,
  dynamicOptions: "replace",
  emptyContainers: "keep",
} as const;

/** What a file holds: configs, and what points to them. */
export interface Seed {
  seed: SeedConfig[];
  campaigns?: Campaign[];
  assignments?: Assignment[];
  appointmentConfigs?: AppointmentConfig[];
}

/** The configs of {@link readSeedFile} alone. */
export function readSeed(file: string): SeedConfig[] {
  return readSeedFile(file).seed;
}

/**
 * What a file holds: `{transferConfigs, campaigns?, assignments?, appointmentConfigs?}`, all lists, or the list of
 * configs alone. Members of the last three are shown as they are. Throws an error that names the file.
 */
export function readSeedFile(file: string): Seed {
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
  const seed: Seed = { seed: configs as SeedConfig[] };
  for (const [list, id] of Object.entries(OTHER_LISTS)) {
    const entries: unknown = isObject(parsed) ? parsed[list] : undefined;
    if (entries === undefined) continue;
    if (!Array.isArray(entries)) return fail(`${list} must be a list`);
    for (const [index, entry] of entries.entries()) {
      if (!isObject(entry) || typeof entry[id] !== "string") fail(`${list}[${index}].${id} must be a string`);
    }
    Object.assign(seed, { [list]: entries });
  }
  return seed;
}

/** The member of each list's entries that the emulator itself needs. */
const OTHER_LISTS = { campaigns: "id", assignments: "campaignId", appointmentConfigs: "id" } as const;

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
