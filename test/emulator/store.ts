// The live configs, and what a POST, a PATCH or somebody's edit in the dashboard makes of them.
import { randomUUID } from "node:crypto";
import { isObject, type Json, mergePatch, withoutEmpties } from "./objects";
import type { LiveConfig, SeedConfig, Settings } from "./options";

/** A body never changes these, whatever it says. */
const READ_ONLY = new Set(["id", "clientId", "createdAt", "updatedAt", "routingConfig"]);

const NULLABLE = [
  "routingConfigId",
  "directPhoneNumber",
  "dynamicOptions",
  "sipUri",
  "sipHeaders",
  "warmSummaryPrompt",
  "warmMode",
  "softphoneFallbackType",
  "softphoneFallbackPhoneNumber",
  "transferWaitingMessages",
];

export class Store {
  /** By id in lower case: UUIDs are compared without regard to case, as databases do. */
  readonly configs = new Map<string, LiveConfig>();
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** A copy of a live config. */
  get(id: string): LiveConfig | undefined {
    return structuredClone(this.configs.get(id.toLowerCase()));
  }

  list(): LiveConfig[] {
    return structuredClone([...this.configs.values()]);
  }

  /** Adds a config as it is; limits are not checked, so that a test can start from an odd state. */
  add(config: SeedConfig): LiveConfig {
    const now = new Date().toISOString();
    const clientId = Object.values(this.#settings.apiKeys)[0] ?? randomUUID();
    const head = { id: randomUUID(), clientId, createdAt: now, updatedAt: now };
    const live: LiveConfig = { ...head, ...this.#defaults(), ...structuredClone(config) };
    const key = live.id.toLowerCase();
    if (this.configs.has(key)) throw new Error(`emulator: a config ${live.id} exists already`);
    this.configs.set(key, live);
    return structuredClone(live);
  }

  /** An edit behind the program's back: top-level fields are replaced, updatedAt moves on. */
  set(id: string, changes: Json): LiveConfig {
    const live = this.configs.get(id.toLowerCase());
    if (live === undefined) throw new Error(`emulator: no config ${id}`);
    const touched = { ...live, updatedAt: later(live.updatedAt), ...structuredClone(changes), id: live.id };
    return this.save(touched);
  }

  remove(id: string): LiveConfig | undefined {
    const live = this.configs.get(id.toLowerCase());
    this.configs.delete(id.toLowerCase());
    return live;
  }

  save(config: LiveConfig): LiveConfig {
    this.configs.set(config.id.toLowerCase(), config);
    return structuredClone(config);
  }

  /** What a POST of `body` would store; nothing is stored yet. */
  created(body: Json, clientId: string): LiveConfig {
    const now = new Date().toISOString();
    const head = { id: randomUUID(), clientId, createdAt: now, updatedAt: now, name: "" };
    return this.#taken({ ...head, ...this.#defaults() }, body, false);
  }

  /** What a PATCH of `live` with `body` would store; nothing is stored yet. */
  patched(live: LiveConfig, body: Json): LiveConfig {
    const merge = this.#settings.dynamicOptions === "merge";
    return this.#taken({ ...live, updatedAt: later(live.updatedAt) }, body, merge);
  }

  #taken(start: LiveConfig, body: Json, merge: boolean): LiveConfig {
    const next = structuredClone(start);
    for (const [field, value] of Object.entries(structuredClone(body))) {
      if (READ_ONLY.has(field)) continue;
      next[field] = merge && field === "dynamicOptions" ? mergePatch(next[field], value) : value;
    }
    // Only a body that writes the object makes the server look at it.
    if (this.#settings.serverDefaults && "dynamicOptions" in body && isObject(next.dynamicOptions)) {
      next.dynamicOptions = { method: "GET", timeout: 5000, ...next.dynamicOptions };
    }
    const { emptyContainers } = this.#settings;
    return emptyContainers === "keep" ? next : (withoutEmpties(next, emptyContainers) as LiveConfig);
  }

  #defaults(): Json {
    const newer = { appointmentConfigId: null, softphoneHandoffStrategy: "wait-for-operator" };
    return {
      type: "direct",
      warmTransfer: false,
      appointmentBookingEnabled: false,
      ...Object.fromEntries(NULLABLE.map((field) => [field, null])),
      ...(this.#settings.newerFields ? newer : {}),
    };
  }
}

/** Now, or a millisecond after `before`: two edits in one millisecond still differ in updatedAt. */
function later(before: string | null): string {
  const last = before === null ? 0 : Date.parse(before);
  return new Date(Math.max(Date.now(), Number.isNaN(last) ? 0 : last + 1)).toISOString();
}
